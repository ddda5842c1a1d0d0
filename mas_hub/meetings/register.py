"""What the meeting itself puts on the board: registered as the other rooms register theirs."""

from sqlalchemy.orm import Session

from mas_hub.meeting_log import View
from mas_hub.meetings.queries import get_meeting, list_invitations, list_seats
from mas_hub.meetings.subjects import subject_type
from mas_hub.meetings.views import invitation_view, meeting_view, seat_view


def _meeting(session: Session, meeting_id: int) -> list[View]:
    return [meeting_view(session, get_meeting(session, meeting_id))]


def _invitations(session: Session, meeting_id: int) -> list[View]:
    return [invitation_view(session, each) for each in list_invitations(session, meeting_id)]


def _seats(session: Session, meeting_id: int) -> list[View]:
    return [seat_view(session, each) for each in list_seats(session, meeting_id)]


subject_type("meeting", _meeting)
subject_type("invitation", _invitations)
subject_type("seat", _seats)
