"""What must hold of a professional who is listed, and when that is too old to rely on."""

from datetime import date

from mas_hub.errors import Invalid
from mas_hub.practice.working_days import add_months

ROLES = (
    "designated_doctor",
    "designated_nurse",
    "named_doctor",
    "named_nurse",
    "named_midwife",
    "designated_safeguarding_lead",
    "designated_safeguarding_person",
    "principal_social_worker",
    "designated_adult_officer",
    "caldicott_guardian",
    "other",
)
"""The field's own terms in England and Wales, in the order in which they are listed."""

EARLIEST = date(2000, 1, 1)
OLD_AFTER_MONTHS = 12


def check_contact(*, role: str, role_name: str, telephone: str, email: str, as_of: date, today: date) -> None:
    """They can be reached, their role has a name, and the day on which that was right has been."""
    refused = {}
    if role == "other" and not role_name:
        refused["role_name"] = "role_needs_a_name"
    if not (telephone or email):
        refused["telephone"] = "no_way_to_reach_them"
    if as_of > today:
        refused["as_of"] = "checked_in_future"
    elif as_of < EARLIEST:
        refused["as_of"] = "checked_too_early"
    if refused:
        raise Invalid("check_your_answers", fields=refused)


def is_old(as_of: date, today: date) -> bool:
    return add_months(as_of, OLD_AFTER_MONTHS) < today
