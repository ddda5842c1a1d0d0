"""The two servers that are compared: started on a core of their own, looked at from outside, ended by their id."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from tests.bench import bare
from tests.bench.stage import TEXT, Meeting, Stage
from tests.live.running import UNBOUND
from tests.ports import free_port

CORES = sorted(os.sched_getaffinity(0))
SERVER_CORE, LOAD_CORE = CORES[0], CORES[-1]
MARK = "~"
"""Stands on both sides of an act's number in its text, so that the number is found without reading JSON."""


class Speech(Protocol):
    """How a server is spoken to."""

    def cookie(self, person_id: int) -> str: ...

    def join(self, meeting: Meeting) -> str: ...

    def catch_up(self, meeting: Meeting, joined: Any, missed: int) -> str:
        """The event that joins for somebody who lacks only the last `missed` entries of what `joined` answered."""
        ...

    def act(self, meeting: Meeting, person_id: int, number: int) -> str: ...


class Side(Speech, Protocol):
    """One of the two."""

    @property
    def name(self) -> str: ...

    def command(self, folder: Path, port: int) -> list[str]: ...


class Measured(Protocol):
    """Where a load goes, and what it costs there."""

    @property
    def port(self) -> int: ...

    def cpu_s(self) -> float: ...


@dataclass(frozen=True)
class Pages:
    """How ours is spoken to by the pages of people with these sessions."""

    tokens: dict[int, str] = field(default_factory=dict)

    def cookie(self, person_id: int) -> str:
        return f"mas_hub_session={self.tokens[person_id]}"

    def join(self, meeting: Meeting) -> str:
        return _event("join", {"meeting_id": meeting.id})

    def catch_up(self, meeting: Meeting, joined: Any, missed: int) -> str:
        cursors = {stream: head - missed for stream, head in joined["snapshot"]["cursors"].items()}
        return _event("join", {"meeting_id": meeting.id, "cursors": cursors})

    def act(self, meeting: Meeting, person_id: int, number: int) -> str:
        text = f"{MARK}{number}{MARK} {TEXT}"
        data = {"prompt": "analysis", "text": text}
        act = {"meeting_id": meeting.id, "act": "add_reflection", "act_id": f"act-{number:09}", "data": data}
        return _event("act", act)


@dataclass(frozen=True)
class Ours(Pages):
    stage: Stage = field(kw_only=True)
    name: str = "ours"

    def command(self, folder: Path, port: int) -> list[str]:
        self.tokens.update(self.stage.copy_to(folder))
        return [sys.executable, "-m", "mas_hub.serve", "127.0.0.1", str(port)]


@dataclass(frozen=True)
class Bare:
    stage: Stage
    name: str = "bare"

    def command(self, folder: Path, port: int) -> list[str]:
        folder.mkdir()
        bare.create(folder / "bare.sqlite", {each.id: each.entries for each in self.stage.meetings}, TEXT)
        return [sys.executable, "-m", "tests.bench.bare", str(folder / "bare.sqlite"), str(port)]

    def cookie(self, person_id: int) -> str:
        return f"person={person_id}"

    def join(self, meeting: Meeting) -> str:
        return _event("join", {"meeting_id": meeting.id})

    def catch_up(self, meeting: Meeting, joined: Any, missed: int) -> str:
        return _event("join", {"meeting_id": meeting.id, "after": joined["entries"][-1]["id"] - missed})

    def act(self, meeting: Meeting, person_id: int, number: int) -> str:
        text = f"{MARK}{number}{MARK} {TEXT}"
        return _event("act", {"meeting_id": meeting.id, "person_id": person_id, "text": text})


class Served:
    """One server process, from `with` until the block ends."""

    def __init__(self, side: Side, folder: Path) -> None:
        self.port = free_port()
        self._log = folder.with_suffix(".log")
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                side.command(folder, self.port),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={**os.environ, **UNBOUND, "MAS_HUB_DATA": str(folder)},
            )
        os.sched_setaffinity(self._process.pid, {SERVER_CORE})

    def __enter__(self) -> "Served":
        deadline = time.monotonic() + 60
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return self
            except OSError:
                if self._process.poll() is not None or time.monotonic() > deadline:
                    self.__exit__()
                    raise RuntimeError(f"a server did not start\n{self._log.read_text()}") from None
            time.sleep(0.1)

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def cpu_s(self) -> float:
        """Processor time of all its threads so far."""
        return cpu_s_of(self._process.pid)

    def resident_kib(self) -> int:
        pages = int(Path(f"/proc/{self._process.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") // 1024

    def busy_elsewhere_s(self) -> float:
        """Processor time so far, on all cores, of everything but this server and the load generator."""
        return busy_s() - self.cpu_s() - time.process_time()


def cpu_s_of(pid: int) -> float:
    """Processor time of all the threads of a process so far."""
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9


def cpu_s_of_families(pids: Set[int]) -> float:
    """Processor time of these processes and their children so far, those that have ended included."""
    ticks = 0
    for each in Path("/proc").glob("[0-9]*"):
        try:
            fields = (each / "stat").read_text().rpartition(")")[2].split()
        except OSError:  # it has just ended
            continue
        own, of_ended = fields[11:13], fields[13:15]
        if int(each.name) in pids:
            ticks += sum(map(int, own + of_ended))
        elif int(fields[1]) in pids:
            ticks += sum(map(int, own))
    return ticks / os.sysconf("SC_CLK_TCK")


def busy_s() -> float:
    """Processor time of everything so far, on all cores."""
    ticks = [int(each) for each in Path("/proc/stat").read_text().splitlines()[0].split()[1:]]
    return (sum(ticks[:8]) - ticks[3] - ticks[4]) / os.sysconf("SC_CLK_TCK")


def _event(name: str, payload: Mapping[str, Any]) -> str:
    return json.dumps([name, payload], separators=(",", ":"))
