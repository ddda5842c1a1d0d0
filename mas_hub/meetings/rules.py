"""What must hold before a meeting opens and before it closes."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from mas_hub.errors import Conflict, Invalid

DEPUTY_WAITS = timedelta(minutes=2)
"""How long the chair has been away before the named deputy may take the chair (docs/domain.md)."""


def still_needed(
    *,
    criteria: Sequence[str],
    criteria_other: str,
    scheduled: bool,
    invited: int,
    representatives: int,
    left: bool = False,
) -> list[str]:
    """What a plan still lacks before it can be opened, as codes; an empty list means it is ready.

    Criteria are agreed beforehand (S1; docs/domain.md, row 5). A meeting of one agency is not multi-agency. `left`: an
    agency or a person in the plan is not in the partnership any more, and is to be taken off it.
    """
    checks = {
        "criteria": bool(criteria),
        "criteria_other": "other" not in criteria or bool(criteria_other),
        "scheduled_at": scheduled,
        "invited": invited >= 2,
        "representatives": representatives >= 1,
        "left": not left,
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


def check_guests_keep_their_agency(spoken_for: Collection[int], invited: Collection[int]) -> None:
    """An agency stays invited as long as a guest speaks for it."""
    if not set(spoken_for) <= set(invited):
        raise Invalid("check_your_answers", fields={"invited": "guest_speaks_for_agency"})


def check_speaks_for_invited(role: str, *, invited: bool) -> None:
    """Whoever speaks or records for an agency needs it at the table; advisers and observers come from anywhere."""
    if role in ("representative", "recorder") and not invited:
        raise Invalid("check_your_answers", fields={"person": "agency_to_be_invited_first"})


def check_owner_is_here(owner: int | None, left: Collection[int]) -> None:
    """An agency that has left the partnership is given nothing more to do."""
    if owner in left:
        raise Invalid("check_your_answers", fields={"owner": "agency_has_left"})


def check_seat_can_go(*, role: str, removed: bool) -> None:
    """Nobody removes the chair; the chair is handed over first."""
    if role == "facilitator":
        raise Conflict("chair_keeps_seat")
    if removed:
        raise Conflict("seat_already_removed")


def check_may_be_chair(
    *, role: str, removed: bool, ground_rules_accepted: bool, may_facilitate: bool, is_deputy: bool
) -> None:
    """The chair goes to somebody at the table who may facilitate meetings, or who was named deputy."""
    if role == "facilitator":
        raise Invalid("check_your_answers", fields={"to": "already_chairs"})
    if removed or not (may_facilitate or is_deputy):
        raise Invalid("check_your_answers", fields={"to": "may_not_be_chair"})
    if not ground_rules_accepted:
        raise Invalid("check_your_answers", fields={"to": "chair_needs_ground_rules"})


def check_deputy(deputy_id: int | None, seated: Collection[int], may_be: Collection[int]) -> None:
    """A deputy has a seat of their own and may facilitate meetings."""
    if deputy_id is None:
        return
    if deputy_id not in seated:
        raise Invalid("check_your_answers", fields={"deputy_id": "deputy_needs_seat"})
    if deputy_id not in may_be:
        raise Invalid("check_your_answers", fields={"deputy_id": "may_not_be_chair"})


def check_chair_is_away(*, here: bool, since: datetime | None, now: datetime) -> None:
    if here or since is None:
        raise Conflict("chair_is_here")
    if now - since < DEPUTY_WAITS:
        raise Conflict("chair_not_away_long")


def check_ahead(scheduled_at: datetime, now: datetime) -> None:
    if scheduled_at <= now:
        raise Invalid("check_your_answers", fields={"scheduled_at": "new_time_not_ahead"})
