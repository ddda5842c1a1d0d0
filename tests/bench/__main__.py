"""`make bench [QUICK=1]`: ours and the bare control in turn, medians of both, RESULTS.md and latest.json."""

import argparse
import asyncio
import gc
import os
import tempfile
import time
from pathlib import Path

import click

from tests.bench.exports import measure_exports
from tests.bench.measures import Size, measure
from tests.bench.report import Results, Run, now, said, write
from tests.bench.servers import LOAD_CORE, Bare, Ours, Served, Side
from tests.bench.stage import prepare
from tests.bench.two_workers import one_beside_two

FULL = Size(tables=50, few=10, halls=(50, 200), rounds=3, probe_s=3, fan_outs=200, late_joins=100, grown_acts=300)
QUICK = Size(tables=50, few=10, halls=(50, 200), rounds=1, probe_s=1.5, fan_outs=100, late_joins=30, grown_acts=150)


def main() -> None:
    arguments = argparse.ArgumentParser(prog="make bench", description=__doc__)
    arguments.add_argument("--quick", action="store_true", help="the same in under five minutes")
    arguments.add_argument("--no-file", action="store_true", help="print the table, write nothing")
    chosen = arguments.parse_args()
    size = QUICK if chosen.quick else FULL
    started = now()
    with tempfile.TemporaryDirectory(prefix="mas_hub_bench_") as folder:
        runs = _runs(Path(folder), size)
    runs += map(_told, one_beside_two(size))
    results = Results(runs, "make bench QUICK=1" if chosen.quick else "make bench", started)
    click.echo(f"\n{results.as_markdown()}")
    if not chosen.no_file:
        write(results)


def _runs(folder: Path, size: Size) -> list[Run]:
    click.echo("Setting up: people, meetings and what is in them ...")
    stage = prepare(folder / "stage", tables=size.tables, halls=size.halls)
    os.sched_setaffinity(0, {LOAD_CORE})
    gc.collect()
    gc.freeze()
    sides: tuple[Side, ...] = (Ours(stage=stage), Bare(stage))
    takeaway = {f"export_{name.replace(' ', '_')}_ms": value for name, value in measure_exports().items()}
    runs = []
    for number in range(1, size.rounds + 1):
        for side in sides if number % 2 else sides[::-1]:
            with Served(side, folder / f"{side.name}-{number}") as served:
                began, busy = time.monotonic(), served.busy_elsewhere_s()
                figures = asyncio.run(measure(side, served, stage, size))
                seconds = time.monotonic() - began
                elsewhere = (served.busy_elsewhere_s() - busy) / seconds / (os.cpu_count() or 1)
            if side.name == "ours":
                figures |= takeaway
            runs.append(_told(Run(side.name, number, elsewhere, figures)))
    return runs


def _told(run: Run) -> Run:
    click.echo(f"{run.side} {run.number} (others {run.elsewhere:.0%}): {said(run.figures)}")
    return run


if __name__ == "__main__":
    main()
