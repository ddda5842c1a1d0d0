"""Up through every revision on rows of the one before, back, and up again; whichever the database."""

from collections.abc import Callable
from itertools import pairwise

from alembic import command
from alembic.script import ScriptDirectory

from mas_hub import db
from mas_hub.db.schema import migrations
from mas_hub.db.upgrading import changing, move
from tests.upgrades.meaning import GIVEN_UP, MEANING
from tests.upgrades.rows import Filler, Rows, every_row, written


def revisions() -> list[str]:
    """The oldest first."""
    return [script.revision for script in ScriptDirectory(str(migrations())).walk_revisions()][::-1]


def downgrade(revision: str) -> None:
    with changing() as connection:
        move(connection, command.downgrade, revision)


def walk(say: Callable[[str], None] = print) -> None:
    """The configured database is empty at first, and at the end has the newest schema, with rows of every age."""
    filler, known = Filler(), revisions()
    db.upgrade(known[0])
    for earlier, revision in pairwise(known):
        say(f"to {revision}")
        with written() as connection:
            filler.fill(connection)
            before = every_row(connection)
        db.upgrade(revision)
        after = rows()
        kept(before, after, GIVEN_UP.get(revision, frozenset()))
        if revision in MEANING:
            MEANING[revision](before, after)
        downgrade(earlier)
        assert rows() == before
        db.upgrade(revision)
        assert rows() == after
    with written() as connection:
        filler.fill(connection)


def rows() -> Rows:
    with db.engine().connect() as connection:
        return every_row(connection)


def kept(before: Rows, after: Rows, given_up: frozenset[str] = frozenset()) -> None:
    """Every row is there, with every value it had; `given_up` names tables, or columns as `table.column`."""
    for table, those in before.items():
        if table in given_up:
            continue
        assert those.keys() == after[table].keys(), table
        for key, row in those.items():
            known = {name: value for name, value in row.items() if f"{table}.{name}" not in given_up}
            now = after[table][key]
            assert known == {name: now[name] for name in known}, (table, key)
