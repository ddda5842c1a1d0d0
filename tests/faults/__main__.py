"""The large form: rounds of faults for as long as one likes, each with a quiet end at which everybody has everything.

`python -m tests.faults --minutes 60 [--sqlite]`; `MAS_HUB_SEED` repeats a run's chances. Progress goes to stderr, the
figures to stdout as one line of JSON.
"""

import argparse
import asyncio
import os
import random
import signal
import sys
import time

from tests.faults.course import PATIENCE_S, course, everybody, now
from tests.faults.judge import Figures
from tests.faults.staging import POSTGRESQL, SQLITE, Staging

TABLES = 4
PACE_S = 2.0
"""Four tables of twelve who each write every two seconds: two dozen acts a second."""
STORM_S = (8.0, 25.0)
ROUNDS = 12
"""After so many new meetings begin, so that no board grows without end."""


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--minutes", type=float, default=60.0)
    asked.add_argument("--sqlite", action="store_true", help="SQLite and one worker, instead of PostgreSQL and two")
    wanted = asked.parse_args()
    seed = os.environ.get("MAS_HUB_SEED") or str(random.SystemRandom().getrandbits(32))
    tell(f"MAS_HUB_SEED={seed}")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    figures = Figures()
    with Staging(SQLITE if wanted.sqlite else POSTGRESQL, tables=TABLES) as staging:
        try:
            asyncio.run(soak(staging, random.Random(seed), time.monotonic() + wanted.minutes * 60, figures))
        except Exception as error:
            figures.why.append(f"given up: {error!r}")
            figures.slowest_catch_up_s = max(figures.slowest_catch_up_s, PATIENCE_S)
        figures.why += [wrong] if (wrong := staging.check_the_chain()) else []
        if not figures.good:
            tell("\n".join([*figures.why[:50], staging.last_words()]))
    sys.stdout.write(f"{figures.line()}\n")
    return 0 if figures.good else 1


async def soak(staging: Staging, chance: random.Random, until: float, figures: Figures) -> None:
    number = 0
    while now() < until:
        async with course(staging, *everybody(staging), chance, tell=lambda what: tell(f"  {what}")) as run:
            run.figures = figures
            for _ in range(ROUNDS):
                number += 1
                async with run.writing(PACE_S):
                    await run.weather.storm(min(chance.uniform(*STORM_S), max(1.0, until - now())))
                    ceased = now()
                await run.catch_up(ceased)
                tell(f"round {number}, {max(0.0, until - now()) / 60:.1f} minutes left: {figures.line()}")
                if now() >= until:
                    break


def tell(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
