"""Preparing for a meeting, before it opens and in it; bringing what was prepared into it; sharing it."""

from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import MeetingActor
from mas_hub.access.audience import agency_stream
from mas_hub.access.permissions import Can, require
from mas_hub.audit.actions import record
from mas_hub.db.versions import check_version, revise
from mas_hub.errors import Conflict
from mas_hub.local_practice.queries import practice_of
from mas_hub.meeting_log import append
from mas_hub.meetings.acts import act
from mas_hub.meetings.models import Invitation
from mas_hub.meetings.opening import opening_step
from mas_hub.meetings.queries import hold
from mas_hub.meetings.subjects import belongs_to
from mas_hub.network.actions import add_involvement
from mas_hub.preparation.models import Preparation
from mas_hub.preparation.queries import find_preparation, own_preparation, preparation_view
from mas_hub.preparation.rules import check_can_be_shared, check_level, check_not_shared
from mas_hub.preparation.schemas import Prepare, SharePreparation
from mas_hub.thresholds.actions import add_threshold_position
from mas_hub.thresholds.queries import find_standing_position


def save_preparation(session: Session, actor: MeetingActor, *, version: int, **said: Any) -> Preparation:
    """Before the meeting opens. The agency is the seat's own."""
    require(actor, Can.PREPARE)
    hold(session, actor.meeting.id)
    if actor.meeting.state != "planned":
        raise Conflict(f"meeting_is_{actor.meeting.state}")
    preparation = _save(session, actor, version, said)
    record(session, actor, "preparation_saved", meeting_id=actor.meeting.id)
    return preparation


@act(Prepare, Can.PREPARE)
def prepare(session: Session, actor: MeetingActor, *, version: int, **said: Any) -> None:
    """In the open meeting, until it is shared: only the agency's own seats hear of it."""
    preparation = _save(session, actor, version, said)
    _append_own(session, actor, "preparation_changed", preparation)


@act(SharePreparation, Can.SHARE_PREPARATION)
def share_preparation(session: Session, actor: MeetingActor, *, version: int) -> None:
    """Onto the board in one step: who of it is involved goes beside the others who are, and its position so far
    becomes the agency's, where none stands yet."""
    preparation = find_preparation(session, actor.meeting.id, actor.agency_id)
    if preparation is None:
        raise Conflict("nothing_prepared")
    check_not_shared(shared=preparation.shared_at is not None)
    check_version(preparation, version, preparation_view)
    level, evidence = preparation.level, preparation.evidence
    check_can_be_shared(to_raise=preparation.to_raise, involved=preparation.involved, level=level, evidence=evidence)
    preparation.shared_at = clock.now()
    preparation.version += 1
    append(session, actor, "preparation_shared", preparation_view(preparation))
    if preparation.involved:
        add_involvement(session, actor, service="", people=preparation.involved, does="")
    if level is not None and find_standing_position(session, actor.meeting.id, actor.agency_id) is None:
        add_threshold_position(session, actor, level=level, evidence=evidence, would_change_view="")


@opening_step
def bring_preparation(session: Session, actor: MeetingActor, invitation: Invitation) -> None:
    """What was written before the meeting opened begins the agency's own stream, in the name of whoever wrote it."""
    preparation = find_preparation(session, actor.meeting.id, invitation.agency_id)
    if preparation is not None:
        writer = replace(actor, person_id=preparation.person_id, agency_id=preparation.agency_id)
        _append_own(session, writer, "preparation_brought", preparation)


def _save(session: Session, actor: MeetingActor, version: int, said: dict[str, Any]) -> Preparation:
    check_level(said["level"], {level.level for level in practice_of(session).levels})
    found = find_preparation(session, actor.meeting.id, actor.agency_id)
    check_version(found, version, own_preparation)
    check_not_shared(shared=found is not None and found.shared_at is not None)
    preparation = found or Preparation(**belongs_to(actor), version=0, shared_at=None)
    revise(preparation, said)
    preparation.person_id = actor.person_id
    preparation.changed_at = clock.now()
    session.add(preparation)
    session.flush()
    return preparation


def _append_own(session: Session, actor: MeetingActor, kind: str, preparation: Preparation) -> None:
    append(session, actor, kind, preparation_view(preparation), stream=agency_stream(preparation.agency_id))
