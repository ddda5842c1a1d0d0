"""What an agency had to record and do after the meetings of a year, from the same duties as its inbox."""

from collections import Counter
from collections.abc import Sequence
from statistics import median

from sqlalchemy import select
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.assurance.scope import Scope
from mas_hub.follow_up.duties import OWNED, DecisionDuty, Duty, duties_after
from mas_hub.meetings.models import Meeting
from mas_hub.practice.working_days import working_days_between

Rows = list[tuple[str, int | str | bool | None]]

SOON, IN_A_WEEK = 2, 5
"""Working days."""


def list_duties(session: Session, scope: Scope, agency_id: int) -> Sequence[Duty]:
    meetings = session.scalars(select(Meeting).where(Meeting.id.in_(scope.closed()))).all()
    return duties_after(session, meetings, of_agency={meeting.id: [agency_id] for meeting in meetings})


def recording(duties: Sequence[Duty], nation: str) -> Rows:
    """One duty for each closed meeting, whether it came or not; the last word counts. From the first decision agreed
    that concerns it, or the close where there was none, to that word, in working days."""
    days = [
        working_days_between(clock.local_day(duty.agreed_at), clock.local_day(duty.receipt.at), nation)
        for duty in duties
        if duty.receipt is not None and duty.receipt.recorded and duty.agreed_at is not None
    ]
    soon = Counter("same_day" if n == 0 else "soon" if n <= SOON else "in_a_week" if n <= IN_A_WEEK else "later"
                   for n in days)  # fmt: skip
    could_not = sum(duty.receipt is not None and not duty.receipt.recorded for duty in duties)
    return [
        ("bound", len(duties)),
        ("recorded", sum(duty.receipt is not None and duty.receipt.recorded for duty in duties)),
        ("could_not", could_not),
        ("nothing_said", sum(duty.receipt is None for duty in duties)),
        *((key, soon[key]) for key in ("same_day", "soon", "in_a_week", "later")),
        ("median", round(median(days)) if days else None),
    ]


def decisions(duties: Sequence[Duty]) -> Rows:
    """Those it owns now, by what it said last of each."""
    owned = [each for duty in duties for each in duty.decisions if each.part == OWNED]
    became = Counter(_became(each) for each in owned)
    kinds = ("in_time", "late", "not_possible", "not_done", "past_day", "under_way")
    return [("owned", len(owned)), *((kind, became[kind]) for kind in kinds)]


def _became(duty: DecisionDuty) -> str:
    due, last = duty.decision.due, duty.last
    if last is not None and last.state == "done":
        return "in_time" if due is None or clock.local_day(last.at) <= due else "late"
    if last is not None and last.state in ("cannot", "not_done"):
        return "not_possible" if last.state == "cannot" else "not_done"
    return "past_day" if duty.wanted.overdue else "under_way"
