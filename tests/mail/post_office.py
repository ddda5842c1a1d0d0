"""A real SMTP server on a free port, which can refuse, go away and come back."""

import threading
from collections.abc import Callable
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller

from mas_hub.config import Smtp
from tests.ports import free_port

Answer = Callable[[str], str | None]
"""What the server says to a recipient, or None: taken."""


class PostOffice:
    """Keeps what it took. `answer` and `data_answer` are what it refuses with; `stop` and `start` are its weather."""

    def __init__(self, **how: Any) -> None:
        self.port = free_port()
        self.taken: list[bytes] = []
        self.asked: list[str] = []
        self.answer: Answer = lambda _: None
        self.data_answer: str | None = None
        self._how = how
        self._came = threading.Condition()
        self._controller: Controller | None = None

    def start(self) -> None:
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port, **self._how)
        self._controller.start()

    def stop(self) -> None:
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802 (its name)
        self.asked.append(address)
        refusal = self.answer(address)
        if refusal is None:
            envelope.rcpt_tos.append(address)
        return refusal or "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 (its name)
        if self.data_answer:
            return self.data_answer
        with self._came:
            self.taken.append(envelope.content)
            self._came.notify_all()
        return "250 OK"

    def wait_for(self, address: str, number: int, seconds: float = 60) -> EmailMessage:
        """The `number`th message to this address, as soon as it has come."""

        def theirs() -> list[EmailMessage]:
            return [message for message in self.messages if message["To"] == address]

        with self._came:
            came = self._came.wait_for(lambda: len(theirs()) >= number, seconds)
        assert came, f"{address} got {len(theirs())} messages: {self.recipients}"
        return theirs()[number - 1]

    @property
    def messages(self) -> list[EmailMessage]:
        return [message_from_bytes(each, policy=default) for each in self.taken]

    @property
    def recipients(self) -> list[str]:
        return [str(each["To"]) for each in self.messages]

    @property
    def smtp(self) -> Smtp:
        return Smtp("127.0.0.1", "hub@fellshire.example", "https://hub.fellshire.example", self.port, "none")
