"""Reads of what is kept until when."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import Actor
from mas_hub.access.permissions import Can
from mas_hub.audit.models import AuditRow
from mas_hub.cases.models import Case
from mas_hub.errors import NotFound
from mas_hub.follow_up.models import Receipt
from mas_hub.live.presence import present_in
from mas_hub.meetings.models import Invitation, Meeting
from mas_hub.retention.idle import BEGUN, lapses, touched_on
from mas_hub.retention.models import Hold, PurgeRequest, RetentionRules
from mas_hub.retention.rules import ASKED_FOR, Periods, due_on, keeps_until, last_day, state_of


@dataclass(frozen=True)
class KeptMeeting:
    id: int
    state: str
    day: date | None
    ended: date | None
    """When nothing more was to come of it but receipts; None while that lies ahead."""
    facilitator_id: int
    opened: date | None = None
    touched: date | None = None
    """Of a plan without a day, or a meeting that was opened and not closed: when it was last changed."""


@dataclass(frozen=True)
class KeptCase:
    """`last_on`: from when the period counts; None while one of its meetings goes on or is to come."""

    id: int
    chair_id: int
    meetings: Sequence[KeptMeeting]
    last_on: date | None
    due_on: date | None
    months: int
    hold: Hold | None
    unrecorded: int
    """Agencies that were invited and have not said that they recorded the decisions."""

    @property
    def state(self) -> str:
        return state_of(held=self.hold is not None, due=self.due_on, today=clock.today())


def periods_of(session: Session) -> Periods:
    own = session.get(RetentionRules, 1)
    return Periods(own.child_months, own.adult_months, own.backup_days) if own else Periods()


def list_kept(session: Session, case_ids: Collection[int] | None = None) -> list[KeptCase]:
    """These cases, or all; those that are due first."""
    return sorted(_kept(session, case_ids), key=lambda kept: (kept.due_on or date.max, kept.id))


def get_kept(session: Session, case_id: int) -> KeptCase:
    found = list_kept(session, {case_id})
    if not found:
        raise NotFound
    return found[0]


def find_hold(session: Session, case_id: int) -> Hold | None:
    return session.scalars(
        select(Hold).where(Hold.case_id == case_id, Hold.lifted_at.is_(None)).order_by(Hold.id).limit(1)
    ).first()


def find_asked(session: Session, kept: KeptCase) -> PurgeRequest | None:
    """The request that waits to be confirmed. It ends after its days, and with a new meeting on the case."""
    asked = session.get(PurgeRequest, kept.id, populate_existing=True)
    if asked is None or asked.asked_at + ASKED_FOR <= clock.now():
        return None
    own = [meeting.id for meeting in kept.meetings]
    planned = select(AuditRow.id).where(AuditRow.what == "meeting_planned", AuditRow.meeting_id.in_(own))
    return asked if session.scalar(planned.where(AuditRow.at > asked.asked_at).limit(1)) is None else None


def may_hold(actor: Actor, kept: KeptCase) -> bool:
    """Who looks after retention holds any case, a facilitator those that are theirs or that they chaired."""
    if Can.HOLD_CASES not in actor.can:
        return False
    chairs = {kept.chair_id, *(meeting.facilitator_id for meeting in kept.meetings)}
    return Can.SEE_RETENTION in actor.can or actor.person_id in chairs


def _kept(session: Session, case_ids: Collection[int] | None) -> Iterator[KeptCase]:
    cases = select(Case.id, Case.facilitator_id, Case.subject_type).where(Case.purged_at.is_(None))
    if case_ids is not None:
        cases = cases.where(Case.id.in_(case_ids))
    rows = session.execute(cases).all()
    of_these = [row.id for row in rows]
    periods, meetings = periods_of(session), _meetings(session, of_these)
    receipts, invited = _receipts(session, of_these), _invited(session, of_these)
    opened = _opened_on(session) if len(meetings) < len(of_these) else {}
    holds = {
        hold.case_id: hold
        for hold in session.scalars(select(Hold).where(Hold.case_id.in_(of_these), Hold.lifted_at.is_(None)))
    }
    for row in rows:
        own, said = meetings.get(row.id, []), receipts.get(row.id, {})
        last = last_day([*(meeting.ended for meeting in own), *(clock.local_day(at) for at in said.values())])
        last = last or (opened.get(row.id) if not own else None)
        months = periods.months(row.subject_type)
        yield KeptCase(
            id=row.id,
            chair_id=row.facilitator_id,
            meetings=own,
            last_on=last,
            due_on=due_on(last, months) if last else None,
            months=months,
            hold=holds.get(row.id),
            unrecorded=len({agency for _, agency in invited.get(row.id, set()) - said.keys()}),
        )


def _meetings(session: Session, case_ids: Collection[int]) -> Mapping[int, list[KeptMeeting]]:
    found: dict[int, list[KeptMeeting]] = defaultdict(list)
    rows = session.execute(
        select(
            Meeting.id,
            Meeting.case_id,
            Meeting.state,
            Meeting.scheduled_at,
            Meeting.meeting_day,
            Meeting.closed_at,
            Meeting.cancelled_at,
            Meeting.facilitator_id,
            Meeting.opened_at,
        )
        .where(Meeting.case_id.in_(case_ids))
        .order_by(Meeting.id)
    ).all()
    idle = [row.id for row in rows if lapses(row.state, row.scheduled_at)]
    touched, present = touched_on(session, idle), present_in(session, idle)
    for row in rows:
        planned_for = clock.local_day(row.scheduled_at) if row.scheduled_at else None
        last = touched.get(row.id)
        found[row.case_id].append(
            KeptMeeting(
                id=row.id,
                state=row.state,
                day=row.meeting_day or planned_for,
                ended=None if present.get(row.id) else _ended(row, planned_for, last),
                facilitator_id=row.facilitator_id,
                opened=clock.local_day(row.opened_at) if row.opened_at else None,
                touched=last,
            )
        )
    return found


def _ended(row: Any, planned_for: date | None, touched: date | None) -> date | None:
    """A plan whose day has passed without a meeting has come to nothing on that day; one without a day when nobody has
    changed it for long. So has a meeting that was opened and never closed, while nobody is in it."""
    if row.state in ("planned", *BEGUN):
        over = keeps_until(touched) if touched else (planned_for if row.state == "planned" else None)
        return over if over is not None and over < clock.today() else None
    at = {"closed": row.closed_at or row.scheduled_at, "cancelled": row.cancelled_at}.get(row.state)
    return clock.local_day(at) if at else None


def _receipts(session: Session, case_ids: Collection[int]) -> Mapping[int, dict[tuple[int, int], datetime]]:
    """By case: when each agency said of each meeting that it recorded its decisions, or why not."""
    found: dict[int, dict[tuple[int, int], datetime]] = defaultdict(dict)
    for case_id, meeting_id, agency_id, at in session.execute(
        select(Meeting.case_id, Receipt.meeting_id, Receipt.agency_id, Receipt.at)
        .join(Receipt, Receipt.meeting_id == Meeting.id)
        .where(Meeting.case_id.in_(case_ids))
    ):
        found[case_id][meeting_id, agency_id] = at
    return found


def _invited(session: Session, case_ids: Collection[int]) -> Mapping[int, set[tuple[int, int]]]:
    found: dict[int, set[tuple[int, int]]] = defaultdict(set)
    for case_id, meeting_id, agency_id in session.execute(
        select(Meeting.case_id, Invitation.meeting_id, Invitation.agency_id)
        .join(Invitation, Invitation.meeting_id == Meeting.id)
        .where(Meeting.case_id.in_(case_ids), Meeting.state == "closed")
    ):
        found[case_id].add((meeting_id, agency_id))
    return found


def _opened_on(session: Session) -> Mapping[int, date]:
    """When each case was opened, by the audit: one that never had a meeting has no other day."""
    rows = session.execute(select(AuditRow.detail, AuditRow.at).where(AuditRow.what == "case_opened"))
    return {detail["case_id"]: clock.local_day(at) for detail, at in rows if "case_id" in detail}
