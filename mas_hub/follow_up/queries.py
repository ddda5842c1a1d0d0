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
from mas_hub.follow_up.models import Receipt
from mas_hub.meetings.home import duties_from
from mas_hub.meetings.models import Meeting


def find_receipt(session: Session, meeting_id: int, agency_id: int) -> Receipt | None:
    return session.get(Receipt, (meeting_id, agency_id))


def list_receipts(session: Session, actor: MeetingActor) -> Sequence[Receipt]:
    """The chair sees every agency's, an agency its own."""
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
    """What is known of each agreed decision since its meeting closed, by id: whether its owner recorded it.

    That is the owner's word to the chair: `of_agency` gets its own alone, None stands for the chair. What agencies
    come to report of their progress belongs here too, for whatever shows a decision's state.
    """
    states: dict[int, dict[str, Any]] = {}
    for decision in decisions:
        told = decision.owner_agency_id if of_agency in (None, decision.owner_agency_id) else None
        receipt = find_receipt(session, decision.meeting_id, told) if told is not None else None
        recorded = None if told is None else receipt is not None and receipt.recorded
        states[decision.id] = {"recorded": recorded}
    return states


@duties_from
def duties(session: Session, meeting: Meeting, agency_id: int) -> Mapping[str, Any]:
    """How many agreed decisions the agency owns and is involved in, and its receipt."""
    agreed = list_agreed(session, meeting.id)
    receipt = find_receipt(session, meeting.id, agency_id)
    return {
        "owned": sum(decision.owner_agency_id == agency_id for decision in agreed),
        "involved": sum(agency_id in decision.involves for decision in agreed),
        "recorded": receipt_view(receipt) if receipt else None,
    }
