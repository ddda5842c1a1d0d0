"""All of an agency's meetings over some days, in one ZIP: whose it is, what is in it, and what the audit says."""

import csv
import hashlib
import io
import json
import zipfile
from datetime import date
from typing import Any

import pytest
import pyzipper
from sqlalchemy import select

from mas_hub import db
from mas_hub.audit.models import AuditRow
from mas_hub.db import snapshot, transaction
from mas_hub.errors import Conflict, Forbidden, Invalid, NotFound, Unavailable
from mas_hub.exports.bulk import Bulk, Wanted, take_bulk
from mas_hub.exports.formats import FORMATS
from mas_hub.identity.models import Person, PersonRole
from mas_hub.web.csrf import HEADER
from mas_hub.web.csrf import token_of as csrf_token_of
from tests.asking import Doors
from tests.sitting import PEOPLE, Sitting, token_of

SEPTEMBER = (date(2026, 9, 1), date(2026, 9, 30))
RECORDERS = {"sian", "kit"}


def taken(sitting: Sitting, who: str, *formats: str, days: tuple[date, date] = SEPTEMBER, **more: Any) -> Bulk:
    return take_bulk(sitting.actor(who), Wanted(*days, formats or ("csv", "json"), "en", **more))


def files_in(bulk: Bulk) -> dict[str, bytes]:
    with bulk.file, zipfile.ZipFile(bulk.file) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def audited(what: str) -> list[AuditRow]:
    with snapshot() as session:
        return list(session.scalars(select(AuditRow).where(AuditRow.what == what).order_by(AuditRow.id)))


def test_it_holds_every_file_of_every_meeting_and_an_index_of_them(closed: Sitting) -> None:
    files = files_in(taken(closed, "sian", *FORMATS))
    index = list(csv.DictReader(io.StringIO(files.pop("index.csv").decode("utf-8-sig"), newline="")))
    assert [(row["File"], row["Digest (SHA-256)"]) for row in index] == [
        (name, hashlib.sha256(content).hexdigest()) for name, content in files.items()
    ]
    assert [row["Kind"] for row in index] == list(FORMATS)
    assert {(row["Case reference"], row["Status"], row["Recorded by your agency"]) for row in index} == {
        ("FS-2291", "Final, issue 1", "Not yet")
    }
    (facts,) = [json.loads(content) for name, content in files.items() if name.endswith(".json")]
    assert facts["agency"]["id"] == closed.agencies["school"]


def test_a_meeting_that_is_still_open_comes_as_an_interim_copy(opened: Sitting) -> None:
    files = files_in(taken(opened, "sian", "json"))
    (name,) = [name for name in files if name.endswith(".json")]
    assert json.loads(files[name])["interim"] is True
    assert "interim" in name


@pytest.mark.parametrize("who", sorted(PEOPLE))
def test_a_recorder_takes_their_own_agency_s_and_nobody_else_anything(closed: Sitting, who: str) -> None:
    if who not in RECORDERS:
        with pytest.raises(Forbidden, match="may_not_take_bulk"):
            taken(closed, who)
        assert audited("bulk_taken") == audited("export_taken") == []
        return
    found = {json.loads(each)["agency"]["id"] for name, each in files_in(taken(closed, who, "json")).items()
             if name.endswith("json")}  # fmt: skip
    assert found == {closed.agencies[PEOPLE[who][0]]}


def test_the_audit_has_the_digest_of_the_zip_and_of_each_file(closed: Sitting) -> None:
    bulk = taken(closed, "sian", "csv", "txt")
    content = bulk.file.read()
    (whole,) = audited("bulk_taken")
    assert (whole.sha256, bulk.size) == (hashlib.sha256(content).hexdigest(), len(content))
    assert whole.detail == {
        "first": "2026-09-01", "last": "2026-09-30", "formats": ["csv", "txt"], "language": "en", "locked": False,
        "meetings": 1,
    }  # fmt: skip
    bulk.file.seek(0)
    files = files_in(bulk)
    del files["index.csv"]
    rows = audited("export_taken")
    assert [row.sha256 for row in rows] == [hashlib.sha256(each).hexdigest() for each in files.values()]
    assert {(row.meeting_id, row.person_id, row.detail["in_zip"]) for row in rows} == {
        (closed.meeting_id, closed.people["sian"], True)
    }


def test_a_locked_one_opens_with_its_passphrase_alone_and_its_names_say_no_case(closed: Sitting) -> None:
    bulk = taken(closed, "sian", "csv", passphrase="seven geese")
    with pyzipper.AESZipFile(bulk.file) as packed:
        names = packed.namelist()
        assert [name for name in names if "2291" in name] == []
        with pytest.raises(RuntimeError):
            packed.read(names[0])
        packed.setpassword(b"seven geese")
        assert b"FS-2291" in packed.read("index.csv")
    bulk.file.close()
    assert "geese" not in str([row.detail for row in audited("bulk_taken")])


