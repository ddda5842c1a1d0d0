"""What an answer leaves out, and what has to be said to be given one."""

import re
from typing import Protocol

from mas_hub.errors import Invalid

CASE, WORKER = "case", "worker"
GROUNDS = ("themselves", "on_behalf", "court_or_regulator")
"""Why it is made: the person asked, somebody asked for them, or a court or the regulator did."""
LONGEST_REQUEST = 30

_REQUEST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9/._-]*[A-Za-z0-9])?")


class _About(Protocol):
    @property
    def person_id(self) -> int | None: ...


class _Whose(Protocol):
    @property
    def is_a_part(self) -> bool: ...


def left_out(about: _About, whose: _Whose) -> list[str]:
    """By the words that say why, in the file and on the page. The same whatever there is: it tells of no content."""
    left = []
    if whose.is_a_part:
        left += ["other_agencies", "in_confidence", "wellbeing"]
    if about.person_id is not None:
        left += ["others_words", "sign_in"]
    return [*left, "erased", "third_parties"]


def check_request(request: str) -> None:
    """The agency's own reference of the request: it stands in the audit for good, so it is no place for words."""
    if (
        not 3 <= len(request) <= LONGEST_REQUEST
        or not _REQUEST.fullmatch(request)
        or not any(map(str.isdigit, request))
    ):
        raise Invalid("check_your_answers", fields={"request": "subject_access_request_form"})
