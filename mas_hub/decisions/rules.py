"""What makes a decision SMART, and what must hold of a stand on it."""

from collections.abc import Collection, Sequence
from datetime import date

from mas_hub.errors import Conflict, Invalid


def missing_parts(
    *,
    text: str,
    measure: str,
    responsible: str,
    owner: int | None,
    due: date | None,
    reflects_child: str,
    today: date,
) -> list[str]:
    """What a decision lacks to be SMART (S1, S2; docs/domain.md, rows 9 and 11), as codes; an empty list means nothing.

    Due on the day itself is allowed, before it is not.
    """
    checks = {
        "text": bool(text),
        "measure": bool(measure),
        "responsible": bool(responsible),
        "owner": owner is not None,
        "due": due is not None,
        "due_in_past": due is None or due >= today,
        "reflects_child": bool(reflects_child),
    }
    return [code for code, met in checks.items() if not met]


FIELD_OF = {"due_in_past": "due"}


def check_smart(missing: Sequence[str]) -> None:
    if missing:
        raise Invalid("not_smart", fields={FIELD_OF.get(code, code): f"missing_{code}" for code in missing})


def check_purpose(purpose: str) -> None:
    if purpose == "reflective":
        raise Conflict("reflective_meeting_decides_nothing")


def check_agencies(owner: int | None, involves: Sequence[int], invited: Collection[int]) -> None:
    if owner is not None and owner not in invited:
        raise Invalid("check_your_answers", fields={"owner": "agency_not_invited"})
    if not set(involves) <= set(invited):
        raise Invalid("check_your_answers", fields={"involves": "agency_not_invited"})


def check_sign_off(authority: str, sign_off_by: str) -> None:
    """Somebody signs off only what needs it (S1, scope of discretion and authority; docs/domain.md, row 22)."""
    if sign_off_by and authority != "needs_sign_off":
        raise Invalid("check_your_answers", fields={"sign_off_by": "sign_off_not_needed"})


def check_proposed(state: str) -> None:
    if state != "proposed":
        raise Conflict(f"decision_is_{state}")


def check_seen(seen: Collection[int], concerning: Collection[int]) -> None:
    if set(seen) != set(concerning):
        raise Conflict("read_back_changed")


def check_reason(stand: str, reason: str) -> None:
    """A reason is needed for all stands but agreement (docs/domain.md, "consent")."""
    if stand != "agree" and not reason:
        raise Invalid("check_your_answers", fields={"reason": "stand_needs_reason"})
