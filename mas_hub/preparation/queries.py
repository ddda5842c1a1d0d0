"""Reads of preparations. What is not shared is its own agency's alone; everybody else learns whether it is ready."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.audience import agency_stream
from mas_hub.meeting_log import View
from mas_hub.meetings.home import duties_from
from mas_hub.meetings.models import Invitation, Meeting
from mas_hub.meetings.subjects import by, subject_type
from mas_hub.preparation.models import Preparation


def find_preparation(session: Session, meeting_id: int, agency_id: int) -> Preparation | None:
    return session.scalar(
        select(Preparation).where(Preparation.meeting_id == meeting_id, Preparation.agency_id == agency_id)
    )


def list_ready(session: Session, meeting_id: int) -> list[int]:
    """The invited agencies that said they are ready, by id."""
    invited = (Invitation.meeting_id == meeting_id) & (Invitation.agency_id == Preparation.agency_id)
    query = select(Preparation.agency_id).join(Invitation, invited)
    ready = query.where(Preparation.meeting_id == meeting_id, Preparation.ready)
    return list(session.scalars(ready.order_by(Preparation.agency_id)))


def preparation_view(preparation: Preparation) -> View:
    """Once shared it is on the board, without its position, which goes there as a position of its own."""
    shared = preparation.shared_at is not None
    return {
        "type": "preparation",
        "id": preparation.id,
        "version": preparation.version,
        "agency_id": preparation.agency_id,
        "to_raise": preparation.to_raise,
        "involved": preparation.involved,
        "level": None if shared else preparation.level,
        "evidence": "" if shared else preparation.evidence,
        "ready": preparation.ready,
        "changed_at": clock.iso(preparation.changed_at),
        "shared_at": clock.iso(preparation.shared_at),
        "by": by(preparation),
    }


def own_preparation(preparation: Preparation | None) -> dict[str, Any]:
    """For the agency's own page: version 0 while nothing was written."""
    if preparation is None:
        return {"id": None, "version": 0, "to_raise": "", "involved": "", "level": None, "evidence": "", "ready": False}
    own = {"level": preparation.level, "evidence": preparation.evidence}
    return {**preparation_view(preparation), **own}


def _shared(session: Session, meeting_id: int) -> list[View]:
    return [preparation_view(each) for each in _list(session, meeting_id) if each.shared_at is not None]


def _private(session: Session, meeting_id: int, streams: frozenset[str]) -> list[View]:
    return [
        preparation_view(each)
        for each in _list(session, meeting_id)
        if each.shared_at is None and agency_stream(each.agency_id) in streams
    ]


def _list(session: Session, meeting_id: int) -> list[Preparation]:
    """None while the meeting is planned: there are no streams yet."""
    query = select(Preparation).join(Meeting, Meeting.id == Preparation.meeting_id)
    wanted = query.where(Preparation.meeting_id == meeting_id, Meeting.opened_at.is_not(None))
    return list(session.scalars(wanted.order_by(Preparation.id)))


@duties_from
def to_prepare(session: Session, meeting: Meeting, agency_id: int) -> Mapping[str, Any]:
    """Whether the agency has still to prepare for a meeting that is coming."""
    if meeting.state != "planned":
        return {}
    preparation = find_preparation(session, meeting.id, agency_id)
    return {"prepared": preparation is not None and preparation.ready}


subject_type("preparation", _shared, _private)
