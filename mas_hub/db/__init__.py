"""The database: one base, one engine, one way to write (`transaction`) and one to read several things (`snapshot`)."""

import logging
import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from sqlalchemy import DateTime, Dialect, Engine, MetaData, Table, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

from mas_hub.blocking import in_transaction
from mas_hub.db.engines import BUSY_MS, server_engine, sqlite_engine
from mas_hub.db.prepared import Prepared
from mas_hub.errors import Unavailable
from mas_hub.monitoring import figures

log = logging.getLogger(__name__)

POOL = 10
MOST_TOGETHER = 64
"""Pieces of work that share a commit."""

_DEADLOCK = "40P01"  # SQLSTATE deadlock_detected
_READ_ONLY = "25006"  # SQLSTATE read_only_sql_transaction: this server is a standby now
_SQLITE_PASSING = frozenset(
    (
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
    )
)
_UPGRADE_LOCK = 0x6D617368  # any number will do, as long as every worker takes the same


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


Row = TypeVar("Row", bound=Base)
Made = TypeVar("Made")


@dataclass(eq=False)
class _Waiting:
    """Work that waits for its commit, and what came of it. `info` is the session's, as this work left it."""

    work: Callable[[Session], Any]
    done: bool = False
    made: Any = None
    error: Exception | None = None
    info: dict[Any, Any] = field(default_factory=dict)


@dataclass(eq=False)
class _Queue:
    """Those who write in the same thing, one transaction at a time. `held`: how many are in it now."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    waiting: deque[_Waiting] = field(default_factory=deque)
    held: int = 0


class _Current:
    engine: Engine | None = None
    write_lock = threading.Lock()
    queues: ClassVar[dict[object, _Queue]] = {}
    counting = threading.Lock()
    erased_lingers = False


def configure(url: str, *, pool: int = POOL) -> Engine:
    """Use the database at `url` from now on, in this process, with at most `pool` connections to a server."""
    if _Current.engine is not None:
        _Current.engine.dispose()
    _Current.write_lock = threading.Lock()
    _Current.queues = {}
    _Current.erased_lingers = True  # perhaps: a process that was killed could not forget
    is_file = make_url(url).get_backend_name() == "sqlite"
    _Current.engine = sqlite_engine(url) if is_file else server_engine(url, pool)
    return _Current.engine


def engine() -> Engine:
    if _Current.engine is None:
        raise RuntimeError("configure() the database first")
    return _Current.engine


def reach() -> None:
    """Ask the database for nothing, so that whoever begins knows that it is there. Raises what SQLAlchemy raises."""
    with engine().connect() as connection:
        connection.execute(text("SELECT 1"))


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
    Raises `Unavailable` when the database cannot be used just now. Whether a commit that was under way then went
    through is not known: whoever asks again has to be able to tell (act ids, versions).
    """
    if in_transaction.get():
        raise RuntimeError("a transaction inside a transaction")
    lock = _Current.write_lock if is_sqlite() else None
    if lock is not None:
        lock.acquire()
    token = in_transaction.set(True)
    session = Session(_for("writing", engine()), expire_on_commit=False)
    try:
        with _or_unavailable(), session:
            yield session
            session.commit()
    finally:
        in_transaction.reset(token)
        if lock is not None:
            lock.release()
    _committed(session.info)


def write_together(work: Callable[[Session], Made], *, of: object = None) -> Made:
    """What `work` makes in a `transaction()`. Those who come closely share one, and so one wait for the disk: on SQLite
    all; on a server those who write in the same thing, `of`, and without one nobody. There they would wait for each
    other's lock anyway, and each would hold a connection meanwhile.

    When one of them is refused, nothing of what they share is kept and each is done again alone: `work` may be called
    twice and has no effect but on the database. Everybody gets their own answer only after the commit.
    """
    if of is None and not is_sqlite():
        with transaction() as session:
            return work(session)
    if in_transaction.get():
        raise RuntimeError("a transaction inside a transaction")
    mine = _Waiting(work)
    with _queue(of) as queue:
        queue.waiting.append(mine)
        time.sleep(0)  # whoever has something to write at this moment comes to wait as well
        with queue.lock:
            while not mine.done:
                _write_waiting(queue.waiting)
    if mine.error is not None:
        raise mine.error
    _committed(mine.info)
    made: Made = mine.made
    return made


@contextmanager
def _queue(of: object) -> Iterator[_Queue]:
    """The queue of whoever writes in this thing; it is there as long as somebody is in it."""
    key = None if is_sqlite() else of
    with _Current.counting:
        new = _Queue(_Current.write_lock) if is_sqlite() else _Queue()
        queue = _Current.queues.setdefault(key, new)
        queue.held += 1
    try:
        yield queue
    finally:
        with _Current.counting:
            queue.held -= 1
            if not queue.held:
                _Current.queues.pop(key, None)


def _write_waiting(waiting: deque[_Waiting]) -> None:
    """Do what waits, oldest first. Whatever becomes of this, none of it is forgotten."""
    together = [waiting.popleft() for _ in range(min(MOST_TOGETHER, len(waiting)))]
    try:
        if not _write(together):
            for each in together:
                _write([each])
    finally:
        waiting.extendleft(each for each in reversed(together) if not each.done)


