"""What each invited agency has to do after a meeting, read for many meetings at once.

The inbox, the facilitator's overview and the reminders are made of the same `Duty`, so that they never disagree.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.corrections.models import Addendum
from mas_hub.decisions.models import Consent, Decision
from mas_hub.follow_up.models import HandOver, ProgressReport, Receipt, Reminding
from mas_hub.follow_up.rules import WAITING, Days, Wanted, receipt_state, wanted
from mas_hub.identity.queries import get_partnership
from mas_hub.meetings.models import Invitation, Meeting
from mas_hub.practice.working_days import working_days_between

Row = TypeVar("Row")

OWNED, INVOLVED, ASKED = "owned", "involved", "asked"
"""An agency's part in a decision; asked: to take it on."""


@dataclass(frozen=True)
class DecisionDuty:
    decision: Decision
    part: str
    last: ProgressReport | None
    wanted: Wanted
    hand_over: HandOver | None
    """The one that waits for an answer."""
    changed_at: datetime | None
    """When the record last came to say something more about it, after the meeting closed."""


@dataclass(frozen=True)
class Duty:
    """One agency's, after one closed meeting. `waiting_days`: working days since there was something new to record."""

    meeting: Meeting
    agency_id: int
    attendance: str
    receipt: Receipt | None
    state: str
    waiting_days: int
    late: bool
    decisions: Sequence[DecisionDuty] = field(default=())

    @property
    def to_record(self) -> bool:
        return self.state in WAITING

    @property
    def asked_for(self) -> bool:
        """Whether somebody of the agency has to do something now."""
        return self.to_record or any(
            each.part == ASKED or (each.part == OWNED and (each.wanted.asked or each.wanted.overdue))
            for each in self.decisions
        )

    @property
    def agreed_at(self) -> datetime | None:
        """When the first decision that concerns the agency was agreed; else when the meeting closed."""
        agreed = [each.decision.agreed_at for each in self.decisions if each.decision.agreed_at and each.part != ASKED]
        return min(agreed, default=self.meeting.closed_at)


def days_of(session: Session) -> Days:
    """The partnership's own, or as shipped."""
    own = session.get(Reminding, 1)
    return Days(own.receipt_days, own.progress_days, own.repeat_days, own.by_email) if own else Days()


def duties_after(
    session: Session, meetings: Iterable[Meeting], *, of_agency: Mapping[int, Iterable[int]] | None = None
) -> list[Duty]:
    """Of every invited agency, or for each meeting (by id) of these agencies alone. Newest meeting first."""
    closed = {meeting.id: meeting for meeting in meetings if meeting.state == "closed"}
    if not closed:
        return []
    return _Reading(session, closed).duties(of_agency)


