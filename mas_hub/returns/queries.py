"""Reads of returns: one as its page shows it, and which there are."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import Actor
from mas_hub.access.permissions import Can
from mas_hub.access.return_audience import may_see_return, sees_every_return
from mas_hub.assurance.rules import FEWEST
from mas_hub.errors import NotFound
from mas_hub.identity.labels import agency_label
from mas_hub.identity.models import Agency
from mas_hub.identity.queries import get_agency, get_partnership, get_person, list_agencies
from mas_hub.language import LANGUAGES, text
from mas_hub.returns.figures import figures_of
from mas_hub.returns.models import AgencyReturn
from mas_hub.returns.rules import APRIL, check_year, first_day, has_ended, last_day, years_offered
from mas_hub.returns.statements import KEYS, RATINGS, SECTIONS

Json = dict[str, Any]
NOTHING: Json = {"rating": "", "evidence": "", "action": "", "by_whom": "", "by_when": None}


def editions_of(session: Session, agency_id: int, year: int) -> list[AgencyReturn]:
    """The oldest first."""
    found = select(AgencyReturn).where(AgencyReturn.agency_id == agency_id, AgencyReturn.year == year)
    return list(session.scalars(found.order_by(AgencyReturn.edition).execution_options(populate_existing=True)))


def read_return(session: Session, actor: Actor, agency_id: int, year: int, edition: int | None) -> Json:
    """As its page and its files show it. Where its agency has begun none yet, an empty one to begin with.

    Raises `NotFound` for what is not there and for what the actor may not see.
    """
    begins = get_partnership(session).return_year_begins
    check_year(year, clock.today(), begins)
    agency = get_agency(session, agency_id)
    seen = [
        each
        for each in editions_of(session, agency_id, year)
        if may_see_return(actor, agency_id=agency_id, submitted=each.submitted_at is not None)
    ]
    own = may_see_return(actor, agency_id=agency_id, submitted=False)
    if edition is None:
        found = seen[-1] if seen else None
        if found is None and not own:
            raise NotFound
    else:
        found = next((each for each in seen if each.edition == edition), None)
        if found is None:
            raise NotFound
    return {
        **_about(session, agency, year, found),
        "editions": [_submission(each) for each in seen],
        "own": own,
        "may_change": own and (found is None or found.submitted_at is None),
        "may_begin_another": own and bool(seen) and seen[-1] is found and seen[-1].submitted_at is not None,
        "ended": has_ended(year, clock.today(), begins),
    }


def _about(session: Session, agency: Agency, year: int, found: AgencyReturn | None) -> Json:
    frozen = found.figures if found is not None else None
    facts = (found.facts if found is not None else None) or {}
    begins = begins_of(session, found)
    figures = figures_of(session, agency.id, year, begins) if frozen is None else frozen
    return {
        "agency": {"id": agency.id, "name": facts.get("agency", agency.name), "code": facts.get("code", agency.code)},
        "partnership": facts.get("partnership", get_partnership(session).name),
        "year": year,
        "begins": begins,
        "first": first_day(year, begins).isoformat(),
        "last": last_day(year, begins).isoformat(),
        "figures": figures_view(figures),
        "fewest": FEWEST,
        "statements": statements_view(),
        "ratings": [{"key": each, "name": said(f"rating.{each}")} for each in RATINGS],
        **draft_view(session, found),
        "submitted": _submitted(found),
    }


def begins_of(session: Session, found: AgencyReturn | None) -> int:
    """The month in which its year began: as it was submitted, else as the partnership has it now."""
    if found is None or found.submitted_at is None:
        return get_partnership(session).return_year_begins
    return int((found.facts or {}).get("begins", APRIL))


def draft_view(session: Session, found: AgencyReturn | None) -> Json:
    """What the agency says of itself, of which `version`."""
    answers: Mapping[str, Json] = found.answers if found is not None else {}
    return {
        "edition": found.edition if found is not None else 1,
        "version": found.version if found is not None else 0,
        "answers": {key: {**NOTHING, **answers.get(key, {})} for key in KEYS},
        "summary": found.summary if found is not None else "",
        "approved_by": found.approved_by if found is not None else "",
        "changed": None
        if found is None
        else {"by": get_person(session, found.changed_by).name, "at": clock.iso(found.changed_at)},
    }


def list_returns(session: Session, actor: Actor) -> Json:
    """By year: those of one's own agency and, for whoever sees all, what each agency submitted."""
    begins = get_partnership(session).return_year_begins
    years = years_offered(clock.today(), begins)
    wanted = select(AgencyReturn).order_by(AgencyReturn.edition)
    kept: dict[tuple[int, int], list[AgencyReturn]] = {}
    for each in session.scalars(wanted):
        if may_see_return(actor, agency_id=each.agency_id, submitted=each.submitted_at is not None):
            kept.setdefault((each.year, each.agency_id), []).append(each)
    # A draft of a year that has not begun, as the partnership has its years now, comes back when it begins.
    years = sorted({*years, *(year for year, _ in kept if year <= years[0])}, reverse=True)
    agencies = list_agencies(session)
    every = sees_every_return(actor)
    return {
        "own": actor.agency_id if Can.KEEP_RETURN in actor.can else None,
        "every": every,
        "begins": begins,
        "may_set_year": Can.SET_RETURN_YEAR in actor.can,
        "years": [
            {
                "year": year,
                "first": first_day(year, begins).isoformat(),
                "last": last_day(year, begins).isoformat(),
                "ended": has_ended(year, clock.today(), begins),
                "returns": list(_of_year(session, actor, year, agencies, kept, every=every)),
            }
            for year in years
        ],
    }


