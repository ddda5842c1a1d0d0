"""The one database that this process uses."""

import threading
from functools import lru_cache
from typing import ClassVar

from sqlalchemy import Connection, Engine, text
from sqlalchemy.engine import make_url

from mas_hub.db.engines import READING, connection_for_writing, server_engine, sqlite_engine
from mas_hub.db.queues import Queue

POOL = 10


class Current:
    engine: Engine | None = None
    writer: Connection | None = None
    write_lock = threading.Lock()
    queues: ClassVar[dict[object, Queue]] = {}
    counting = threading.Lock()
    erased_lingers = False
    together = 1
    """How many shared the last commit."""
    gather_until = 0.0


def configure(url: str, *, pool: int = POOL) -> Engine:
    """Use the database at `url` from now on, in this process, with at most `pool` connections to a server."""
    close()
    Current.write_lock = threading.Lock()
    Current.queues = {}
    Current.erased_lingers = True  # perhaps: a process that was killed could not forget
    is_file = make_url(url).get_backend_name() == "sqlite"
    Current.engine = sqlite_engine(url) if is_file else server_engine(url, pool)
    return Current.engine


def engine() -> Engine:
    if Current.engine is None:
        raise RuntimeError("configure() the database first")
    return Current.engine


def reach() -> None:
    """Ask the database for nothing, to know at the start that it is there. Raises what SQLAlchemy raises."""
    with engine().connect() as connection:
        connection.execute(text("SELECT 1"))


def close() -> None:
    """Let go of every connection."""
    if Current.writer is not None:
        Current.writer.close()
        Current.writer = None
    if Current.engine is not None:
        Current.engine.dispose()
        Current.engine = None


def where() -> str:
    """The database's URL, without its password."""
    return engine().url.render_as_string(hide_password=True)


def is_sqlite() -> bool:
    return engine().dialect.name == "sqlite"


@lru_cache(maxsize=4)
def engine_for(purpose: str, made: Engine) -> Engine:
    """`made` with the options for reading or writing. Kept, because making them costs more than a statement."""
    if purpose == "writing":
        return made.execution_options(writes=True)
    if made.dialect.name == "sqlite":
        return made
    return made.execution_options(begins=READING)


def writer() -> Engine | Connection:
    """The engine or connection to write with. On SQLite it is one connection, so hold `Current.write_lock`."""
    made = engine_for("writing", engine())
    if not is_sqlite():
        return made
    kept = Current.writer
    if kept is not None and not (kept.closed or kept.invalidated) and kept.get_transaction() is not None:
        kept.invalidate()  # a commit failed: SQLAlchemy takes its transaction for over, and SQLite perhaps not
        kept.close()
    if kept is None or kept.closed or kept.invalidated:
        kept = Current.writer = connection_for_writing(made)
    return kept
