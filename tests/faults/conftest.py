"""Real servers, once for all tests of this folder, and the seed of everything that is left to chance in them."""

import os
import random
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tests.faults.judge import Figures
from tests.faults.staging import POSTGRESQL, SQLITE, Staging

TABLES = 2
Report = Callable[[Staging, Figures], None]


@pytest.fixture(scope="session")
def standing() -> Iterator[Callable[[str], Staging]]:
    """The servers of a kind, started when they are first asked for; they stand until the end."""
    made: dict[str, Staging] = {}
    with ExitStack() as until_the_end:

        def stand(kind: str) -> Staging:
            if kind not in made:
                made[kind] = until_the_end.enter_context(Staging(kind, tables=TABLES))
            made[kind].put_right()
            return made[kind]

        yield stand


@pytest.fixture
def sqlite(standing: Callable[[str], Staging]) -> Staging:
    return standing(SQLITE)


@pytest.fixture
def postgresql(standing: Callable[[str], Staging]) -> Staging:
    return standing(POSTGRESQL)


@pytest.fixture
def chance() -> random.Random:
    """`MAS_HUB_SEED` repeats what a failed run printed."""
    seed = os.environ.get("MAS_HUB_SEED") or str(random.SystemRandom().getrandbits(32))
    print(f"MAS_HUB_SEED={seed}")  # noqa: T201 (pytest shows it when the test fails)
    return random.Random(seed)


@pytest.fixture
def report(capsys: pytest.CaptureFixture[str], request: pytest.FixtureRequest) -> Report:
    """Print the figures, and fail unless they are good and the chain is whole."""

    def say(staging: Staging, figures: Figures) -> None:
        figures.why += [wrong] if (wrong := staging.check_the_chain()) else []
        with capsys.disabled():
            sys.stdout.write(f"\n{request.node.name}: {figures.line()}\n")
        assert figures.good, "\n".join([*figures.why[:20], staging.last_words()])

    return say
