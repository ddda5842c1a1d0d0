"""The task that sends what waits. Every worker has one; a row is claimed by one of them at a time.

Nothing is lost: a message is `sent` only after the server took it. When a worker dies between the server's word and
its own commit, the message goes again after its claim has run out, under the same Message-ID (docs/decisions/0029).
"""

import logging
from collections.abc import Callable
from smtplib import SMTP
from threading import Event
from time import time

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.background import once
from mas_hub.config import Smtp
from mas_hub.db import locked, snapshot, transaction
from mas_hub.mail.message import message_of
from mas_hub.mail.models import QueuedMail
from mas_hub.mail.rules import is_given_up, pause_after
from mas_hub.mail.sending import Away, Outcome, connected, in_short, send

log = logging.getLogger(__name__)

LOOK_EVERY_S = 10.0
CLAIM_S = 600.0
KEPT_S = 30 * 24 * 3_600
"""What was sent or given up is kept so long, for whoever asks what became of it."""


class Postman:
    """`clock_s`: the machine's own time, which a test may move."""

    def __init__(self, smtp: Smtp, clock_s: Callable[[], float] = time) -> None:
        self._smtp = smtp
        self._clock_s = clock_s
        self._wake = Event()
        self._stopped = False
        self._untold: tuple[int, Outcome, str] | None = None

    def nudge(self) -> None:
        self._wake.set()

    def stop(self) -> None:
        self._stopped = True
        self._wake.set()

    def run(self) -> None:
        """Until `stop()`."""
        while not self._stopped:
            once(self.round, failed="the post could not go")
            self._wake.wait(LOOK_EVERY_S)
            self._wake.clear()

    def round(self) -> int:
        """Send everything that is due. Returns how many went. When the server is away, only one message is put off."""
        sent = 0
        if self._untold is not None:  # the database went away before it could be written down
            self._note(*self._untold)
        if not self._is_something_due():
            return 0
        claimed = self._claim()
        try:
            with connected(self._smtp) as server:
                while claimed is not None and not self._stopped:
                    outcome, why = self._send(server, claimed)
                    self._note(claimed.id, outcome, why)
                    sent += outcome is Outcome.SENT
                    if outcome is Outcome.AWAY:
                        break
                    claimed = self._claim()
        except Away as away:
            log.warning("the SMTP server cannot be used: %s", away)
            if claimed is not None:
                self._note(claimed.id, Outcome.AWAY, str(away))
        return sent

    def _send(self, server: SMTP, claimed: QueuedMail) -> tuple[Outcome, str]:
        try:
            message = message_of(claimed, self._smtp)
        except Exception as error:
            log.exception("message %s cannot be written", claimed.id)
            return Outcome.REFUSED, in_short(error)
        return send(server, message)

    def _is_something_due(self) -> bool:
        with snapshot() as session:
            return session.scalar(self._due().limit(1)) is not None

    def _claim(self) -> QueuedMail | None:
        """The one that is due longest, claimed for this worker until its claim runs out."""
        with transaction() as session:
            claimed = session.scalar(self._due().limit(1).with_for_update(skip_locked=True))
            if claimed is not None:
                claimed.claimed_until = self._clock_s() + CLAIM_S
                claimed.attempts += 1
            return claimed

    def _due(self) -> Select[QueuedMail]:
        now = self._clock_s()
        return (
            select(QueuedMail)
            .where(QueuedMail.state == "waiting", QueuedMail.due <= now, QueuedMail.claimed_until <= now)
            .order_by(QueuedMail.due, QueuedMail.id)
        )

    def _note(self, mail_id: int, outcome: Outcome, why: str) -> None:
        """Write down what became of an attempt; when that cannot be, before anything else is sent."""
        self._untold = (mail_id, outcome, why)
        self._write(mail_id, outcome, why)
        self._untold = None

    def _write(self, mail_id: int, outcome: Outcome, why: str) -> None:
        with transaction() as session:
            queued = locked(session, QueuedMail, mail_id)
            if queued is None or queued.state != "waiting":
                return
            now = self._clock_s()
            queued.claimed_until, queued.trouble = 0.0, why
            if outcome is Outcome.SENT:
                _finish(queued, "sent")
            elif outcome is Outcome.REFUSED or is_given_up(queued.since, now):
                _finish(queued, "failed")
                log.error("message %s is given up: %s", mail_id, why)
            else:
                queued.due = now + pause_after(queued.attempts)
            self._clear_away(session, now)

    def _clear_away(self, session: Session, now: float) -> None:
        session.execute(delete(QueuedMail).where(QueuedMail.state != "waiting", QueuedMail.since < now - KEPT_S))


def _finish(queued: QueuedMail, state: str) -> None:
    queued.state, queued.facts, queued.finished_at = state, {}, clock.now()
