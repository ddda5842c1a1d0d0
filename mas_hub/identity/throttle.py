"""How often somebody may try to sign in. Kept in the database, so that it holds over workers and restarts.

Waits grow and end: nobody is locked out for good, and an account that does not exist is counted like one that does.
"""

import ipaddress
import math
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, delete, or_, select
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.db import add_unless_there, snapshot, table_of, transaction
from mas_hub.errors import TooMany
from mas_hub.identity.models import SignInAttempts
from mas_hub.meeting_log import keyed

FORGOTTEN_AFTER = timedelta(hours=1)
KNOWN_FOR = timedelta(days=90)
FIRST_WAIT = timedelta(minutes=1)

# What is counted: how many mistakes are free, and the longest wait after more of them.
PAIR = (5, timedelta(minutes=15))  # one account from one address
ACCOUNT = (50, timedelta(minutes=2))  # one account from anywhere, except from where its owner has signed in before
ADDRESS = (100, timedelta(minutes=5))  # one address: a whole agency can sit behind it

_attempts = table_of(SignInAttempts)


def count_attempt(account: str, address: str) -> None:
    """Count an attempt before it is looked at. Opens its own transaction.

    Raises:
        TooMany: `too_many_sign_ins`, with the `minutes` to wait. What is tried while one waits is not counted.
    """
    now = clock.now()
    keys = _keys(account, address)
    with snapshot() as session:  # who has to wait costs a read and leaves nothing behind
        known = {row.key: row for row in session.scalars(select(SignInAttempts).where(SignInAttempts.key.in_(keys)))}
        _refuse_who_waits([known.get(key) for key in keys], now)
    with transaction() as session:
        _forget(session, now)
        rows = _rows(session, keys)
        _refuse_who_waits(rows, now)  # of several at once some may be too many
        for row in rows:
            row.failures += 1
            row.last_at = now


def _refuse_who_waits(rows: Sequence[SignInAttempts | None], now: datetime) -> None:
    """`rows` are those of account and address together, of the account, and of the address. Raises `TooMany`."""
    known_here = rows[0] is not None and rows[0].good_at is not None
    wait = max(
        timedelta() if row is None or (of_account and known_here) else _wait(row, limit, now)
        for row, limit, of_account in zip(rows, (PAIR, ACCOUNT, ADDRESS), (False, True, False), strict=True)
    )
    if wait > timedelta():
        minutes = math.ceil(wait / timedelta(minutes=1))
        raise TooMany("too_many_sign_ins", retry_after=math.ceil(wait.total_seconds()), minutes=minutes)


def forgive(session: Session, account: str, address: str) -> None:
    """The attempt was right: it is taken back, and so are the mistakes made from there."""
    pair, *others = _rows(session, _keys(account, address))
    pair.failures, pair.good_at = 0, clock.now()
    for row in others:
        row.failures = max(0, row.failures - 1)
    session.flush()


def wait_after(failures: int, limit: tuple[int, timedelta]) -> timedelta:
    """How long after the last of so many mistakes the next attempt is looked at: each wait twice the one before."""
    free, longest = limit
    if failures < free:
        return timedelta()
    return min(longest, FIRST_WAIT * (1 << min(failures - free, 20)))


def _wait(row: SignInAttempts, limit: tuple[int, timedelta], now: datetime) -> timedelta:
    wait = wait_after(row.failures, limit)
    return row.last_at - now + wait if wait else wait


def _keys(account: str, address: str) -> list[str]:
    """What is kept are digests under the instance's key: neither addresses nor e-mails."""
    network = network_of(address)
    return [keyed("sign-in attempts", each) for each in (f"{account}\n{network}", f"{account}\n", f"\n{network}")]


def network_of(address: str) -> str:
    """Whoever has one IPv6 address has a whole network of them."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network(f"{parsed}/64", strict=False)) if parsed.version == 6 else address


def _rows(session: Session, keys: list[str]) -> list[SignInAttempts]:
    """The keys' rows, in their order; taken in one order, so that two workers never wait for each other."""
    for key in sorted(keys):
        add_unless_there(session, _attempts, {"key": key, "failures": 0, "last_at": clock.now(), "good_at": None})
    found = {row.key: row for row in session.scalars(_locked(keys))}
    return [found[key] for key in keys]


def _locked(keys: Iterable[str]) -> Select[SignInAttempts]:
    chosen = select(SignInAttempts).where(SignInAttempts.key.in_(list(keys)))
    return chosen.order_by(SignInAttempts.key).with_for_update()


def _forget(session: Session, now: datetime) -> None:
    quiet = SignInAttempts.last_at < now - FORGOTTEN_AFTER
    unknown = or_(SignInAttempts.good_at.is_(None), SignInAttempts.good_at < now - KNOWN_FOR)
    session.execute(delete(SignInAttempts).where(quiet, unknown))
