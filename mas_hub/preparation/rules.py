"""What must hold of a preparation, and who reads what of the last meeting on a case."""

from collections.abc import Collection

from mas_hub.errors import Conflict, Invalid


def check_level(level: int | None, levels: Collection[int]) -> None:
    if level is not None and level not in levels:
        raise Invalid("check_your_answers", fields={"level": "no_such_level"})


def check_not_shared(*, shared: bool) -> None:
    if shared:
        raise Conflict("preparation_is_shared")


def check_can_be_shared(*, to_raise: str, involved: str, level: int | None, evidence: str) -> None:
    """There is something in it, and a position so far is a level with what it rests on, or neither."""
    if level is not None and not evidence:
        raise Invalid("check_your_answers", fields={"evidence": "position_needs_evidence"})
    if evidence and level is None:
        raise Invalid("check_your_answers", fields={"level": "position_needs_level"})
    if not (to_raise or involved or evidence):
        raise Invalid("nothing_to_share")


def reads_all_of_last_time(*, chairs: bool, was_there: bool, all_reached: bool, accepted: bool) -> bool:
    """Whether somebody reads everything that an earlier meeting on the case left, or only what names their agency.

    Who chairs has to. Who was there has seen it. Others read it where this meeting shares all that is reached, once
    they have accepted its ground rules (docs/decisions/0018).
    """
    return chairs or was_there or (all_reached and accepted)
