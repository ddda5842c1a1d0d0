"""Feedback as its giver sees it, and as whoever chaired does."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mas_hub.access.actor import MeetingActor
from mas_hub.access.permissions import Can
from mas_hub.feedback.models import Feedback, FeedbackResponse
from mas_hub.feedback.rules import FEWEST
from mas_hub.meetings.queries import list_seats
from mas_hub.meetings.views import seat_view

QUESTIONS = ("safe", "heard", "well_spent", "different")


def find_feedback(session: Session, meeting_id: int, person_id: int) -> Feedback | None:
    return session.scalar(select(Feedback).where(Feedback.meeting_id == meeting_id, Feedback.person_id == person_id))


def count_feedback(session: Session, meeting_id: int) -> int:
    return session.scalars(select(func.count(Feedback.id)).where(Feedback.meeting_id == meeting_id)).one()


def feedback_of(session: Session, actor: MeetingActor) -> dict[str, Any]:
    """One's own; to the chair everybody's. The answer to it goes to the chair and to those who gave any."""
    mine = find_feedback(session, actor.meeting.id, actor.person_id)
    response = session.get(FeedbackResponse, actor.meeting.id)
    return {
        "state": actor.meeting.state,
        "may_give": Can.GIVE_FEEDBACK in actor.can and actor.ground_rules_accepted,
        "may_respond": actor.chairs,
        "mine": _own(mine) if mine else None,
        "response": _response(response) if response and (mine or actor.chairs) else None,
        "given": _given(session, actor.meeting.id) if actor.chairs else None,
        "fewest": FEWEST,
    }


def _own(feedback: Feedback) -> dict[str, Any]:
    return {**_said(feedback), "version": feedback.version, "with_name": feedback.with_name}


def _response(response: FeedbackResponse) -> dict[str, Any]:
    return {"version": response.version, "text": response.text}


def _given(session: Session, meeting_id: int) -> list[dict[str, Any]]:
    """In an order that was drawn: neither who gave it nor when can be read from its place."""
    rows: Sequence[Feedback] = session.scalars(
        select(Feedback).where(Feedback.meeting_id == meeting_id).order_by(Feedback.place)
    ).all()
    seats = {seat.person_id: seat for seat in list_seats(session, meeting_id)}
    found = []
    for row in rows:
        seat = seat_view(session, seats[row.person_id]) if row.with_name else None
        who = {"name": seat["name"], "job": seat["job"], "agency_name": seat["agency_name"]} if seat else None
        found.append({**_said(row), "who": who})
    return found


def _said(feedback: Feedback) -> dict[str, Any]:
    return {question: getattr(feedback, question) for question in QUESTIONS}
