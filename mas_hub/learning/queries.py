"""Learning points as the partnership keeps them, and those put before a meeting."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mas_hub.access.actor import MeetingActor
from mas_hub.learning.models import ChosenLearning, LearningPoint
from mas_hub.meeting_log import View
from mas_hub.meetings.subjects import by, subject_type

Json = dict[str, Any]


def point_facts(point: LearningPoint) -> Json:
    return {
        "title": point.title,
        "text": point.text,
        "review": point.review,
        "publisher": point.publisher,
        "year": point.year,
        "link": point.link,
    }


def point_view(point: LearningPoint) -> Json:
    return {"id": point.id, "version": point.version, **point_facts(point), "offered": point.offered}


def list_points(session: Session) -> list[Json]:
    """The newest review first."""
    rows = session.scalars(select(LearningPoint).order_by(LearningPoint.year.desc(), LearningPoint.id.desc()))
    return [point_view(row) for row in rows]


def list_chosen(session: Session, meeting_id: int) -> Sequence[ChosenLearning]:
    return session.scalars(
        select(ChosenLearning).where(ChosenLearning.meeting_id == meeting_id).order_by(ChosenLearning.id)
    ).all()


def chosen_view(chosen: ChosenLearning) -> View:
    return {
        "type": "learning_point",
        "id": chosen.id,
        "version": chosen.version,
        "agency_id": chosen.agency_id,
        **(chosen.facts or {}),
        "meant": chosen.meant,
        "by": by(chosen),
    }


def learning_of(session: Session, actor: MeetingActor) -> Json:
    """What is put before a meeting, for everybody in it; for whoever plans it, what there is to choose from too."""
    chosen = list_chosen(session, actor.meeting.id)
    points = {point["id"]: point for point in list_points(session)}
    ids = [each.point_id for each in chosen]
    planning = actor.chairs and actor.meeting.state == "planned"
    return {
        "chosen": [{**points[each.point_id], **(each.facts or {})} for each in chosen],
        "offered": [point for point in points.values() if point["offered"] or point["id"] in ids] if planning else None,
    }


def _on_board(session: Session, meeting_id: int) -> list[View]:
    """Since the meeting opened; until then it has no board."""
    return [chosen_view(each) for each in list_chosen(session, meeting_id) if each.facts is not None]


subject_type("learning_point", _on_board)
