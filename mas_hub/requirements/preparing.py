"""What an agency prepares of what its law asks before the meeting."""

from collections.abc import Collection
from contextlib import AbstractContextManager
from typing import Any

from sqlalchemy.orm import Session

from mas_hub.access.actor import MeetingActor
from mas_hub.access.permissions import Can, require
from mas_hub.db.versions import check_version
from mas_hub.meeting_log import View
from mas_hub.meetings.bringing import bring, list_earlier, to_bring
from mas_hub.meetings.preparing import get_prepared, list_prepared, preparing
from mas_hub.requirements.actions import change_requirement, new_requirement
from mas_hub.requirements.models import Requirement
from mas_hub.requirements.queries import requirement_view


def prepared(session: Session, actor: MeetingActor) -> dict[str, Any]:
    """The agency's own requirements that are not on the board yet, and those of earlier meetings that it may bring."""
    require(actor, Can.ADD_REQUIREMENT)
    require(actor, Can.PREPARE)
    own = list_prepared(session, Requirement, actor.meeting.id, actor.agency_id)
    return {
        "state": actor.meeting.state,
        "requirements": [_own_view(each) for each in own],
        "earlier": [_own_view(each) for each in list_earlier(session, actor, Requirement)],
    }


def prepare_requirement(session: Session, actor: MeetingActor, **said: Any) -> None:
    with _preparing(session, actor):
        new_requirement(session, actor, shown=False, **said)


def change_prepared(session: Session, actor: MeetingActor, requirement_id: int, *, version: int, **said: Any) -> None:
    with _preparing(session, actor):
        requirement = get_prepared(session, actor, Requirement, requirement_id)
        check_version(requirement, version, requirement_view)
        change_requirement(requirement, said)


def remove_prepared(session: Session, actor: MeetingActor, requirement_id: int) -> None:
    """It was on no record yet, so nothing is kept of it."""
    with _preparing(session, actor):
        session.delete(get_prepared(session, actor, Requirement, requirement_id))


def bring_prepared(session: Session, actor: MeetingActor, *, of: Collection[int] | None = None) -> None:
    """Of what is offered, as it last stood; `of` None: all."""
    with _preparing(session, actor):
        bring(session, actor, to_bring(session, actor, Requirement, of), shown=False)


def _own_view(requirement: Requirement) -> View:
    return {**requirement_view(requirement), "from_earlier_meeting": requirement.origin_id is not None}


def _preparing(session: Session, actor: MeetingActor) -> AbstractContextManager[None]:
    noted, on_board = "requirement_prepared", "requirements_are_on_the_board"
    return preparing(session, actor, Can.ADD_REQUIREMENT, noted=noted, on_board=on_board)
