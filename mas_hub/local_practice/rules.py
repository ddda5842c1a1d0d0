"""What must hold of ground rules that are edited."""

import re
from collections.abc import Iterable, Sequence

from mas_hub.errors import Invalid


def check_ground_rules(en: Sequence[str], cy: Sequence[str]) -> None:
    """Both languages have the same rules, one by one (S2, domain.md row 53)."""
    if len(en) != len(cy):
        raise Invalid("check_your_answers", fields={"cy": "ground_rules_differ"})


def next_version(year: int, taken: Iterable[str]) -> str:
    """`2026-2` after `2026-1`: the year it is made in, and a number that no version of that year has."""
    numbers = [int(found[1]) for each in taken if (found := re.fullmatch(rf"{year}-(\d+)", each))]
    return f"{year}-{max(numbers, default=0) + 1}"
