"""Reads of the audit for one agency (`access.audit_audience` says which rows)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, cast, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from mas_hub import clock
from mas_hub.access.audit_audience import ABOUT_IT, ABOUT_ITS_PEOPLE, ANYBODY_S, NAMED_TO_ALL, OF_ITS_OWN_PEOPLE
from mas_hub.access.permissions import OVER
from mas_hub.audit.models import AuditRow
from mas_hub.identity.models import Agency, Person
from mas_hub.language import LANGUAGES, catalogue, text
from mas_hub.meetings.models import Invitation, Meeting, Seat
from mas_hub.traces.rules import USUAL

Json = dict[str, Any]
_TOLD = ("format", "language")
"""Of a row's details, what is shown; all of it codes."""


@dataclass(frozen=True)
class Wanted:
    """Which rows: of one meeting, or all; on these days, both included."""

    meeting: int | None = None
    first: date | None = None
    last: date | None = None


def usual(wanted: Wanted) -> Wanted:
    """Of every meeting and without a day, the latest; what is asked for otherwise stays."""
    if (wanted.meeting, wanted.first, wanted.last) == (None, None, None):
        return replace(wanted, first=clock.today() - USUAL)
    return wanted


def list_meetings(session: Session, agency_id: int) -> list[Json]:
    """The opened meetings that the agency was invited to, the latest first."""
    theirs = select(Meeting).where(Meeting.id.in_(_its_meetings(agency_id)))
    found = session.scalars(theirs.order_by(Meeting.opened_at.desc(), Meeting.id.desc()))
    return [_meeting_view(meeting) for meeting in found]


def count_rows(session: Session, agency_id: int, wanted: Wanted) -> int:
    return session.scalar(_chosen(select(func.count()).select_from(AuditRow), agency_id, wanted)) or 0


def list_rows(session: Session, agency_id: int, wanted: Wanted, *, offset: int = 0, most: int) -> list[Json]:
    """The newest first, each as it is shown."""
    query = _chosen(select(AuditRow), agency_id, wanted).order_by(AuditRow.at.desc(), AuditRow.id.desc())
    rows = session.scalars(query.offset(offset).limit(most)).all()
    return _views(session, agency_id, rows)


def _chosen(query: Select[Any], agency_id: int, wanted: Wanted) -> Select[Any]:
    query = query.where(_of_agency(agency_id))
    if wanted.meeting is not None:
        query = query.where(AuditRow.meeting_id == wanted.meeting)
    if wanted.first is not None:
        query = query.where(AuditRow.at >= _begin(wanted.first))
    if wanted.last is not None:
        query = query.where(AuditRow.at < _begin(wanted.last + timedelta(days=1)))
    return query


def _of_agency(agency_id: int) -> ColumnElement[bool]:
    own = AuditRow.agency_id == agency_id
    return or_(
        and_(AuditRow.meeting_id.in_(_its_meetings(agency_id)), or_(own, AuditRow.what.in_(ANYBODY_S))),
        and_(
            AuditRow.meeting_id.is_(None),
            or_(
                and_(own, AuditRow.what.in_(OF_ITS_OWN_PEOPLE)),
                and_(AuditRow.what.in_(ABOUT_IT), AuditRow.detail["of_agency"].as_integer() == agency_id),
                and_(AuditRow.what.in_(ABOUT_ITS_PEOPLE), _about_its_people(agency_id)),
            ),
        ),
    )


def _its_meetings(agency_id: int) -> Select[int]:
    """The opened ones that it was invited to; once it has left the partnership, those that are over."""
    return (
        select(Invitation.meeting_id)
        .join(Meeting, Meeting.id == Invitation.meeting_id)
        .join(Agency, Agency.id == Invitation.agency_id)
        .where(Invitation.agency_id == agency_id, Meeting.opened_at.is_not(None))
        .where(or_(Agency.active, Meeting.state.in_(OVER)))
    )


def _about_its_people(agency_id: int) -> ColumnElement[bool]:
    """Of whoever was its own then. Rows of before that was noted: of whoever is, unless they have moved since."""
    moved = aliased(AuditRow)
    moved_since = exists().where(
        moved.what == "person_updated",
        moved.detail["of_person"].as_integer() == AuditRow.detail["of_person"].as_integer(),
        cast(moved.detail, String).contains('"agency_id"'),
        moved.id >= AuditRow.id,
    )
    its_people = select(Person.id).where(Person.agency_id == agency_id)
    return or_(
        AuditRow.detail["of_agency"].as_integer() == agency_id,
        AuditRow.detail["from_agency"].as_integer() == agency_id,
        and_(
            AuditRow.detail["of_agency"].as_integer().is_(None),
            AuditRow.detail["of_person"].as_integer().in_(its_people),
            ~moved_since,
        ),
    )


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=clock.LOCAL)


def _views(session: Session, agency_id: int, rows: Sequence[AuditRow]) -> list[Json]:
    people = _by_id(session, Person, {row.person_id for row in rows} | {_about(row) for row in rows})
    agencies = _by_id(session, Agency, {row.agency_id for row in rows})
    meetings = _by_id(session, Meeting, {row.meeting_id for row in rows})
    seats = select(Seat.meeting_id, Seat.person_id).where(Seat.meeting_id.in_(meetings))
    seated = {(meeting_id, person_id) for meeting_id, person_id in session.execute(seats)}

    def who(row: AuditRow) -> str | None:
        """Of who acted for one's own agency, whoever had a seat, and of whom it is told. Else the agency is enough."""
        person = people.get(row.person_id)
        known = row.what in NAMED_TO_ALL or (row.meeting_id, row.person_id) in seated or row.agency_id == agency_id
        return person.name if person is not None and known else None

    def about(row: AuditRow) -> str | None:
        person = people.get(_about(row))
        return person.name if person is not None and row.what in ABOUT_ITS_PEOPLE else None

    def view(row: AuditRow) -> Json:
        agency, meeting = agencies.get(row.agency_id), meetings.get(row.meeting_id)
        return {
            "id": row.id,
            "at": clock.iso(row.at),
            "what": row.what,
            "said": {language: said(row.what, language) for language in LANGUAGES},
            "who": who(row),
            "agency": {"id": agency.id, "name": agency.name} if agency else None,
            "own": row.agency_id == agency_id,
            "meeting": _meeting_view(meeting) if meeting else None,
            "about": about(row),
            **{told: row.detail.get(told) for told in _TOLD},
        }

    return [view(row) for row in rows]


def said(what: str, language: str) -> str:
    """What was done, in words; a kind that has none yet is said neutrally, with its name."""
    key = f"audit.{what}"
    return text(key, language) if key in catalogue(language) else text("audit.other", language, what=what)


def _about(row: AuditRow) -> int | None:
    of_person = row.detail.get("of_person")
    return of_person if isinstance(of_person, int) else None


def _by_id(session: Session, model: Any, wanted: Iterable[int | None]) -> dict[int | None, Any]:
    return {found.id: found for found in session.scalars(select(model).where(model.id.in_({*wanted} - {None})))}


def _meeting_view(meeting: Meeting) -> Json:
    case = (meeting.facts or {}).get("case") or {}
    return {
        "id": meeting.id,
        "reference": case.get("reference") or None,
        "day": meeting.meeting_day.isoformat() if meeting.meeting_day else None,
    }
