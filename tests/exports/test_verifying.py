"""Whether a file is as it left the hub, and which issue it is: said to its own agency, and at the command line."""

import hashlib
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from mas_hub.cli import main
from mas_hub.exports.actions import Export, take_all, take_export
from mas_hub.exports.formats import FORMATS
from tests.asking import NOBODY, Doors
from tests.sitting import Sitting


def asked(doors: Doors, who: str, content: bytes) -> Any:
    answer = doors.ask(who, "POST", "/api/exports/verify", {"sha256": hashlib.sha256(content).hexdigest()})
    assert answer.status_code == 200
    return answer.get_json()["known"]


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_a_file_is_known_as_long_as_no_byte_of_it_changed(doors: Doors, name: str) -> None:
    sitting = doors.stage("closed")
    export = take_export(sitting.actor("dina"), sitting.meeting_id, name, "cy")
    known = asked(doors, "dina", export.content)
    assert (known["format"], known["language"], known["issue"], known["seq"]) == (name, "cy", 1, export.seq)
    assert known["meeting_id"] == sitting.meeting_id
    assert known["newest"] is True
    assert asked(doors, "dina", export.content + b" ") is None
    assert asked(doors, "dina", export.content.replace(b"2", b"3", 1)) is None


def test_a_copy_is_no_longer_the_newest_once_something_changed(doors: Doors) -> None:
    sitting = doors.sitting
    interim = take_export(sitting.actor("dina"), sitting.meeting_id, "pdf", "en")
    assert asked(doors, "dina", interim.content)["newest"] is True
    sitting.do("amara", "agree_decision", **sitting.edit("decision"))
    known = asked(doors, "dina", interim.content)
    assert (known["issue"], known["newest"]) == (None, False)


def test_another_agency_s_file_is_as_unknown_as_one_that_never_was(doors: Doors) -> None:
    sitting = doors.stage("closed")
    police = take_export(sitting.actor("dina"), sitting.meeting_id, "pdf", "en")
    for who in ("amara", "beth", "callum", "arun", "ines", "freya", "hugo", "sian"):
        assert asked(doors, who, police.content) is None
    assert asked(doors, "rhys", police.content) is not None
    answer = doors.ask(NOBODY, "POST", "/api/exports/verify", {"sha256": police.sha256})
    assert answer.status_code == 401


@pytest.mark.parametrize("digest", ["", "0", "0" * 63, "0" * 65, "G" * 64, "A" * 64, "%" * 64, None, 5])
def test_only_a_digest_is_asked_for(doors: Doors, digest: Any) -> None:
    answer = doors.ask("dina", "POST", "/api/exports/verify", {"sha256": digest})
    assert (answer.status_code, list(answer.get_json()["fields"])) == (422, ["sha256"])


def verify(sitting: Sitting, folder: Path, content: bytes, name: str = "given.pdf") -> Result:
    (folder / name).write_bytes(content)
    database = f"sqlite:///{sitting.folder / 'mas_hub.sqlite'}"
    return CliRunner().invoke(main, ["verify-export", str(folder / name), "--database", database])


def taken(sitting: Sitting) -> Export:
    return take_export(sitting.actor("dina"), sitting.meeting_id, "pdf", "en")


def test_the_command_says_which_issue_a_file_is(closed: Sitting, tmp_path: Path) -> None:
    done = verify(closed, tmp_path, taken(closed).content)
    assert done.exit_code == 0
    assert done.output == (
        f"given.pdf is unaltered: issue 1 of meeting {closed.meeting_id} for Fellshire police, taken as pdf (en) on "
        "21 September 2026, 13:30. It is the newest.\n"
    )


def test_the_command_says_when_a_file_was_altered(closed: Sitting, tmp_path: Path) -> None:
    done = verify(closed, tmp_path, taken(closed).content[:-1])
    assert done.exit_code == 1
    assert done.output == "given.pdf is not a file that was taken from here, or it was altered since.\n"


def test_the_command_looks_into_a_zip_and_finds_the_file_that_was_changed(closed: Sitting, tmp_path: Path) -> None:
    export = take_all(closed.actor("dina"), closed.meeting_id, "en")
    done = verify(closed, tmp_path, export.content, "all.zip")
    assert done.exit_code == 0
    assert done.output.count("is unaltered: issue 1") == 1 + len(FORMATS)

    again, spoilt = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(export.content)) as packed:
        for file, change in ((again, False), (spoilt, True)):
            with zipfile.ZipFile(file, "w") as made:
                for name in packed.namelist():
                    content = packed.read(name)
                    made.writestr(name, content + b" " if change and name.endswith(".txt") else content)
    repacked = verify(closed, tmp_path, again.getvalue(), "again.zip")
    assert repacked.exit_code == 0
    assert repacked.output.count("is unaltered") == len(FORMATS)
    changed = verify(closed, tmp_path, spoilt.getvalue(), "spoilt.zip")
    assert changed.exit_code == 1
    assert "decisions.txt is not a file that was taken from here" in changed.output


def test_a_damaged_zip_is_one_that_was_not_taken_from_here(closed: Sitting, tmp_path: Path) -> None:
    content = bytearray(take_all(closed.actor("dina"), closed.meeting_id, "en").content)
    for damaged in range(60, 600, 60):
        content[damaged] ^= 0xFF
        done = verify(closed, tmp_path, bytes(content), "damaged.zip")
        assert (done.exit_code, type(done.exception)) == (1, SystemExit), done.output


def test_a_locked_zip_is_known_whole(closed: Sitting, tmp_path: Path) -> None:
    export = take_all(closed.actor("dina"), closed.meeting_id, "en", "a passphrase")
    done = verify(closed, tmp_path, export.content, "locked.zip")
    assert done.exit_code == 0
    assert done.output.count("is locked") == len(FORMATS)
    assert verify(closed, tmp_path, export.content + b"x", "locked.zip").exit_code == 1
