"""What must hold before a meeting opens and before it closes."""

from collections.abc import Sequence
from datetime import date

from mas_hub.errors import Conflict, Invalid


def still_needed(
    *,
    criteria: Sequence[str],
    criteria_other: str,
    scheduled: bool,
    invited: int,
    representatives: int,
) -> list[str]:
    """What a plan still lacks before it can be opened, as codes; an empty list means it is ready.

    Criteria are agreed beforehand (S1, domain.md row 5). A meeting of one agency is not multi-agency.
    """
    checks = {
        "criteria": bool(criteria),
        "criteria_other": "other" not in criteria or bool(criteria_other),
        "scheduled_at": scheduled,
        "invited": invited >= 2,
        "representatives": representatives >= 1,
    }
    return [code for code, met in checks.items() if not met]


def check_next_meeting(next_meeting_on: date | None, no_next_meeting_because: str, today: date) -> dict[str, str]:
    """The next date, or why none is needed, is told at the end (S2); returns `{field: code}` of what is wrong."""
    if next_meeting_on and no_next_meeting_because:
        return {"no_next_meeting_because": "next_meeting_or_reason_not_both"}
    if next_meeting_on and next_meeting_on <= today:
        return {"next_meeting_on": "next_meeting_not_ahead"}
    if not next_meeting_on and not no_next_meeting_because:
        return {"next_meeting_on": "next_meeting_needed"}
    return {}


def check_seated_once(person_ids: Sequence[int]) -> None:
    if len(set(person_ids)) != len(person_ids):
        raise Invalid("seated_twice")


def check_speaks_for_invited(role: str, *, invited: bool) -> None:
    """Who speaks or records for an agency needs it at the table; advisers and observers come from anywhere."""
    if role in ("representative", "recorder") and not invited:
        raise Invalid("check_your_answers", fields={"person": "agency_to_be_invited_first"})


def check_seat_can_go(*, role: str, removed: bool) -> None:
    """Nobody removes the chair, who hands the chair over first."""
    if role == "facilitator":
        raise Conflict("chair_keeps_seat")
    if removed:
        raise Conflict("seat_already_removed")
