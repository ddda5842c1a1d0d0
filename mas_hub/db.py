"""The database: one base, one engine, one way to write (`transaction`) and one to read several things (`snapshot`)."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import DateTime, Dialect, Engine, MetaData, Table, create_engine, event
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

from mas_hub.blocking import in_transaction

log = logging.getLogger(__name__)

BUSY_MS = 5_000


class UtcDateTime(TypeDecorator[datetime]):
    """A moment with its time zone: UTC in the database, aware in Python."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcDateTime}  # noqa: RUF012 (SQLAlchemy reads it as a plain mapping)


def table_of(model: type[Base]) -> Table:
    """The model's table, for statements that need no object made of each row."""
    table = model.__table__
    assert isinstance(table, Table)  # noqa: S101 (no model here is mapped to anything else)
    return table


class _Current:
    engine: Engine | None = None
    write_lock = threading.Lock()
    erased_lingers = False


def configure(url: str) -> Engine:
    """Use the database at `url` from now on, in this process."""
    if _Current.engine is not None:
        _Current.engine.dispose()
    _Current.write_lock = threading.Lock()
    _Current.erased_lingers = True  # perhaps: a process that was killed could not forget
    _Current.engine = _sqlite_engine(url) if make_url(url).get_backend_name() == "sqlite" else _server_engine(url)
    return _Current.engine


def engine() -> Engine:
    if _Current.engine is None:
        raise RuntimeError("configure() the database first")
    return _Current.engine


def close() -> None:
    """Let go of every connection."""
    if _Current.engine is not None:
        _Current.engine.dispose()
        _Current.engine = None


def is_sqlite() -> bool:
    return engine().dialect.name == "sqlite"


@contextmanager
def transaction() -> Iterator[Session]:
    """Everything in the block is written together, or not at all; then the `after_commit` calls run, in order.

    On SQLite a process-wide lock comes first: between BEGIN and COMMIT nothing may yield (see the architecture).
    """
    if in_transaction.get():
        raise RuntimeError("a transaction inside a transaction")
    lock = _Current.write_lock if is_sqlite() else None
    if lock is not None:
        lock.acquire()
    token = in_transaction.set(True)
    session = Session(_for("writing", engine()), expire_on_commit=False)
    try:
        with session:
            yield session
            session.commit()
    finally:
        in_transaction.reset(token)
        if lock is not None:
            lock.release()
    if _Current.erased_lingers:
        after_commit(session, "forget_erased_pages", forget_erased_pages)
    for call in session.info.get("after_commit", {}).values():
        try:
            call()
        except Exception:
            log.exception("a call after commit failed; what was written stands")


def after_commit(session: Session, key: object, call: Callable[[], None]) -> None:
    """Once `session` has committed, `call` runs; a second call under the same `key` replaces the first."""
    session.info.setdefault("after_commit", {})[key] = call


@contextmanager
def snapshot() -> Iterator[Session]:
    """Several reads of one moment."""
    with Session(_for("reading", engine())) as session:
        yield session


@lru_cache(maxsize=4)
def _for(purpose: str, made: Engine) -> Engine:
    """`made` with the options for reading or writing; kept, since to make them anew costs more than a statement."""
    if purpose == "writing":
        return made.execution_options(writes=True)
    if made.dialect.name == "sqlite":
        return made
    return made.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def _sqlite_engine(url: str) -> Engine:
    made = create_engine(
        url, connect_args={"timeout": 5, "check_same_thread": False}, pool_size=20, hide_parameters=True
    )

    @event.listens_for(made, "connect")
    def _on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # SQLAlchemy's "begin" below decides, not the driver
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            f"busy_timeout={BUSY_MS}",
            "secure_delete=ON",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(made, "begin")
    def _on_begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return made


def _server_engine(url: str) -> Engine:
    return create_engine(url, pool_size=10, max_overflow=0, pool_timeout=5, pool_pre_ping=True, hide_parameters=True)


def forget_erased_pages() -> None:
    """Empty SQLite's write-ahead file, so that what was just erased is gone from it too. Others need nothing.

    While another process reads (a backup), SQLite cannot: then each later transaction tries again, without waiting.
    """
    if not is_sqlite():
        _Current.erased_lingers = False
        return
    with engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=50")
        busy = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").scalar_one()
        connection.exec_driver_sql(f"PRAGMA busy_timeout={BUSY_MS}")
    _Current.erased_lingers = bool(busy)


def upgrade() -> None:
    """Bring the configured database to the newest schema, or leave it as it is when it is there already."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_migrations()))
    with _for("writing", engine()).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _migrations() -> Path:
    """Beside the package in the source tree, inside it once installed from a wheel."""
    package = Path(__file__).parent
    return package / "migrations" if (package / "migrations").is_dir() else package.parent / "migrations"
