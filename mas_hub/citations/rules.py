"""What may be cited, and where."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from mas_hub.errors import Conflict, Invalid

CITABLE = (
    "threshold_position", "disagreement", "drift_concern", "requirement", "involvement", "reflection", "decision",
)  # fmt: skip
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


def check_citable(entry: Mapping[str, Any]) -> None:
    """Nothing is cited beside what was withdrawn, or will be erased."""
    if entry.get("withdrawn") or entry.get("state") == "withdrawn":
        raise Conflict("already_withdrawn")
    if entry.get("prompt") in NEVER_CITED_ON:
        raise Conflict("nothing_cited_on_wellbeing")
