"""Under random faults everybody ends with the same list, the log's, within five seconds (G3)."""

import asyncio
import os
import random

import pytest

from tests.faults.conftest import Report
from tests.faults.course import course, everybody, now
from tests.faults.judge import Figures
from tests.faults.staging import Staging

STORMS = ((10.0, 10.0), "postgresql"), ((8.0,), "sqlite")


@pytest.mark.parametrize(("storms", "kind"), STORMS)
def test_everybody_converges_after_each_storm(
    storms: tuple[float, ...], kind: str, request: pytest.FixtureRequest, chance: random.Random, report: Report
) -> None:
    staging: Staging = request.getfixturevalue(kind)
    figures = asyncio.run(storm_and_settle(staging, chance, storms))
    assert figures.acked > 0
    assert figures.faults > 0
    report(staging, figures)


async def storm_and_settle(staging: Staging, chance: random.Random, storms: tuple[float, ...]) -> Figures:
    tell = print if os.environ.get("MAS_HUB_TELL") else lambda _: None
    async with course(staging, *everybody(staging), chance, tell=tell) as run:
        for seconds in storms:
            async with run.writing(pace_s=2.0):
                await run.weather.storm(seconds)
                ceased = now()
            await run.catch_up(ceased)
            tell(run.figures.line())
        return run.figures
