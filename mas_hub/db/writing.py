"""How one writes: alone in a `transaction()`, or together with those who write at the same moment."""

import logging
import time
from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from mas_hub.blocking import in_transaction
from mas_hub.db.connected import Current, is_sqlite, writer
from mas_hub.db.erased import forget_erased_pages
from mas_hub.db.prepared import Prepared
from mas_hub.db.queues import Queue, Waiting
from mas_hub.db.unavailable import is_deadlock, or_unavailable, waited_too_long
from mas_hub.errors import Unavailable

log = logging.getLogger(__name__)

MOST_TOGETHER = 64
"""Pieces of work that share a commit."""
GATHER_S = 0.005
"""Who writes at once does so. When several do, one after the other, they wait this long for one another."""
HOLD_UP_MS = 250
"""As long as what one of them meets may hold up all who share a transaction."""

_EVERYBODY = object()
_WAIT_SHORTLY = Prepared(text(f"SET LOCAL lock_timeout = '{HOLD_UP_MS}ms'"))

Made = TypeVar("Made")
Hold = Callable[[Session, Sequence[int]], Collection[int]]
"""Hold those of the things in which nobody else writes at this moment, and answer which."""


@contextmanager
def transaction() -> Iterator[Session]:
    """Everything in the block is written together, or not at all; then the `after_commit` calls run, in order.

    On SQLite a process-wide lock comes first: between BEGIN and COMMIT nothing may yield, or whoever writes next
    holds up the whole process while it waits for the file.
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


def write_together(work: Callable[[Session], Made], *, of: int | None = None, hold: Hold | None = None) -> Made:
    """What `work` makes in a `transaction()`. Those who come closely share one, and so one wait for the disk.

    On a server `of` is what the work writes in, and `hold` keeps it for this transaction; what somebody else holds is
    waited for apart, by those alone who write in it too, and on one connection. Who names nothing writes alone there.

    When one of them is refused, nothing of what they share is kept and they are done anew apart, in the end each alone:
    `work` may be called up to three times and has no effect but on the database. Everybody gets their own answer only
    after the commit.
    """
    if hold is None and not is_sqlite():
        with transaction() as session:
            return work(session)
    if in_transaction.get():
        raise RuntimeError("a transaction inside a transaction")
    mine = Waiting(work, of)
    _write_among(_EVERYBODY, mine, partial(_or_aside, hold=None if is_sqlite() else hold))
    if mine.aside:
        _write_among(of, mine, _or_each_alone)
    if mine.error is not None:
        raise mine.error
    _committed(mine.info)
    made: Made = mine.made
    return made


def _write_among(whom: object, mine: Waiting, write: Callable[[list[Waiting]], None]) -> None:
    """Wait until whoever has the queue of these has written `mine`, or set it aside, or it is one's own turn."""
    mine.aside = False
    with _queue(whom) as queue:
        queue.waiting.append(mine)
        if whom is _EVERYBODY and (wait := _wait_for_company(queue)) is not None:
            time.sleep(wait)
        with queue.lock:
            while not (mine.done or mine.aside):
                _write_waiting(queue.waiting, write)


def _wait_for_company(queue: Queue) -> float | None:
    """For how long; at least until whoever has something to write at this moment has come to wait as well.

    None after a pause: whoever comes then waits for nobody.
    """
    alone = queue.held == 1 and Current.together == 1
    ahead = Current.gather_until - time.monotonic()
    if alone:
        return None if ahead <= 0 else 0.0
    return max(0.0, ahead)


@contextmanager
def _queue(whom: object) -> Iterator[Queue]:
    """The queue is there as long as somebody is in it."""
    with Current.counting:
        new = Queue(Current.write_lock) if is_sqlite() else Queue()
        queue = Current.queues.setdefault(whom, new)
        queue.held += 1
    try:
        yield queue
    finally:
        with Current.counting:
            queue.held -= 1
            if not queue.held:
                Current.queues.pop(whom, None)


def _write_waiting(waiting: deque[Waiting], write: Callable[[list[Waiting]], None]) -> None:
    """`write` what waits, oldest first. Whatever becomes of this, none of it is forgotten."""
    together = [waiting.popleft() for _ in range(min(MOST_TOGETHER, len(waiting)))]
    try:
        write(together)
    finally:
        waiting.extendleft(each for each in reversed(together) if not (each.done or each.aside))


def _or_aside(together: list[Waiting], *, hold: Hold | None) -> None:
    if not _write(together, hold=hold):
        for each in together:
            each.aside = True


def _or_each_alone(together: list[Waiting]) -> None:
    if not _write(together):
        for each in together:
            _write([each])


def _write(together: list[Waiting], *, hold: Hold | None = None) -> bool:
    """Do all of it in one transaction, but what `hold` does not get, which is set aside.

    False when one of several was refused, or when there was somebody in the way: then nothing was done.
    """
    token = in_transaction.set(True)
    error: Exception | None = None
    try:
        with or_unavailable(), Session(writer(), expire_on_commit=False) as session:
            try:
                if hold is not None:
                    together = _held(session, together, hold)
                _do(session, together)
            except DBAPIError as refused:
                if (len(together) > 1 and is_deadlock(refused)) or (hold is not None and waited_too_long(refused)):
                    return False
                raise
    except Exception as refused:
        if len(together) > 1 and not isinstance(refused, Unavailable):
            return False
        error = refused
    finally:
        in_transaction.reset(token)
    Current.together, Current.gather_until = len(together), time.monotonic() + GATHER_S
    for each in together:
        each.done, each.error = True, error
    return True


def _held(session: Session, together: list[Waiting], hold: Hold) -> list[Waiting]:
    """Those whose thing nobody else holds; the others are set aside. Whatever they meet later is not waited for long,
    since everybody waits with them."""
    _WAIT_SHORTLY.later(session, {})
    held = hold(session, sorted({each.of for each in together if each.of is not None}))
    for each in together:
        each.aside = each.of not in held
    return [each for each in together if not each.aside]


def _do(session: Session, together: list[Waiting]) -> None:
    for each in together:
        each.made = each.work(session)
        session.flush()
        each.info = dict(session.info)
        session.info.clear()
        session.expunge_all()
    for each in together:
        _about_to_commit(session, each.info)
    session.commit()


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
