"""What an agency prepares before the meeting: its own, and nobody else's to read until the meeting opens."""

from collections.abc import Collection
from typing import Any

from sqlalchemy.orm import Session

from mas_hub.access.actor import MeetingActor
from mas_hub.access.permissions import Can, require
from mas_hub.audit.actions import record
from mas_hub.errors import Conflict
from mas_hub.meeting_log import View
from mas_hub.meetings.bringing import list_earlier
from mas_hub.meetings.queries import hold
from mas_hub.meetings.subjects import check_version
from mas_hub.requirements.actions import bring_requirements, change_requirement, new_requirement
from mas_hub.requirements.models import Requirement
from mas_hub.requirements.queries import get_prepared, list_requirements, requirement_view


def prepared(session: Session, actor: MeetingActor) -> dict[str, Any]:
    """The agency's own requirements that are not on the board yet, and those of earlier meetings that it may bring."""
    require(actor, Can.ADD_REQUIREMENT)
    require(actor, Can.PREPARE)
    own = list_requirements(session, actor.meeting.id, shown=False, agency_id=actor.agency_id)
    return {
        "state": actor.meeting.state,
        "requirements": [_own_view(each) for each in own],
        "earlier": [_own_view(each) for each in list_earlier(session, actor, Requirement)],
    }


def prepare_requirement(session: Session, actor: MeetingActor, **said: Any) -> None:
    _check_may_prepare(session, actor)
    new_requirement(session, actor, shown=False, **said)
    record(session, actor, "requirement_prepared", meeting_id=actor.meeting.id)


def change_prepared(session: Session, actor: MeetingActor, requirement_id: int, *, version: int, **said: Any) -> None:
    _check_may_prepare(session, actor)
    requirement = get_prepared(session, actor, requirement_id)
    check_version(requirement, version, requirement_view(requirement))
    change_requirement(requirement, said)
    record(session, actor, "requirement_prepared", meeting_id=actor.meeting.id)


def remove_prepared(session: Session, actor: MeetingActor, requirement_id: int) -> None:
    """It was on no record yet, so nothing is kept of it."""
    _check_may_prepare(session, actor)
    session.delete(get_prepared(session, actor, requirement_id))
    record(session, actor, "requirement_prepared", meeting_id=actor.meeting.id)


def bring_prepared(session: Session, actor: MeetingActor, *, of: Collection[int] | None = None) -> None:
    _check_may_prepare(session, actor)
    bring_requirements(session, actor, of=of)
    record(session, actor, "requirement_prepared", meeting_id=actor.meeting.id)


def _own_view(requirement: Requirement) -> View:
    return {**requirement_view(requirement), "from_earlier_meeting": requirement.origin_id is not None}


def _check_may_prepare(session: Session, actor: MeetingActor) -> None:
    require(actor, Can.ADD_REQUIREMENT)
    require(actor, Can.PREPARE)
    hold(session, actor.meeting.id)
    if actor.meeting.state == "open":
        raise Conflict("requirements_are_on_the_board")
    if actor.meeting.state != "planned":
        raise Conflict(f"meeting_is_{actor.meeting.state}")
