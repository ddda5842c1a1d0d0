"""A point told to the chair in private: a safe way to say what is hard to say (docs/domain.md, rows 26 and 29)."""

from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import MeetingActor
from mas_hub.access.permissions import Can
from mas_hub.db.prepared import add_row
from mas_hub.db.versions import check_version
from mas_hub.errors import Conflict
from mas_hub.facilitation.models import PrivatePoint
from mas_hub.facilitation.queries import point_view, shared_point_view, stream_of
from mas_hub.facilitation.rules import (
    check_author,
    check_chair_of_point,
    check_consent,
    check_not_shared,
    check_not_taken_back,
    check_party,
)
from mas_hub.facilitation.schemas import AllowSharing, AnswerPrivatePoint, RaisePrivatePoint
from mas_hub.meeting_log import append, append_privately, erase
from mas_hub.meetings.act_schemas import OnVersion
from mas_hub.meetings.acts import act
from mas_hub.meetings.queries import list_seats
from mas_hub.meetings.subjects import belongs_to, get_row


@act(RaisePrivatePoint, Can.SPEAK_PRIVATELY)
def raise_private_point(session: Session, actor: MeetingActor, *, text: str, sharing: str) -> None:
    """It is told to whoever is in the chair now, and stays between the two when the chair changes hands."""
    if actor.chairs:
        raise Conflict("chair_tells_nobody")
    point = PrivatePoint(
        **belongs_to(actor), chair_id=_chair(session, actor), text=text, sharing=sharing, raised_at=clock.now()
    )
    add_row(session, point)
    _tell(session, actor, "private_point_raised", point)


@act(AnswerPrivatePoint, Can.SPEAK_PRIVATELY)
def answer_private_point(session: Session, actor: MeetingActor, *, of: int, version: int, answer: str) -> None:
    point = _told_to(session, actor, of, version)
    point.answer = answer
    point.answered_at = clock.now()
    _move(session, actor, "private_point_answered", point, "shared" if point.state == "shared" else "answered")


@act(OnVersion, Can.SPEAK_PRIVATELY)
def set_private_point_aside(session: Session, actor: MeetingActor, *, of: int, version: int) -> None:
    point = _told_to(session, actor, of, version)
    check_not_shared(point.state)
    _move(session, actor, "private_point_set_aside", point, "set_aside")


@act(AllowSharing, Can.SPEAK_PRIVATELY)
def allow_sharing(session: Session, actor: MeetingActor, *, of: int, version: int, sharing: str) -> None:
    """Its author says whether the chair may put it on the board, and whether its agency is named there."""
    point = _own(session, actor, of, version)
    point.sharing = sharing
    _move(session, actor, "sharing_allowed", point, point.state)


@act(OnVersion, Can.SPEAK_PRIVATELY)
def take_back_private_point(session: Session, actor: MeetingActor, *, of: int, version: int) -> None:
    """Its words are erased, here and in the log."""
    point = _own(session, actor, of, version)
    point.text = None
    point.answer = ""
    point.version += 1
    session.flush()
    erase(session, actor, "private_point", point.id, point.version)


@act(OnVersion, Can.CHAIR)
def share_private_point(session: Session, actor: MeetingActor, *, of: int, version: int) -> None:
    """Put it on the board as its author agreed. Who raised it is told to nobody."""
    point = _told_to(session, actor, of, version)
    check_not_shared(point.state)
    check_consent(point.sharing)
    point.shared_at = clock.now()
    _move(session, actor, "private_point_shared", point, "shared")
    append(session, actor, "point_shared", shared_point_view(point))


def _chair(session: Session, actor: MeetingActor) -> int:
    seats = list_seats(session, actor.meeting.id)
    return next(seat.person_id for seat in seats if seat.role == "facilitator" and not seat.removed)


def _point(session: Session, actor: MeetingActor, of: int) -> PrivatePoint:
    point = get_row(session, actor, PrivatePoint, of)
    check_party(actor.person_id, point.person_id, point.chair_id)
    check_not_taken_back(point.text)
    return point


def _told_to(session: Session, actor: MeetingActor, of: int, version: int) -> PrivatePoint:
    point = _point(session, actor, of)
    check_chair_of_point(actor.person_id, point.chair_id)
    check_version(point, version, point_view)
    return point


def _own(session: Session, actor: MeetingActor, of: int, version: int) -> PrivatePoint:
    point = _point(session, actor, of)
    check_author(actor.person_id, point.person_id)
    check_not_shared(point.state)
    check_version(point, version, point_view)
    return point


def _move(session: Session, actor: MeetingActor, kind: str, point: PrivatePoint, state: str) -> None:
    point.state = state
    point.version += 1
    _tell(session, actor, kind, point)


def _tell(session: Session, actor: MeetingActor, kind: str, point: PrivatePoint) -> None:
    append_privately(session, actor, kind, point_view(point), stream=stream_of(point))
