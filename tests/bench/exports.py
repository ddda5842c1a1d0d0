"""`python -m tests.bench.exports`: how long each format of a meeting with 200 decisions takes on one core.

Processor time, so that what else runs on the machine does not count; every run writes another document, so that
nothing is merely remembered. The first, small one pays for loading fonts and templates.
"""

import time
from collections.abc import Callable, Mapping
from functools import partial
from statistics import median

import click

from mas_hub.exports import bundle
from mas_hub.exports.formats import FORMATS
from mas_hub.exports.parts import Document
from tests.exports.made_up import CSC, HEALTH, MADE_AT, POLICE, SCHOOL, consent, decision, document, views

DECISIONS = 200
ASKED_MS = {name: 1000.0 if name == "pdf" else 500.0 for name in FORMATS}
ENGLISH = "Arrange a joint visit and record what was seen, heard and agreed with the family. "
ARABIC = "ترتيب زيارة مشتركة وتسجيل ما شوهد وما اتفق عليه مع الأسرة. "


def measure_exports(*, runs: int = 3, text: str = ENGLISH) -> Mapping[str, float]:
    """Milliseconds by format, the median of `runs`; `zip` is all of them packed, `zip locked` packed and encrypted."""
    documents = [of_many_decisions(text, run) for run in range(runs)]
    figures = {}
    files: dict[str, bytes] = {}
    for name, each in FORMATS.items():
        each.write(document())
        times = []
        for one in documents:
            milliseconds, files[name] = _timed(partial(each.write, one))
            times.append(milliseconds)
        figures[name] = median(times)
    for name, passphrase in (("zip", None), ("zip locked", bundle.new_passphrase())):
        figures[name], _ = _timed(partial(bundle.pack, files, MADE_AT, passphrase))
    return figures


def of_many_decisions(text: str, run: int) -> Document:
    """Half owned, half only involved in; every agency's stand on each, a third with a reason."""
    of = views()
    said = f"{text * 2}({run})"
    of["decision"] = [
        decision(
            number,
            HEALTH if number % 2 else CSC,
            f"{said} {number}",
            involves=[HEALTH, SCHOOL, POLICE],
            measure=said,
            rationale=said,
        )
        for number in range(1, DECISIONS + 1)
    ]
    of["consent"] = [
        consent(number * 10 + agency, number, agency, *(("agree",) if agency % 3 else ("reservations", "Capacity.")))
        for number in range(1, DECISIONS + 1)
        for agency in range(1, 7)
    ]
    return document(HEALTH, of=of)


def _timed(write: Callable[[], bytes]) -> tuple[float, bytes]:
    began = time.process_time()
    content = write()
    return (time.process_time() - began) * 1000, content


def main() -> None:
    english, arabic = measure_exports(), measure_exports(text=ARABIC)
    click.echo(f"A meeting with {DECISIONS} decisions, milliseconds of one core:")
    for name, figure in english.items():
        asked = f", asked: under {ASKED_MS[name]:.0f}" if name in ASKED_MS else ""
        click.echo(f"  {name:<11} {figure:>6.0f}   in Arabic script {arabic[name]:>6.0f}{asked}")


if __name__ == "__main__":
    main()
