import stat
from pathlib import Path

import pytest

from mas_hub.db import snapshot
from mas_hub.meeting_log import configure_key, verify
from tests.sitting import Sitting


def test_key_file_is_made_once_and_is_its_owner_s_alone(tmp_path: Path) -> None:
    path = tmp_path / "new" / "key"
    configure_key(path)
    first = path.read_text(encoding="ascii")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(bytes.fromhex(first)) == 32
    configure_key(path)
    assert path.read_text(encoding="ascii") == first


def test_keys_differ_from_one_deployment_to_another(tmp_path: Path) -> None:
    configure_key(tmp_path / "a")
    configure_key(tmp_path / "b")
    assert (tmp_path / "a").read_text() != (tmp_path / "b").read_text()


@pytest.mark.parametrize("content", ["", "abcd", "not hexadecimal at all"])
def test_file_without_a_key_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "key").write_text(content)
    with pytest.raises(ValueError, match=r"key|hex"):
        configure_key(tmp_path / "key")


def test_log_does_not_verify_under_another_key(opened: Sitting, tmp_path: Path) -> None:
    configure_key(tmp_path / "another")
    with snapshot() as session:
        assert verify(session) != []


def test_key_is_not_in_the_database(opened: Sitting) -> None:
    key = (opened.folder / "key").read_text(encoding="ascii").strip()
    content = b"".join(path.read_bytes() for path in opened.folder.glob("mas_hub.sqlite*"))
    assert key.encode() not in content
    assert bytes.fromhex(key) not in content
