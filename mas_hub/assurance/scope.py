"""Which meetings, and of which agency, the figures are about; and counting in the database."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.assurance.rules import last_day
from mas_hub.meetings.models import Invitation, Meeting

HELD = ("open", "closed", "purged")
"""A purged meeting still counts as held, and who came to it; what was done in it is gone from the figures."""


@dataclass(frozen=True)
class Scope:
    """Whole months, `first` and `last` by their first day. `agency_id`: the meetings to which it was invited, and its
    own row where there is one an agency."""

    first: date
    last: date
    agency_id: int | None
    nation: str

    @property
    def until(self) -> date:
        return last_day(self.last)

    def held(self) -> Select[int]:
        """The ids of the meetings held on its days."""
        return select(Meeting.id).where(
            Meeting.state.in_(HELD),
            Meeting.cancelled_at.is_(None),
            Meeting.meeting_day.between(self.first, self.until),
            *self.invited(),
        )

    def closed(self) -> Select[int]:
        return self.held().where(Meeting.state == "closed")

    def invited(self) -> list[ColumnElement[bool]]:
        """A condition on `Meeting`: the agency asked about was invited."""
        if self.agency_id is None:
            return []
        return [Meeting.id.in_(select(Invitation.meeting_id).where(Invitation.agency_id == self.agency_id))]

    def within(self, moment: Any) -> list[ColumnElement[bool]]:
        """A condition on a column of moments: on the scope's days, in local time."""
        begins = datetime.combine(self.first, time.min, clock.LOCAL)
        ends = datetime.combine(self.until + timedelta(days=1), time.min, clock.LOCAL)
        return [moment >= begins, moment < ends]


def counted(session: Session, query: Select[*tuple[Any, ...]]) -> int:
    """How many rows `query` has, without reading them."""
    return session.scalars(select(func.count()).select_from(query.subquery())).one()


def by_group(session: Session, query: Select[Any, int]) -> dict[Any, int]:
    """Of rows (group, count), the count of each group."""
    return {group: int(count) for group, count in session.execute(query)}
