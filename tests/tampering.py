"""Somebody who has the database itself, and changes in it what they like."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from mas_hub.db import transaction
from mas_hub.db.append_only import unguard


@contextmanager
def unguarded() -> Iterator[Session]:
    """A transaction in which the database's own guards are taken away first, as whoever owns it can."""
    with transaction() as session:
        unguard(session.connection())
        yield session
