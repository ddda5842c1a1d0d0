"""The backup before an upgrade: each one that was made is noted, whatever became of the upgrade."""

from pathlib import Path

import pyrage
import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

import mas_hub.rooms  # noqa: F401 (every room registers its tables)
from mas_hub import clock, db
from mas_hub.backup.before_upgrade import BackupFirst
from mas_hub.config import SettingsError, settings_from
from mas_hub.db import snapshot
from mas_hub.db.schema import newest
from mas_hub.retention.models import BackupTaken
from tests.sitting import NOW, Sitting
from tests.upgrades.walking import revisions


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


def test_what_comes_first_stops_the_upgrade_when_it_fails_and_is_asked_for_only_where_the_tables_change(
    tmp_path: Path,
) -> None:
    asked: list[str] = []

    def fail(revision: str) -> None:
        raise SettingsError(f"no room for a backup of {revision}")

    earlier = revisions()[-2]
    db.configure(f"sqlite:///{tmp_path / 'hub.sqlite'}")
    db.upgrade(earlier, first=asked.append)
    assert asked == []  # there was nothing to back up
    with pytest.raises(SettingsError, match=f"no room for a backup of {earlier}"):
        db.upgrade(first=fail)
    assert not db.is_up_to_date()
    db.upgrade(first=asked.append)
    db.upgrade(first=asked.append)
    assert (asked, db.is_up_to_date(), newest()) == ([earlier], True, revisions()[-1])
    with pytest.raises(IntegrityError, match="FOREIGN KEY"), db.transaction() as session:
        session.execute(text("INSERT INTO log_streams VALUES (4711, 'shared', 0, 'h', 'm')"))
    db.close()


@pytest.mark.parametrize("whom", ["MAS_HUB_BACKUP_RECIPIENT", "MAS_HUB_BACKUP_PASSPHRASE", None])
def test_a_backup_is_made_where_it_is_set_for_whom(
    closed: Sitting,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    whom: str | None,
) -> None:
    monkeypatch.setenv("MAS_HUB_DATA", str(tmp_path))
    monkeypatch.setenv("MAS_HUB_KEY_FILE", str(closed.folder / "key"))
    said = {"MAS_HUB_BACKUP_RECIPIENT": str(pyrage.x25519.Identity.generate().to_public())}
    if whom is not None:
        monkeypatch.setenv(whom, said.get(whom, "violet kettle under the stairs"))
    first = BackupFirst(settings_from())
    first("0020")
    assert len(first.made) == len(list(tmp_path.glob("before-upgrades/0020-*.age"))) == (whom is not None)
    assert ("no backup is made first" in capsys.readouterr().err) is (whom is None)
    if whom is not None:
        assert (tmp_path / "before-upgrades").stat().st_mode & 0o077 == 0
