"""When a joining link works, and for whom one can be made."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from mas_hub.errors import Conflict, Invalid

BEFORE = timedelta(hours=12)
"""A guest who comes in stays in for twelve hours at most, so nobody comes in earlier than that."""
AFTER = timedelta(hours=2)
GUEST_ROLES = ("representative", "adviser", "observer")


def works_from(scheduled_at: datetime) -> datetime:
    return scheduled_at - BEFORE


def works_until(scheduled_at: datetime, planned_minutes: int, made_at: datetime) -> datetime:
    """Two hours after the meeting is planned to end; a link made in a meeting that runs late has two hours as well."""
    return max(scheduled_at + timedelta(minutes=planned_minutes), made_at) + AFTER


def link_state(*, used: bool, withdrawn: bool, until: datetime, now: datetime) -> str:
    if withdrawn:
        return "withdrawn"
    if used:
        return "used"
    return "expired" if now >= until else "ready"


def check_link_works(state: str, meeting_state: str) -> None:
    """Raise what its holder is told, with what they can do."""
    if meeting_state in ("closed", "cancelled"):
        raise Conflict("link_meeting_over")
    if state != "ready":
        raise Conflict(f"link_{state}")


def check_not_early(scheduled_at: datetime, meeting_state: str, now: datetime) -> None:
    """Once it is open, its link works whatever the plan said."""
    if meeting_state != "open" and now < works_from(scheduled_at):
        raise Conflict("link_early")


def check_guest_s_agency(role: str, *, known: bool, invited: bool, asked: str) -> None:
    """`asked`: the field in which the agency was given."""
    if not known:
        raise Invalid("check_your_answers", fields={asked: "unknown_agency"})
    if role == "representative" and not invited:
        raise Invalid("check_your_answers", fields={asked: "agency_to_be_invited_first"})


def check_is_somebody_else(name: str, seated: Iterable[str]) -> None:
    """`seated`: who sits there from the same agency. Two seats with one name would be one person's, or taken for it."""
    if _read(name) in map(_read, seated):
        raise Invalid("check_your_answers", fields={"name": "guest_already_seated"})


def _read(name: str) -> str:
    return " ".join(name.casefold().split())
