"""A log of a few hundred entries in two streams, some of them erased, made once and copied for each test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from mas_hub import clock, db, meeting_log
from mas_hub.db import transaction
from mas_hub.meeting_log import append, erase, open_stream
from tests.sitting import NOW, Sitting, take

ENTRIES = 240
PREPARATION = "agency:2"


@pytest.fixture(scope="session")
def long_log_file(prepared: Sitting, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("long_log")
    with clock.fixed(NOW):
        sitting = take(prepared, "opened", folder)
        with transaction() as session:
            actor = sitting.entering(session, "beth")
            open_stream(session, sitting.meeting_id, PREPARATION)
            for number in range(ENTRIES):
                stream = PREPARATION if number % 4 == 0 else "shared"
                subject = {"type": "note", "id": number % 60, "version": number // 60 + 1, "text": f"Words {number}."}
                append(session, actor, "note_changed", subject, stream=stream)
            for number in (8, 21):
                erase(session, actor, "note", number, 9)
    db.close()
    return folder / "mas_hub.sqlite"


@pytest.fixture
def long_log(prepared: Sitting, long_log_file: Path, tmp_path: Path, on_the_day: None) -> Iterator[Sitting]:
    sitting = take(prepared, "opened", tmp_path)
    db.close()
    shutil.copy(long_log_file, tmp_path / "mas_hub.sqlite")
    db.configure(f"sqlite:///{tmp_path / 'mas_hub.sqlite'}")
    meeting_log.configure_key(tmp_path / "key")
    yield sitting
    db.close()
