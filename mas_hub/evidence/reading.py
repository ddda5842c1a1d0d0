"""What goes into a pack, all of it read at one moment before anything is written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from functools import partial
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import Actor
from mas_hub.access.return_audience import sees_every_return
from mas_hub.agreements.queries import list_agreements
from mas_hub.assurance.actions import as_csv
from mas_hub.assurance.queries import tables
from mas_hub.assurance.scope import Scope
from mas_hub.evidence import pages
from mas_hub.evidence.of_reviews import actions_from_reviews
from mas_hub.evidence.rules import AGREEMENTS, FIGURES, GROUND_RULES, RETURNS, REVIEWS, TEMPLATES, THE_PACK
from mas_hub.exports import as_pdf
from mas_hub.exports.outline import Block
from mas_hub.identity.queries import get_agency, get_partnership
from mas_hub.language import text
from mas_hub.local_practice.models import TemplateVersion
from mas_hub.local_practice.queries import ground_rules_view, practice_of
from mas_hub.returns.document import ReturnDocument
from mas_hub.returns.formats import file_name, write
from mas_hub.returns.models import AgencyReturn
from mas_hub.returns.queries import editions_of, read_return
from mas_hub.returns.rules import check_year, first_day, last_day

Write = Callable[[], bytes]


@dataclass(frozen=True)
class Reading:
    """`files`: by its name in the pack, how each is written, the contents first. `returns`: which are among them, as
    (agency, edition). `agreements`: the agencies of those that are."""

    pack: pages.Pack
    files: Mapping[str, Write]
    returns: Sequence[tuple[int, int]]
    agreements: Sequence[int]


def read_pack(session: Session, actor: Actor, year: int, language: str) -> Reading:
    """Of the whole partnership for who sees all its figures; else of the actor's own agency alone.

    It is dated by the day, so that on one day the same pack is the same file.
    """
    partnership = get_partnership(session)
    begins = partnership.return_year_begins
    check_year(year, clock.today(), begins)
    agency = None if sees_every_return(actor) else get_agency(session, actor.agency_id)
    pack = pages.Pack(
        language=language,
        year=year,
        begins=begins,
        nation=partnership.nation,
        partnership=partnership.name,
        agency={"id": agency.id, "name": agency.name, "code": agency.code} if agency else None,
        made_at=datetime.combine(clock.today(), time(), clock.LOCAL),
    )
    own = agency.id if agency else None
    first, last = first_day(year, begins), last_day(year, begins).replace(day=1)
    scope = Scope(first, last, own, partnership.nation)
    files: dict[str, Write] = {}
    names: dict[str, str] = {THE_PACK: _name(pack, 0, THE_PACK)}
    files[names[THE_PACK]] = bytes  # its place; what it says depends on what follows

    def add(number: int, key: str, made: Block) -> None:
        names[key] = _name(pack, number, key)
        files[names[key]] = _page(pack, made)

    if own is None:
        names[FIGURES] = _name(pack, 1, FIGURES, "csv")
        files[names[FIGURES]] = partial(as_csv, tables(session, first=first, last=last, agency_id=None), language)
    folder = _name(pack, 2, RETURNS, "")
    documents = _returns(session, actor, pack)
    for document in documents:
        names[RETURNS] = f"{folder}/"
        taken = f"{folder}/{file_name(document, 'pdf')}" in files
        for kind in ("pdf", "json"):
            files[f"{folder}/{file_name(document, kind, with_id=taken)}"] = partial(write, document, kind)
    agreed = [each for each in list_agreements(session) if own in (None, each["agency"]["id"])]
    add(3, AGREEMENTS, pages.agreements(pack, agreed))
    add(4, GROUND_RULES, pages.ground_rules(pack, ground_rules_view(session)["versions"]))
    add(5, TEMPLATES, pages.templates(pack, _templates(session)))
    add(6, REVIEWS, pages.reviews(pack, actions_from_reviews(session, scope)))
    files[names[THE_PACK]] = _page(pack, pages.contents(pack, names))
    return Reading(
        pack,
        files,
        [(each.found["agency"]["id"], each.found["edition"]) for each in documents],
        [each["agency"]["id"] for each in agreed if each["agreement"] is not None],
    )


def _page(pack: pages.Pack, made: Block) -> Write:
    return partial(as_pdf.set_pages, made, pack.made_at, text("exports.codes_note", pack.language))


def _name(pack: pages.Pack, number: int, key: str, extension: str = "pdf") -> str:
    return f"{number:02}-{pack.say(f'name.{key}')}" + (f".{extension}" if extension else "")


def _returns(session: Session, actor: Actor, pack: pages.Pack) -> list[ReturnDocument]:
    """The newest that was submitted of the year; of one's own agency a later draft too, which says that it is one."""
    wanted: list[tuple[int, int | None]]
    if pack.agency is None:
        submitted = select(AgencyReturn.agency_id, func.max(AgencyReturn.edition)).where(
            AgencyReturn.year == pack.year, AgencyReturn.submitted_at.is_not(None)
        )
        newest = session.execute(submitted.group_by(AgencyReturn.agency_id).order_by(AgencyReturn.agency_id))
        wanted = [(agency_id, edition) for agency_id, edition in newest]
    else:
        own = pack.agency["id"]
        editions = editions_of(session, own, pack.year)
        kept = [each.edition for each in editions if each.submitted_at is not None][-1:]
        drafts = [each.edition for each in editions[-1:] if each.submitted_at is None]
        wanted = [(own, edition) for edition in (*kept, *drafts)] or [(own, None)]
    found = [read_return(session, actor, agency_id, pack.year, edition) for agency_id, edition in wanted]
    return [
        ReturnDocument(
            each,
            pack.language,
            datetime.fromisoformat(each["submitted"]["at"]) if each["submitted"] else pack.made_at,
        )
        for each in found
    ]


def _templates(session: Session) -> list[dict[str, Any]]:
    """Every version of the partnership's own, the newest first of each, then the shipped ones."""
    kept = session.scalars(select(TemplateVersion).order_by(TemplateVersion.key, TemplateVersion.version.desc()))
    own = [
        {"name": row.name, "version": row.version, "made_on": clock.local_day(row.made_at), "stages": row.stages}
        for row in kept
    ]
    shipped = [
        {
            "name": each.name.as_json(),
            "version": 0,
            "made_on": None,
            "stages": [
                {"name": stage.name.as_json(), "prompt": stage.prompt.as_json(), "minutes": stage.minutes}
                for stage in each.stages
            ],
        }
        for each in practice_of(session).templates
    ]
    return [*own, *shipped]
