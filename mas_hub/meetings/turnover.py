"""Telling whoever holds the connections that seats changed: somebody who lost one, or got another role, is put out at
once.

The tick would find them too, within a second.
"""

from collections.abc import Callable

from sqlalchemy.orm import Session

from mas_hub.db import after_commit

_listeners: list[Callable[[], None]] = []


def when_seats_change(listener: Callable[[], None]) -> None:
    _listeners.append(listener)


def seats_changed(session: Session, meeting_id: int) -> None:
    after_commit(session, ("seats_changed", meeting_id), _tell)


def _tell() -> None:
    for listener in _listeners:
        listener()
