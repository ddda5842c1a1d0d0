"""What came of case reviews, as counts: decisions and reflections beside which a published review was cited."""

from collections import Counter

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mas_hub.assurance.rules import FEWEST, Cell, protected
from mas_hub.assurance.scope import Scope, counted
from mas_hub.citations.models import Citation
from mas_hub.decisions.models import Decision
from mas_hub.follow_up.models import ProgressReport
from mas_hub.follow_up.rules import PROGRESS
from mas_hub.reflections.models import Reflection

CASE_REVIEW = "case_review"
"""The key of a published review on the list of sources."""


def actions_from_reviews(session: Session, scope: Scope) -> list[tuple[str, Cell]]:
    """Agreed decisions that cite a review, by what their owner said last; learning points, and those that cite one.

    Of one agency: the decisions it owns and the reflections it made. Of all, where fewer meetings were held than can
    be told: nothing, not even that there is none.
    """
    cited = select(Citation.about_id).where(
        Citation.source == CASE_REVIEW, Citation.withdrawn.is_(False), Citation.meeting_id.in_(scope.held())
    )
    actions = select(Decision.id).where(
        Decision.id.in_(cited.where(Citation.about_type == "decision")), Decision.state == "agreed"
    )
    learning = select(Reflection.id).where(
        Reflection.meeting_id.in_(scope.held()), Reflection.prompt == "learning", Reflection.withdrawn.is_(False)
    )
    if scope.agency_id is not None:
        actions = actions.where(Decision.owner_agency_id == scope.agency_id)
        learning = learning.where(Reflection.agency_id == scope.agency_id)
    last = (
        select(func.max(ProgressReport.id))
        .where(ProgressReport.decision_id.in_(actions))
        .group_by(ProgressReport.decision_id)
    )
    states = Counter(session.scalars(select(ProgressReport.state).where(ProgressReport.id.in_(last))))
    agreed = counted(session, actions)
    counts = {
        "actions": agreed,
        **{state: states[state] for state in PROGRESS},
        "nothing_said": agreed - sum(states.values()),
        "learning": counted(session, learning),
        "learning_cited": counted(
            session, learning.where(Reflection.id.in_(cited.where(Citation.about_type == "reflection")))
        ),
    }
    too_few = scope.agency_id is None and counted(session, scope.held()) < FEWEST
    return [(key, None if too_few else protected(count)) for key, count in counts.items()]
