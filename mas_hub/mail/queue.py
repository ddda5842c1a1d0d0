"""Putting a message into the queue, in the transaction of what causes it."""

import uuid
from collections.abc import Callable
from time import time
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.config import Smtp
from mas_hub.db import after_commit
from mas_hub.errors import Invalid
from mas_hub.language import LANGUAGES, catalogue
from mas_hub.mail.models import QueuedMail
from mas_hub.mail.rules import can_be_addressed

Fact = str | int


class _Post:
    """What this process knows of the post: the settings, and whom to tell that something waits."""

    smtp: Smtp | None = None
    nudge: Callable[[], None] | None = None


def configure(smtp: Smtp | None, nudge: Callable[[], None] | None = None) -> None:
    """Use this server from now on, or none. `nudge` is called after each commit that queued something."""
    _Post.smtp, _Post.nudge = smtp, nudge


def is_on() -> bool:
    """Whether an operator has named a server. Without one nothing is queued, and nothing is sent late by surprise."""
    return _Post.smtp is not None


def link(path: str) -> str:
    """The address of one of the service's own pages, for a message. `path` begins with a slash."""
    return f"{_Post.smtp.public_url if _Post.smtp else ''}{path}"


def queue_mail(session: Session, to: str, template: str, language: str, **facts: Fact) -> bool:
    """Send `template` (`<template>_subject` and `<template>_body` of the `mail` catalogue) to one address.

    It is sent once `session` has committed, and not at all when that is undone. `facts` fill the body's blanks; put no
    word about a case or about anybody in one into them. False, and nothing queued, where e-mail is off.

    Raises:
        Invalid: `to` is no plain address.
    """
    if not can_be_addressed(to):
        raise Invalid("check_your_answers", fields={"email": "not_an_email"})
    language = language if language in LANGUAGES else "en"
    catalogue(language)[f"mail.{template}_body"].format(**facts)  # a blank left open is found here, not while sending
    if _Post.smtp is None:
        return False
    now = time()
    session.add(
        QueuedMail(
            to=to,
            template=template,
            language=language,
            facts=dict(facts),
            message_id=f"<{uuid.uuid4()}@{urlsplit(_Post.smtp.public_url).hostname}>",
            queued_at=clock.now(),
            since=now,
            due=now,
        )
    )
    session.flush()
    if _Post.nudge is not None:
        after_commit(session, "mail", _Post.nudge)
    return True
