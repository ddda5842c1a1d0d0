"""When feedback is given, changed and answered."""

from mas_hub.errors import Conflict, Forbidden

EXTENTS = ("yes", "partly", "no")
FEWEST = 5
"""Of fewer answers than this a nameless one may still be recognised, which the page says."""


def check_closed(state: str) -> None:
    """Of what is going on nobody says yet how it was."""
    if state != "closed":
        raise Conflict("feedback_after_closing")


def check_sat(*, accepted: bool) -> None:
    """Whoever never came in has seen nothing of it."""
    if not accepted:
        raise Forbidden("feedback_did_not_sit")


def check_not_answered(*, given: bool, answered: bool) -> None:
    """What was answered stays as it was answered. Whoever had not given theirs still may."""
    if given and answered:
        raise Conflict("feedback_answered")


def check_any_given(count: int) -> None:
    if not count:
        raise Conflict("no_feedback_yet")