def test_what_cannot_be_taken_is_refused_in_words(closed: Sitting, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Conflict, match="bulk_nothing"):
        taken(closed, "sian", days=(date(2026, 8, 1), date(2026, 8, 31)))
    with pytest.raises(Invalid, match="bulk_ends_before_it_begins"):
        taken(closed, "sian", days=(date(2026, 9, 2), date(2026, 9, 1)))
    with pytest.raises(Invalid, match="bulk_needs_formats"):
        take_bulk(closed.actor("sian"), Wanted(*SEPTEMBER, (), "en"))
    monkeypatch.setattr("mas_hub.exports.bulk.MOST_MEETINGS", 0)
    with pytest.raises(Conflict, match="bulk_too_many"):
        taken(closed, "sian")
    assert audited("bulk_taken") == audited("export_taken") == []


def test_when_the_audit_fails_nothing_is_handed_out(closed: Sitting) -> None:
    with db.engine().begin() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER no_audit BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'no audit'); END"
        )
    with pytest.raises(Unavailable, match="audit_unavailable"):
        taken(closed, "sian")
    assert audited("bulk_taken") == []


def test_who_is_no_recorder_any_more_when_it_is_made_gets_nothing(
    closed: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dismissed(work: Any, *args: Any) -> Any:
        with transaction() as session:
            held = session.get(PersonRole, (closed.people["sian"], "recorder"))
            if held is not None:
                session.delete(held)
        return work(*args)

    monkeypatch.setattr("mas_hub.blocking._runner", [dismissed])
    with pytest.raises(Forbidden):
        taken(closed, "sian")
    assert audited("bulk_taken") == audited("export_taken") == []


def test_who_records_for_another_agency_when_it_is_made_gets_nothing(
    closed: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    def moved(work: Any, *args: Any) -> Any:
        with transaction() as session:
            session.get_one(Person, closed.people["sian"]).agency_id = closed.agencies["police"]
        return work(*args)

    monkeypatch.setattr("mas_hub.blocking._runner", [moved])
    with pytest.raises(NotFound):
        taken(closed, "sian")
    assert audited("bulk_taken") == audited("export_taken") == []


def test_a_full_disk_is_told_in_words_the_audit_says_so_and_nothing_stays_behind(
    doors: Doors,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """`/dev/full` is a real file that has no space left: every write into it fails with ENOSPC."""
    sitting = doors.stage("closed")
    asked = {"first": "2026-09-01", "last": "2026-09-30", "formats": ["docx"], "language": "en"}
    with monkeypatch.context() as full:
        full.setattr("mas_hub.exports.bulk.TemporaryFile", lambda: io.FileIO("/dev/full", "r+"))
        client = doors.app.test_client()
        client.set_cookie("mas_hub_session", token_of("sian"))
        headers = {HEADER: csrf_token_of(token_of("sian"))}
        answer = client.post("/api/exports/bulk", json=asked, headers=headers)
    assert (answer.status_code, answer.get_json()["code"]) == (503, "export_failed")
    assert audited("bulk_taken") == audited("export_taken") == []
    assert [row.person_id for row in audited("bulk_failed")] == [sitting.people["sian"]]
    again = doors.ask("sian", "POST", "/api/exports/bulk", asked)
    assert again.headers["Content-Disposition"] == 'attachment; filename="2026-09-01-2026-09-30-sch-decisions.zip"'
    assert len(again.get_data()) == int(again.headers["Content-Length"])


def test_the_door_says_beforehand_what_it_holds(doors: Doors) -> None:
    sitting = doors.stage("closed")
    said = doors.ask("sian", "GET", "/api/exports/bulk?first=2026-09-01&last=2026-09-30").get_json()
    assert said["found"] == 1
    assert said["meetings"] == [
        {
            "meeting_id": sitting.meeting_id, "day": "2026-09-21", "state": "closed", "reference": "FS-2291",
            "subject_initials": "K.T.", "recorded": False,
        }
    ]  # fmt: skip
    usual = doors.ask("sian", "GET", "/api/exports/bulk").get_json()
    assert (usual["first"], usual["last"], usual["found"]) == ("2026-06-23", "2026-09-21", 1)
    for wrong in ("first=x", "last=2026-13-01", "agency_id=1"):
        assert doors.ask("sian", "GET", f"/api/exports/bulk?{wrong}").status_code == 422


def test_the_zip_and_each_file_in_it_are_known_again(doors: Doors) -> None:
    doors.stage("closed")
    asked = {"first": "2026-09-01", "last": "2026-09-30", "formats": ["json", "csv"], "language": "cy", "locked": True}
    answer = doors.ask("sian", "POST", "/api/exports/bulk", asked)
    content, passphrase = answer.get_data(), answer.headers["Mas-Hub-Passphrase"]

    def known(who: str, of: bytes) -> Any:
        digest = hashlib.sha256(of).hexdigest()
        return doors.ask(who, "POST", "/api/exports/verify", {"sha256": digest}).get_json()["known"]

    whole = known("sian", content)
    assert (whole["format"], whole["meetings"], whole["first"], whole["language"]) == ("bulk", 1, "2026-09-01", "cy")
    assert known("sian", content + b" ") is None
    assert known("dina", content) is None
    with pyzipper.AESZipFile(io.BytesIO(content)) as packed:
        packed.setpassword(passphrase.encode())
        inside = [packed.read(name) for name in packed.namelist() if name != "index.csv"]
    assert [known("sian", each)["format"] for each in inside] == ["csv", "json"]
