"""A log of a few hundred entries in two streams, some of them erased, made once and copied for each test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from mas_hub import clock, db
from mas_hub.db import transaction
from mas_hub.meeting_log import append, erase
from tests.sitting import NOW, Sitting, take, take_file

ENTRIES = 240
PREPARATION = "agency:2"


@pytest.fixture(scope="session")
def long_log_file(prepared: Sitting, tmp_path_factory: pytest.TempPathFactory) -> Path:
    with clock.fixed(NOW):
        sitting = take(prepared, "opened")
        with transaction() as session:
            actor = sitting.entering(session, "beth")
            for number in range(ENTRIES):
                stream = PREPARATION if number % 4 == 0 else "shared"
                subject = {"type": "note", "id": number % 60, "version": number // 60 + 1, "text": f"Words {number}."}
                append(session, actor, "note_changed", subject, stream=stream)
            for number in (8, 21):
                erase(session, actor, "note", number, 9)
    db.close()
    return Path(shutil.copy(sitting.folder / "mas_hub.sqlite", tmp_path_factory.mktemp("long_log")))


@pytest.fixture
def long_log(prepared: Sitting, long_log_file: Path, on_the_day: None) -> Iterator[Sitting]:
    yield take_file(prepared, long_log_file)
    db.close()
