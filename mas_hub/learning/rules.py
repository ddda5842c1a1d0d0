"""What must hold of a learning point."""

from collections.abc import Collection

from mas_hub.errors import Conflict, Invalid

EARLIEST_YEAR = 1970


def check_review(link: str, year: int, this_year: int) -> None:
    """It is published: somebody can read it there, and it is not of a year to come."""
    wrong = {}
    if not link.startswith("https://") or len(link.split()) != 1 or "." not in link:
        wrong["link"] = "not_an_https_link"
    if not EARLIEST_YEAR <= year <= this_year:
        wrong["year"] = "not_a_year_of_publication"
    if wrong:
        raise Invalid("check_your_answers", fields=wrong)


def check_choosing(state: str) -> None:
    if state != "planned":
        raise Conflict(f"meeting_is_{state}")


def check_offered(chosen: Collection[int], offered: Collection[int], before: Collection[int]) -> None:
    """One that is no longer offered stays where it was chosen before."""
    if not set(chosen) <= {*offered, *before}:
        raise Invalid("check_your_answers", fields={"points": "learning_not_offered"})
