"""Saying that the decisions were recorded, or why not."""

from datetime import date

from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import MeetingActor
from mas_hub.access.permissions import Can, require
from mas_hub.audit.actions import record
from mas_hub.errors import Conflict
from mas_hub.follow_up.models import Receipt
from mas_hub.follow_up.queries import find_receipt
from mas_hub.follow_up.rules import check_receipt
from mas_hub.meetings.queries import hold


def record_receipt(
    session: Session,
    actor: MeetingActor,
    *,
    recorded: bool,
    reference: str,
    recorded_on: date | None,
    why_not: str,
) -> Receipt:
    """The agency is the actor's own. A later word replaces an earlier one; the audit keeps both times."""
    require(actor, Can.RECORD_RECEIPT)
    hold(session, actor.meeting.id)
    if actor.meeting.state != "closed":
        raise Conflict("receipt_after_close")
    check_receipt(recorded=recorded, reference=reference, recorded_on=recorded_on, why_not=why_not, today=clock.today())
    receipt = find_receipt(session, actor.meeting.id, actor.agency_id)
    if receipt is None:
        receipt = Receipt(meeting_id=actor.meeting.id, agency_id=actor.agency_id)
        session.add(receipt)
    receipt.person_id = actor.person_id
    receipt.recorded = recorded
    receipt.reference = reference if recorded else ""
    receipt.recorded_on = recorded_on if recorded else None
    receipt.why_not = "" if recorded else why_not
    receipt.at = clock.now()
    session.flush()
    record(session, actor, "receipt_recorded", meeting_id=actor.meeting.id, recorded=recorded)
    return receipt