class _Reading:
    """Everything that these meetings' duties are made of, each kind read by one query."""

    def __init__(self, session: Session, closed: Mapping[int, Meeting]) -> None:
        self.closed = closed
        self.today = clock.today()
        self.days = days_of(session)
        self.nation = get_partnership(session).nation
        of_these = list(closed)
        self.invitations = session.scalars(
            select(Invitation).where(Invitation.meeting_id.in_(of_these)).order_by(Invitation.id)
        ).all()
        self.decisions = _grouped(
            session.scalars(
                select(Decision)
                .where(Decision.meeting_id.in_(of_these), Decision.state == "agreed")
                .order_by(Decision.id)
            ),
            "meeting_id",
        )
        self.receipts = {
            (receipt.meeting_id, receipt.agency_id): receipt
            for receipt in session.scalars(select(Receipt).where(Receipt.meeting_id.in_(of_these)))
        }
        about = [decision.id for each in self.decisions.values() for decision in each]
        self.reports = _grouped(
            session.scalars(
                select(ProgressReport).where(ProgressReport.decision_id.in_(about)).order_by(ProgressReport.id)
            ),
            "decision_id",
        )
        asked = session.scalars(
            select(HandOver).where(HandOver.decision_id.in_(about), HandOver.state == "asked").order_by(HandOver.id)
        )
        self.asked = {each.decision_id: each for each in asked}
        self._read_additions(session, of_these)
        self.next_on = _next_days(session, closed.values(), self.today)

    def _read_additions(self, session: Session, of_these: Sequence[int]) -> None:
        """When something was last added about each decision, and by the chair about each meeting as a whole."""
        self.added: dict[int, datetime] = {}
        self.added_to_all: dict[int, datetime] = {}
        addenda = session.scalars(select(Addendum).where(Addendum.meeting_id.in_(of_these)).order_by(Addendum.id)).all()
        stands = dict(
            session.execute(
                select(Consent.id, Consent.decision_id).where(
                    Consent.id.in_([each.corrects_id for each in addenda if each.corrects_type == "consent"])
                )
            ).all()
        )
        for each in addenda:
            if each.corrects_type is None and each.person_id == self.closed[each.meeting_id].facilitator_id:
                self.added_to_all[each.meeting_id] = each.added_at
            elif each.corrects_id is not None and each.corrects_type in ("decision", "consent"):
                about = each.corrects_id if each.corrects_type == "decision" else stands.get(each.corrects_id)
                if about is not None:
                    self.added[about] = each.added_at

    def duties(self, of_agency: Mapping[int, Iterable[int]] | None) -> list[Duty]:
        made = [
            self._duty(self.closed[each.meeting_id], each)
            for each in self.invitations
            if of_agency is None or each.agency_id in of_agency.get(each.meeting_id, ())
        ]
        made.sort(key=lambda duty: (duty.meeting.closed_at or clock.now(), duty.meeting.id), reverse=True)
        return made

    def _duty(self, meeting: Meeting, invitation: Invitation) -> Duty:
        agency_id = invitation.agency_id
        decisions = [
            self._about(meeting, decision, part)
            for decision in self.decisions.get(meeting.id, [])
            if (part := self._part(decision, agency_id)) is not None
        ]
        decisions.sort(key=lambda each: ((OWNED, ASKED, INVOLVED).index(each.part), each.decision.id))
        added = [self.added_to_all.get(meeting.id), *(each.changed_at for each in decisions if each.part != ASKED)]
        changed_at = max((moment for moment in added if moment is not None), default=None)
        receipt = self.receipts.get((meeting.id, agency_id))
        state = receipt_state(
            said=receipt is not None,
            recorded=receipt is not None and receipt.recorded,
            at=receipt.at if receipt else None,
            changed_at=changed_at,
        )
        since = changed_at if state == "changed" else meeting.closed_at
        waiting = working_days_between(clock.local_day(since), self.today, self.nation) if since else 0
        late = state in WAITING and waiting >= self.days.receipt
        return Duty(meeting, agency_id, invitation.attendance, receipt, state, waiting, late, decisions)

    def _part(self, decision: Decision, agency_id: int) -> str | None:
        if decision.owner_agency_id == agency_id:
            return OWNED
        asked = self.asked.get(decision.id)
        if asked is not None and asked.to_agency_id == agency_id:
            return ASKED
        return INVOLVED if agency_id in decision.involves else None

    def _about(self, meeting: Meeting, decision: Decision, part: str) -> DecisionDuty:
        said = [each for each in self.reports.get(decision.id, []) if each.agency_id == decision.owner_agency_id]
        last = said[-1] if said else None
        handed = datetime.fromisoformat(decision.handed_over[-1]["at"]) if decision.handed_over else None
        changes = [moment for moment in (self.added.get(decision.id), handed) if moment is not None]
        return DecisionDuty(
            decision=decision,
            part=part,
            last=last,
            wanted=wanted(
                last.state if last else None,
                clock.local_day(last.at) if last else None,
                due=decision.due,
                next_on=self.next_on.get(meeting.id),
                today=self.today,
                nation=self.nation,
                days=self.days,
            ),
            hand_over=self.asked.get(decision.id),
            changed_at=max(changes, default=None),
        )


def _grouped(rows: Iterable[Row], by: str) -> dict[int, list[Row]]:
    groups: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        groups[getattr(row, by)].append(row)
    return groups


def _next_days(session: Session, closed: Iterable[Meeting], today: date) -> dict[int, date]:
    """The day of the next meeting on the case of each: planned, or else as it was closed with."""
    closed = list(closed)
    planned: dict[int, date] = {}
    coming = session.scalars(
        select(Meeting)
        .where(
            Meeting.case_id.in_({meeting.case_id for meeting in closed}),
            Meeting.state.in_(("planned", "open", "postponed")),
            Meeting.scheduled_at.is_not(None),
        )
        .order_by(Meeting.scheduled_at.desc())
    )
    for meeting in coming:
        day = clock.local_day(meeting.scheduled_at) if meeting.scheduled_at else None
        if day is not None and day >= today:
            planned[meeting.case_id] = day
    days = {meeting.id: planned.get(meeting.case_id) or meeting.next_meeting_on for meeting in closed}
    return {meeting_id: day for meeting_id, day in days.items() if day is not None}
