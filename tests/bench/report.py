"""From the figures of every run to medians, ratios, the table people read and the file that machines read."""

import json
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.bench.chart import drawn
from tests.bench.load import median
from tests.bench.measures import Figures
from tests.bench.rows import ABSOLUTE, IN_JSON, ONE, RATIOS, TAKEN_AWAY, TWO, TWO_OVER_ONE, Row, rounded, shown

HERE = Path(__file__).parent
SOAKS = "# Under faults"


@dataclass(frozen=True)
class Run:
    """One server from start to end. `elsewhere`: the share of the machine that other work took meanwhile."""

    side: str
    number: int
    elsewhere: float
    figures: Figures

    def as_json(self) -> dict[str, Any]:
        return {
            "side": self.side,
            "round": self.number,
            "elsewhere": round(self.elsewhere, 3),
            "figures": {name: round(value, 3) for name, value in self.figures.items()},
        }


class Results:
    def __init__(self, runs: Sequence[Run], command: str, started: datetime) -> None:
        self._runs = runs
        self._command = command
        self._started = started

    def value(self, side: str, figure: str) -> float | None:
        values = [run.figures[figure] for run in self._runs if run.side == side and figure in run.figures]
        return median(values) if values else None

    def ratio(self, figure: str) -> float | None:
        return self._over("ours", "bare", figure)

    def _over(self, side: str, other: str, figure: str) -> float | None:
        above, below = self.value(side, figure), self.value(other, figure)
        return above / below if above is not None and below else None

    def growth(self) -> float | None:
        few, many = self.value("ours", "act_cost_us_100"), self.value("ours", "act_cost_us_10000")
        return many / few if few and many is not None else None

    def two_over_one(self, row: Row) -> float | None:
        return self._over(TWO, ONE, row.figure)

    def as_json(self) -> dict[str, Any]:
        """Of exactly this shape, whatever was measured; what a shorter run leaves out is null."""
        ratios = {name: rounded(self.ratio(figure)) for name, figure in IN_JSON.items()}
        return {
            "ratios": {
                **ratios,
                "act_cost_10000_over_100": rounded(self.growth()),
                **{f"{row.figure}_two_workers_over_one": rounded(self.two_over_one(row)) for row in TWO_OVER_ONE},
            },
            "absolute": {
                "kib_per_connection": rounded(self.value("ours", "kib_per_connection")),
                "joins_1000_s": rounded(self.value("ours", "joins_1000_s")),
            },
            "runs": [run.as_json() for run in self._runs],
        }

    def as_svg(self) -> str:
        ratios = [(row.what, self.ratio(row.figure)) for row in RATIOS]
        bars = [(what, ratio, row.verdict(ratio)) for row, (what, ratio) in zip(RATIOS, ratios, strict=True)]
        two = [(row, self.two_over_one(row)) for row in TWO_OVER_ONE]
        return drawn([*bars, *((f"two workers over one, {row.what}", value, row.verdict(value)) for row, value in two)])

    def as_markdown(self) -> str:
        rounds = len({run.number for run in self._runs})
        shares = sorted(run.elsewhere for run in self._runs)
        lines = [
            "# Speed, beside a bare stack in the same run",
            "",
            f"`{self._command}` at commit `{_commit()}`, {self._started:%Y-%m-%d %H:%M} UTC.",
            f"Two processes on loopback, server and load each on a core of its own; {rounds} round(s) of each in turn,",
            f"medians. Other work took {shares[0]:.0%} to {shares[-1]:.0%} of the machine meanwhile.",
            "",
            "The bare control is Flask-SocketIO on eventlet with one table, one SQLite commit at synchronous=FULL for",
            "each entry and a broadcast: no sign-in, no checks, no log. Ours authorises, validates, logs and chains.",
            "",
            "| | ours | bare | ours / bare | asked | |",
            "|---|---|---|---|---|---|",
            *(self._line(row, self.ratio(row.figure), "bare") for row in RATIOS),
            "",
            "![Each ratio as a bar](ratios.svg)",
            "",
            "| ours alone | | asked | |",
            "|---|---|---|---|",
            *(self._line(row, self.value("ours", row.figure), None) for row in ABSOLUTE),
            *self._growth_lines(),
            "",
            "| what an agency takes away | | asked | |",
            "|---|---|---|---|",
            *(self._line(row, self.value("ours", row.figure), None) for row in TAKEN_AWAY),
            "",
            "| on PostgreSQL, Redis and nginx | two workers | one worker | two / one | asked | |",
            "|---|---|---|---|---|---|",
            *(self._line(row, over, ONE, TWO) for row in TWO_OVER_ONE if (over := self.two_over_one(row)) is not None),
            "",
            "In these nothing is pinned: workers, PostgreSQL, Redis, nginx (without TLS) and the load share the cores,",
            "alike for one worker and for two. What a second worker adds on two cores is in docs/decisions/0048.",
            "",
            "Acts fall due at a steady rate and are timed from when they were due until the last participant has them;",
            "a rate holds when 99 of 100 take less than 250 ms. CPU is the server's own, at the rate that held.",
            "A document's time is processor time of one core. The live meeting has twelve people, ten acts a second.",
            "",
        ]
        return "\n".join(lines)

    def _line(self, row: Row, judged: float | None, beside: str | None, side: str = "ours") -> str:
        figures = [shown(self.value(side, row.figure), row.unit)]
        if beside:
            figures += [shown(self.value(beside, row.figure), row.unit), shown(judged)]
        return f"| {' | '.join([row.what, *figures, row.asked, row.verdict(judged)])} |"

    def _growth_lines(self) -> list[str]:
        costs = [
            f"| CPU for an act after {entries:,} entries | {shown(cost, 'us')} | | |"
            for entries in (100, 1_000, 10_000)
            if (cost := self.value("ours", f"act_cost_us_{entries}")) is not None
        ]
        row = Row("cost after 10,000 over cost after 100", "", "", "at most 1.2", most=1.2)
        return [*costs, f"| {row.what} | {shown(self.growth())} | {row.asked} | {row.verdict(self.growth())} |"]


def write(results: Results) -> None:
    (HERE / "ratios.svg").write_text(results.as_svg(), encoding="utf-8")
    page = HERE / "RESULTS.md"
    page.write_text(results.as_markdown() + _soaks(page), encoding="utf-8")
    (HERE / "latest.json").write_text(json.dumps(results.as_json(), indent=2) + "\n", encoding="utf-8")


def _soaks(page: Path) -> str:
    """What the page says of long runs under faults, which are written into it by hand: `make soak` prints them."""
    _, heading, after = page.read_text(encoding="utf-8").partition(SOAKS) if page.exists() else ("", "", "")
    return f"\n{heading}{after}" if heading else ""


def said(figures: Mapping[str, float]) -> str:
    return "  ".join(f"{name} {value:.4g}" for name, value in figures.items())


def now() -> datetime:
    return datetime.now(UTC)


def _commit() -> str:
    def git(*words: str) -> str:
        return subprocess.run(["git", *words], cwd=HERE, capture_output=True, text=True, check=True).stdout.strip()

    return git("rev-parse", "--short", "HEAD") + (" with changes" if git("status", "--short", "../../mas_hub") else "")
