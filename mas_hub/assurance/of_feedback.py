"""Feedback on meetings: how much was given, never what was said."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from mas_hub.assurance.rules import protected
from mas_hub.assurance.scope import Scope, counted
from mas_hub.assurance.tables import Table, measures
from mas_hub.feedback.models import Feedback, FeedbackResponse


def feedback(session: Session, scope: Scope) -> Table:
    given = select(Feedback.id).where(Feedback.meeting_id.in_(scope.held()))
    answered = given.where(Feedback.meeting_id.in_(select(FeedbackResponse.meeting_id)))
    counts = {"given": counted(session, given), "answered": counted(session, answered)}
    return measures("feedback", {key: protected(count) for key, count in counts.items()})
