"""Whether two accounts are two people: not for a while after an administrator could have come in as the other."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from mas_hub.audit.models import AuditRow
from mas_hub.errors import Forbidden

WAITS = timedelta(days=7)
_TOUCHED = ("person_created", "person_updated", "second_factor_reset", "sign_in_link_made")


def require_two_people(session: Session, proposer_id: int, confirmer_id: int, *, since: datetime) -> None:
    """Raise `Forbidden` (`sign_in_touched`) where another administrator set or changed how one of the two signs in:
    shortly before the first of them spoke (`since`), or after that. Waiting to confirm makes no second person.

    Any other administrator: one who changed two accounts could propose with the first and confirm with the second.
    """
    rows = session.scalars(
        select(AuditRow).where(
            AuditRow.what.in_(_TOUCHED), AuditRow.at > since - WAITS, AuditRow.person_id.is_not(None)
        )
    )
    if any(_lets_in(row) and row.detail.get("of_person") in (proposer_id, confirmer_id) for row in rows):
        raise Forbidden("sign_in_touched")


def _lets_in(row: AuditRow) -> bool:
    """Whether who did it could be the other since. A link that went by e-mail was shown to nobody."""
    if row.person_id == row.detail.get("of_person"):
        return False
    if row.what == "person_created":
        return bool(row.detail.get("with_password"))
    if row.what == "person_updated":
        return not {"email", "password"}.isdisjoint(row.detail.get("changed", ()))
    return row.what != "sign_in_link_made" or not row.detail.get("by_mail")
