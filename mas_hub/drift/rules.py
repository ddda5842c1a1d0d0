"""What must hold of a drift concern."""

from datetime import date

from mas_hub.errors import Invalid


def check_one_start(since: date | None, from_milestone: str | None) -> None:
    """Time is counted from a date or from a milestone; both would contradict each other."""
    if since is not None and from_milestone is not None:
        raise Invalid("check_your_answers", fields={"since": "since_or_milestone_not_both"})
