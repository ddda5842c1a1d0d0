"""Saving a return while it is a draft, and submitting it."""

from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import Actor
from mas_hub.access.permissions import Can, require
from mas_hub.audit.actions import record
from mas_hub.db import get_locked
from mas_hub.db.versions import check_version, revise
from mas_hub.errors import Conflict, Invalid, NotFound
from mas_hub.identity.models import Agency, Partnership
from mas_hub.identity.queries import get_partnership, get_person
from mas_hub.returns.figures import figures_of
from mas_hub.returns.models import AgencyReturn
from mas_hub.returns.queries import draft_view, editions_of
from mas_hub.returns.rules import check_complete, check_ended, check_year


def save_draft(session: Session, actor: Actor, year: int, *, edition: int, version: int, **said: Any) -> AgencyReturn:
    """Of the actor's own agency. The first save of an edition begins it: the one after what was submitted."""
    found = _enter(session, actor, year)
    newest = found[-1] if found else None
    begins = edition == (newest.edition if newest else 0) + 1 and (newest is None or newest.submitted_at is not None)
    kept = None if begins else newest
    if kept is not None and kept.submitted_at is not None:
        raise Conflict("return_submitted")
    if kept is not None and edition != kept.edition:
        raise Conflict("stale", current=draft_view(session, kept))
    check_version(kept, version, lambda kept: draft_view(session, kept))
    if kept is None:
        kept = AgencyReturn(agency_id=actor.agency_id, year=year, edition=edition, version=0)
        session.add(kept)
    revise(kept, {**said, "answers": _plain(said["answers"])})
    kept.changed_by, kept.changed_at = actor.person_id, clock.now()
    session.flush()
    if begins:
        record(session, actor, "return_begun", year=year, edition=edition)
    return kept


def submit_return(session: Session, actor: Actor, year: int, *, version: int) -> AgencyReturn:
    """From here on it stays as it is, its figures too: what is deleted later does not change them."""
    get_locked(session, Partnership, 1)  # the months that the year has stay those that were read
    found = _enter(session, actor, year)
    if not found:
        raise NotFound
    kept = found[-1]
    if kept.submitted_at is not None:
        raise Conflict("return_submitted")
    check_version(kept, version, lambda kept: draft_view(session, kept))
    begins = get_partnership(session).return_year_begins
    check_ended(year, clock.today(), begins)
    check_complete(kept.answers)
    agency, person = session.get_one(Agency, actor.agency_id), get_person(session, actor.person_id)
    figures = figures_of(session, agency.id, year, begins)
    kept.figures = [[section, [list(row) for row in rows]] for section, rows in figures]
    kept.facts = {
        "agency": agency.name,
        "code": agency.code,
        "partnership": get_partnership(session).name,
        "by": person.name,
        "job": person.job,
        "begins": begins,
    }
    kept.submitted_by, kept.submitted_at = actor.person_id, clock.now()
    kept.version += 1
    session.flush()
    record(session, actor, "return_submitted", year=year, edition=kept.edition)
    return kept


def set_return_year(session: Session, actor: Actor, *, begins: int) -> None:
    """Of what was not submitted. Each draft is another then: whoever read it with other months is shown it anew."""
    require(actor, Can.SET_RETURN_YEAR)
    partnership = get_locked(session, Partnership, 1)
    if partnership.return_year_begins == begins:
        raise Invalid("nothing_changed")
    partnership.return_year_begins = begins
    session.execute(
        update(AgencyReturn).where(AgencyReturn.submitted_at.is_(None)).values(version=AgencyReturn.version + 1)
    )
    record(session, actor, "return_year_set", begins=begins)


def _enter(session: Session, actor: Actor, year: int) -> list[AgencyReturn]:
    """The editions there are; nobody else saves or submits one before this transaction ends."""
    require(actor, Can.KEEP_RETURN)
    check_year(year, clock.today(), get_partnership(session).return_year_begins)
    get_locked(session, Agency, actor.agency_id)
    return editions_of(session, actor.agency_id, year)


def _plain(answers: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """As JSON, what was said to each statement, where anything was."""
    said = {
        key: {**each, "by_when": each["by_when"].isoformat() if each["by_when"] else None}
        for key, each in answers.items()
    }
    return {key: each for key, each in said.items() if any(each.values())}
