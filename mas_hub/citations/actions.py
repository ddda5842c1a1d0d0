"""Citing a source beside an entry, and taking it away again."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import MeetingActor
from mas_hub.access.permissions import Can
from mas_hub.citations.models import Citation
from mas_hub.citations.queries import citation_view
from mas_hub.citations.rules import check_citable, check_link, check_one_source
from mas_hub.citations.schemas import CiteSource
from mas_hub.db.prepared import add_row
from mas_hub.errors import Invalid
from mas_hub.local_practice.queries import practice_of
from mas_hub.meeting_log import append
from mas_hub.meetings.act_schemas import OnVersion
from mas_hub.meetings.acts import act
from mas_hub.meetings.subjects import belongs_to, check_own, get_to_change, get_view


@act(CiteSource, Can.CITE)
def cite_source(
    session: Session, actor: MeetingActor, *, beside: Mapping[str, Any], source: str, title: str, link: str, place: str
) -> None:
    """Beside an entry as it stands; the entry itself does not change, so no answer given to it lapses."""
    entry = get_view(session, actor.meeting.id, beside["type"], beside["id"])
    check_own(actor, agency_id=entry["agency_id"], person_id=entry["by"]["person_id"])
    check_citable(entry)
    check_one_source(source, title)
    check_link(link)
    titles = {"title_en": title, "title_cy": title}
    if source:
        listed = practice_of(session).find_source(source)
        if listed is None:
            raise Invalid("check_your_answers", fields={"source": "not_one_of"})
        titles = {"title_en": listed.name.en, "title_cy": listed.name.cy}
        link = link or listed.link
    citation = Citation(
        **belongs_to(actor),
        about_type=beside["type"],
        about_id=beside["id"],
        source=source,
        **titles,
        link=link,
        place=place,
        added_at=clock.now(),
    )
    add_row(session, citation)
    append(session, actor, "source_cited", citation_view(citation))


@act(OnVersion, Can.CITE)
def withdraw_citation(session: Session, actor: MeetingActor, *, of: int, version: int) -> None:
    citation = get_to_change(session, actor, Citation, of, version, citation_view)
    citation.withdrawn = True
    citation.version += 1
    append(session, actor, "citation_withdrawn", citation_view(citation))
