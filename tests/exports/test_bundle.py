"""Everything in one ZIP, plain or locked, and what the audit says of it and of the files in it."""

import io
import zipfile
from typing import Any

import pytest
import pyzipper

from mas_hub.exports.actions import sha256, take_all
from mas_hub.exports.bundle import new_passphrase, pack
from mas_hub.exports.formats import FORMATS
from tests.exports.made_up import MADE_AT
from tests.exports.reading import everything_read
from tests.exports.test_taking import audited
from tests.sitting import Sitting


def test_every_format_is_in_it_once_and_says_the_same_moment(closed: Sitting, monkeypatch: pytest.MonkeyPatch) -> None:
    """Though the record is added to between one file and the next."""

    def added_to(work: Any, *args: Any) -> Any:
        closed.do("amara", "add_addendum", corrects=None, text="It was the 20th.", reason="A slip.")
        return work(*args)

    monkeypatch.setattr("mas_hub.blocking._runner", [added_to])
    export = take_all(closed.actor("dina"), closed.meeting_id, "en")
    with zipfile.ZipFile(io.BytesIO(export.content)) as packed:
        files = {name.rpartition(".")[2]: packed.read(name) for name in packed.namelist()}
        assert packed.testzip() is None
    assert list(files) == list(FORMATS)
    assert export.file_name == "FS-2291-2026-09-21-pol-decisions.zip"
    for name, content in files.items():
        assert f"{closed.meeting_id}-POL-{export.seq}" in everything_read(name, content)


def test_the_audit_has_the_zip_and_every_file_in_it(opened: Sitting) -> None:
    export = take_all(opened.actor("dina"), opened.meeting_id, "cy", "a passphrase")
    rows = {row.detail["format"]: row for row in audited()}
    assert set(rows) == {"zip", *FORMATS}
    assert rows["zip"].sha256 == sha256(export.content)
    assert {name: rows[name].sha256 for name in FORMATS} == dict(export.within)
    assert [name for name, row in rows.items() if row.detail.get("in_zip")] == list(FORMATS)
    assert all(row.detail["issue"] is None and row.detail["seq"] == len(opened.log()) for row in rows.values())
    assert "a passphrase" not in str([row.detail for row in rows.values()])


def test_a_locked_one_opens_with_its_passphrase_alone_and_its_names_say_nothing(closed: Sitting) -> None:
    passphrase = new_passphrase()
    export = take_all(closed.actor("dina"), closed.meeting_id, "en", passphrase)
    assert "FS-2291" not in export.file_name
    assert b"FS-2291" not in export.content
    with pyzipper.AESZipFile(io.BytesIO(export.content)) as packed:
        names = packed.namelist()
        assert len(names) == len(FORMATS)
        assert not [name for name in names if "FS" in name]
        assert all(each.wz_aes_strength == 3 for each in packed.infolist())
        packed.setpassword(b"another")
        with pytest.raises(RuntimeError, match="password"):
            packed.read(names[0])
        packed.setpassword(passphrase.encode())
        assert {sha256(packed.read(name)) for name in names} == set(export.within.values())


def test_passphrases_are_long_and_never_the_same() -> None:
    made = {new_passphrase() for _ in range(1000)}
    assert len(made) == 1000
    assert all(len(each.replace("-", "")) == 24 and each.isascii() for each in made)


def test_the_same_files_give_the_same_zip() -> None:
    assert pack({"a.txt": b"a"}, MADE_AT) == pack({"a.txt": b"a"}, MADE_AT)
