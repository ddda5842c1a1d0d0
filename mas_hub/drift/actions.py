"""Raising, amending and withdrawing a drift concern. Lateness is calculated here, from the case's milestones."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import MeetingActor
from mas_hub.access.permissions import Can
from mas_hub.db.prepared import add_row
from mas_hub.db.versions import revise
from mas_hub.drift.models import DriftConcern
from mas_hub.drift.queries import concern_view
from mas_hub.drift.rules import check_one_start
from mas_hub.drift.schemas import AmendDriftConcern, RaiseDriftConcern
from mas_hub.local_practice.queries import practice_of
from mas_hub.meeting_log import append
from mas_hub.meetings.act_schemas import Withdrawing
from mas_hub.meetings.acts import act
from mas_hub.meetings.queries import get_meeting
from mas_hub.meetings.subjects import belongs_to, check_changes, get_to_change, withdraw
from mas_hub.meetings.views import meeting_milestones
from mas_hub.practice.concerns import reckon_concern


@act(RaiseDriftConcern, Can.RAISE_CONCERN)
def raise_drift_concern(
    session: Session,
    actor: MeetingActor,
    *,
    what: str,
    effect_on_child: str,
    risk_source: str,
    expectation: str,
    since: date | None,
    from_milestone: str | None,
) -> None:
    concern = DriftConcern(
        **belongs_to(actor),
        what=what,
        effect_on_child=effect_on_child,
        risk_source=risk_source,
        expectation=expectation,
        since=since,
        from_milestone=from_milestone,
        raised_at=clock.now(),
    )
    _reckon(session, actor, concern)
    add_row(session, concern)
    append(session, actor, "drift_concern_raised", concern_view(concern))


@act(AmendDriftConcern, Can.RAISE_CONCERN)
def amend_drift_concern(session: Session, actor: MeetingActor, *, of: int, version: int, **changed: Any) -> None:
    """Fields not given keep their value; a new start, date or milestone, replaces the old one."""
    check_changes(changed)
    concern = _changeable(session, actor, of, version)
    if changed.get("since") and not changed.get("from_milestone"):
        changed["from_milestone"] = None
    if changed.get("from_milestone") and not changed.get("since"):
        changed["since"] = None
    revise(concern, changed)
    _reckon(session, actor, concern)
    append(session, actor, "drift_concern_amended", concern_view(concern))


@act(Withdrawing, Can.RAISE_CONCERN)
def withdraw_drift_concern(session: Session, actor: MeetingActor, *, of: int, version: int, reason: str) -> None:
    concern = _changeable(session, actor, of, version)
    withdraw(concern, reason)
    append(session, actor, "drift_concern_withdrawn", concern_view(concern))


def _reckon(session: Session, actor: MeetingActor, concern: DriftConcern) -> None:
    check_one_start(concern.since, concern.from_milestone)
    practice = practice_of(session)
    milestones = meeting_milestones(get_meeting(session, actor.meeting.id))
    day = actor.meeting.meeting_day
    concern.reckoning = reckon_concern(
        practice, concern.expectation, concern.since, concern.from_milestone, milestones, day
    ).as_json()


def _changeable(session: Session, actor: MeetingActor, of: int, version: int) -> DriftConcern:
    return get_to_change(session, actor, DriftConcern, of, version, concern_view)
