"""Postponing or cancelling a meeting, before it is opened or while it is, with a reason that everybody is told.

Protected time (S1 and S2, row 33): when it is lost, the record says why. A postponed meeting keeps everything; opened
again, it goes on with the same board and the same log. A cancelled one binds nobody to record.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import MeetingActor
from mas_hub.access.permissions import Can
from mas_hub.audit.actions import record
from mas_hub.meeting_log import append
from mas_hub.meetings.acts import OPEN, PLANNED, POSTPONED, act
from mas_hub.meetings.calling_off_schemas import CancelMeeting, PostponeMeeting
from mas_hub.meetings.closing import STEPS
from mas_hub.meetings.opening import begin_log
from mas_hub.meetings.queries import get_meeting
from mas_hub.meetings.rules import check_ahead
from mas_hub.meetings.stages import leave_stage
from mas_hub.meetings.views import meeting_view


@act(PostponeMeeting, Can.CHAIR, states=PLANNED | OPEN | POSTPONED, before_ground_rules=True)
def postpone_meeting(session: Session, actor: MeetingActor, *, reason: str, scheduled_at: datetime) -> None:
    check_ahead(scheduled_at, clock.now())
    meeting = get_meeting(session, actor.meeting.id)
    meeting.postponed_from = meeting.scheduled_at
    meeting.postponed_because = reason
    meeting.scheduled_at = scheduled_at
    meeting.version += 1
    if meeting.facts is not None:  # its log has begun
        meeting.state = "postponed"
        leave_stage(meeting, clock.now())
        append(session, actor, "meeting_postponed", meeting_view(session, meeting))
    record(session, actor, "meeting_postponed", meeting_id=meeting.id)


@act(CancelMeeting, Can.CHAIR, states=PLANNED | OPEN | POSTPONED, before_ground_rules=True)
def cancel_meeting(session: Session, actor: MeetingActor, *, reason: str) -> None:
    meeting = get_meeting(session, actor.meeting.id)
    for step in STEPS:  # whoever came early leaves too
        step(session, actor)
    meeting.state = "cancelled"
    meeting.cancelled_at = clock.now()
    leave_stage(meeting, meeting.cancelled_at)
    meeting.cancelled_because = reason
    meeting.version += 1
    if meeting.facts is None:
        begin_log(session, actor, meeting, "meeting_cancelled")
    else:
        append(session, actor, "meeting_cancelled", meeting_view(session, meeting))
    record(session, actor, "meeting_cancelled", meeting_id=meeting.id)
