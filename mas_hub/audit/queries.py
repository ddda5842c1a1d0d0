"""Reads of the audit's chains."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from mas_hub.audit.models import AuditLane, AuditRow


def audit_heads(session: Session) -> dict[int, tuple[int, str]]:
    """Where each chain ends: how many rows, and the last one's hash."""
    query = select(AuditLane.lane, AuditLane.count, AuditLane.last_hash)
    return {lane: (count, last_hash) for lane, count, last_hash in session.execute(query)}


def audit_hashes(session: Session, lane: int, numbers: Iterable[int]) -> dict[int, str]:
    """The hashes at these numbers of one chain, of those that are there."""
    wanted = set(numbers)
    query = select(AuditRow.seq, AuditRow.hash).where(AuditRow.lane == lane, AuditRow.seq <= max(wanted, default=0))
    return {seq: hash_ or "" for seq, hash_ in session.execute(query) if seq in wanted}


def meetings_purged(session: Session) -> set[int]:
    """The meetings of which the audit says that they were deleted at the end of their time."""
    rows = session.scalars(select(AuditRow.meeting_id).where(AuditRow.what == "meeting_purged"))
    return {meeting_id for meeting_id in rows if meeting_id is not None}
