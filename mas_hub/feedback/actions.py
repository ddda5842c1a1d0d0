"""Giving feedback on a meeting that has closed, and answering it. No part of the record, so in no log."""

import secrets
from typing import Any

from sqlalchemy.orm import Session

from mas_hub.access.actor import MeetingActor
from mas_hub.access.permissions import Can, require
from mas_hub.audit.actions import record
from mas_hub.db.versions import check_version, revise
from mas_hub.feedback.models import Feedback, FeedbackResponse
from mas_hub.feedback.queries import count_feedback, feedback_of, find_feedback
from mas_hub.feedback.rules import check_any_given, check_closed, check_not_answered, check_sat
from mas_hub.meetings.queries import hold


def give_feedback(session: Session, actor: MeetingActor, *, version: int, **said: Any) -> None:
    """Once, and changed until it is answered. Who gave any is not in the audit, which many read and nobody deletes."""
    require(actor, Can.GIVE_FEEDBACK)
    hold(session, actor.meeting.id)
    check_closed(actor.meeting.state)
    check_sat(accepted=actor.ground_rules_accepted)
    feedback = find_feedback(session, actor.meeting.id, actor.person_id)
    answered = session.get(FeedbackResponse, actor.meeting.id) is not None
    check_not_answered(given=feedback is not None, answered=answered)
    check_version(feedback, version, lambda _: feedback_of(session, actor))
    feedback = feedback or Feedback(meeting_id=actor.meeting.id, person_id=actor.person_id, version=0)
    revise(feedback, said)
    feedback.place = secrets.token_hex(8)
    session.add(feedback)
    session.flush()


def respond_to_feedback(session: Session, actor: MeetingActor, *, version: int, text: str) -> None:
    """By whoever chaired, to all who gave any, now and later."""
    require(actor, Can.CHAIR)
    hold(session, actor.meeting.id)
    check_closed(actor.meeting.state)
    check_any_given(count_feedback(session, actor.meeting.id))
    response = session.get(FeedbackResponse, actor.meeting.id)
    check_version(response, version, lambda _: feedback_of(session, actor))
    response = response or FeedbackResponse(meeting_id=actor.meeting.id, version=0)
    revise(response, {"text": text, "person_id": actor.person_id})
    session.add(response)
    session.flush()
    record(session, actor, "feedback_answered", meeting_id=actor.meeting.id)
