"""What must hold of a case."""

from collections.abc import Sequence
from datetime import date

from mas_hub.errors import Invalid


def check_milestones(milestones: Sequence[tuple[str, date]]) -> None:
    """The same event is named once. A date may lie ahead: a conference that is booked counts when its day has come."""
    seen: set[tuple[str, date]] = set()
    for number, milestone in enumerate(milestones):
        if milestone in seen:
            raise Invalid("check_your_answers", fields={f"milestones.{number}.kind": "milestone_twice"})
        seen.add(milestone)
