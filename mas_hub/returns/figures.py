"""An agency's own part in the meetings of a year, as counts and times: never a word of a case.

What is its own is told as it is: it knows it already. What others did beside it is told as assurance tells it, in
fives, and less than five not at all (`assurance.rules.protected`).
"""

from collections import Counter
from datetime import date
from itertools import pairwise
from typing import Any

from sqlalchemy import case as sql_case
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.agreements.models import SupervisionAgreement
from mas_hub.assurance.rules import protected
from mas_hub.assurance.scope import HELD, Scope
from mas_hub.drift.models import DriftConcern
from mas_hub.identity.queries import get_partnership
from mas_hub.meetings.models import Invitation, Meeting
from mas_hub.reflections.models import Reflection
from mas_hub.returns import of_recording
from mas_hub.returns.rules import first_day, last_day
from mas_hub.thresholds.models import Disagreement

Figure = int | str | bool | None
"""A count; a day; yes or no; `few`; None: there is nothing to count."""
Figures = list[tuple[str, list[tuple[str, Figure]]]]
"""By section, by row, in the order in which they are shown."""

VOICE, WELLBEING = "voice_of_the_child", "wellbeing"
PURPOSES = {"deciding": "decision_making", "reflecting": "reflective"}
ATTENDANCES = ("present", "apologies", "absent")


def figures_of(session: Session, agency_id: int, year: int, begins: int) -> Figures:
    """`begins`: the month in which the year does."""
    first, last = first_day(year, begins), last_day(year, begins)
    scope = Scope(first, last.replace(day=1), agency_id, get_partnership(session).nation)
    duties = of_recording.list_duties(session, scope, agency_id)
    return [
        *_attendance(session, scope, agency_id),
        ("length", _length(session, scope, agency_id)),
        ("agreement", _agreement(session, agency_id, first, min(last, clock.today()))),
        ("recording", of_recording.recording(duties, scope.nation)),
        ("decisions", of_recording.decisions(duties)),
        ("drift", _drift(session, scope, agency_id)),
        ("disagreements", _disagreements(session, scope, agency_id)),
        ("voice", _voice(session, scope, agency_id)),
    ]


def _attendance(session: Session, scope: Scope, agency_id: int) -> Figures:
    query = (
        select(Meeting.purpose, Invitation.attendance, func.count())
        .join(Invitation, Invitation.meeting_id == Meeting.id)
        .where(Meeting.id.in_(scope.held()), Invitation.agency_id == agency_id)
        .group_by(Meeting.purpose, Invitation.attendance)
    )
    counts = {(purpose, attendance): int(count) for purpose, attendance, count in session.execute(query)}
    found: Figures = []
    for section, purpose in PURPOSES.items():
        invited = sum(count for (of, _), count in counts.items() if of == purpose)
        came: list[tuple[str, int]] = [(each, counts.get((purpose, each), 0)) for each in ATTENDANCES]
        noted = sum(count for _, count in came)
        found.append((section, [("invited", invited), *came, ("not_noted", invited - noted)]))
    return found


def _length(session: Session, scope: Scope, agency_id: int) -> list[tuple[str, Figure]]:
    """In minutes, of the closed meetings at which the agency was present."""
    query = select(Meeting.planned_minutes, Meeting.opened_at, Meeting.closed_at).where(
        Meeting.id.in_(scope.held().where(Meeting.closed_at.is_not(None))),
        Meeting.id.in_(_present(agency_id)),
    )
    times = [(planned, (closed - begun).total_seconds() / 60) for planned, begun, closed in session.execute(query)
             if begun and closed]  # fmt: skip
    many = len(times)
    return [
        ("meetings", many),
        ("planned", round(sum(planned for planned, _ in times) / many) if many else None),
        ("actual", round(sum(taken for _, taken in times) / many) if many else None),
        ("longer", sum(taken > planned for planned, taken in times)),
    ]


def _agreement(session: Session, agency_id: int, first: date, until: date) -> list[tuple[str, Figure]]:
    """The one that is kept now, and whether the agency met as often as it says: from the meeting before, or from the
    agreement's beginning, to the last day of the year, or today."""
    kept = session.get(SupervisionAgreement, agency_id)
    if kept is None or kept.begins > until:
        return [("kept", False)]
    met = sorted(
        day
        for day in session.scalars(
            select(Meeting.meeting_day).where(Meeting.state.in_(HELD), Meeting.id.in_(_present(agency_id)))
        )
        if day is not None and day <= until
    )
    before = max((day for day in met if day < first), default=kept.begins)
    start = max(before, kept.begins)
    days = [start, *(day for day in met if day >= max(first, start)), until]
    gaps = [(later - earlier).days for earlier, later in pairwise(days)]
    too_long = sum(gap > kept.every_weeks * 7 for gap in gaps)
    return [
        ("kept", True),
        ("begins", kept.begins.isoformat()),
        ("review_on", kept.review_on.isoformat()),
        ("review_overdue", kept.review_on < until),
        ("every_weeks", kept.every_weeks),
        ("often_enough", not too_long),
        ("gaps", too_long),
        ("longest_gap", max(gaps) // 7),
    ]


def _drift(session: Session, scope: Scope, agency_id: int) -> list[tuple[str, Figure]]:
    late = func.sum(sql_case((DriftConcern.reckoning["days"].as_integer() > 0, 1), else_=0))
    query = (
        select(DriftConcern.agency_id, func.count(), late)
        .where(DriftConcern.meeting_id.in_(scope.held()), DriftConcern.withdrawn.is_(False))
        .group_by(DriftConcern.agency_id)
    )
    counts = {agency: (int(raised), int(late or 0)) for agency, raised, late in session.execute(query)}
    own = counts.pop(agency_id, (0, 0))
    return [
        ("raised", own[0]),
        ("late", own[1]),
        ("by_others", protected(sum(raised for raised, _ in counts.values()))),
    ]


def _disagreements(session: Session, scope: Scope, agency_id: int) -> list[tuple[str, Figure]]:
    """Those between the agency and others. Each is another agency's too, so none is counted exactly."""
    query = select(Disagreement.between, Disagreement.state, Disagreement.escalated_at)
    ends = Counter(
        "open" if state != "resolved" else "settled" if escalated_at else "resolved"
        for between, state, escalated_at in session.execute(query.where(Disagreement.meeting_id.in_(scope.held())))
        if agency_id in between
    )
    shown = {"part": sum(ends.values()), "resolved": ends["resolved"], "settled": ends["settled"], "open": ends["open"]}
    return [(key, protected(count)) for key, count in shown.items()]


def _voice(session: Session, scope: Scope, agency_id: int) -> list[tuple[str, Figure]]:
    """What weighs on practitioners is not counted: it stays in the room."""
    mine: Any = (
        Reflection.meeting_id.in_(scope.held()),
        Reflection.agency_id == agency_id,
        Reflection.withdrawn.is_(False),
        Reflection.prompt != WELLBEING,
    )
    voice = sql_case((Reflection.prompt == VOICE, Reflection.meeting_id))
    counts = session.execute(
        select(func.count(), func.count(voice), func.count(voice.distinct())).select_from(Reflection).where(*mine)
    ).one()
    return [("reflections", int(counts[0])), ("voice", int(counts[1])), ("meetings", int(counts[2]))]


def _present(agency_id: int) -> Any:
    return select(Invitation.meeting_id).where(Invitation.agency_id == agency_id, Invitation.attendance == "present")
