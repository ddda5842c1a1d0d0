"""From the figures of every run to medians, ratios, the table people read and the file that machines read."""

import json
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.bench.chart import drawn
from tests.bench.exports import ASKED_MS
from tests.bench.load import median
from tests.bench.measures import Figures

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


@dataclass(frozen=True)
class Row:
    """One line of the table: a figure, and what is asked of it (docs/decisions says where that comes from)."""

    what: str
    figure: str
    unit: str
    asked: str = ""
    most: float | None = None
    least: float | None = None

    def verdict(self, value: float | None) -> str:
        if value is None or (self.most is None and self.least is None):
            return ""
        held = (self.most is None or value <= self.most) and (self.least is None or value >= self.least)
        return "held" if held else "falls short"


RATIOS = (
    Row("acts a second, 50 meetings of 12", "acts_per_s_50x12", "/s", "at least 1; the aim is 3", least=1),
    Row("acts a second, 10 meetings of 12", "acts_per_s_10x12", "/s"),
    Row("CPU for a delivery, 50 x 12", "cpu_us_per_delivery_50x12", "us", "at most 0.75; the aim is 0.5", most=0.75),
    Row("CPU for a delivery, 10 x 12", "cpu_us_per_delivery_10x12", "us"),
    Row("fan-out to the last of 12, p50", "fanout_p50_ms_12", "ms"),
    Row("fan-out to the last of 12, p95", "fanout_p95_ms_12", "ms", "at most 1.5", most=1.5),
    Row("fan-out to the last of 50, p95", "fanout_p95_ms_50", "ms"),
    Row("fan-out to the last of 200, p95", "fanout_p95_ms_200", "ms", "at most 1", most=1),
    Row("join of a meeting of 500 entries, p95", "snapshot_500_p95_ms", "ms", "at most 1.5", most=1.5),
    Row("catch-up of 50 entries, p95", "catch_up_50_p95_ms", "ms"),
    Row("others held up while 12 join at once", "held_up_ms", "ms"),
)
ABSOLUTE = (
    Row("memory for a connection", "kib_per_connection", "KiB", "at most 65", most=65),
    Row("1,000 sockets connected and joined", "joins_1000_s", "s", "under 3", most=3),
    Row("others held up while 12 join at once", "held_up_ms", "ms", "at most 50", most=50),
)
TAKEN_AWAY = (
    *(
        Row(f"200 decisions as {name}", f"export_{name}_ms", "ms", f"under {asked:,.0f}", most=asked)
        for name, asked in ASKED_MS.items()
    ),
    Row("all of them packed as ZIP, besides", "export_zip_ms", "ms"),
    Row("the same encrypted", "export_zip_locked_ms", "ms"),
    Row("50 downloads of them at once, until the last is there", "downloads_50_s", "s"),
    Row("a live meeting's acts meanwhile, p95", "downloads_live_p95_ms", "ms", "under 1,000", most=1000),
    Row("its slowest act", "downloads_live_slowest_ms", "ms"),
)
IN_JSON = {
    "acts_per_s_50x12": "acts_per_s_50x12",
    "cpu_per_delivery": "cpu_us_per_delivery_50x12",
    "fanout_p95_12": "fanout_p95_ms_12",
    "fanout_p95_200": "fanout_p95_ms_200",
    "snapshot_500_p95": "snapshot_500_p95_ms",
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
        ours, bare = self.value("ours", figure), self.value("bare", figure)
        return ours / bare if ours is not None and bare else None

    def growth(self) -> float | None:
        few, many = self.value("ours", "act_cost_us_100"), self.value("ours", "act_cost_us_10000")
        return many / few if few and many is not None else None

    def as_json(self) -> dict[str, Any]:
        """Of exactly this shape, whatever was measured; what a shorter run leaves out is null."""
        ratios = {name: _rounded(self.ratio(figure)) for name, figure in IN_JSON.items()}
        return {
            "ratios": {**ratios, "act_cost_10000_over_100": _rounded(self.growth())},
            "absolute": {
                "kib_per_connection": _rounded(self.value("ours", "kib_per_connection")),
                "joins_1000_s": _rounded(self.value("ours", "joins_1000_s")),
            },
            "runs": [run.as_json() for run in self._runs],
        }

    def as_svg(self) -> str:
        ratios = [(row.what, self.ratio(row.figure)) for row in RATIOS]
        return drawn([(what, ratio, row.verdict(ratio)) for row, (what, ratio) in zip(RATIOS, ratios, strict=True)])

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
            "Acts fall due at a steady rate and are timed from when they were due until the last participant has them;",
            "a rate holds when 99 of 100 take less than 250 ms. CPU is the server's own, at the rate that held.",
            "A document's time is processor time of one core. The live meeting has twelve people, ten acts a second.",
            "",
        ]
        return "\n".join(lines)

    def _line(self, row: Row, judged: float | None, beside: str | None) -> str:
        shown = [_shown(self.value("ours", row.figure), row.unit)]
        if beside:
            shown += [_shown(self.value(beside, row.figure), row.unit), _shown(judged)]
        return f"| {' | '.join([row.what, *shown, row.asked, row.verdict(judged)])} |"

    def _growth_lines(self) -> list[str]:
        costs = [
            f"| CPU for an act after {entries:,} entries | {_shown(cost, 'us')} | | |"
            for entries in (100, 1_000, 10_000)
            if (cost := self.value("ours", f"act_cost_us_{entries}")) is not None
        ]
        row = Row("cost after 10,000 over cost after 100", "", "", "at most 1.2", most=1.2)
        return [*costs, f"| {row.what} | {_shown(self.growth())} | {row.asked} | {row.verdict(self.growth())} |"]


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


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


def _shown(value: float | None, unit: str = "") -> str:
    if value is None:
        return ""
    number = f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
    return f"{number} {unit}".strip()
