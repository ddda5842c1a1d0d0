"""Everything about a case in one locked file, for review: all of it, or one agency's part and no other's."""

import io
import json
from pathlib import Path

import pytest
import pyzipper
from click.testing import CliRunner, Result
from sqlalchemy import select, update

from mas_hub import db
from mas_hub.audit.models import AuditRow
from mas_hub.cli import main
from mas_hub.db import Base, snapshot, transaction
from mas_hub.exports.actions import sha256
from mas_hub.retention.covering import belonging
from mas_hub.subject_access.collecting import READ_FIRST
from mas_hub.subject_access.whose import NOT_OF_THE_CASE
from tests.retention.planting import CANARY, plant
from tests.retention.test_keeping import case_of
from tests.sitting import Sitting

POINT, CAPACITY, PREPARED = "He shouts at her.", "Two of us are away.", "Nobody has seen K. at home since June."


@pytest.fixture
def hub(opened: Sitting, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Sitting:
    monkeypatch.setenv("MAS_HUB_DATA", str(opened.folder))
    opened.do("beth", "raise_private_point", text=POINT, sharing="no")
    opened.do("beth", "state_capacity", level="over", words=CAPACITY)
    return opened


def make(*arguments: object) -> Result:
    said = [str(each) for each in arguments]
    return CliRunner().invoke(main, ["subject-access", *said], catch_exceptions=False)


def unpacked(file: Path, said: Result) -> dict[str, str]:
    passphrase = said.output.strip().rsplit(" ", 1)[1]
    with pyzipper.AESZipFile(io.BytesIO(file.read_bytes())) as packed:
        packed.setpassword(passphrase.encode())
        return {name: packed.read(name).decode() for name in packed.namelist()}


def test_all_of_it_holds_every_stream_marked_by_whose_it_is(hub: Sitting, tmp_path: Path) -> None:
    streams, case_id, file = hub.all_streams(), case_of(hub), tmp_path / "all.zip"
    said = make(file, "--case", case_id)
    files = unpacked(file, said)
    assert {f"meeting-{hub.meeting_id}/{each.replace(':', '-')}.json" for each in streams} <= files.keys()
    whole = "".join(files.values())
    assert POINT in whole
    assert CAPACITY in whole
    assert PREPARED in whole
    point = next(name for name in files if "/point-" in name and name.endswith(".txt"))
    assert files[point].startswith("In confidence, from Beth Made-up to Amara Made-up")
    assert "REVIEW BEFORE RELEASE" in files[READ_FIRST]
    assert "ADOLYGU" in files[READ_FIRST]
    assert {row["what"] for row in json.loads(files["audit.json"])} >= {"case_opened", "meeting_planned"}
    assert file.stat().st_mode & 0o777 == 0o600
    db.configure(f"sqlite:///{hub.folder / 'mas_hub.sqlite'}")
    with snapshot() as session:
        row = session.scalars(select(AuditRow).where(AuditRow.what == "subject_access_made")).one()
    assert (row.sha256, row.detail["case_id"]) == (sha256(file.read_bytes()), case_id)


def test_an_agency_s_part_holds_nobody_else_s_private_words(hub: Sitting, tmp_path: Path) -> None:
    case_id = case_of(hub)
    for code, own in (("POL", False), ("CSC", True)):
        file = tmp_path / f"{code}.zip"
        whole = "".join(unpacked(file, make(file, "--case", case_id, "--agency", code)).values())
        db.configure(f"sqlite:///{hub.folder / 'mas_hub.sqlite'}")
        assert "Two of five visits were better." in whole  # what everybody reached
        assert (CAPACITY in whole, PREPARED in whole) == (own, own)
        assert POINT not in whole


def test_an_agency_s_part_is_of_its_own_meetings(hub: Sitting, tmp_path: Path) -> None:
    """Housing was in another of the case's meetings, and the police in none of that one."""
    case_id = case_of(hub)
    assert "HOU had no part" in make(tmp_path / "none.zip", "--case", case_id, "--agency", "hou").stderr
    assert list(tmp_path.glob("*.zip")) == []
    plant(case_id, in_log=False)
    tables = Base.metadata.tables
    with transaction() as session:
        session.execute(update(tables["meetings"]).values(case_id=case_id))
        handed = {"from_agency_id": hub.agencies["csc"], "to_agency_id": hub.agencies["police"]}
        session.execute(update(tables["hand_overs"]).values(handed))
    for code, meeting_id, hands in (
        ("CSC", hub.meeting_id, True),
        ("POL", hub.meeting_id, True),
        ("HOU", hub.other_meeting_id, False),
    ):
        file = tmp_path / f"{code}.zip"
        files = unpacked(file, make(file, "--case", case_id, "--agency", code))
        assert {name.split("/")[0] for name in files if name.startswith("meeting-")} == {f"meeting-{meeting_id}"}
        assert f"meeting-{meeting_id}/shared.json" in files
        assert ("tables/hand_overs.json" in files) is hands


def test_every_table_of_a_case_is_in_it(hub: Sitting, tmp_path: Path) -> None:
    case_id, file = case_of(hub), tmp_path / "all.zip"
    planted = plant(case_id, in_log=False) & {table.name for table in belonging()} - NOT_OF_THE_CASE
    files = unpacked(file, make(file, "--case", case_id))
    assert all(CANARY in files[f"tables/{name}.json"] for name in planted)


def test_what_cannot_be_made_is_said_and_leaves_nothing(hub: Sitting, tmp_path: Path) -> None:
    case_id, file = case_of(hub), tmp_path / "all.zip"
    assert make(file, "--case", "nobody's").exit_code == 2
    assert make(file, "--case", case_id, "--agency", "NONE").exit_code == 2
    file.write_text("another")
    assert make(file, "--case", case_id).exit_code == 2
    assert file.read_text() == "another"
