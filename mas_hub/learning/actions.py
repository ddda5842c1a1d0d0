"""Keeping learning points, putting them before a meeting, and noting what one meant for it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import Actor, MeetingActor
from mas_hub.access.permissions import Can, require
from mas_hub.audit.actions import record
from mas_hub.db import get_locked
from mas_hub.db.versions import check_version, revise
from mas_hub.learning.models import ChosenLearning, LearningPoint
from mas_hub.learning.queries import chosen_view, list_chosen, list_points, point_facts, point_view
from mas_hub.learning.rules import check_choosing, check_offered, check_review
from mas_hub.learning.schemas import NoteLearning
from mas_hub.meeting_log import append
from mas_hub.meetings.acts import CLOSED, OPEN, act
from mas_hub.meetings.models import Invitation
from mas_hub.meetings.opening import opening_step
from mas_hub.meetings.queries import hold
from mas_hub.meetings.subjects import belongs_to, get_row


def add_point(session: Session, actor: Actor, **said: Any) -> LearningPoint:
    require(actor, Can.KEEP_LEARNING)
    return _keep(session, actor, LearningPoint(version=0, offered=True), said)


def change_point(session: Session, actor: Actor, point_id: int, *, version: int, **said: Any) -> LearningPoint:
    """Meetings that have begun keep it as it was."""
    require(actor, Can.KEEP_LEARNING)
    point = get_locked(session, LearningPoint, point_id)
    check_version(point, version, point_view)
    return _keep(session, actor, point, said)


def choose_learning(session: Session, actor: MeetingActor, *, points: Sequence[int]) -> None:
    """Which points are put before the meeting, in this order, by whoever plans it."""
    require(actor, Can.CHAIR)
    hold(session, actor.meeting.id)
    check_choosing(actor.meeting.state)
    before = {each.point_id: each for each in list_chosen(session, actor.meeting.id)}
    check_offered(points, [point["id"] for point in list_points(session) if point["offered"]], before)
    for chosen in before.values():
        session.delete(chosen)
    session.flush()
    for point_id in dict.fromkeys(points):
        session.add(ChosenLearning(**belongs_to(actor), point_id=point_id))
        session.flush()
    record(session, actor, "learning_chosen", meeting_id=actor.meeting.id, points=list(points))


@act(NoteLearning, Can.CHAIR, states=OPEN | CLOSED)
def note_learning(session: Session, actor: MeetingActor, *, of: int, version: int, meant: str) -> None:
    """What the point meant for this supervision; in the meeting, or when there was time to think."""
    chosen = get_row(session, actor, ChosenLearning, of)
    check_version(chosen, version, chosen_view)
    chosen.meant = meant
    chosen.version += 1
    append(session, actor, "learning_noted", chosen_view(chosen))


@opening_step
def put_learning(session: Session, actor: MeetingActor, _invitation: Invitation) -> None:
    """Onto the board, once, as the first agency comes to the table: as the points are today."""
    for chosen in list_chosen(session, actor.meeting.id):
        if chosen.facts is None:
            chosen.facts = point_facts(session.get_one(LearningPoint, chosen.point_id))
            session.flush()
            append(session, actor, "learning_put", chosen_view(chosen))


def _keep(session: Session, actor: Actor, point: LearningPoint, said: dict[str, Any]) -> LearningPoint:
    check_review(said["link"], said["year"], clock.today().year)
    revise(point, said)
    point.changed_by, point.changed_at = actor.person_id, clock.now()
    session.add(point)
    session.flush()
    record(session, actor, "learning_point_kept", point=point.id, version=point.version)
    return point
