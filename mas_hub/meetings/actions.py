"""The chair's acts, and accepting the ground rules."""

from datetime import date

from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import MeetingActor
from mas_hub.access.permissions import Can
from mas_hub.errors import Conflict, Invalid
from mas_hub.local_practice.actions import keep_rules_in_force
from mas_hub.local_practice.templates import get_template
from mas_hub.meeting_log import append
from mas_hub.meetings.act_schemas import NothingMore
from mas_hub.meetings.acts import OPEN, PLANNED, POSTPONED, act
from mas_hub.meetings.closing import CHECKS, STEPS
from mas_hub.meetings.models import Invitation, Meeting, Seat
from mas_hub.meetings.opening import begin_log, come_to_the_table
from mas_hub.meetings.planning import needed_for
from mas_hub.meetings.queries import find_invitation, find_stage, get_meeting, list_invitations, rules_of
from mas_hub.meetings.rules import check_next_meeting
from mas_hub.meetings.schemas import AcceptGroundRules, CloseMeeting, RecordAttendance, SetStage
from mas_hub.meetings.stages import HIDING, go_to_stage, leave_stage
from mas_hub.meetings.views import invitation_view, meeting_view, seat_view


@act(NothingMore, Can.CHAIR, states=PLANNED | POSTPONED, before_ground_rules=True)
def open_meeting(session: Session, actor: MeetingActor) -> None:
    """Begin the meeting and, with it, its log: the plan as it stands is the first thing on the record.

    One that was begun and postponed goes on where it was.
    """
    meeting = get_meeting(session, actor.meeting.id)
    if meeting.state == "postponed":
        _go_on(session, actor, meeting)
        return
    needed = needed_for(session, meeting)
    if needed:
        raise Invalid("not_ready_to_open", fields={code: f"needed_{code}" for code in needed})
    now = clock.now()
    meeting.state = "open"
    meeting.opened_at = now
    meeting.meeting_day = clock.local_day(now)
    meeting.ground_rules_version = keep_rules_in_force(session)
    template = get_template(session, meeting.template, meeting.template_version)
    go_to_stage(meeting, template.stages[0].key if template and template.stages else None, now)
    meeting.version += 1
    begin_log(session, actor, meeting, "meeting_opened")
    for invitation in list_invitations(session, meeting.id):
        come_to_the_table(session, actor, invitation)
    if template and template.stages and template.stages[0].hidden_round:
        for step in HIDING:
            step(session, actor)


@act(AcceptGroundRules, Can.ATTEND, states=OPEN, before_ground_rules=True)
def accept_ground_rules(session: Session, actor: MeetingActor, *, version: str) -> None:
    """Needed before the board is shown (S1, row 27). A representative who accepts makes their agency present."""
    if version != rules_of(session, get_meeting(session, actor.meeting.id)).version:
        raise Conflict("ground_rules_changed")
    if actor.ground_rules_accepted:
        raise Conflict("ground_rules_already_accepted")
    seat = session.get_one(Seat, actor.seat_id)
    seat.ground_rules_version = version
    seat.ground_rules_accepted_at = clock.now()
    seat.version += 1
    append(session, actor, "ground_rules_accepted", seat_view(session, seat))
    invitation = find_invitation(session, actor.meeting.id, actor.agency_id)
    if seat.role == "representative" and invitation is not None and invitation.attendance == "invited":
        _attend(session, actor, invitation, "present")


@act(RecordAttendance, Can.CHAIR)
def record_attendance(session: Session, actor: MeetingActor, *, agency: int, attendance: str) -> None:
    invitation = find_invitation(session, actor.meeting.id, agency)
    if invitation is None:
        raise Invalid("check_your_answers", fields={"agency": "agency_not_invited"})
    _attend(session, actor, invitation, attendance)


@act(SetStage, Can.CHAIR)
def set_stage(session: Session, actor: MeetingActor, *, stage: str) -> None:
    """Stages guide, they never forbid: any stage may follow any other."""
    meeting = get_meeting(session, actor.meeting.id)
    found = find_stage(session, meeting, stage)
    if found is None:
        raise Invalid("check_your_answers", fields={"stage": "unknown_stage"})
    first_time = all(each["stage"] != found.key for each in meeting.stage_times)
    go_to_stage(meeting, found.key, clock.now())
    meeting.version += 1
    append(session, actor, "stage_set", meeting_view(session, meeting))
    if first_time and found.hidden_round:
        for step in HIDING:
            step(session, actor)


@act(CloseMeeting, Can.CHAIR)
def close_meeting(
    session: Session,
    actor: MeetingActor,
    *,
    next_meeting_on: date | None,
    no_next_meeting_because: str,
    childs_voice_not_heard_because: str,
) -> None:
    """End the meeting: from now on it is read-only. Proposed decisions and open disagreements do not hold it up."""
    missing = check_next_meeting(next_meeting_on, no_next_meeting_because, clock.today())
    answers = {"childs_voice_not_heard_because": childs_voice_not_heard_because}
    for check in CHECKS:
        missing.update(check(session, actor, answers))
    if missing:
        raise Invalid("not_ready_to_close", fields=missing)
    for step in STEPS:
        step(session, actor)
    meeting = get_meeting(session, actor.meeting.id)
    meeting.state = "closed"
    meeting.closed_at = clock.now()
    leave_stage(meeting, meeting.closed_at)
    meeting.next_meeting_on = next_meeting_on
    meeting.no_next_meeting_because = no_next_meeting_because
    meeting.childs_voice_not_heard_because = childs_voice_not_heard_because
    meeting.version += 1
    append(session, actor, "meeting_closed", meeting_view(session, meeting))


def _go_on(session: Session, actor: MeetingActor, meeting: Meeting) -> None:
    now = clock.now()
    meeting.state = "open"
    meeting.opened_at = now
    go_to_stage(meeting, meeting.stage, now)
    meeting.meeting_day = clock.local_day(now)
    meeting.chair_away_since = None
    meeting.version += 1
    append(session, actor, "meeting_resumed", meeting_view(session, meeting))


def _attend(session: Session, actor: MeetingActor, invitation: Invitation, attendance: str) -> None:
    invitation.attendance = attendance
    invitation.version += 1
    append(session, actor, "attendance_recorded", invitation_view(session, invitation))
