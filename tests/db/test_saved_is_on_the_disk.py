"""What "Saved" rests on in an SQLite file. A killed server does not show it; a machine that loses its power does."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from mas_hub.db import snapshot, transaction

ASKED = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}  # 2: FULL


@pytest.mark.parametrize("begun", [transaction, snapshot])
def test_every_connection_waits_for_the_disk(
    database: Path, begun: Callable[[], AbstractContextManager[Session]]
) -> None:
    with begun() as session:
        assert {name: session.execute(text(f"PRAGMA {name}")).scalar_one() for name in ASKED} == ASKED
