"""A backup made before a case was deleted still holds it; restored, what was deleted since is deleted again."""

from datetime import timedelta
from pathlib import Path

import pyrage
import pytest
from click.testing import CliRunner, Result

from mas_hub import clock, db
from mas_hub.cases.models import Case
from mas_hub.cli import main
from mas_hub.db import snapshot, transaction
from mas_hub.meeting_log import list_stubs, verify
from mas_hub.meetings.queries import get_meeting
from mas_hub.retention.listed import FILE, keep_list, read_list
from mas_hub.retention.purging import purge_by_operator
from mas_hub.retention.stubs import list_purged
from tests.meeting_log.test_erasing import on_disk
from tests.retention.planting import CANARY, plant
from tests.sitting import NOW, Sitting, everything

KEY = "backup.key"
LATER = NOW + timedelta(days=1000)


@pytest.fixture
def hub(closed: Sitting, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Sitting:
    """The closed meeting's hub as the commands see it, with words that can be looked for."""
    monkeypatch.setenv("MAS_HUB_DATA", str(closed.folder))
    identity = pyrage.x25519.Identity.generate()
    monkeypatch.setenv("MAS_HUB_BACKUP_RECIPIENT", str(identity.to_public()))
    (tmp_path / KEY).write_text(str(identity))
    plant(case_of(closed), in_log=False)
    (closed.folder / FILE).unlink(missing_ok=True)
    return closed


def case_of(sitting: Sitting) -> int:
    with snapshot() as session:
        return get_meeting(session, sitting.meeting_id).case_id


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments], catch_exceptions=False)


def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    monkeypatch.setenv("MAS_HUB_DATA", str(folder))
    return folder


