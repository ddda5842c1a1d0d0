"""Of what an answer is, and of whom: everything that is held, or one agency's part of it (docs/decisions/0058)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, false, or_, select
from sqlalchemy.orm import Session

from mas_hub import meeting_log
from mas_hub.access.audience import SHARED, agency_stream, chair_stream
from mas_hub.audit.models import AuditRow
from mas_hub.meetings.models import Invitation, Meeting, Seat
from mas_hub.retention.covering import rows_of

NOT_OF_THE_CASE = frozenset({"feedback", "feedback_responses"})
"""What people said of a meeting as supervision: theirs, and no part of the record."""
IN_CONFIDENCE = frozenset({"private_points"})
"""Told to whoever had the chair, and kept from the author's own agency (docs/decisions/0012)."""
ERASED_AT_CLOSE = frozenset({"wellbeing"})
"""Prompts whose notes are about practitioners and stand on the board for as long as the meeting is open."""


@dataclass(frozen=True)
class About:
    """One case, or one worker: what they did, wrote and were named for."""

    case_id: int | None = None
    person_id: int | None = None


@dataclass(frozen=True)
class Whose:
    """Of whom the file is: all that is held, or one agency's part: what its meetings shared, and what is its own."""

    agency_id: int | None = None

    @property
    def is_a_part(self) -> bool:
        return self.agency_id is not None

    def reads(self, stream: str) -> bool:
        own = () if self.agency_id is None else (SHARED, agency_stream(self.agency_id), chair_stream(self.agency_id))
        return self.agency_id is None or stream in own

    def meetings(self, session: Session, about: About) -> list[int]:
        """The case's, of an agency those it was invited to or its people sat in; or those a worker had a seat in."""
        wanted = select(Meeting.id).order_by(Meeting.id)
        if about.case_id is not None:
            wanted = wanted.where(Meeting.case_id == about.case_id)
        if about.person_id is not None:
            theirs = select(Seat.meeting_id).where(Seat.person_id == about.person_id)
            if self.agency_id is not None:
                theirs = theirs.where(Seat.agency_id == self.agency_id)
            return list(session.scalars(wanted.where(Meeting.id.in_(theirs))))
        if self.agency_id is not None:
            invited = select(Invitation.meeting_id).where(Invitation.agency_id == self.agency_id)
            sat = select(Seat.meeting_id).where(Seat.agency_id == self.agency_id, Seat.removed.is_(False))
            wanted = wanted.where(or_(Meeting.id.in_(invited), Meeting.id.in_(sat)))
        return list(session.scalars(wanted))

    def entries(self, session: Session, about: About, meeting_id: int, stream: str) -> list[meeting_log.Entry]:
        """Of a stream that is read: all, or what one worker wrote for whose part it is."""
        return [
            entry
            for entry in meeting_log.entries_after(session, meeting_id, stream, 0)
            if self._holds(about, entry) and not (self.is_a_part and entry.subject.get("prompt") in ERASED_AT_CLOSE)
        ]

    def _holds(self, about: About, entry: meeting_log.Entry) -> bool:
        if about.person_id is None:
            return True
        return entry.person_id == about.person_id and self.agency_id in (None, entry.agency_id)

    def rows(self, table: Table, about: About) -> ColumnElement[bool]:
        """Which rows of a table: those of the case or that name the worker; of a part those of its agency."""
        if about.case_id is not None and table.name in NOT_OF_THE_CASE:
            return false()
        mine = _of_case(table, about.case_id) if about.case_id is not None else _naming(table, about.person_id)
        if self.agency_id is None or (table.name == "cases" and about.case_id is not None):
            return mine
        of_agencies = [column for column in table.columns if column.name.endswith("agency_id")]
        if not of_agencies or table.name in IN_CONFIDENCE:
            return false()
        mine = mine & or_(*(column == self.agency_id for column in of_agencies))
        return mine & table.c.prompt.not_in(ERASED_AT_CLOSE) if table.name == "reflections" else mine

    def audit(self, session: Session, about: About) -> Iterator[AuditRow]:
        """Who did what about the case off the board: opened it, read it, took its documents. Or what a worker did."""
        if about.case_id is not None:
            of_case = Whose().meetings(session, about)
            mine = or_(AuditRow.meeting_id.in_(of_case), _detail("case_id") == about.case_id)
        else:
            mine = AuditRow.person_id == about.person_id
            if not self.is_a_part:
                mine = or_(mine, _detail("of_person") == about.person_id)
        if self.agency_id is not None:
            mine = and_(mine, AuditRow.agency_id == self.agency_id)
        yield from session.scalars(select(AuditRow).where(mine).order_by(AuditRow.id))


def _of_case(table: Table, case_id: int) -> ColumnElement[bool]:
    return table.c.id == case_id if table.name == "cases" else rows_of(table, [case_id])


def _naming(table: Table, person_id: int | None) -> ColumnElement[bool]:
    named = [key.parent for key in table.foreign_keys if key.column.table.name == "people"]
    return or_(false(), *(column == person_id for column in named))


def _detail(name: str) -> Any:
    return AuditRow.detail[name].as_integer()
