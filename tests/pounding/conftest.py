"""Requests that nobody would write by hand: how many of each is said with `pytest --pound 200 tests/pounding`.

Without it a few are made, always the same; with it they are others each time.
"""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings

Pounded = Callable[[int], settings]


@pytest.fixture
def pounded(request: pytest.FixtureRequest) -> Pounded:
    """`pounded(3)`: settings with that many examples, or as many as were asked for."""
    asked: int | None = request.config.getoption("--pound")

    def pounded(few: int) -> settings:
        more: dict[str, Any] = {"derandomize": True, "database": None} if asked is None else {}
        once = (Phase.explicit, Phase.generate)  # what is left unanswered takes long to be made smaller
        return settings(max_examples=asked or few, suppress_health_check=list(HealthCheck), phases=once, **more)

    return pounded
