"""Two roles on PostgreSQL: one owns the tables and changes them, the other uses them (docs/decisions/0044).

The second has no way to take the guards of `append_only` away.
"""

from sqlalchemy import Connection, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ProgrammingError

from mas_hub.config import SettingsError
from mas_hub.db.append_only import append_only_tables
from mas_hub.db.connected import engine, is_sqlite
from mas_hub.db.reading import snapshot
from mas_hub.db.unavailable import reason_of

VERSION = "alembic_version"
_OWNS = text(
    "SELECT bool_or(pg_has_role(current_user, tableowner, 'MEMBER')) FROM pg_tables WHERE tablename = ANY(:names)"
)


def let_use(url: str) -> None:
    """Let the role of `url` use every table, but neither change nor delete what stays, nor change a table itself.

    Only for the tables' owner. Raises `SettingsError` when there is no such role, or it is the owner.
    """
    role = make_url(url).username
    if is_sqlite() or role in (None, engine().url.username):
        raise SettingsError("MAS_HUB_DATABASE_OWNER_URL names another role of PostgreSQL than MAS_HUB_DATABASE_URL.")
    try:
        with engine().begin() as connection:
            _grant(connection, connection.dialect.identifier_preparer.quote_identifier(str(role)))
    except ProgrammingError as error:
        raise SettingsError(f"The role {role} cannot be let in ({reason_of(error)}). Make it first.") from None


def _grant(connection: Connection, role: str) -> None:
    stays = append_only_tables()
    connection.exec_driver_sql(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}")
    connection.exec_driver_sql(f"GRANT USAGE ON SCHEMA public TO {role}")
    connection.exec_driver_sql(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}")
    for table in inspect(connection).get_table_names():
        # To empty or fill a value, and to lock a row, UPDATE is needed; what may become of it the guards say.
        may = ["SELECT"]
        if table != VERSION:
            may += ["INSERT", "UPDATE"]
            if table not in stays or stays[table].gone_with:
                may.append("DELETE")
        connection.exec_driver_sql(f'GRANT {", ".join(may)} ON "{table}" TO {role}')


def may_rewrite_the_record() -> bool:
    """Whether the role in use could take the guards away, as owner or superuser. SQLite has no roles."""
    if is_sqlite():
        return False
    with snapshot() as session:
        return bool(session.scalar(_OWNS, {"names": sorted(append_only_tables())}))
