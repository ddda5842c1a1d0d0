"""Somebody at the meeting: signs in through nginx, joins over a websocket, and keeps what the page would keep."""

import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable
from ssl import SSLSocket
from typing import Any
from urllib.parse import urlsplit

import requests
import socketio

from tests.live.running import hearing_in_order
from tests.people import PASSWORD
from tests.scale import tls

Answer = dict[str, Any]


class Attendee:
    """Applies the client's rule: an entry counts when it is the next of its stream. `seen` has every one ever sent."""

    def __init__(self, url: str, certificate: str, name: str) -> None:
        self.url = url
        self.name = name
        self.http = requests.Session()
        self.http.trust_env = False  # neither a proxy nor other certificates from the environment
        self.http.verify = certificate
        self.csrf = ""
        self.meeting_id = 0
        self.cursor = 0
        self.entries: list[Answer] = []
        self.seen: Counter[int] = Counter()
        self.heard_at: dict[str, float] = {}
        self.present: list[int] = []
        self.ended: list[str] = []
        self.heads = 0
        self._changed = threading.Condition()
        self._socket: socketio.Client | None = None
        self._line: SSLSocket | None = None

    def sign_in(self) -> str:
        """The address of the worker that this new session is at."""
        self.http.cookies.clear()
        self.csrf = self.http.get(f"{self.url}/api/session", timeout=10).json()["csrf_token"]
        signed_in = self.post("/api/session", {"email": f"{self.name}@fellshire.example", "password": PASSWORD})
        assert signed_in.status_code == 200, signed_in.text
        self.csrf = signed_in.json()["csrf_token"]
        return self.worker()

    def worker(self) -> str:
        answer = self.http.get(f"{self.url}/api/session", timeout=10)
        assert answer.json()["signed_in"], answer.text
        # The last of those that were tried.
        return answer.headers["X-Worker"].split(", ")[-1]

    def led_to(self, said: str) -> str:
        """The worker at which a connection begins whose address says this besides."""
        answer = self.http.get(f"{self.url}/socket.io/?EIO=4&transport=polling{said}", timeout=10)
        assert answer.status_code == 200, answer.text
        return answer.headers["X-Worker"].split(", ")[-1]

    def sign_in_at(self, port: int) -> None:
        """Sign in until the session's cookie leads to this worker; half do."""
        for _ in range(40):
            if self.sign_in() == f"127.0.0.1:{port}":
                return
        raise AssertionError("no session leads to this worker")

    def post(self, path: str, data: object) -> requests.Response:
        headers = {"X-CSRF-Token": self.csrf}
        return self.http.post(f"{self.url}{path}", json=data, headers=headers, timeout=15)

    def sign_out(self) -> None:
        answer = self.http.delete(f"{self.url}/api/session", headers={"X-CSRF-Token": self.csrf}, timeout=15)
        assert answer.status_code == 200, answer.text

    def join(self, meeting_id: int, *, transports: tuple[str, ...] = ("websocket",)) -> None:
        """Connect and join, catching up from what is known already."""
        self.leave()
        self.meeting_id = meeting_id
        at, options = urlsplit(self.url), {}
        if transports == ("websocket",):
            self._line = tls.connect(at.hostname or "", at.port or 443, str(self.http.verify))
            options["socket"] = self._line
        self._socket = hearing_in_order(
            socketio.Client(reconnection=False, http_session=self.http, websocket_extra_options=options)
        )
        self._socket.on("entries", self._on_entries)
        self._socket.on("presence", self._on_presence)
        self._socket.on("heads", self._on_heads)
        self._socket.on("ended", self._on_ended)
        self._socket.on("disconnect", self._on_disconnect)
        self._socket.connect(self.url, transports=list(transports), wait_timeout=10)
        asked = {"meeting_id": meeting_id, **({"cursors": {"shared": self.cursor}} if self.cursor else {})}
        answer = self.ask("join", asked)
        assert answer["ok"], answer
        with self._changed:
            if "snapshot" in answer:
                self.cursor = answer["snapshot"]["cursors"]["shared"]
                self.present = answer["snapshot"]["present"]
            else:
                self.present = answer["present"]
                self._apply(answer["entries"])
            self._changed.notify_all()

    def rejoin(self, within: float) -> None:
        """As the page does: try again until it goes."""
        deadline = time.monotonic() + within
        while True:
            try:
                self.join(self.meeting_id)
            except (socketio.exceptions.SocketIOError, requests.RequestException, AssertionError, OSError):
                assert time.monotonic() < deadline, f"{self.name} could not come back within {within:g} s"
                self.pause()
            else:
                return

    def pause(self) -> None:
        """A moment between two tries, cut short by anything that is heard."""
        with self._changed:
            self._changed.wait(0.1)

    def leave(self) -> None:
        socket, self._socket = self._socket, None
        if socket is not None and socket.connected:
            socket.disconnect()
        line, self._line = self._line, None
        if line is not None:
            line.close()

    def ask(self, event: str, data: Answer) -> Answer:
        assert self._socket is not None
        answer: Answer = self._socket.call(event, data, timeout=10)
        return answer

    def act(self, act: str, data: Answer, act_id: str | None = None) -> Answer:
        body = {"meeting_id": self.meeting_id, "act": act, "act_id": act_id or str(uuid.uuid4()), "data": data}
        return self.ask("act", body)

    def reflect(self, text: str, act_id: str | None = None) -> Answer:
        return self.act("add_reflection", {"prompt": "analysis", "text": text}, act_id)

    def texts(self) -> list[str]:
        return [entry["subject"].get("text", "") for entry in self.entries if entry["kind"] == "reflection_added"]

    def wait_until(self, happened: Callable[[], bool], within: float) -> float:
        """Seconds until it had happened."""
        begun = time.monotonic()
        with self._changed:
            assert self._changed.wait_for(happened, within), f"{self.name}: not within {within:g} s"
        return time.monotonic() - begun

    def _on_entries(self, sent: Answer) -> None:
        with self._changed:
            self._apply(sent["entries"])
            self._changed.notify_all()

    def _apply(self, entries: list[Answer]) -> None:
        for entry in entries:
            if entry["stream"] != "shared":
                continue
            self.seen[entry["seq"]] += 1
            if entry["seq"] == self.cursor + 1:
                self.cursor = entry["seq"]
                self.entries.append(entry)
                self.heard_at[entry["act_id"]] = time.monotonic()

    def _on_presence(self, sent: Answer) -> None:
        with self._changed:
            self.present = sent["present"]
            self._changed.notify_all()

    def _on_heads(self, _sent: Answer) -> None:
        with self._changed:
            self.heads += 1
            self._changed.notify_all()

    def _on_ended(self, sent: Answer) -> None:
        with self._changed:
            self.ended.append(sent["reason"])
            self._changed.notify_all()

    def _on_disconnect(self, *_: object) -> None:
        with self._changed:
            self._changed.notify_all()

    @property
    def connected(self) -> bool:
        return self._socket is not None and bool(self._socket.connected)
