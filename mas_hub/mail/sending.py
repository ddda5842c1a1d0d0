"""Talking to the SMTP server, and what its answers mean."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from enum import Enum

from mas_hub.config import Smtp

TIMEOUT_S = 30
"""For each step of the conversation; there are fewer of them than a claim has times this."""


class Outcome(Enum):
    SENT = "sent"
    REFUSED = "refused"
    """This message will never be taken."""
    LATER = "later"
    """This message, not now; others may be."""
    AWAY = "away"
    """Nobody's: the server cannot be reached, or does not let us in."""


class Away(Exception):
    """The server cannot be used just now. Its text is for the operator and names no recipient."""


@contextmanager
def connected(smtp: Smtp) -> Iterator[smtplib.SMTP]:
    """A conversation with the server. Raises `Away` when there can be none."""
    try:
        server = _connect(smtp)
    except (OSError, smtplib.SMTPException) as error:
        raise Away(in_short(error)) from None
    try:
        yield server
    finally:
        try:
            server.quit()
        except (OSError, smtplib.SMTPException):
            server.close()


def _connect(smtp: Smtp) -> smtplib.SMTP:
    secure = ssl.create_default_context()
    if smtp.security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(smtp.host, smtp.port, timeout=TIMEOUT_S, context=secure)
    else:
        server = smtplib.SMTP(smtp.host, smtp.port, timeout=TIMEOUT_S)
    try:
        if smtp.security == "starttls":
            server.starttls(context=secure)
        if smtp.user:
            server.login(smtp.user, smtp.password)
    except BaseException:
        server.close()
        raise
    return server


def send(server: smtplib.SMTP, message: EmailMessage) -> tuple[Outcome, str]:
    """What came of it and, in short, why. The recipient is no part of that."""
    try:
        server.send_message(message)
    except smtplib.SMTPRecipientsRefused as error:
        code = min((code for code, _ in error.recipients.values()), default=550)
        return (Outcome.REFUSED if code >= 500 else Outcome.LATER), f"recipient {code}"
    except smtplib.SMTPNotSupportedError:
        return Outcome.REFUSED, "address not supported"
    except smtplib.SMTPSenderRefused as error:
        return Outcome.AWAY, f"sender {error.smtp_code}"  # the settings' own address: no message goes
    except smtplib.SMTPDataError as error:
        return (Outcome.REFUSED if error.smtp_code >= 500 else Outcome.LATER), f"data {error.smtp_code}"
    except (OSError, smtplib.SMTPException) as error:
        return Outcome.AWAY, in_short(error)
    return Outcome.SENT, ""


def in_short(error: Exception) -> str:
    code = getattr(error, "smtp_code", None)
    return f"{type(error).__name__} {code}" if code else type(error).__name__
