from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import MeetingActor
from mas_hub.access.permissions import Can
from mas_hub.decisions.models import Decision
from mas_hub.decisions.queries import list_agreed
from mas_hub.errors import Forbidden
from mas_hub.follow_up.models import ProgressReport, Receipt
from mas_hub.identity.queries import get_partnership
from mas_hub.meetings.home import duties_from
from mas_hub.meetings.models import Meeting
from mas_hub.practice.working_days import working_days_between


def find_receipt(session: Session, meeting_id: int, agency_id: int) -> Receipt | None:
    return session.get(Receipt, (meeting_id, agency_id))


def list_receipts(session: Session, actor: MeetingActor) -> Sequence[Receipt]:
    """Every agency's for the chair, an agency's own for itself."""
    query = select(Receipt).where(Receipt.meeting_id == actor.meeting.id).order_by(Receipt.agency_id)
    if not actor.chairs:
        if Can.RECORD_RECEIPT not in actor.can:
            raise Forbidden("may_not_record_receipt")
        query = query.where(Receipt.agency_id == actor.agency_id)
    return session.scalars(query).all()


def receipt_view(receipt: Receipt) -> dict[str, Any]:
    return {
        "agency_id": receipt.agency_id,
        "recorded": receipt.recorded,
        "reference": receipt.reference,
        "recorded_on": receipt.recorded_on.isoformat() if receipt.recorded_on else None,
        "why_not": receipt.why_not,
        "by": {"person_id": receipt.person_id, "agency_id": receipt.agency_id},
        "at": clock.iso(receipt.at),
    }


def decision_states(
    session: Session, decisions: Iterable[Decision], *, of_agency: int | None
) -> dict[int, dict[str, Any]]:
    """What is known of each agreed decision since its meeting closed, by id.

    `recorded`, and the words about its progress, are the owner's to the chair: `of_agency` gets its own alone, None
    stands for the chair. How far it has come is reported for the next meeting, and is for everybody who reads the
    decision there.
    """
    decisions = list(decisions)
    last = _last_reports(session, [decision.id for decision in decisions])
    states: dict[int, dict[str, Any]] = {}
    for decision in decisions:
        owner = decision.owner_agency_id
        told = owner is not None and of_agency in (None, owner)
        receipt = find_receipt(session, decision.meeting_id, owner) if told and owner is not None else None
        report = last.get((decision.id, owner))
        states[decision.id] = {
            "recorded": receipt is not None and receipt.recorded if told else None,
            "progress": report.state if report else None,
            "progress_at": clock.iso(report.at) if report else None,
            "progress_words": report.words if report and told else "",
        }
    return states


def _last_reports(session: Session, decision_ids: Sequence[int]) -> dict[tuple[int, int | None], ProgressReport]:
    """The last report of each agency on each decision."""
    reports = session.scalars(
        select(ProgressReport).where(ProgressReport.decision_id.in_(decision_ids)).order_by(ProgressReport.id)
    )
    return {(report.decision_id, report.agency_id): report for report in reports}


@duties_from
def duties(session: Session, meeting: Meeting, agency_id: int) -> Mapping[str, Any]:
    """How many agreed decisions the agency owns and is involved in, its receipt, and for how many working days the
    meeting has waited for one."""
    agreed = list_agreed(session, meeting.id)
    receipt = find_receipt(session, meeting.id, agency_id)
    return {
        "owned": sum(decision.owner_agency_id == agency_id for decision in agreed),
        "involved": sum(agency_id in decision.involves for decision in agreed),
        "recorded": receipt_view(receipt) if receipt else None,
        "waiting_days": _waited(session, meeting) if receipt is None else 0,
    }


def _waited(session: Session, meeting: Meeting) -> int:
    if meeting.closed_at is None:
        return 0
    nation = get_partnership(session).nation
    return working_days_between(clock.local_day(meeting.closed_at), clock.local_day(clock.now()), nation)
