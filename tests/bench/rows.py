"""What is reported: each figure, its name for people, and what is asked of it."""

from dataclasses import dataclass

from tests.bench.exports import ASKED_MS


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
TWO_OVER_ONE = (
    Row("acts a second, 20 meetings of 12", "acts_per_s_20x12", "/s", "above 1", least=1.001),
    Row("acts a second, 5 meetings of 48", "acts_per_s_5x48", "/s", "above 1", least=1.001),
)
ONE, TWO = "one worker", "two workers"


def shown(value: float | None, unit: str = "") -> str:
    if value is None:
        return ""
    number = f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
    return f"{number} {unit}".strip()


def rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)
