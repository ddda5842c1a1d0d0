"""Meetings held, postponed and cancelled; what kind they were; how they were held; which agencies came."""

from collections import Counter
from datetime import timedelta

from sqlalchemy import case as sql_case
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.agreements.queries import list_agreements
from mas_hub.assurance.rules import NONE, Cell, months_between, protected
from mas_hub.assurance.scope import Scope, by_group, counted
from mas_hub.assurance.tables import Row, Table, measures, said
from mas_hub.audit.models import AuditRow
from mas_hub.cases.models import Case
from mas_hub.decisions.models import ReadBack
from mas_hub.identity.models import Agency
from mas_hub.meetings.models import Invitation, Meeting, Seat

SOON = timedelta(days=60)
"""A review within these is said to be due."""
ATTENDANCES = ("present", "apologies", "absent")
MODELS = ("group", "peer", "one_to_one")
SUBJECTS = ("child", "unborn_child", "adult_at_risk")
PURPOSES = ("decision_making", "reflective")
CRITERIA = {
    "threshold": "because_threshold",
    "drift": "because_drift",
    "emotional_impact": "because_emotional_impact",
    "other": "because_other",
}


def by_month(session: Session, scope: Scope) -> Table:
    days = select(Meeting.meeting_day, func.count()).where(Meeting.id.in_(scope.held())).group_by(Meeting.meeting_day)
    held: Counter[str] = Counter()
    for day, count in by_group(session, days).items():
        held[day.isoformat()[:7]] += count
    cancelled = session.scalars(
        select(Meeting.cancelled_at).where(*scope.within(Meeting.cancelled_at), *scope.invited())
    )
    postponed = session.scalars(
        select(AuditRow.at)
        .join(Meeting, Meeting.id == AuditRow.meeting_id)
        .where(AuditRow.what == "meeting_postponed", *scope.within(AuditRow.at), *scope.invited())
    )
    off = [Counter(clock.local_day(at).isoformat()[:7] for at in moments if at) for moments in (postponed, cancelled)]
    rows = [
        Row(month.isoformat()[:7], month, [protected(each[month.isoformat()[:7]]) for each in (held, *off)])
        for month in months_between(scope.first, scope.last)
    ]
    total = [protected(sum(each.values())) for each in (held, *off)]
    return Table(
        "by_month", "month", ["held", "postponed", "cancelled"], [*rows, Row("all", said("rows.total"), total)]
    )


def by_kind(session: Session, scope: Scope) -> Table:
    of = Meeting.id.in_(scope.held())
    counts: Counter[str] = Counter()
    for column in (Meeting.purpose, Meeting.session_model):
        counts.update(by_group(session, select(column, func.count()).where(of).group_by(column)))
    subjects = select(Case.subject_type, func.count()).join(Meeting, Meeting.case_id == Case.id).where(of)
    counts.update(by_group(session, subjects.group_by(Case.subject_type)))
    for criteria in session.scalars(select(Meeting.criteria).where(of)):
        counts.update(CRITERIA[each] for each in criteria if each in CRITERIA)
    wanted = [*PURPOSES, *MODELS, *SUBJECTS, *CRITERIA.values()]
    return measures("by_kind", {key: protected(counts[key]) for key in wanted})


def how_held(session: Session, scope: Scope) -> Table:
    closed = Meeting.id.in_(scope.closed())
    times = session.execute(select(Meeting.opened_at, Meeting.closed_at, Meeting.planned_minutes).where(closed)).all()
    over = sum((ended - begun).total_seconds() > planned * 60 for begun, ended, planned in times if begun and ended)

    def seated(role: str) -> int:
        seats = select(Seat.meeting_id).where(Seat.meeting_id.in_(scope.held()), Seat.role == role)
        return counted(session, seats.where(Seat.removed.is_(False)).distinct())

    read_back = select(ReadBack.id).where(ReadBack.meeting_id.in_(scope.closed()))
    counts = {
        "closed": len(times),
        "over_time": over,
        "voice": counted(session, select(Meeting.id).where(closed, Meeting.childs_voice_not_heard_because == "")),
        "next_date": counted(session, select(Meeting.id).where(closed, Meeting.next_meeting_on.is_not(None))),
        "read_back": counted(session, read_back),
        "observed": seated("observer"),
        "advised": seated("adviser"),
    }
    return measures("how_held", {key: protected(count) for key, count in counts.items()})


def by_agency(session: Session, scope: Scope) -> Table:
    sums = [func.sum(sql_case((Invitation.attendance == each, 1), else_=0)) for each in ATTENDANCES]
    query = (
        select(Agency, func.count(Invitation.id), *sums)
        .join(Invitation, Invitation.agency_id == Agency.id)
        .where(Invitation.meeting_id.in_(scope.held()))
        .group_by(Agency.id)
        .order_by(Agency.id)
    )
    if scope.agency_id is not None:
        query = query.where(Agency.id == scope.agency_id)
    rows = [
        Row(str(agency.id), agency.name, [protected(int(each)) for each in counts])
        for agency, *counts in session.execute(query)
    ]
    return Table("by_agency", "agency", ["invited", *ATTENDANCES], rows)


def agreements(session: Session, scope: Scope) -> Table:
    """As things are today, whatever the months."""
    rows = []
    today, by = clock.today().isoformat(), (clock.today() + SOON).isoformat()
    for each in list_agreements(session):
        agency, agreement = each["agency"], each["agreement"]
        if scope.agency_id not in (None, agency["id"]):
            continue
        said_of_it: list[Cell] = (
            [
                True,
                agreement["every_weeks"],
                today <= agreement["review_on"] <= by,
                agreement["review_overdue"],
                agreement["missed"],
            ]
            if agreement
            else [False, NONE, NONE, NONE, NONE]
        )
        rows.append(Row(str(agency["id"]), agency["name"], said_of_it))
    return Table(
        "agreements", "agency", ["agreement", "every_weeks", "review_due", "review_overdue", "missed"], rows, exact=True
    )
