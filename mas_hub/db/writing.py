"""How one writes: alone in a `transaction()`, or together with those who write at the same moment."""

import logging
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from mas_hub.blocking import in_transaction
from mas_hub.db.connected import Current, is_sqlite, writer
from mas_hub.db.erased import forget_erased_pages
from mas_hub.db.queues import Queue, Waiting
from mas_hub.db.unavailable import is_deadlock, or_unavailable
from mas_hub.errors import Unavailable

log = logging.getLogger(__name__)

MOST_TOGETHER = 64
"""Pieces of work that share a commit."""
GATHER_S = 0.005
"""Who writes at once does so. When several do, one after the other, they wait this long for one another."""

Made = TypeVar("Made")


@contextmanager
def transaction() -> Iterator[Session]:
    """Everything in the block is written together, or not at all; then the `after_commit` calls run, in order.

    On SQLite a process-wide lock comes first: between BEGIN and COMMIT nothing may yield (see the architecture).
    Raises `Unavailable` when the database cannot be used just now. Whether a commit that was under way then went
    through is not known: whoever asks again has to be able to tell (act ids, versions).
    """
    if in_transaction.get():
        raise RuntimeError("a transaction inside a transaction")
    lock = Current.write_lock if is_sqlite() else None
    if lock is not None:
        lock.acquire()
    token = in_transaction.set(True)
    try:
        with or_unavailable(), Session(writer(), expire_on_commit=False) as session:
            yield session
            _about_to_commit(session, session.info)
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
    mine = Waiting(work)
    with _queue(of) as queue:
        queue.waiting.append(mine)
        if (wait := _wait_for_company(queue)) is not None:
            time.sleep(wait)
        with queue.lock:
            while not mine.done:
                _write_waiting(queue.waiting)
    if mine.error is not None:
        raise mine.error
    _committed(mine.info)
    made: Made = mine.made
    return made


def _wait_for_company(queue: Queue) -> float | None:
    """For how long; at least until whoever has something to write at this moment has come to wait as well.

    None after a pause: whoever comes then waits for nobody.
    """
    alone = queue.held == 1 and Current.together == 1
    ahead = Current.gather_until - time.monotonic()
    if alone and ahead <= 0:
        return None
    if alone or not is_sqlite():
        return 0.0
    return max(0.0, ahead)


@contextmanager
def _queue(of: object) -> Iterator[Queue]:
    """The queue of whoever writes in this thing; it is there as long as somebody is in it."""
    key = None if is_sqlite() else of
    with Current.counting:
        new = Queue(Current.write_lock) if is_sqlite() else Queue()
        queue = Current.queues.setdefault(key, new)
        queue.held += 1
    try:
        yield queue
    finally:
        with Current.counting:
            queue.held -= 1
            if not queue.held:
                Current.queues.pop(key, None)


def _write_waiting(waiting: deque[Waiting]) -> None:
    """Do what waits, oldest first. Whatever becomes of this, none of it is forgotten."""
    together = [waiting.popleft() for _ in range(min(MOST_TOGETHER, len(waiting)))]
    try:
        if not _write(together):
            for each in together:
                _write([each])
    finally:
        waiting.extendleft(each for each in reversed(together) if not each.done)


def _write(together: list[Waiting]) -> bool:
    """Do all of it in one transaction. False when one of several was refused: then nothing was done."""
    token = in_transaction.set(True)
    error: Exception | None = None
    try:
        with or_unavailable(), Session(writer(), expire_on_commit=False) as session:
            for each in together:
                each.made = each.work(session)
                session.flush()
                each.info = dict(session.info)
                session.info.clear()
                session.expunge_all()
            for each in together:
                _about_to_commit(session, each.info)
            session.commit()
    except Exception as refused:
        # Alone each locks what it needs in one order; together they may meet somebody who goes the other way.
        if len(together) > 1 and (not isinstance(refused, Unavailable) or is_deadlock(refused)):
            return False
        error = refused
    finally:
        in_transaction.reset(token)
    Current.together, Current.gather_until = len(together), time.monotonic() + GATHER_S
    for each in together:
        each.done, each.error = True, error
    return True


def _about_to_commit(session: Session, info: Mapping[Any, Any]) -> None:
    """Do what was left for the end of the transaction that has this `info`."""
    calls = dict(info.get("before_commit", {}))
    if calls:
        session.flush()
    for call in calls.values():
        call()


def _committed(info: Mapping[Any, Any]) -> None:
    """Run what was to run after the commit of a session with this `info`."""
    calls = dict(info.get("after_commit", {}))
    if Current.erased_lingers:
        calls["forget_erased_pages"] = forget_erased_pages
    for call in calls.values():
        try:
            call()
        except Exception:
            log.exception("a call after commit failed; what was written stands")


def before_commit(session: Session, key: object, call: Callable[[], None]) -> None:
    """Last in its transaction, `call` runs: for locks that everybody needs, held no longer than the commit takes.

    A second call under the same `key` replaces the first.
    """
    session.info.setdefault("before_commit", {})[key] = call


def after_commit(session: Session, key: object, call: Callable[[], None]) -> None:
    """Once `session` has committed, `call` runs; a second call under the same `key` replaces the first."""
    session.info.setdefault("after_commit", {})[key] = call