def test_what_an_older_backup_brings_back_is_deleted_again(
    hub: Sitting, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "before.age"
    assert run("backup", file).exit_code == 0
    db.configure(f"sqlite:///{hub.folder / 'mas_hub.sqlite'}")
    case_id = case_of(hub)
    with clock.fixed(LATER):
        assert run("purge", "--case", case_id).exit_code == 2
        assert run("purge", "--case", case_id, "--confirm").exit_code == 0
    listed = hub.folder / FILE
    assert len(read_list(listed)) == 1
    assert CANARY not in listed.read_text()
    assert listed.stat().st_mode & 0o777 == 0o600

    folder = elsewhere(monkeypatch, tmp_path)
    with clock.fixed(LATER):
        said = run("restore", file, "--key", tmp_path / KEY, "--purged", listed)
    assert said.exit_code == 0, said.output
    assert (
        f"Case {case_id}, deleted on {LATER:%d/%m/%Y}, came back with this backup. It is deleted again." in said.output
    )
    db.configure(f"sqlite:///{folder / 'mas_hub.sqlite'}")
    assert CANARY not in repr(everything())
    assert CANARY.encode() not in on_disk(folder)
    with snapshot() as session:
        assert verify(session) == []
        (stub,) = list_stubs(session)
        assert stub.at == LATER
        assert stub.about["again_at"]
    assert run("restore", file, "--key", tmp_path / KEY, "--purged", listed).exit_code == 2  # not an empty one
    again = run("verify-log")
    assert (again.exit_code, f"meeting {hub.meeting_id}: purged" in again.output) == (0, True)


def test_without_the_list_nothing_is_restored_until_it_is_said_that_nothing_was_deleted(
    hub: Sitting, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "before.age"
    run("backup", file)
    folder = elsewhere(monkeypatch, tmp_path)
    said = run("restore", file, "--key", tmp_path / KEY)
    assert (said.exit_code, "There is no list of deleted cases" in said.stderr) == (2, True)
    assert "--purged FILE" in said.stderr
    assert not (folder / "key").exists()
    assert run("restore", file, "--key", tmp_path / KEY, "--check").exit_code == 0
    assert run("restore", file, "--key", tmp_path / KEY, "--none-purged").exit_code == 0


def test_the_list_of_a_hub_that_never_deleted_anything_can_be_named(
    hub: Sitting, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file, listed = tmp_path / "before.age", tmp_path / "list"
    run("backup", file)
    assert run("purge", "--list", listed).exit_code == 0
    assert (listed.read_bytes(), listed.stat().st_mode & 0o777) == (b"", 0o600)
    elsewhere(monkeypatch, tmp_path)
    said = run("restore", file, "--key", tmp_path / KEY, "--purged", listed)
    assert said.exit_code == 0, said.output


def test_a_line_that_cannot_be_verified_is_named_and_kept(
    hub: Sitting, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    listed = tmp_path / "list"
    listed.write_bytes(b"\xff of another\n[3]\n{}")
    with clock.fixed(LATER), transaction() as session:
        purge_by_operator(session, case_of(hub))
    keep_list(listed)
    assert f"{listed}, line 1, 2, 3: changed, or of another hub" in caplog.text
    assert listed.read_bytes().startswith(b"\xff of another\n[3]\n{}\n{")
    assert [stub.meeting_id for stub in read_list(listed)] == [hub.meeting_id]


def test_a_list_that_somebody_wrote_deletes_nothing(
    hub: Sitting, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "before.age"
    run("backup", file)
    db.configure(f"sqlite:///{hub.folder / 'mas_hub.sqlite'}")
    with clock.fixed(LATER), transaction() as session:
        purge_by_operator(session, case_of(hub))
    keep_list(tmp_path / "list")
    forged = tmp_path / "forged"
    forged.write_text((tmp_path / "list").read_text().replace(f'"meeting_id": {hub.meeting_id}', '"meeting_id": 2'))
    assert read_list(forged) == []
    folder = elsewhere(monkeypatch, tmp_path)
    said = run("restore", file, "--key", tmp_path / KEY, "--purged", forged)
    assert (said.exit_code, "line 1: changed, or of another hub" in said.stderr) == (1, True)
    db.configure(f"sqlite:///{folder / 'mas_hub.sqlite'}")
    assert CANARY in repr(everything())


def test_the_backups_that_may_still_hold_it_stand_on_its_stub(hub: Sitting, tmp_path: Path) -> None:
    at = db.engine().url
    for number, day in enumerate((1, 980, 999, 1001)):
        with clock.fixed(NOW + timedelta(days=day)):
            assert run("backup", tmp_path / f"{number}.age").exit_code == 0
        db.configure(at.render_as_string(hide_password=False))
        if day == 999:
            with clock.fixed(LATER), transaction() as session:
                purge_by_operator(session, case_of(hub))
    with clock.fixed(NOW + timedelta(days=1002)), snapshot() as session:
        (case,) = list_purged(session)
        kept = [each["delete_by"] for each in case["meetings"][0]["backups"]]
    assert kept == [(NOW + timedelta(days=day + 35)).date().isoformat() for day in (980, 999)]


def test_the_command_lists_what_is_due_and_deletes_nothing_else(hub: Sitting) -> None:
    case_id = case_of(hub)
    assert "No case is due" in run("purge", "--due").output
    with clock.fixed(LATER):
        assert f"case {case_id}, {CANARY}" in run("purge", "--due").output
    db.configure(f"sqlite:///{hub.folder / 'mas_hub.sqlite'}")
    assert run("purge", "--case", "nobody's", "--confirm").exit_code == 2
    assert run("purge", "--case", 1, "--confirm").exit_code == 2  # not due yet
    with transaction() as session:
        alone = Case(
            reference="FS-1",
            subject_initials="K.",
            subject_type="child",
            age_band="1-4",
            facilitator_id=hub.people["amara"],
        )
        session.add(alone)
        session.flush()
        number = alone.id
    refused = run("purge", "--case", number, "--confirm").stderr
    assert f"Case {number} has no meeting, and nothing is known of when it was opened" in refused
    assert run("purge").exit_code == 2
    db.configure(f"sqlite:///{hub.folder / 'mas_hub.sqlite'}")
    assert CANARY in repr(everything())
