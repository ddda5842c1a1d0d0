"""What must hold of ground rules and templates that are edited."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from mas_hub.errors import FieldRefusal, Invalid

LONGEST_MEETING = 480
"""Minutes; what a plan takes."""


def check_ground_rules(en: Sequence[str], cy: Sequence[str]) -> None:
    """Both languages have the same rules, one by one (S2; docs/domain.md, row 53)."""
    if len(en) != len(cy):
        raise Invalid("check_your_answers", fields={"cy": "ground_rules_differ"})


def next_version(year: int, taken: Iterable[str]) -> str:
    """`2026-2` after `2026-1`: the year it is made in, and a number that no version of that year has."""
    numbers = [int(found[1]) for each in taken if (found := re.fullmatch(rf"{year}-(\d+)", each))]
    return f"{year}-{max(numbers, default=0) + 1}"


def check_stages(stages: Sequence[Mapping[str, Any]]) -> None:
    """Each stage has a name of its own in both languages, and all of them fit into the longest meeting."""
    wrong: dict[str, FieldRefusal] = {}
    for language in ("en", "cy"):
        seen: set[str] = set()
        for at, stage in enumerate(stages):
            name = stage["name"][language].casefold()
            if name in seen:
                wrong[f"stages.{at}.name.{language}"] = "stage_name_twice"
            seen.add(name)
    keys = [stage["key"] for stage in stages if stage["key"]]
    if len(set(keys)) < len(keys):
        wrong["stages"] = "stage_twice"
    if sum(stage["minutes"] for stage in stages) > LONGEST_MEETING:
        wrong["stages"] = "template_too_long"
    if wrong:
        raise Invalid("check_your_answers", fields=wrong)
