"""Caseloads and capacity, asked of each agency and told to it and the chair alone (S2; docs/domain.md, row 34)."""

from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import MeetingActor
from mas_hub.access.audience import chair_stream
from mas_hub.access.permissions import Can, require
from mas_hub.facilitation.models import Capacity
from mas_hub.facilitation.queries import capacity_view, find_capacity
from mas_hub.facilitation.rules import check_words
from mas_hub.facilitation.schemas import StateCapacity
from mas_hub.meeting_log import append_privately
from mas_hub.meetings.acts import act
from mas_hub.meetings.subjects import belongs_to


@act(StateCapacity, Can.ANSWER_FOR_AGENCY)
def state_capacity(session: Session, actor: MeetingActor, *, level: str, words: str) -> None:
    """What the agency can carry now; said again, the new word replaces the old."""
    require(actor, Can.READ_OWN_AGENCY)
    check_words(level, words)
    stated = find_capacity(session, actor.meeting.id, actor.agency_id)
    if stated is None:
        stated = Capacity(**belongs_to(actor), level=level, words=words, stated_at=clock.now())
        session.add(stated)
    else:
        stated.person_id = actor.person_id
        stated.level = level
        stated.words = words
        stated.stated_at = clock.now()
        stated.version += 1
    session.flush()
    append_privately(session, actor, "capacity_stated", capacity_view(stated), stream=chair_stream(actor.agency_id))
