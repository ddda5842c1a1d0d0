"""The real server as a subprocess: started, killed and started again on the same port and data."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

from tests.ports import free_port

COMMAND = Path(sys.executable).with_name("mas-hub")
START_SECONDS = 240.0
"""A machine that does much else takes long to load the demo; what is not up by then does not come."""


class Server:
    """`mas-hub run` on a free port. `environment` adds to the process's own, for example `MAS_HUB_ASYNC_MODE`.

    With `begins_with`, the data folder of a server that has ended, it serves a copy of that, and nothing is made anew.
    """

    def __init__(
        self,
        data: Path,
        *,
        demo: bool = True,
        begins_with: Path | None = None,
        environment: dict[str, str] | None = None,
    ) -> None:
        self.data = data
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = data.with_name(f"{data.name}.log")
        self._command = [str(COMMAND), "run", "--port", str(self.port), "--data", str(data)]
        if demo:
            self._command.append("--demo")
        self._environment = {} if environment is None else environment
        if begins_with is not None:
            shutil.copytree(begins_with, data)
            self._command = [sys.executable, "-m", "mas_hub.serve", "127.0.0.1", str(self.port)]
            self._environment |= {"MAS_HUB_DATA": str(data), "MAS_HUB_DEMO": str(int(demo))}
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env={**os.environ, **self._environment},
                start_new_session=True,
            )
        try:
            self._wait_until_up(self._process)
        except AssertionError as never:
            self.kill()
            raise AssertionError(f"{never}\n{self.output()}") from None

    def kill(self) -> None:
        """`kill -9`, without a word of warning to the server."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Ask it to end; kill it when it does not within ten seconds."""
        try:
            self._end(signal.SIGTERM)
        except subprocess.TimeoutExpired:
            self.kill()

    def restart(self) -> None:
        self.kill()
        self.start()

    def output(self) -> str:
        """What the server has written so far."""
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def get(self, path: str) -> Any:
        """The JSON at `path`, asked without a session."""
        with urllib.request.urlopen(self.url + path, timeout=60) as answer:
            return json.load(answer)

    def _wait_until_up(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            try:
                raise AssertionError(f"the server ended with {process.wait(timeout=0.05)}")
            except subprocess.TimeoutExpired:
                if time.monotonic() > deadline:
                    raise AssertionError(f"the server did not answer within {START_SECONDS:g} s") from None

    def _answers(self) -> bool:
        try:
            self.get("/healthz")
        except OSError:  # nobody listens yet, or it says that it cannot serve yet
            return False
        return True

    def _end(self, how: signal.Signals) -> None:
        if self._process is None:
            return
        if self._process.poll() is None:
            os.killpg(self._process.pid, how)
        self._process.wait(timeout=10 if how is signal.SIGTERM else 60)
        self._process = None
