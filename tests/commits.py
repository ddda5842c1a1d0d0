from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from mas_hub import db


@contextmanager
def counted_commits() -> Iterator[list[int]]:
    """One for each commit."""
    made: list[int] = []

    def count(_connection: Any) -> None:
        made.append(1)

    event.listen(db.engine(), "commit", count)
    yield made
    event.remove(db.engine(), "commit", count)
