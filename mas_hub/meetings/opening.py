"""What other rooms do when an agency comes to the table: as the meeting opens, or later that day. They register."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from mas_hub.access.actor import MeetingActor
from mas_hub.access.audience import agency_stream
from mas_hub.meeting_log import open_stream
from mas_hub.meetings.models import Invitation

OpeningStep = Callable[[Session, MeetingActor, Invitation], None]

_steps: list[OpeningStep] = []


def opening_step(step: OpeningStep) -> OpeningStep:
    _steps.append(step)
    return step


def come_to_the_table(session: Session, actor: MeetingActor, invitation: Invitation) -> None:
    """The agency has its own stream from now on."""
    open_stream(session, actor.meeting.id, agency_stream(invitation.agency_id))
    for step in _steps:
        step(session, actor, invitation)
