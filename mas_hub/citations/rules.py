"""What may be cited, where, and by whom."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from mas_hub.errors import Conflict, Forbidden, Invalid

CITABLE = ("threshold_position", "disagreement", "drift_concern", "requirement", "reflection", "decision")
NEVER_CITED_ON = frozenset({"wellbeing"})
"""What is erased when the meeting closes leaves nothing beside it."""
_LINK = re.compile(r"https?://[\x21-\x7e]+", re.IGNORECASE)


def check_one_source(source: str, title: str) -> None:
    """One from the list, or one's own words for one that is not on it."""
    if source and title:
        raise Invalid("check_your_answers", fields={"title": "listed_or_own_not_both"})
    if not (source or title):
        raise Invalid("check_your_answers", fields={"source": "source_needed"})


def check_link(link: str) -> None:
    """An address on the web, as a browser's address line shows it; nothing that would run or hide something."""
    if not link:
        return
    try:
        usable = _LINK.fullmatch(link) is not None and bool(urlsplit(link).hostname)
    except ValueError:
        usable = False
    if not usable:
        raise Invalid("check_your_answers", fields={"link": "not_a_link"})


def check_may_cite(entry: Mapping[str, Any], *, chairs: bool, role: str, agency_id: int, person_id: int) -> None:
    """The chair cites beside any entry, a representative beside their agency's, others beside what they made."""
    own = entry["agency_id"] == agency_id if role == "representative" else entry["by"]["person_id"] == person_id
    if not (chairs or own):
        raise Forbidden("belongs_to_another_agency")
    if entry.get("withdrawn") or entry.get("state") == "withdrawn":
        raise Conflict("already_withdrawn")
    if entry.get("prompt") in NEVER_CITED_ON:
        raise Conflict("nothing_cited_on_wellbeing")
