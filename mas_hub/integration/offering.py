"""What is new to an agency since a cursor: the newest issue of each closed meeting, in the order they became new."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from mas_hub.access.actor import Actor
from mas_hub.access.audience import SHARED
from mas_hub.audit.actions import AuditedFile, record_files
from mas_hub.blocking import run_blocking
from mas_hub.db import locked, snapshot, transaction
from mas_hub.errors import NotFound, Unavailable
from mas_hub.exports import as_json
from mas_hub.exports.actions import may_take_own, read_document, sha256
from mas_hub.exports.parts import Document
from mas_hub.follow_up.queries import find_receipt, receipt_view
from mas_hub.identity.models import Agency
from mas_hub.integration.models import Offered
from mas_hub.integration.queries import require_in_use
from mas_hub.integration.rules import MOST_ISSUES
from mas_hub.meeting_log import heads_of
from mas_hub.meetings.models import Invitation, Meeting


@dataclass(frozen=True)
class Offer:
    """`cursor`: of the last issue here, or the one asked with. `more`: there are issues after it."""

    issues: Sequence[dict[str, Any]]
    cursor: int
    more: bool


def offer(actor: Actor, *, after: int, limit: int) -> Offer:
    """The issues numbered above `after`, each the meeting's newest; audited before this returns.

    Whoever asks again with the same cursor gets the same again, or what has taken its place.
    """
    left = catch_up(actor)
    with snapshot() as session:
        found = session.scalars(
            select(Offered)
            .where(Offered.agency_id == actor.agency_id, Offered.number > after)
            .order_by(Offered.number)
            .limit(limit + 1)
        ).all()
        given = [each for each in found[:limit] if may_take_own(session, actor, each.meeting_id)]
        receipts = {each.meeting_id: find_receipt(session, each.meeting_id, actor.agency_id) for each in given}
    issues, files = [], []
    for each in given:
        document = read_document(each.meeting_id, actor.agency_id, actor.language)
        content = run_blocking(as_json.write, document)
        receipt = receipts[each.meeting_id]
        issues.append(
            {
                "cursor": each.number,
                "meeting_id": each.meeting_id,
                "issue": document.issue,
                "sha256": sha256(content),
                "receipt": receipt_view(receipt) if receipt else None,
                "document": json.loads(content),
            }
        )
        files.append(_audited(document, content))
    if files:
        _audit(actor, files)
    return Offer(issues, found[:limit][-1].number if found else after, left or len(found) > limit)


def catch_up(actor: Actor) -> bool:
    """Number what has become new to the actor's agency since anybody last asked for it; whether some is left to do.

    The numbers are given here, one asker after the other, and not where meetings close: so they follow what is
    committed, and no two commits can come to be seen in another order than they are numbered in.
    """
    with snapshot() as session:
        changed = _changed(session, actor.agency_id)
    if not changed:
        return False
    documents = [read_document(meeting_id, actor.agency_id, "en") for meeting_id in changed[:MOST_ISSUES]]
    with transaction() as session:
        locked(session, Agency, actor.agency_id)
        _number(session, actor.agency_id, documents)
    return len(changed) > len(documents)


def _changed(session: Session, agency_id: int) -> list[int]:
    """Closed meetings whose log has grown since their newest issue was last looked for, first closed first."""
    rows = session.execute(
        select(Meeting.id, Offered.seq)
        .join(Invitation, (Invitation.meeting_id == Meeting.id) & (Invitation.agency_id == agency_id))
        .outerjoin(Offered, (Offered.meeting_id == Meeting.id) & (Offered.agency_id == agency_id))
        .where(Meeting.state == "closed")
        .order_by(Meeting.closed_at, Meeting.id)
    ).all()
    heads = heads_of(session, [meeting_id for meeting_id, _ in rows])
    return [meeting_id for meeting_id, seq in rows if heads[meeting_id].get(SHARED, 0) > (seq or 0)]


def _number(session: Session, agency_id: int, documents: Iterable[Document]) -> None:
    last = session.scalar(select(func.max(Offered.number)).where(Offered.agency_id == agency_id)) or 0
    for document in documents:
        known = session.get(Offered, (agency_id, document.meeting.id), populate_existing=True)
        issue = document.issue or 1
        if known is None or known.issue < issue:
            last += 1
            known = known or Offered(agency_id=agency_id, meeting_id=document.meeting.id, seq=0)
            known.number, known.issue = last, issue
            session.add(known)
        known.seq = max(known.seq, document.sequence)
        session.flush()


def _audited(document: Document, content: bytes) -> AuditedFile:
    detail = {
        "format": "json", "language": document.language, "seq": document.sequence, "issue": document.issue,
    }  # fmt: skip
    return AuditedFile(document.meeting.id, sha256(content), detail)


def _audit(actor: Actor, files: Sequence[AuditedFile]) -> None:
    try:
        with transaction() as session:
            require_in_use(session, actor)
            if not all(may_take_own(session, actor, each.meeting_id) for each in files):
                raise NotFound
            record_files(session, actor, "export_taken", files)
    except SQLAlchemyError:
        raise Unavailable("audit_unavailable") from None
