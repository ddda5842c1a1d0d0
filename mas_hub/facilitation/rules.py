"""What must hold of hands and private points."""

from mas_hub.errors import Conflict, Forbidden, Invalid, NotFound

CAPACITIES = ("room", "stretched", "over")
SHARINGS = ("no", "unnamed", "agency")
"""Whether the chair may put a private point on the board: not, without saying whose it is, or with its agency."""


def check_no_hand_up(up: bool) -> None:
    if up:
        raise Conflict("hand_already_up")


def check_hand_waits(state: str) -> None:
    if state != "up":
        raise Conflict("hand_not_up")


def check_may_lower(*, own: bool, chairs: bool, state: str) -> None:
    if not (own or chairs):
        raise Forbidden("belongs_to_another_agency")
    if state == "down":
        raise Conflict("hand_not_up")


def check_party(person_id: int, author_id: int, chair_id: int) -> None:
    """To anybody but its author and the chair it was told to, a private point is not there."""
    if person_id not in (author_id, chair_id):
        raise NotFound("no_such_entry")


def check_chair_of_point(person_id: int, chair_id: int) -> None:
    if person_id != chair_id:
        raise Conflict("point_is_for_its_chair")


def check_author(person_id: int, author_id: int) -> None:
    if person_id != author_id:
        raise Conflict("point_is_its_author_s")


def check_not_shared(state: str) -> None:
    if state == "shared":
        raise Conflict("point_already_shared")


def check_not_taken_back(text: str | None) -> None:
    if text is None:
        raise Conflict("point_taken_back")


def check_consent(sharing: str) -> None:
    if sharing == "no":
        raise Conflict("sharing_not_allowed")


def check_words(level: str, words: str) -> None:
    """Who says that it is too much says what."""
    if level == "over" and not words:
        raise Invalid("check_your_answers", fields={"words": "capacity_needs_words"})
