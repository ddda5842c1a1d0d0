"""Whoever asks over HTTP, as they are in the meeting that is asked about."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from mas_hub.access.actor import MeetingActor
from mas_hub.db import snapshot, transaction
from mas_hub.meetings.queries import enter, enter_and_hold
from mas_hub.web.session import current_actor


@contextmanager
def entered(meeting_id: int) -> Iterator[tuple[Session, MeetingActor]]:
    """To read: everything as at one moment."""
    somebody = current_actor()
    with snapshot() as session:
        yield session, enter(session, somebody, meeting_id)


@contextmanager
def entered_to_change(meeting_id: int) -> Iterator[tuple[Session, MeetingActor]]:
    """To change something outside `perform`: what is read of the meeting stays as it is until the block has been
    written."""
    somebody = current_actor()
    with transaction() as session:
        yield session, enter_and_hold(session, somebody, meeting_id)
