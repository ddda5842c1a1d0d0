"""Refusals of this room; their texts are `refusals.*` in the language catalogues."""

from __future__ import annotations

from mas_hub.errors import Invalid


class PracticeDataError(ValueError):
    """A data file or a local override that cannot be used: names the file, the item and the reason. For operators."""


class UnknownNation(Invalid):
    def __init__(self, nation: str) -> None:
        super().__init__("unknown_nation", nation=nation)


class UnknownClock(Invalid):
    """The nation has no such statutory clock."""

    def __init__(self, expectation: str) -> None:
        super().__init__("unknown_clock", fields={"expectation": "unknown_clock"}, expectation=expectation)


class NoSuchMilestone(Invalid):
    """The case has no milestone of that kind on or before the meeting day, or nothing says where to count from."""

    def __init__(self) -> None:
        super().__init__("no_such_milestone", fields={"from_milestone": "no_such_milestone"})


class SinceInFuture(Invalid):
    """Counting cannot begin after the meeting day."""

    def __init__(self) -> None:
        super().__init__("since_in_future", fields={"since": "since_in_future"})


class SinceMissing(Invalid):
    """With no statutory expectation only a date or a milestone says where to count from."""

    def __init__(self) -> None:
        super().__init__("since_missing", fields={"since": "since_missing"})