def _of_year(
    session: Session, actor: Actor, year: int, agencies: Iterable[Agency],
    kept: Mapping[tuple[int, int], list[AgencyReturn]], *, every: bool,
) -> Iterable[Json]:  # fmt: skip
    for agency in agencies:
        found = kept.get((year, agency.id), [])
        own = Can.KEEP_RETURN in actor.can and agency.id == actor.agency_id
        if own or found or (every and agency.active):
            last = found[-1] if found else None
            yield {
                "agency": agency_label(agency),
                "own": own,
                "state": "none" if last is None else "draft" if last.submitted_at is None else "submitted",
                "begins": begins_of(session, last),
                "edition": last.edition if last is not None else None,
                "submitted_at": clock.iso(last.submitted_at) if last is not None and last.submitted_at else None,
                "rated": sum(bool(each.get("rating")) for each in last.answers.values()) if last is not None else 0,
                "statements": len(KEYS),
            }


def figures_view(figures: Iterable[Any]) -> list[Json]:
    return [
        {
            "key": section,
            "title": said(f"figures.{section}"),
            "note": said(f"note.{section}"),
            "rows": [{"key": row, "label": said(f"figure.{section}.{row}"), "value": value} for row, value in rows],
        }
        for section, rows in figures
    ]


def statements_view() -> list[Json]:
    return [
        {
            "key": section,
            "title": said(f"section.{section}"),
            "statements": [{"key": key, "text": said(f"statement.{key}")} for key in keys],
        }
        for section, keys in SECTIONS.items()
    ]


def said(key: str) -> dict[str, str]:
    return {language: text(f"returns.{key}", language) for language in LANGUAGES}


def _submission(found: AgencyReturn) -> Json:
    return {"edition": found.edition, "submitted_at": clock.iso(found.submitted_at) if found.submitted_at else None}


def _submitted(found: AgencyReturn | None) -> Json | None:
    if found is None or found.submitted_at is None:
        return None
    facts = found.facts or {}
    return {"by": facts.get("by", ""), "job": facts.get("job", ""), "at": clock.iso(found.submitted_at)}
