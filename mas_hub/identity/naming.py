"""What the partnership is called, when that changes. Done by an operator."""

from sqlalchemy.orm import Session

from mas_hub.audit.actions import record
from mas_hub.identity.models import Partnership
from mas_hub.identity.queries import get_partnership


def rename_partnership(session: Session, *, en: str | None, cy: str | None) -> Partnership:
    """Call the partnership by these names from now on; a language that is not given keeps its name.

    What meetings already recorded keeps the name they were held under, and a diary knows its meetings as before.
    """
    partnership = get_partnership(session)
    given = {language: name for language, name in (("en", en), ("cy", cy)) if name is not None}
    partnership.diary_name = partnership.known_to_diaries
    partnership.name = {**partnership.name, **given}
    record(session, None, "partnership_renamed", languages=sorted(given))
    return partnership
