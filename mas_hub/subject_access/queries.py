"""What an agency may be asked about, and what it made before."""

from typing import Any

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.audit.models import AuditRow
from mas_hub.cases.models import Case
from mas_hub.cases.queries import case_ids_with
from mas_hub.identity.models import Person
from mas_hub.language import LANGUAGES, text
from mas_hub.meetings.models import Meeting, Seat
from mas_hub.subject_access.collecting import Answer, answer_about
from mas_hub.subject_access.rules import CASE, left_out
from mas_hub.subject_access.whose import About, Whose

Json = dict[str, Any]
MADE = "subject_access_made"
LATEST = 50


def find_asked(session: Session, agency_id: int, about: str, named: str) -> list[About]:
    """The cases with this reference in which the agency had part, or its worker with this address; no others."""
    if about == CASE:
        found = [About(case_id=each) for each in case_ids_with(session, named)]
        return [each for each in found if Whose(agency_id).meetings(session, each)]
    sat_for_it = exists().where(Seat.person_id == Person.id, Seat.agency_id == agency_id)
    people = select(Person.id).where(Person.email == named.strip().lower(), Person.guest.is_(False))
    return [
        About(person_id=each) for each in session.scalars(people.where(or_(Person.agency_id == agency_id, sat_for_it)))
    ]


def answer_view(session: Session, about: About, whose: Whose) -> Json:
    """What would be in it and what would not, by numbers and days."""
    answer = answer_about(session, about, whose, "en")
    return {
        "id": about.case_id or about.person_id,
        "name": session.get_one(Person, about.person_id).name if about.person_id else None,
        "meetings": _meetings(session, answer),
        "holds": [{"what": what, "n": n} for what, n in answer.counts.items() if n],
        "left_out": [
            {language: text(f"subject_access.left_out.{each}", language) for language in LANGUAGES}
            for each in left_out(about, whose)
        ],
    }


def list_made(session: Session, agency_id: int) -> list[Json]:
    """Those of this agency's part, by its own people or by the operator, the latest first."""
    rows = session.scalars(
        select(AuditRow)
        .where(AuditRow.what == MADE, AuditRow.detail["of_agency"].as_integer() == agency_id)
        .order_by(AuditRow.at.desc(), AuditRow.id.desc())
        .limit(LATEST)
    ).all()
    return [_made_view(session, row) for row in rows]


def _made_view(session: Session, row: AuditRow) -> Json:
    by = session.get(Person, row.person_id) if row.person_id else None
    case = session.get(Case, row.detail.get("case_id") or 0)
    worker = session.get(Person, row.detail.get("about_worker") or 0)
    return {
        "id": row.id,
        "at": clock.iso(row.at),
        "by": by.name if by else None,
        "case_id": row.detail.get("case_id"),
        "reference": case.reference if case and case.purged_at is None else None,
        "worker": worker.name if worker else None,
        "ground": row.detail.get("ground"),
        "request": row.detail.get("request"),
        "sha256": row.sha256,
    }


def _meetings(session: Session, answer: Answer) -> list[Json]:
    rows = session.scalars(select(Meeting).where(Meeting.id.in_(answer.meetings)).order_by(Meeting.id))
    return [
        {"id": each.id, "state": each.state, "day": each.meeting_day.isoformat() if each.meeting_day else None}
        for each in rows
    ]