def _write(together: list[_Waiting]) -> bool:
    """Do all of it in one transaction. False when one of several was refused: then nothing was done."""
    token = in_transaction.set(True)
    error: Exception | None = None
    try:
        with _or_unavailable(), Session(_for("writing", engine()), expire_on_commit=False) as session:
            for each in together:
                each.made = each.work(session)
                session.flush()
                each.info = dict(session.info)
                session.info.clear()
                session.expunge_all()
            session.commit()
    except Exception as refused:
        # Alone each locks what it needs in one order; together they may meet somebody who goes the other way.
        if len(together) > 1 and (not isinstance(refused, Unavailable) or _is_deadlock(refused)):
            return False
        error = refused
    finally:
        in_transaction.reset(token)
    for each in together:
        each.done, each.error = True, error
    return True


def _committed(info: Mapping[Any, Any]) -> None:
    """Run what was to run after the commit of a session with this `info`."""
    calls = dict(info.get("after_commit", {}))
    if _Current.erased_lingers:
        calls["forget_erased_pages"] = forget_erased_pages
    for call in calls.values():
        try:
            call()
        except Exception:
            log.exception("a call after commit failed; what was written stands")


def after_commit(session: Session, key: object, call: Callable[[], None]) -> None:
    """Once `session` has committed, `call` runs; a second call under the same `key` replaces the first."""
    session.info.setdefault("after_commit", {})[key] = call


@contextmanager
def snapshot() -> Iterator[Session]:
    """Several reads of one moment. Raises `Unavailable` when the database cannot be used just now."""
    with _or_unavailable(), Session(_for("reading", engine())) as session:
        yield session


@lru_cache(maxsize=4)
def _for(purpose: str, made: Engine) -> Engine:
    """`made` with the options for reading or writing; kept, since to make them anew costs more than a statement."""
    if purpose == "writing":
        return made.execution_options(writes=True)
    if made.dialect.name == "sqlite":
        return made
    return made.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def locked(session: Session, model: type[Row], row_id: int) -> Row | None:
    """The row as it is now; until the end of this transaction no other worker changes it.

    Read what a version is compared with through this. Rows elsewhere may still begin to refer to it.
    """
    how = {"key_share": True, "of": model}
    return session.get(model, row_id, populate_existing=True, with_for_update=how)


def add_unless_there(session: Session, table: Table, row: Mapping[str, Any]) -> bool:
    """Add the row unless one with its key is there already; whether it was added."""
    return bool(_adding(table, is_sqlite()).change(session, row).rowcount > 0)


@lru_cache
def _adding(table: Table, on_sqlite: bool) -> Prepared:
    adding = (sqlite if on_sqlite else postgresql).insert(table).on_conflict_do_nothing()
    return Prepared(adding.execution_options(preserve_rowcount=True))  # PostgreSQL's driver tells only when asked


@contextmanager
def _or_unavailable() -> Iterator[None]:
    try:
        yield
    except (DBAPIError, PoolTimeoutError) as error:
        if not passes(error):
            raise
        figures.unavailable.inc()
        log.warning("the database cannot be used just now: %s", _named(error))
        raise Unavailable("unavailable") from error


def passes(error: DBAPIError | PoolTimeoutError) -> bool:
    """Whether the database, not what was asked of it, is in the way: gone, going, full, locked, or a standby."""
    if isinstance(error, PoolTimeoutError) or error.connection_invalidated:
        return True
    if isinstance(error.orig, sqlite3.Error):
        return isinstance(error, OperationalError) and error.orig.sqlite_errorcode & 0xFF in _SQLITE_PASSING
    return isinstance(error, OperationalError) or getattr(error.orig, "sqlstate", None) == _READ_ONLY


def _is_deadlock(error: Unavailable) -> bool:
    return getattr(getattr(error.__cause__, "orig", None), "sqlstate", None) == _DEADLOCK


def _named(error: DBAPIError | PoolTimeoutError) -> str:
    """The error's kind alone; its text might quote a row."""
    return type(error.orig if isinstance(error, DBAPIError) else error).__name__


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


def upgrade(revision: str = "head") -> None:
    """Bring the configured database to the newest schema, or to that of `revision`, unless it is there already."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_migrations()))
    with _for("writing", engine()).begin() as connection:
        if not is_sqlite():  # several workers may start at once
            connection.execute(text("SET LOCAL lock_timeout = 0"))
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _UPGRADE_LOCK})
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def is_up_to_date() -> bool:
    """Whether the database has the schema of this version. Raises `Unavailable` when it cannot be asked just now."""
    from alembic.migration import MigrationContext

    with snapshot() as session:
        return MigrationContext.configure(session.connection()).get_current_revision() == _newest()


@cache
def _newest() -> str | None:
    from alembic.script import ScriptDirectory

    return ScriptDirectory(str(_migrations())).get_current_head()


def _migrations() -> Path:
    """Beside the package in the source tree, inside it once installed from a wheel."""
    package = Path(__file__).parents[1]
    return package / "migrations" if (package / "migrations").is_dir() else package.parent / "migrations"
