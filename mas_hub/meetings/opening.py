"""Beginning a meeting's log, and what other rooms do when an agency comes to the table: at the opening, or later that
day.

Those rooms register; nothing here imports them.
"""

from collections.abc import Callable

from sqlalchemy.orm import Session

from mas_hub.access.actor import MeetingActor
from mas_hub.access.audience import agency_stream
from mas_hub.meeting_log import append, open_stream
from mas_hub.meetings.models import Invitation, Meeting
from mas_hub.meetings.queries import list_invitations, list_seats
from mas_hub.meetings.views import invitation_facts, invitation_view, meeting_facts, meeting_view, seat_facts, seat_view

OpeningStep = Callable[[Session, MeetingActor, Invitation], None]

_steps: list[OpeningStep] = []


def opening_step(step: OpeningStep) -> OpeningStep:
    _steps.append(step)
    return step


def begin_log(session: Session, actor: MeetingActor, meeting: Meeting, kind: str) -> None:
    """The meeting's log begins: with what happened to it, and the plan as it stands."""
    meeting.facts = meeting_facts(session, meeting)
    open_stream(session, meeting.id)
    append(session, actor, kind, meeting_view(session, meeting))
    for invitation in list_invitations(session, meeting.id):
        invitation.facts = invitation_facts(session, invitation)
        append(session, actor, "agency_invited", invitation_view(session, invitation))
    for seat in list_seats(session, meeting.id):
        seat.facts = seat_facts(session, seat)
        append(session, actor, "seat_taken", seat_view(session, seat))


def come_to_the_table(session: Session, actor: MeetingActor, invitation: Invitation) -> None:
    """The agency has its own stream from now on."""
    open_stream(session, actor.meeting.id, agency_stream(invitation.agency_id))
    for step in _steps:
        step(session, actor, invitation)
