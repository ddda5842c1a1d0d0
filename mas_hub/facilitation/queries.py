from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.audience import chair_stream, point_stream
from mas_hub.facilitation.models import Capacity, Hand, PrivatePoint, Readiness
from mas_hub.meeting_log import View
from mas_hub.meetings.subjects import by, register_rows, subject_type


def find_hand_of(session: Session, meeting_id: int, person_id: int) -> Hand | None:
    """The hand that this person has up, or with which they speak."""
    return session.scalar(
        select(Hand).where(Hand.meeting_id == meeting_id, Hand.person_id == person_id, Hand.state != "down")
    )


def list_speaking(session: Session, meeting_id: int) -> Sequence[Hand]:
    return session.scalars(select(Hand).where(Hand.meeting_id == meeting_id, Hand.state == "speaking")).all()


def find_readiness(session: Session, meeting_id: int, agency_id: int) -> Readiness | None:
    return session.scalar(select(Readiness).where(Readiness.meeting_id == meeting_id, Readiness.agency_id == agency_id))


def find_capacity(session: Session, meeting_id: int, agency_id: int) -> Capacity | None:
    return session.scalar(select(Capacity).where(Capacity.meeting_id == meeting_id, Capacity.agency_id == agency_id))


def hand_view(hand: Hand) -> View:
    return {
        "type": "hand",
        "id": hand.id,
        "version": hand.version,
        "agency_id": hand.agency_id,
        "state": hand.state,
        "raised_at": clock.iso(hand.raised_at),
        "by": by(hand),
    }


def readiness_view(readiness: Readiness) -> View:
    return {
        "type": "readiness",
        "id": readiness.id,
        "version": readiness.version,
        "agency_id": readiness.agency_id,
        "ready": readiness.ready,
        "stage_started_at": clock.iso(readiness.stage_started_at),
        "by": by(readiness),
    }


def capacity_view(capacity: Capacity) -> View:
    return {
        "type": "capacity",
        "id": capacity.id,
        "version": capacity.version,
        "agency_id": capacity.agency_id,
        "level": capacity.level,
        "words": capacity.words,
        "stated_at": clock.iso(capacity.stated_at),
        "by": by(capacity),
    }


def stream_of(point: PrivatePoint) -> str:
    return point_stream(point.person_id, point.chair_id)


def point_view(point: PrivatePoint) -> View:
    if point.text is None:
        return {"type": "private_point", "id": point.id, "version": point.version, "erased": True}
    return {
        "type": "private_point",
        "id": point.id,
        "version": point.version,
        "agency_id": point.agency_id,
        "chair_id": point.chair_id,
        "text": point.text,
        "sharing": point.sharing,
        "state": point.state,
        "answer": point.answer,
        "raised_at": clock.iso(point.raised_at),
        "answered_at": clock.iso(point.answered_at),
        "by": by(point),
    }


def shared_point_view(point: PrivatePoint) -> View:
    """What stands on the board of a point that was shared: never who raised it, the agency where its author agreed."""
    return {
        "type": "shared_point",
        "id": point.id,
        "version": 1,
        "agency_id": point.agency_id if point.sharing == "agency" else None,
        "text": point.text,
        "shared_at": clock.iso(point.shared_at),
    }


def _nothing(_session: Session, _meeting_id: int) -> list[View]:
    return []


def _shared_points(session: Session, meeting_id: int) -> list[View]:
    shared = select(PrivatePoint).where(PrivatePoint.meeting_id == meeting_id, PrivatePoint.shared_at.is_not(None))
    return [shared_point_view(point) for point in session.scalars(shared.order_by(PrivatePoint.id))]


def _points(session: Session, meeting_id: int, streams: frozenset[str]) -> list[View]:
    rows = session.scalars(select(PrivatePoint).where(PrivatePoint.meeting_id == meeting_id).order_by(PrivatePoint.id))
    return [point_view(point) for point in rows if stream_of(point) in streams]


def _capacities(session: Session, meeting_id: int, streams: frozenset[str]) -> list[View]:
    rows = session.scalars(select(Capacity).where(Capacity.meeting_id == meeting_id).order_by(Capacity.id))
    return [capacity_view(row) for row in rows if chair_stream(row.agency_id) in streams]


register_rows("hand", Hand, hand_view)
register_rows("readiness", Readiness, readiness_view)
subject_type("capacity", _nothing, _capacities)
subject_type("private_point", _nothing, _points)
subject_type("shared_point", _shared_points)
