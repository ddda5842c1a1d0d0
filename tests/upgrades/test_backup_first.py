"""The backup before an upgrade: each one that was made is noted, whatever became of the upgrade."""

from pathlib import Path

import pyrage
import pytest
from sqlalchemy import select

from mas_hub import clock
from mas_hub.backup.before_upgrade import BackupFirst
from mas_hub.config import settings_from
from mas_hub.db import snapshot
from mas_hub.retention.models import BackupTaken
from tests.sitting import NOW, Sitting


def test_an_upgrade_that_is_tried_again_notes_both_of_its_backups(
    closed: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAS_HUB_DATA", str(closed.folder))
    monkeypatch.setenv("MAS_HUB_BACKUP_RECIPIENT", str(pyrage.x25519.Identity.generate().to_public()))
    first = BackupFirst(settings_from())
    with clock.fixed(NOW):
        first("0020")
    with clock.fixed(NOW.replace(second=1)):
        first("0020")
    first.note()
    made = sorted(file.name for file in Path(closed.folder, "before-upgrades").iterdir())
    with snapshot() as session:
        assert sorted(session.scalars(select(BackupTaken.file))) == made
    assert len(made) == 2
