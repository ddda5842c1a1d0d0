"""All the figures of some months."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.assurance import of_feedback, of_meetings, of_recording, of_the_audit, of_training, of_what_was_said
from mas_hub.assurance.rules import FEWEST, MOST_MONTHS, check_months
from mas_hub.assurance.scope import Scope, counted
from mas_hub.assurance.tables import Table
from mas_hub.identity.queries import get_agency, get_partnership, list_agencies
from mas_hub.local_practice.queries import practice_of
from mas_hub.practice.working_days import add_months

USUAL_MONTHS = 12


def usual_months() -> tuple[date, date]:
    """The twelve months up to the present one."""
    last = clock.today().replace(day=1)
    return add_months(last, 1 - USUAL_MONTHS), last


def tables(session: Session, *, first: date, last: date, agency_id: int | None) -> list[Table]:
    """Where fewer meetings than can be told were held, nothing is broken down.

    Raises `Invalid` for months that cannot be used, `NotFound` for an agency that is not there.
    """
    check_months(first, last)
    if agency_id is not None:
        get_agency(session, agency_id)
    scope = Scope(first, last, agency_id, get_partnership(session).nation)
    practice = practice_of(session)
    found = [
        of_meetings.by_month(session, scope),
        of_meetings.by_kind(session, scope),
        of_meetings.how_held(session, scope),
        of_meetings.by_agency(session, scope),
        of_meetings.agreements(session, scope),
        of_training.training(session, scope),
        of_what_was_said.spread(session, scope),
        of_what_was_said.disagreements(session, scope),
        of_what_was_said.drift(session, scope, practice),
        of_what_was_said.statutory(session, scope, practice),
        of_recording.decisions(session, scope),
        of_recording.recorded(session, scope),
        of_recording.how_soon(session, scope),
        of_recording.progress(session, scope),
        of_what_was_said.reflections(session, scope, practice),
        of_feedback.feedback(session, scope),
        of_the_audit.looks(session, scope),
        of_the_audit.audit(session, scope),
    ]
    return found if counted(session, scope.held()) >= FEWEST else [table.of_too_few() for table in found]


def figures(session: Session, *, first: date, last: date, agency_id: int | None) -> dict[str, Any]:
    found = tables(session, first=first, last=last, agency_id=agency_id)
    return {
        "first": first.isoformat()[:7],
        "last": last.isoformat()[:7],
        "agency_id": agency_id,
        "fewest": FEWEST,
        "withheld": any(table.withheld for table in found),
        "most_months": MOST_MONTHS,
        "agencies": [{"id": each.id, "name": each.name} for each in list_agencies(session)],
        "tables": [table.as_json() for table in found],
    }
