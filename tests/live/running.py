"""The real server as a process of its own, over a prepared database, and people connected to it."""

import http.client
import os
import resource
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from email.message import Message
from pathlib import Path
from typing import Any

import socketio
from socketio.packet import ACK, EVENT

from mas_hub.identity.queries import token_hash
from mas_hub.web.csrf import HEADER
from mas_hub.web.csrf import token_of as csrf_token_of
from tests.ports import free_port
from tests.sitting import NOW, token_of

START_S = 240.0
PATIENCE_S = 60.0
"""Long enough for a busy machine; what is waited for comes in milliseconds."""


UNBOUND = {
    f"MAS_HUB_{name}": "0"
    for name in ("ACTS_PER_SECOND", "CALLS_PER_SECOND", "REQUESTS_PER_SECOND", "SOCKETS_PER_PERSON")
}
"""A few people do here what otherwise many do; what one person may do has its own tests."""


class Server:
    """`environment` adds to the process's own, for example `MAS_HUB_ASYNC_MODE`."""

    module = "mas_hub.serve"

    def __init__(self, data: Path, environment: Mapping[str, str] = UNBOUND) -> None:
        self.data = data
        self.environment = environment
        self.port = free_port()
        self.origin = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with (self.data / "server.log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", self.module, "127.0.0.1", str(self.port)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={
                    **os.environ,
                    "MAS_HUB_DATA": str(self.data),
                    "MAS_HUB_NOW": NOW.isoformat(),
                    **self.environment,
                },
                start_new_session=True,
            )
        deadline = time.monotonic() + START_S
        while not self._answers():
            try:
                raise AssertionError(f"the server ended with {self._process.wait(timeout=0.05)}\n{self.output()}")
            except subprocess.TimeoutExpired:
                assert time.monotonic() < deadline, f"the server does not answer\n{self.output()}"

    def kill(self) -> None:
        """`kill -9`, without a word of warning."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(timeout=PATIENCE_S)
            self._process = None

    @contextmanager
    def full_disk(self) -> Iterator[None]:
        """The server can write to no file meanwhile."""
        assert self._process is not None
        pid = self._process.pid
        before = resource.prlimit(pid, resource.RLIMIT_FSIZE, (1, resource.RLIM_INFINITY))
        try:
            yield
        finally:
            resource.prlimit(pid, resource.RLIMIT_FSIZE, before)

    def memory(self) -> int:
        """What the process holds of the machine's memory, in bytes."""
        assert self._process is not None
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        kib = next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS:"))
        return int(kib) * 1024

    def output(self) -> str:
        return (self.data / "server.log").read_text(errors="replace")

    def request(
        self, method: str, path: str, *, headers: dict[str, str] | None = None, body: str | None = None
    ) -> tuple[int, str]:
        status, answer, _ = self.exchange(method, path, headers=headers, body=body)
        return status, answer

    def exchange(
        self, method: str, path: str, *, headers: dict[str, str] | None = None, body: str | None = None
    ) -> tuple[int, str, Message]:
        """The status, the body and the headers that are answered."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
        try:
            connection.request(method, path, body=body, headers=headers or {})
            answer = connection.getresponse()
            # A websocket that is let in has no end to wait for.
            return answer.status, "" if answer.status == 101 else answer.read().decode(errors="replace"), answer.headers
        finally:
            connection.close()

    def signed_in(self, token: str) -> dict[str, str]:
        """The headers of the page of whoever holds this token."""
        return {
            "Cookie": f"mas_hub_session={token}",
            HEADER: csrf_token_of(token),
            "Content-Type": "application/json",
        }

    def sql(self, statement: str, *values: Any) -> list[Any]:
        """Straight into the database, past the server."""
        connection = sqlite3.connect(self.data / "mas_hub.sqlite", timeout=PATIENCE_S)
        try:
            with connection:
                return connection.execute(statement, values).fetchall()
        finally:
            connection.close()

    def another_session_of(self, person: str, person_id: int) -> str:
        """A second sign-in of somebody, for tests that end it. Its token."""
        token = f"{token_of(person)}-{uuid.uuid4()}"
        self.sql(
            "INSERT INTO sessions (token_hash, person_id, created_at, last_seen_at, proved_at, device) "
            "SELECT ?, ?, created_at, last_seen_at, proved_at, device FROM sessions LIMIT 1",
            token_hash(token),
            person_id,
        )
        return token

    def _answers(self) -> bool:
        try:
            return self.request("GET", "/healthz")[0] == 200
        except OSError:
            return False


class StoppedServer(Server):
    """For its bounds on what one person may do, no time passes but what a test lets pass."""

    module = "tests.live.stopped"
    seconds = 0.0

    def start(self) -> None:
        self.let_pass(0.0)
        super().start()

    def let_pass(self, seconds: float) -> None:
        self.seconds += seconds
        written = self.data / "seconds.new"
        written.write_text(str(self.seconds))
        written.replace(self.data / "seconds")


def hearing_in_order(client: socketio.Client) -> socketio.Client:
    """The client, handling what it is told as it comes.

    The library begins a thread for each message, and on a busy machine one overtakes another. Only the farewell needs a
    thread: it waits for whoever reads.
    """
    trigger = client.eio._trigger_event

    def in_order(event: str, *args: Any, **how: Any) -> Any:
        if event == "message" and args[0][:1] in (str(EVENT), str(ACK)):
            how["run_async"] = False
        return trigger(event, *args, **how)

    client.eio._trigger_event = in_order
    return client


class Guest:
    """One connected page. `heard` is every event in the order in which it came: `(name, payload)`."""

    def __init__(self, server: Server, token: str) -> None:
        self.heard: list[tuple[str, Any]] = []
        self._changed = threading.Condition()
        self._client = hearing_in_order(socketio.Client(reconnection=False))
        for event in ("entries", "heads", "presence", "ended"):
            self._client.on(event, self._hearer(event))
        self._client.on("disconnect", lambda *_: self._hear("disconnected", None))
        self._client.connect(
            server.origin,
            headers={"Cookie": f"mas_hub_session={token}"},
            transports=["websocket"],
            wait_timeout=PATIENCE_S,
        )
        self._websocket = self._client.eio.ws

    def join(self, meeting_id: int, cursors: dict[str, int] | None = None) -> dict[str, Any]:
        return self.call("join", {"meeting_id": meeting_id, **({} if cursors is None else {"cursors": cursors})})

    def act(self, meeting_id: int, act: str, data: dict[str, Any], act_id: str | None = None) -> dict[str, Any]:
        return self.call(
            "act", {"meeting_id": meeting_id, "act": act, "act_id": act_id or str(uuid.uuid4()), "data": data}
        )

    def call(self, event: str, payload: Any) -> dict[str, Any]:
        """The acknowledgement. Raises `ConnectionError` when the connection ends before it comes."""
        answers: list[dict[str, Any]] = []

        def answered(answer: dict[str, Any]) -> None:
            with self._changed:
                answers.append(answer)
                self._changed.notify_all()

        self.emit(event, payload, answered)
        self.wait(lambda: answers or self.of("disconnected"))
        if not answers:
            raise ConnectionError("gone before it answered")
        return answers[0]

    def emit(self, event: str, payload: Any = None, callback: Callable[..., None] | None = None) -> None:
        try:
            self._client.emit(event, payload, callback=callback)
        except socketio.exceptions.SocketIOError as gone:
            raise ConnectionError("gone before it was asked") from gone

    def tear(self) -> None:
        """As a cable that is pulled: what is not yet sent stays unsent."""
        self._websocket.sock.shutdown(socket.SHUT_RDWR)

    def send_raw(self, frame: str) -> None:
        """Past the client's library, which would not send such a thing."""
        self._websocket.send(frame)

    def wait(self, until: Callable[[], Any], seconds: float = PATIENCE_S) -> Any:
        """What `until` gives once it gives something, asked again after each event."""
        with self._changed:
            found = self._changed.wait_for(until, timeout=seconds)
        assert found, f"waited in vain; heard: {[name for name, _ in self.heard]}"
        return found

    def entries(self) -> list[dict[str, Any]]:
        """All entries that were pushed, in the order in which they came."""
        return [entry for name, said in list(self.heard) if name == "entries" for entry in said["entries"]]

    def of(self, event: str) -> list[Any]:
        return [said for name, said in list(self.heard) if name == event]

    def close(self) -> None:
        self._client.disconnect()
        self._client.shutdown()
        self._websocket.shutdown()  # the client leaves the socket open when it was the server that ended it

    def _hearer(self, event: str) -> Callable[[Any], None]:
        return lambda said: self._hear(event, said)

    def _hear(self, event: str, said: Any) -> None:
        with self._changed:
            self.heard.append((event, said))
            self._changed.notify_all()
