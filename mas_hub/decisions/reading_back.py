"""The read-back at the end: what was agreed, agency by agency, each confirming its own (S1, row 37). Never a bar."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import MeetingActor
from mas_hub.access.permissions import Can
from mas_hub.db.prepared import add_row
from mas_hub.decisions.models import ReadBack
from mas_hub.decisions.queries import find_read_back, list_concerning, read_back_view
from mas_hub.decisions.rules import check_purpose, check_seen
from mas_hub.decisions.schemas import ConfirmReadBack
from mas_hub.errors import Conflict
from mas_hub.meeting_log import append
from mas_hub.meetings.act_schemas import NothingMore
from mas_hub.meetings.acts import act
from mas_hub.meetings.subjects import belongs_to


@act(NothingMore, Can.CHAIR)
def start_read_back(session: Session, actor: MeetingActor) -> None:
    check_purpose(actor.meeting.purpose)
    if find_read_back(session, actor.meeting.id) is not None:
        raise Conflict("read_back_already_started")
    read_back = ReadBack(**belongs_to(actor), started_at=clock.now(), confirmed=[])
    add_row(session, read_back)
    append(session, actor, "read_back_started", read_back_view(read_back))


@act(ConfirmReadBack, Can.GIVE_CONSENT)
def confirm_read_back(session: Session, actor: MeetingActor, *, seen: Sequence[int]) -> None:
    """An agency confirms what it owns and is involved in as it was read; confirming again replaces what it said."""
    read_back = find_read_back(session, actor.meeting.id)
    if read_back is None:
        raise Conflict("read_back_not_started")
    concerning = list_concerning(session, actor.meeting.id, actor.agency_id)
    check_seen(seen, concerning)
    confirmation = {
        "agency_id": actor.agency_id,
        "person_id": actor.person_id,
        "decisions": concerning,
        "at": clock.iso(clock.now()),
    }
    others = [each for each in read_back.confirmed if each["agency_id"] != actor.agency_id]
    read_back.confirmed = [*others, confirmation]
    read_back.version += 1
    append(session, actor, "read_back_confirmed", read_back_view(read_back))
