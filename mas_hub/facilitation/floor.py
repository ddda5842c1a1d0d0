"""Who speaks next, and who is ready to move on: for the moment, and in the log like everything."""

from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import MeetingActor
from mas_hub.access.permissions import Can
from mas_hub.db.prepared import add_row
from mas_hub.errors import Conflict
from mas_hub.facilitation.models import Hand, Readiness
from mas_hub.facilitation.queries import find_hand_of, find_readiness, hand_view, list_speaking, readiness_view
from mas_hub.facilitation.rules import check_hand_waits, check_may_lower, check_no_hand_up
from mas_hub.facilitation.schemas import OfHand, SayReady
from mas_hub.meeting_log import append
from mas_hub.meetings.act_schemas import NothingMore
from mas_hub.meetings.acts import act
from mas_hub.meetings.queries import get_meeting
from mas_hub.meetings.subjects import belongs_to, get_row


@act(NothingMore, Can.SPEAK)
def raise_hand(session: Session, actor: MeetingActor) -> None:
    check_no_hand_up(find_hand_of(session, actor.meeting.id, actor.person_id) is not None)
    hand = Hand(**belongs_to(actor), raised_at=clock.now())
    add_row(session, hand)
    append(session, actor, "hand_raised", hand_view(hand))


@act(OfHand, Can.SPEAK)
def lower_hand(session: Session, actor: MeetingActor, *, of: int) -> None:
    """One's own agency's; the chair anybody's. Who had the word has spoken."""
    hand = get_row(session, actor, Hand, of)
    check_may_lower(own=hand.agency_id == actor.agency_id, chairs=actor.chairs, state=hand.state)
    _lower(session, actor, hand)


@act(OfHand, Can.CHAIR)
def give_word(session: Session, actor: MeetingActor, *, of: int) -> None:
    """One person speaks at a time: who had the word until now has spoken."""
    hand = get_row(session, actor, Hand, of)
    check_hand_waits(hand.state)
    for speaking in list_speaking(session, actor.meeting.id):
        _lower(session, actor, speaking)
    hand.state = "speaking"
    hand.version += 1
    append(session, actor, "word_given", hand_view(hand))


@act(SayReady, Can.ANSWER_FOR_AGENCY)
def say_ready(session: Session, actor: MeetingActor, *, ready: bool) -> None:
    """Ready to move on from this stage; in the next nobody is until they say so."""
    started = get_meeting(session, actor.meeting.id).stage_started_at
    said = find_readiness(session, actor.meeting.id, actor.agency_id)
    if (said is not None and said.ready and said.stage_started_at == started) == ready:
        raise Conflict("readiness_already_said")
    if said is None:
        said = Readiness(**belongs_to(actor), ready=ready, stage_started_at=started)
        session.add(said)
    else:
        said.person_id = actor.person_id
        said.ready = ready
        said.stage_started_at = started
        said.version += 1
    session.flush()
    append(session, actor, "readiness_said" if ready else "readiness_taken_back", readiness_view(said))


def _lower(session: Session, actor: MeetingActor, hand: Hand) -> None:
    hand.state = "down"
    hand.version += 1
    append(session, actor, "hand_lowered", hand_view(hand))
