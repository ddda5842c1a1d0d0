"""What becomes of a disagreement once the meeting could not resolve it: stage after stage until it is settled (S1; S2).

It lives where it was raised: these acts are done in that meeting, open or closed, whichever meeting it is looked at in;
by its chair, or by the chair of the next meeting on the case.
"""

from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import MeetingActor
from mas_hub.access.permissions import Can
from mas_hub.db.versions import check_version
from mas_hub.errors import Invalid
from mas_hub.local_practice.queries import practice_of
from mas_hub.meeting_log import append
from mas_hub.meetings.acts import CLOSED, OPEN, act
from mas_hub.meetings.partners import list_agencies_that_left
from mas_hub.meetings.queries import list_invited_agencies
from mas_hub.meetings.rules import check_owner_is_here
from mas_hub.meetings.subjects import get_row
from mas_hub.practice.profile import EscalationStage
from mas_hub.practice.working_days import add_working_days
from mas_hub.thresholds.models import Disagreement
from mas_hub.thresholds.queries import disagreement_view, escalation_of
from mas_hub.thresholds.rules import check_left_the_meeting, next_stage
from mas_hub.thresholds.schemas import EscalateDisagreement, ResolveDisagreement


@act(ResolveDisagreement, Can.SEE_THROUGH, states=OPEN | CLOSED)
def settle_disagreement(session: Session, actor: MeetingActor, *, of: int, version: int, how: str) -> None:
    """An escalated disagreement has its answer, or one left open was settled after the meeting."""
    disagreement = _living(session, actor, of, version)
    _leave_stage(disagreement)
    disagreement.state = "resolved"
    disagreement.how = how
    disagreement.settled_at = clock.now()
    disagreement.version += 1
    append(session, actor, "disagreement_settled", disagreement_view(disagreement))


@act(EscalateDisagreement, Can.SEE_THROUGH, states=OPEN | CLOSED)
def advance_disagreement(
    session: Session, actor: MeetingActor, *, of: int, version: int, owner: int, reason: str, immediate_risk: bool
) -> None:
    """To the next stage, whose clock begins today; one left open in a closed meeting to the first."""
    disagreement = _living(session, actor, of, version)
    if owner not in list_invited_agencies(session, actor.meeting.id):
        raise Invalid("check_your_answers", fields={"owner": "agency_not_invited"})
    check_owner_is_here(owner, list_agencies_that_left(session, actor.meeting.id))
    stages = practice_of(session).escalation_stages
    place = next_stage([stage.stage for stage in stages], disagreement.stage, immediate_risk=immediate_risk)
    _leave_stage(disagreement)
    hand_on(
        disagreement,
        stages[place],
        owner=owner,
        reason=reason,
        immediate_risk=immediate_risk,
        nation=actor.meeting.nation,
    )
    append(session, actor, "disagreement_advanced", disagreement_view(disagreement))


def hand_on(
    disagreement: Disagreement,
    stage: EscalationStage,
    *,
    owner: int,
    reason: str,
    immediate_risk: bool,
    nation: str,
) -> None:
    """Put it at a stage. At immediate risk an answer is due today, whatever the stage allows."""
    disagreement.state = "escalated"
    disagreement.escalated_to = owner
    disagreement.escalated_because = reason
    disagreement.immediate_risk = immediate_risk
    disagreement.stage = stage.stage
    disagreement.stage_name = stage.name.as_json()
    disagreement.escalated_at = clock.now()
    disagreement.due_on = None
    if immediate_risk:
        disagreement.due_on = clock.today()
    elif stage.working_days is not None:
        disagreement.due_on = add_working_days(clock.today(), stage.working_days, nation)
    disagreement.version += 1


def _living(session: Session, actor: MeetingActor, of: int, version: int) -> Disagreement:
    disagreement = get_row(session, actor, Disagreement, of)
    check_left_the_meeting(disagreement.state, actor.meeting.state)
    check_version(disagreement, version, disagreement_view)
    return disagreement


def _leave_stage(disagreement: Disagreement) -> None:
    if disagreement.state == "escalated":
        left = {
            **escalation_of(disagreement),
            "from": clock.iso(disagreement.escalated_at),
            "until": clock.iso(clock.now()),
        }
        disagreement.earlier_stages = [*disagreement.earlier_stages, left]
