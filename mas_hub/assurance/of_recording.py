"""Decisions: who said that they recorded them and how soon, what came of them, and who took no document."""

from collections import Counter

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy import case as sql_case
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.assurance.rules import protected
from mas_hub.assurance.scope import Scope, by_group, counted
from mas_hub.assurance.tables import Row, Table, measures
from mas_hub.audit.models import AuditRow
from mas_hub.decisions.models import Consent, Decision
from mas_hub.follow_up.duties import days_of
from mas_hub.follow_up.models import HandOver, ProgressReport, Receipt
from mas_hub.follow_up.rules import PROGRESS, SETTLED
from mas_hub.identity.models import Agency
from mas_hub.meetings.models import Invitation, Meeting
from mas_hub.practice.working_days import working_days_between

SOON, IN_A_WEEK = 2, 5
"""Working days."""


def decisions(session: Session, scope: Scope) -> Table:
    mine = Decision.meeting_id.in_(scope.held())
    states = by_group(session, select(Decision.state, func.count()).where(mine).group_by(Decision.state))
    agreed = select(Decision.id).where(mine, Decision.state == "agreed")

    def stood(stand: str) -> int:
        against = select(Consent.decision_id).where(
            Consent.decision_id.in_(agreed), Consent.stand == stand, Consent.lapsed.is_(False)
        )
        return counted(session, against.distinct())

    handed = select(HandOver.id).where(HandOver.decision_id.in_(agreed), HandOver.state == "accepted")
    counts = {
        "proposed": sum(states.values()),
        "agreed": states.get("agreed", 0),
        "withdrawn": states.get("withdrawn", 0),
        "reservations": stood("reservations"),
        "dissent": stood("disagree"),
        "sign_off": counted(session, agreed.where(Decision.authority == "needs_sign_off")),
        "family": counted(session, agreed.where(Decision.family_what != "")),
        "handed_over": counted(session, handed),
    }
    return measures("decisions", {key: protected(count) for key, count in counts.items()})


def progress(session: Session, scope: Scope) -> Table:
    """What the owner of each agreed decision last said of it."""
    agreed = select(Decision.id).where(Decision.meeting_id.in_(scope.closed()), Decision.state == "agreed")
    last = (
        select(func.max(ProgressReport.id))
        .where(ProgressReport.decision_id.in_(agreed))
        .group_by(ProgressReport.decision_id)
    )
    query = select(ProgressReport.state, func.count()).where(ProgressReport.id.in_(last)).group_by(ProgressReport.state)
    states = by_group(session, query)
    finished = select(ProgressReport.decision_id).where(ProgressReport.id.in_(last), ProgressReport.state.in_(SETTLED))
    overdue = agreed.where(Decision.due < clock.today(), Decision.id.not_in(finished))
    counts = {
        **{state: states.get(state, 0) for state in PROGRESS},
        "nothing_said": counted(session, agreed) - sum(states.values()),
        "overdue": counted(session, overdue),
    }
    return measures("progress", {key: protected(count) for key, count in counts.items()})


def recorded(session: Session, scope: Scope) -> Table:
    """For each agency its duties to record, whether it came or not. Its last receipt counts."""
    said_so = sql_case((Receipt.recorded.is_(True), 1), else_=0)
    said_not = sql_case((Receipt.recorded.is_(False), 1), else_=0)
    untaken = sql_case((~_took_document(), 1), else_=0)
    query = (
        select(Agency, func.count(Invitation.id), func.sum(said_so), func.sum(said_not), func.sum(untaken))
        .join(Invitation, Invitation.agency_id == Agency.id)
        .outerjoin(Receipt, _of_invitation())
        .where(Invitation.meeting_id.in_(scope.closed()), *_own(scope))
        .group_by(Agency.id)
        .order_by(Agency.id)
    )
    late = _late(session, scope)
    rows = []
    for agency, bound, done, cannot, without in session.execute(query):
        counts = [bound, int(done), int(cannot), bound - int(done) - int(cannot), late[agency.id], int(without)]
        rows.append(Row(str(agency.id), agency.name, [protected(count) for count in counts]))
    columns = ["bound", "recorded", "could_not", "nothing_said", "overdue", "no_document"]
    return Table("recorded", "agency", columns, rows)


def how_soon(session: Session, scope: Scope) -> Table:
    """From the first agreed decision, or from closing where there was none, until the agency said it had recorded."""
    agreed = (
        select(Decision.meeting_id, func.min(Decision.agreed_at).label("at"))
        .where(Decision.state == "agreed")
        .group_by(Decision.meeting_id)
        .subquery()
    )
    query = (
        select(func.coalesce(agreed.c.at, Meeting.closed_at), Receipt.at)
        .select_from(Receipt)
        .join(Meeting, Meeting.id == Receipt.meeting_id)
        .outerjoin(agreed, agreed.c.meeting_id == Receipt.meeting_id)
        .where(Receipt.recorded.is_(True), Receipt.meeting_id.in_(scope.closed()))
    )
    if scope.agency_id is not None:
        query = query.where(Receipt.agency_id == scope.agency_id)
    soon = Counter(
        _bucket(working_days_between(clock.local_day(since), clock.local_day(at), scope.nation))
        for since, at in session.execute(query)
    )
    return measures("how_soon", {key: protected(soon[key]) for key in ("same_day", "soon", "in_a_week", "later")})


def _bucket(days: int) -> str:
    if days == 0:
        return "same_day"
    return "soon" if days <= SOON else "in_a_week" if days <= IN_A_WEEK else "later"


def _late(session: Session, scope: Scope) -> Counter[int]:
    """By agency: duties that nothing, or that it could not, was said of for as long as the partnership allows."""
    waiting = session.execute(
        select(Invitation.agency_id, Meeting.closed_at)
        .join(Meeting, Meeting.id == Invitation.meeting_id)
        .outerjoin(Receipt, _of_invitation())
        .where(
            Invitation.meeting_id.in_(scope.closed()),
            or_(Receipt.recorded.is_(None), Receipt.recorded.is_(False)),
            *_own(scope),
        )
    )
    today, allowed = clock.today(), days_of(session).receipt
    return Counter(
        agency_id
        for agency_id, closed_at in waiting
        if closed_at and working_days_between(clock.local_day(closed_at), today, scope.nation) >= allowed
    )


def _of_invitation() -> ColumnElement[bool]:
    return (Receipt.meeting_id == Invitation.meeting_id) & (Receipt.agency_id == Invitation.agency_id)


def _took_document() -> ColumnElement[bool]:
    """By itself or in a bulk download: each document handed out has its own row."""
    taken = select(AuditRow.id).where(
        AuditRow.what == "export_taken",
        AuditRow.meeting_id == Invitation.meeting_id,
        AuditRow.agency_id == Invitation.agency_id,
    )
    return taken.exists()


def _own(scope: Scope) -> list[ColumnElement[bool]]:
    return [] if scope.agency_id is None else [Invitation.agency_id == scope.agency_id]
