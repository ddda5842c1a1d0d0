"""A log is opened with its key; a new key is made only where nothing was ever written."""

from pathlib import Path

import pytest

import mas_hub.rooms  # noqa: F401 (every room registers its tables)
from mas_hub import db
from mas_hub.config import SettingsError
from mas_hub.meeting_log import open_log
from tests.sitting import Sitting


def test_an_unused_log_gets_a_key(tmp_path: Path) -> None:
    db.configure(f"sqlite:///{tmp_path / 'hub.sqlite'}")
    db.upgrade()
    open_log(tmp_path / "key")
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600


def test_a_used_log_without_its_key_is_refused_and_gets_no_other(opened: Sitting, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere" / "key"
    with pytest.raises(SettingsError, match="MAS_HUB_KEY_FILE"):
        open_log(elsewhere)
    assert not elsewhere.exists()
