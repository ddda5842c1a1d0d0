"""When a joining link works, and for whom one can be made."""

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


def check_guest_s_agency(role: str, *, known: bool, invited: bool) -> None:
    if not known:
        raise Invalid("check_your_answers", fields={"agency_id": "unknown_agency"})
    if role == "representative" and not invited:
        raise Invalid("check_your_answers", fields={"agency_id": "agency_to_be_invited_first"})
