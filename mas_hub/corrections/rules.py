"""Whose entry may be corrected by whom."""

from collections.abc import Mapping
from typing import Any

from mas_hub.errors import Forbidden


def check_concerned(entry: Mapping[str, Any], *, chairs: bool, role: str, agency_id: int, person_id: int) -> None:
    """The chair corrects any entry, a representative what their agency made, others what they made themselves."""
    own = entry["agency_id"] == agency_id if role == "representative" else entry["by"]["person_id"] == person_id
    if not (chairs or own):
        raise Forbidden("belongs_to_another_agency")
