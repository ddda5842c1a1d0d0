"""Putting what an agency's law asks on the board, and counting what it all asks of the child."""

from typing import Any

from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import MeetingActor
from mas_hub.access.permissions import Can
from mas_hub.db.prepared import add_row
from mas_hub.db.versions import revise
from mas_hub.meeting_log import append
from mas_hub.meetings.act_schemas import Withdrawing
from mas_hub.meetings.acts import act
from mas_hub.meetings.models import Invitation
from mas_hub.meetings.opening import opening_step
from mas_hub.meetings.preparing import Preparing, get_shown_to_change, list_prepared
from mas_hub.meetings.subjects import belongs_to, check_changes, withdraw
from mas_hub.requirements.models import Burden, Requirement
from mas_hub.requirements.queries import burden_view, find_burden, list_asked, requirement_view
from mas_hub.requirements.rules import check_requirement, reckon
from mas_hub.requirements.schemas import AmendRequirement, RequirementSchema


@act(RequirementSchema, Can.ADD_REQUIREMENT)
def add_requirement(session: Session, actor: MeetingActor, **said: Any) -> None:
    requirement = _new_requirement(session, actor, shown=True, **said)
    append(session, actor, "requirement_added", requirement_view(requirement))
    _reckon(session, actor)


@act(AmendRequirement, Can.ADD_REQUIREMENT)
def amend_requirement(session: Session, actor: MeetingActor, *, of: int, version: int, **changed: Any) -> None:
    """Fields not given keep their value."""
    check_changes(changed)
    requirement = _changeable(session, actor, of, version)
    _change_requirement(requirement, changed)
    append(session, actor, "requirement_amended", requirement_view(requirement))
    _reckon(session, actor)


@act(Withdrawing, Can.WITHDRAW_REQUIREMENT)
def withdraw_requirement(session: Session, actor: MeetingActor, *, of: int, version: int, reason: str) -> None:
    requirement = _changeable(session, actor, of, version)
    withdraw(requirement, reason)
    append(session, actor, "requirement_withdrawn", requirement_view(requirement))
    _reckon(session, actor)


@opening_step
def show_prepared_requirements(session: Session, actor: MeetingActor, invitation: Invitation) -> None:
    prepared = list_prepared(session, Requirement, actor.meeting.id, invitation.agency_id)
    for requirement in prepared:
        requirement.shown = True
        requirement.version += 1
        append(session, actor, "requirement_added", requirement_view(requirement))
    if prepared:
        _reckon(session, actor)


def _new_requirement(session: Session, actor: MeetingActor, *, shown: bool, **said: Any) -> Requirement:
    check_requirement(said["next_due"], said["child"], said["seen_by"], said["asks"])
    requirement = Requirement(**belongs_to(actor), **said, shown=shown, added_at=clock.now())
    add_row(session, requirement)
    return requirement


def _change_requirement(requirement: Requirement, changed: dict[str, Any]) -> None:
    """When the child is no longer seen, who sees them and what they are asked goes with it, unless said anew."""
    revise(requirement, changed)
    if changed.get("child") == "no":
        requirement.seen_by = changed.get("seen_by", "")
        requirement.asks = changed.get("asks", [])
    check_requirement(requirement.next_due, requirement.child, requirement.seen_by, requirement.asks)


def _reckon(session: Session, actor: MeetingActor) -> None:
    """As at the meeting day."""
    session.flush()
    reckoned = reckon(list_asked(session, actor.meeting.id), actor.meeting.meeting_day)
    burden = find_burden(session, actor.meeting.id)
    if burden is None:
        burden = Burden(**belongs_to(actor), reckoned=reckoned)
        add_row(session, burden)
    else:
        burden.reckoned = reckoned
        burden.person_id, burden.agency_id = actor.person_id, actor.agency_id
        burden.version += 1
    append(session, actor, "burden_reckoned", burden_view(burden))


def _changeable(session: Session, actor: MeetingActor, of: int, version: int) -> Requirement:
    return get_shown_to_change(session, actor, Requirement, of, version, requirement_view)


REQUIREMENTS = Preparing(
    Requirement,
    "requirements",
    Can.ADD_REQUIREMENT,
    requirement_view,
    _new_requirement,
    _change_requirement,
    noted="requirement_prepared",
    on_board="requirements_are_on_the_board",
)
