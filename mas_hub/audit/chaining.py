"""The chains over the audit: every row's hash covers the row before it, keyed as the meetings' log is.

There are a few chains, not one, and everybody's rows stand in the same one: who signs in waits for nobody but those few
who share it, and only for a commit. A transaction writes its rows last, when it holds every other lock already, so
nobody who waits for a chain is waited for (docs/decisions/0039).
"""

import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import bindparam, exists, insert, inspect, select, update
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.audit.models import AuditLane, AuditRow
from mas_hub.db import add_unless_there, before_commit, engine, snapshot, table_of, transaction
from mas_hub.db.prepared import Prepared
from mas_hub.keyed_hashes import FIRST, body_digest, canonical, keyed

LANES = 16
ABOUT = ("person_id", "agency_id", "meeting_id", "detail", "sha256", "once")
"""Whom and what a row is about."""

_rows, _lanes = table_of(AuditRow), table_of(AuditLane)
_LOCK = Prepared(
    select(_lanes.c.count, _lanes.c.last_hash).where(_lanes.c.lane == bindparam("of_lane")).with_for_update()
)
_MOVE = Prepared(
    update(_lanes)
    .where(_lanes.c.lane == bindparam("of_lane"))
    .values(count=bindparam("to_count"), last_hash=bindparam("to_hash"), mac=bindparam("to_mac"))
)
_ADD = Prepared(insert(_rows))
_NOTED = Prepared(select(_rows.c.id).where(_rows.c.once == bindparam("wanted")).limit(1))


def add(session: Session, rows: Iterable[Mapping[str, Any]]) -> None:
    """Write `rows` (every column but those of the chain) at the end of the transaction."""
    pending: list[Mapping[str, Any]] | None = session.info.get("audited")
    if pending is None:
        pending = session.info["audited"] = []
        before_commit(session, "audited", lambda: _write(session, pending))
    pending.extend(rows)


def is_noted(session: Session, once: str) -> bool:
    """Whether something that is recorded only once has been."""
    return _NOTED.first(session, {"wanted": once}) is not None


def begin_chain() -> None:
    """Begin the chains where there are none: what stands in the audit already comes first.

    Workers that begin at the same time wait for each other at the first chain's head. A database that still has to be
    brought up to date is left as it is.
    """
    if not inspect(engine()).has_table(_lanes.name):
        return
    with snapshot() as session:
        if session.scalar(select(exists().where(_lanes.c.lane.is_not(None)))):
            return
    with transaction() as session:
        if not _add_lanes(session):
            return
        links: dict[int, list[dict[str, Any]]] = {}
        for row in session.execute(select(_rows).order_by(_rows.c.id)):
            links.setdefault(_lane_of(row.person_id), []).append(row._asdict())
        for lane, earlier in links.items():
            for linked in _link(session, lane, earlier):
                session.execute(update(_rows).where(_rows.c.id == linked["id"]).values(**linked))


def said_of(row: Mapping[str, Any]) -> str:
    """Whom and what a row is about."""
    return canonical([row[name] for name in ABOUT])


def row_hash(previous: str, row: Mapping[str, Any]) -> str:
    """Covers every column but `id`: whom and what it is about through its digest."""
    covered = (previous, row["lane"], row["seq"], clock.iso(row["at"]), row["what"], row["digest"])
    return keyed("audit", canonical(covered))


def lane_mac(lane: int, count: int, last_hash: str) -> str:
    return keyed("audit head", canonical([lane, count, last_hash]))


def _write(session: Session, pending: list[Mapping[str, Any]]) -> None:
    lanes: dict[int, list[Mapping[str, Any]]] = {}
    for row in pending:
        lanes.setdefault(_lane_of(row["person_id"]), []).append(row)
    for lane, rows in sorted(lanes.items()):
        linked = _link(session, lane, rows)
        if len(linked) == 1:
            _ADD.change(session, linked[0])
        elif linked:
            session.execute(insert(_rows), linked)


def _link(session: Session, lane: int, rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows with their numbers and hashes in their chain, whose head moves past them."""
    asked = {"of_lane": lane}
    head = _LOCK.first(session, asked)
    if head is None:  # not begun yet; or somebody took it away, and who verifies is told
        _add_lanes(session)
        head = _LOCK.first(session, asked)
    count, last_hash = head
    linked: list[dict[str, Any]] = []
    for row in rows:
        if row["once"] is not None and is_noted(session, row["once"]):
            continue  # by another worker meanwhile, which had the lock before us
        count += 1
        salt = secrets.token_hex(32)
        whole = {**row, "lane": lane, "seq": count, "salt": salt, "digest": body_digest(salt, said_of(row))}
        last_hash = whole["hash"] = row_hash(last_hash, whole)
        linked.append(whole)
    if linked:
        mac = lane_mac(lane, count, last_hash)
        _MOVE.change(session, {**asked, "to_count": count, "to_hash": last_hash, "to_mac": mac})
    return linked


def _add_lanes(session: Session) -> bool:
    """Add the head of every chain that has none. Returns whether the first chain had none."""
    rows = [{"lane": lane, "count": 0, "last_hash": FIRST, "mac": lane_mac(lane, 0, FIRST)} for lane in range(LANES)]
    added = [add_unless_there(session, _lanes, row) for row in rows]
    return added[0]


def _lane_of(person_id: int | None) -> int:
    """Rows of nobody known are spread over the chains, so that a flood of failed sign-ins does not wait for itself."""
    return secrets.randbelow(LANES) if person_id is None else person_id % LANES
