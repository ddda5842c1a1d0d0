"""Adding to the record of a closed meeting, for a reason."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import MeetingActor
from mas_hub.access.permissions import Can
from mas_hub.corrections.models import Addendum
from mas_hub.corrections.queries import addendum_view
from mas_hub.corrections.schemas import AddAddendum
from mas_hub.db.prepared import add_row
from mas_hub.meeting_log import append
from mas_hub.meetings.acts import CLOSED, act
from mas_hub.meetings.subjects import belongs_to, check_own, get_view


@act(AddAddendum, Can.CORRECT_RECORD, states=CLOSED)
def add_addendum(
    session: Session, actor: MeetingActor, *, corrects: Mapping[str, Any] | None, text: str, reason: str
) -> None:
    """The entry stays as it was; the addendum stands beside it, dated. About the whole meeting anybody adds who may."""
    if corrects is not None:
        entry = get_view(session, actor.meeting.id, corrects["type"], corrects["id"])
        check_own(actor, agency_id=entry["agency_id"], person_id=entry["by"]["person_id"])
    addendum = Addendum(
        **belongs_to(actor),
        corrects_type=corrects["type"] if corrects else None,
        corrects_id=corrects["id"] if corrects else None,
        text=text,
        reason=reason,
        added_at=clock.now(),
    )
    add_row(session, addendum)
    append(session, actor, "addendum_added", addendum_view(addendum))
