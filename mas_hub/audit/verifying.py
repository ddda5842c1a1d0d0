"""Proof that nothing in the audit was changed, removed or added unseen."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mas_hub.audit.chaining import LANES, lane_mac, row_hash, said_of
from mas_hub.audit.models import AuditLane, AuditRow
from mas_hub.db import table_of
from mas_hub.keyed_hashes import FIRST, body_digest

AT_A_TIME = 1000

_rows, _lanes = table_of(AuditRow), table_of(AuditLane)


@dataclass(frozen=True)
class AuditFault:
    """Where a chain does not hold. `seq` is None when it is its head; outside every chain it is the row's id."""

    lane: int | None
    seq: int | None
    what: str

    def __str__(self) -> str:
        if self.lane is None and self.seq is None:
            return f"audit: {self.what}"
        if self.lane is None:
            return f"audit, row {self.seq}: {self.what}"
        number = "its head" if self.seq is None else f"number {self.seq}"
        return f"audit, chain {self.lane}, {number}: {self.what}"


def verify_audit(session: Session) -> list[AuditFault]:
    """Every fault in every chain; an empty list means the audit is whole."""
    faults: list[AuditFault] = []
    heads = {head.lane: head for head in session.execute(select(_lanes))}
    if not heads:
        return [AuditFault(None, None, "no chain has begun, as each does when the hub starts; or all were removed")]
    faults += [AuditFault(lane, None, "no head") for lane in range(LANES) if lane not in heads]
    reading = select(_rows).order_by(_rows.c.lane, _rows.c.seq, _rows.c.id).execution_options(yield_per=AT_A_TIME)
    ends = dict.fromkeys(range(LANES), (0, FIRST))
    for lane, rows in groupby(session.execute(reading), key=lambda row: row.lane):
        if lane not in ends:
            faults += [AuditFault(None, row.id, "outside every chain") for row in rows]
            continue
        count, previous = ends[lane]
        for row in rows:
            count += 1
            if row.seq != count:
                faults.append(AuditFault(lane, count, "missing"))
                break
            if not _is_as_written(previous, row._asdict()):
                faults.append(AuditFault(lane, count, "changed"))
            previous = row.hash or ""
        ends[lane] = (count, previous)
    for lane, head in heads.items():
        _, count, last_hash, mac = head
        faults += _faults_of_head(lane, (count, last_hash), mac, ends.get(lane, (0, FIRST)))
    return faults


def _is_as_written(previous: str, row: Mapping[str, Any]) -> bool:
    salt = row["salt"]
    digested = salt is not None and body_digest(salt, said_of(row)) == row["digest"]
    return digested and row_hash(previous, row) == row["hash"]


def _faults_of_head(lane: int, said: tuple[int, str], mac: str, end: tuple[int, str]) -> Iterator[AuditFault]:
    if lane_mac(lane, *said) != mac:
        yield AuditFault(lane, None, "head changed")
    elif said != end:
        yield AuditFault(lane, None, "tail cut off")
