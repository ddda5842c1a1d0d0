"""What must hold of positions and disagreements."""

from collections.abc import Collection, Mapping, Sequence

from mas_hub.errors import Conflict, Invalid

TESTS = ("hypothesis", "evidence_against", "proportionality", "identity", "trauma")
"""How an agency may test its own view, beside its evidence (docs/domain.md, rows 17, 18, 20 and 21)."""


def said(tested: Mapping[str, str]) -> dict[str, str]:
    """Those that have words."""
    return {name: words for name, words in tested.items() if words}


def check_level(level: int, levels: Collection[int]) -> None:
    if level not in levels:
        raise Invalid("check_your_answers", fields={"level": "no_such_level"})


def check_between(between: Sequence[int], invited: Collection[int]) -> None:
    """A disagreement lies between at least two different agencies of the meeting."""
    if len(set(between)) < 2:
        raise Invalid("check_your_answers", fields={"between": "between_two_agencies"})
    if not set(between) <= set(invited):
        raise Invalid("check_your_answers", fields={"between": "agency_not_invited"})


def check_left_the_meeting(state: str, meeting_state: str) -> None:
    """What the meeting can still resolve or escalate itself is for the meeting; what is resolved is over."""
    if state == "resolved" or (state == "open" and meeting_state == "open"):
        raise Conflict(f"disagreement_is_{state}")


def next_stage(stages: Sequence[int], at: int | None, *, immediate_risk: bool) -> int:
    """The place in `stages` of the one that follows; immediate risk bypasses those between. None: it is at none yet."""
    place = stages.index(at) + 1 if at in stages else 0
    if place >= len(stages):
        raise Conflict("escalation_at_last_stage")
    return len(stages) - 1 if immediate_risk else place


def check_open(state: str) -> None:
    if state != "open":
        raise Conflict(f"disagreement_is_{state}")


def check_no_round(on: bool) -> None:
    if on:
        raise Conflict("positions_already_hidden")


def check_revealed(on: bool) -> None:
    """The record of a closed meeting holds no position that only its own agency can read."""
    if on:
        raise Conflict("positions_still_hidden")
