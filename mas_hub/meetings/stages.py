"""Which stage a meeting is in, and when each was begun and left: planned against actual time (S1 and S2, row 33)."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import MeetingActor
from mas_hub.meetings.models import Meeting

StageStep = Callable[[Session, MeetingActor], None]

HIDING: list[StageStep] = []
"""What begins with a stage whose template asks for a hidden round. A room above registers it."""


def begins_hidden(step: StageStep) -> StageStep:
    HIDING.append(step)
    return step


def go_to_stage(meeting: Meeting, stage: str | None, now: datetime) -> None:
    """Leave the present stage and begin `stage`. A stage that is begun again is noted twice."""
    leave_stage(meeting, now)
    meeting.stage = stage
    meeting.stage_started_at = now
    if stage is not None:
        meeting.stage_times = [*meeting.stage_times, {"stage": stage, "from": clock.iso(now), "to": None}]


def leave_stage(meeting: Meeting, now: datetime) -> None:
    """While the meeting is not open, no stage's time runs."""
    meeting.stage_times = [{**each, "to": each["to"] or clock.iso(now)} for each in meeting.stage_times]
