"""A partnership on its first day: one administrator, made by the operator's command, and no demo."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.e2e.server import COMMAND, Server

EMAIL, PASSWORD = "maya.lindqvist@borough.example", "otters sleep holding hands"


@contextmanager
def borough(data: Path) -> Iterator[Server]:
    begin = [str(COMMAND), "people", "create-first-administrator", "--partnership", "Borough Partnership"]
    begin += ["--partnership-cy", "Partneriaeth y Fwrdeistref", "--nation", "wales", "--agency", "Borough Services"]
    begin += ["--agency-cy", "Gwasanaethau'r Fwrdeistref", "--sector", "childrens_social_care"]
    begin += ["--name", "Maya Lindqvist", "--email", EMAIL]
    running = Server(data, demo=False, environment={"MAS_HUB_DATA": str(data)})
    environment = {**os.environ, "MAS_HUB_DATA": str(data)}
    subprocess.run(begin, input=f"{PASSWORD}\n", text=True, check=True, env=environment, capture_output=True)
    running.start()
    try:
        yield running
    finally:
        running.stop()
