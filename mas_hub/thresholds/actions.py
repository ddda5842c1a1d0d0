"""Stating, moving and withdrawing a position; raising, resolving and escalating a disagreement."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import MeetingActor
from mas_hub.access.permissions import Can
from mas_hub.db.prepared import add_row
from mas_hub.db.versions import check_version
from mas_hub.errors import Conflict, Invalid
from mas_hub.local_practice.queries import practice_of
from mas_hub.meeting_log import append
from mas_hub.meetings.acts import act
from mas_hub.meetings.partners import list_agencies_that_left
from mas_hub.meetings.queries import list_invited_agencies
from mas_hub.meetings.rules import check_owner_is_here
from mas_hub.meetings.subjects import belongs_to, get_row, withdraw
from mas_hub.thresholds.escalating import hand_on
from mas_hub.thresholds.hiding import check_may_place, hide_in_a_round, is_hidden, tell
from mas_hub.thresholds.models import Disagreement, ThresholdPosition
from mas_hub.thresholds.queries import disagreement_view, find_standing_position, position_view
from mas_hub.thresholds.rules import check_between, check_level, check_open, said
from mas_hub.thresholds.schemas import (
    AddThresholdPosition,
    EscalateDisagreement,
    MoveThresholdPosition,
    RaiseDisagreement,
    ResolveDisagreement,
    WithdrawThresholdPosition,
)


@act(AddThresholdPosition, Can.STATE_POSITION)
def add_threshold_position(
    session: Session, actor: MeetingActor, *, level: int, evidence: str, would_change_view: str, **tested: str
) -> None:
    """One standing position per agency: a second is refused, after a withdrawal a new one may be made."""
    check_level(level, _levels(session))
    check_may_place(session, actor)
    standing = find_standing_position(session, actor.meeting.id, actor.agency_id)
    if standing is not None:
        raise Conflict("position_already_stated", current=position_view(standing))
    now = clock.now()
    position = ThresholdPosition(
        **belongs_to(actor),
        level=level,
        evidence=evidence,
        would_change_view=would_change_view,
        tested=said(tested),
        history=[],
        added_at=now,
        changed_at=now,
        hidden=is_hidden(session, actor),
    )
    add_row(session, position)
    tell(session, actor, "threshold_position_added", position)


@act(MoveThresholdPosition, Can.STATE_POSITION)
def move_threshold_position(
    session: Session,
    actor: MeetingActor,
    *,
    level: int,
    evidence: str,
    would_change_view: str | None,
    version: int,
    **tested: str,
) -> None:
    """Where the agency stood before, and why, stays on the record."""
    check_level(level, _levels(session))
    position = _own_position(session, actor)
    check_version(position, version, position_view)
    hide_in_a_round(session, actor, position)
    before = {"level": position.level, "evidence": position.evidence, "at": clock.iso(position.changed_at)}
    position.history = [*position.history, before]
    position.level = level
    position.evidence = evidence
    if would_change_view is not None:
        position.would_change_view = would_change_view
    position.tested = said({**position.tested, **tested})
    position.person_id = actor.person_id
    position.changed_at = clock.now()
    position.version += 1
    tell(session, actor, "threshold_position_moved", position)


@act(WithdrawThresholdPosition, Can.STATE_POSITION)
def withdraw_threshold_position(session: Session, actor: MeetingActor, *, reason: str, version: int) -> None:
    position = _own_position(session, actor)
    check_version(position, version, position_view)
    hide_in_a_round(session, actor, position)
    withdraw(position, reason)
    position.changed_at = clock.now()
    tell(session, actor, "threshold_position_withdrawn", position)


@act(RaiseDisagreement, Can.RAISE_DISAGREEMENT)
def raise_disagreement(session: Session, actor: MeetingActor, *, about: str, between: Sequence[int]) -> None:
    check_between(between, list_invited_agencies(session, actor.meeting.id))
    disagreement = Disagreement(
        **belongs_to(actor), about=about, between=list(dict.fromkeys(between)), state="open", raised_at=clock.now()
    )
    add_row(session, disagreement)
    append(session, actor, "disagreement_raised", disagreement_view(disagreement))


@act(ResolveDisagreement, Can.CHAIR)
def resolve_disagreement(session: Session, actor: MeetingActor, *, of: int, version: int, how: str) -> None:
    disagreement = _open_disagreement(session, actor, of, version)
    disagreement.state = "resolved"
    disagreement.how = how
    disagreement.settled_at = clock.now()
    disagreement.version += 1
    append(session, actor, "disagreement_resolved", disagreement_view(disagreement))


@act(EscalateDisagreement, Can.CHAIR)
def escalate_disagreement(
    session: Session, actor: MeetingActor, *, of: int, version: int, owner: int, reason: str, immediate_risk: bool
) -> None:
    """Hand on what the meeting could not resolve (S1; S2): to the first stage, or past all of them at immediate risk.

    The stages and their working days are the partnership's own or, failing that, the practice profile's.
    """
    disagreement = _open_disagreement(session, actor, of, version)
    if owner not in list_invited_agencies(session, actor.meeting.id):
        raise Invalid("check_your_answers", fields={"owner": "agency_not_invited"})
    check_owner_is_here(owner, list_agencies_that_left(session, actor.meeting.id))
    stages = practice_of(session).escalation_stages
    hand_on(
        disagreement,
        stages[-1] if immediate_risk else stages[0],
        owner=owner,
        reason=reason,
        immediate_risk=immediate_risk,
        nation=actor.meeting.nation,
    )
    append(session, actor, "disagreement_escalated", disagreement_view(disagreement))


def _levels(session: Session) -> set[int]:
    return {level.level for level in practice_of(session).levels}


def _own_position(session: Session, actor: MeetingActor) -> ThresholdPosition:
    check_may_place(session, actor)
    position = find_standing_position(session, actor.meeting.id, actor.agency_id)
    if position is None:
        raise Conflict("no_standing_position")
    return position


def _open_disagreement(session: Session, actor: MeetingActor, of: int, version: int) -> Disagreement:
    disagreement = get_row(session, actor, Disagreement, of)
    check_open(disagreement.state)
    check_version(disagreement, version, disagreement_view)
    return disagreement
