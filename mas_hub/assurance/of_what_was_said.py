"""Thresholds, disagreements, drift and reflections, as counts."""

from sqlalchemy import ColumnElement, func, select
from sqlalchemy import case as sql_case
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.assurance.rules import middle, protected
from mas_hub.assurance.scope import Scope, by_group, counted
from mas_hub.assurance.tables import Row, Table, measures, said
from mas_hub.cases.models import Case
from mas_hub.drift.models import DriftConcern
from mas_hub.meetings.models import Meeting
from mas_hub.practice.profile import Profile
from mas_hub.practice.timeline import timeline
from mas_hub.practice.working_days import working_days_between
from mas_hub.reflections.models import Reflection
from mas_hub.thresholds.models import Disagreement, ThresholdPosition

APART = ("apart_0", "apart_1", "apart_2", "apart_3")


def spread(session: Session, scope: Scope) -> Table:
    """How far apart the agencies were, from the lowest to the highest, as each meeting left it."""
    level = ThresholdPosition.level
    each = (
        select((func.max(level) - func.min(level)).label("apart"), func.count().label("positions"))
        .where(
            ThresholdPosition.meeting_id.in_(scope.held()),
            ThresholdPosition.withdrawn.is_(False),
            ThresholdPosition.hidden.is_(False),
        )
        .group_by(ThresholdPosition.meeting_id)
        .subquery()
    )
    apart = by_group(session, select(each.c.apart, func.count()).where(each.c.positions > 1).group_by(each.c.apart))
    return measures("spread", {key: protected(apart.get(levels, 0)) for levels, key in enumerate(APART)})


def disagreements(session: Session, scope: Scope) -> Table:
    mine = Disagreement.meeting_id.in_(scope.held())

    def how_many(*which: ColumnElement[bool]) -> int:
        return counted(session, select(Disagreement.id).where(mine, *which))

    settled = session.execute(
        select(Disagreement.raised_at, Disagreement.settled_at).where(mine, Disagreement.settled_at.is_not(None))
    )
    days = [
        working_days_between(clock.local_day(raised), clock.local_day(at), scope.nation) for raised, at in settled if at
    ]
    escalated = Disagreement.escalated_at.is_not(None)
    overdue = (Disagreement.state == "escalated", Disagreement.due_on < clock.today())
    counts = {
        "raised": how_many(),
        "resolved": how_many(Disagreement.state == "resolved", ~escalated),
        "escalated": how_many(escalated),
        "risk": how_many(escalated, Disagreement.immediate_risk.is_(True)),
        "settled": how_many(Disagreement.state == "resolved", escalated),
        "open": how_many(Disagreement.state != "resolved"),
        "overdue": how_many(*overdue),
    }
    shown = {key: protected(count) for key, count in counts.items()}
    return measures("disagreements", {**shown, "days_to_settle": middle(days)})


def drift(session: Session, scope: Scope, practice: Profile) -> Table:
    """By the time limit they were reckoned against; `late`: on the meeting day or when it was held."""
    late = func.sum(sql_case((DriftConcern.reckoning["days"].as_integer() > 0, 1), else_=0))
    rows = session.execute(
        select(DriftConcern.expectation, func.count(), late)
        .where(DriftConcern.meeting_id.in_(scope.held()), DriftConcern.withdrawn.is_(False))
        .group_by(DriftConcern.expectation)
    )
    found = {expectation: (int(raised), int(late)) for expectation, raised, late in rows}
    table = []
    for limit in practice.clocks:
        raised, late_ones = found.get(limit.key, (0, 0))
        label = limit.name.as_json()
        if limit.then or limit.again_with:
            label = {tongue: said("again", name=name or "")[tongue] for tongue, name in label.items()}
        table.append(Row(limit.key, label, [protected(raised), protected(late_ones)]))
    waiting, _ = found.get("none", (0, 0))
    return Table(
        "drift", "limit", ["raised", "late"], [*table, Row("none", said("rows.no_limit"), [protected(waiting), 0])]
    )


def statutory(session: Session, scope: Scope, practice: Profile) -> Table:
    """For the cases discussed on these days: what fell due, and whether it was in time, by the cases' milestones."""
    discussed = select(Meeting.case_id).where(Meeting.id.in_(scope.held()))
    as_at = min(scope.until, clock.today())
    counts: dict[str, list[int]] = {limit.key: [0, 0, 0] for limit in practice.clocks}
    for case in session.scalars(select(Case).where(Case.id.in_(discussed))):
        milestones = [(milestone.kind, milestone.on) for milestone in case.milestones]
        for limit in timeline(practice, case.subject_type, milestones, as_at)["clocks"]:
            for item in limit["items"]:
                if scope.first.isoformat() <= item["due"] <= scope.until.isoformat():
                    place = _place(item)
                    if place is not None:
                        counts[limit["key"]][place] += 1
    rows = [
        Row(limit.key, limit.name.as_json(), [protected(count) for count in counts[limit.key]])
        for limit in practice.clocks
        if not limit.recorded_elsewhere
    ]
    return Table("statutory", "limit", ["met", "missed_limit", "running"], rows)


def _place(item: dict[str, object]) -> int | None:
    """0 in time, 1 not, 2 still running; None where a case does not know."""
    state, late = item["state"], bool(item["days"])
    return {"held": int(late), "late": 1, "due": 2}.get(str(state))


def reflections(session: Session, scope: Scope, practice: Profile) -> Table:
    query = (
        select(Reflection.prompt, func.count())
        .where(Reflection.meeting_id.in_(scope.held()), Reflection.withdrawn.is_(False))
        .group_by(Reflection.prompt)
    )
    counts = by_group(session, query)
    rows = [Row(each.key, each.name.as_json(), [protected(counts.get(each.key, 0))]) for each in practice.prompts]
    return Table("reflections", "prompt", ["count"], rows)
