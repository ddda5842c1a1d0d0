"""Whoever holds the database and the key can make its chains hold; what a checkpoint said before, they cannot unsay."""

import json
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy.orm import Session

from mas_hub import clock, db, meeting_log
from mas_hub.audit.actions import record
from mas_hub.audit.verifying import verify_audit
from mas_hub.cli import main
from mas_hub.db import transaction
from mas_hub.meetings.models import Meeting
from mas_hub.retention.purging import purge_by_operator
from tests.checkpoints.forging import cut, remove_meeting, rewrite, rewrite_audit, sql
from tests.sitting import NOW, Sitting
from tests.tampering import unguarded

AT = [clock.iso(NOW + timedelta(minutes=15 * number)) for number in range(4)]


@pytest.fixture
def hub(opened: Sitting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sitting:
    """An open meeting whose hub has taken three checkpoints, with something done before each of them."""
    monkeypatch.setenv("MAS_HUB_DATA", str(opened.folder))
    monkeypatch.setenv("MAS_HUB_CHECKPOINTS", str(tmp_path / "elsewhere" / "checkpoints"))
    (opened.folder / "checkpoint-key").unlink(missing_ok=True)
    for number in range(3):
        said = take_one(opened, number)
        assert said.exit_code == 0, said.output
    return opened


def take_one(sitting: Sitting, number: int) -> Result:
    with clock.fixed(NOW + timedelta(minutes=15 * number)):
        with transaction() as session:
            record(session, sitting.actor("beth"), "signed_in", session_id=number)
        sitting.do("beth", "add_reflection", prompt="learning", text=f"Ask sooner, {number}.")
        said = run("checkpoint")
    reopen(sitting)
    return said


def run(*words: str) -> Result:
    return CliRunner().invoke(main, words)


def reopen(sitting: Sitting, file: str = "mas_hub.sqlite") -> None:
    db.configure(f"sqlite:///{sitting.folder / file}")
    meeting_log.configure_key(sitting.folder / "key")


def checkpoints(tmp_path: Path) -> Path:
    return tmp_path / "elsewhere" / "checkpoints"


def verified(tmp_path: Path, *more: str) -> tuple[int, list[str]]:
    said = run("verify-log", "--checkpoints", str(checkpoints(tmp_path)), *more)
    return said.exit_code, said.stdout.splitlines()


def test_a_line_holds_ids_and_hashes_and_nothing_that_anybody_wrote(hub: Sitting, tmp_path: Path) -> None:
    written = checkpoints(tmp_path).read_text()
    first, *others = [json.loads(line) for line in written.splitlines()]
    assert [each["at"] for each in (first, *others)] == AT[:3]
    assert first["meetings"].keys() == {str(hub.meeting_id), str(hub.other_meeting_id)}
    assert len(first["audit"]) == 16
    assert [each["meetings"][str(hub.meeting_id)].keys() for each in others] == [{"shared"}, {"shared"}]
    assert [len(each["audit"]) for each in others] == [1, 1]
    assert "sooner" not in written
    assert "Made-up" not in written
    assert (hub.folder / "checkpoint-key").stat().st_mode & 0o777 == 0o600


def test_what_is_as_it_was_is_said_to_be(hub: Sitting, tmp_path: Path) -> None:
    hub.do("beth", "add_reflection", prompt="learning", text="Since then.")
    assert verified(tmp_path) == (0, ["The log is intact, and as its checkpoints have it."])


def test_the_public_key_is_enough_and_another_is_not(hub: Sitting, tmp_path: Path) -> None:
    own, other = tmp_path / "own.pem", tmp_path / "other.pem"
    own.write_text(run("checkpoint-key").stdout)
    (hub.folder / "checkpoint-key").unlink()
    other.write_text(run("checkpoint-key").stdout)
    assert verified(tmp_path, "--public-key", str(own))[0] == 0
    unknown, lines = verified(tmp_path, "--public-key", str(other))
    assert unknown == 1
    assert lines[0].endswith("line 1: is signed with a key that is not among those given")
    own.write_text(own.read_text() + other.read_text())
    assert run("checkpoint").exit_code == 0  # goes on under the new key
    assert verified(tmp_path, "--public-key", str(own)) == (0, ["The log is intact, and as its checkpoints have it."])


def forge(change: Callable[[Session], None]) -> None:
    with unguarded() as session:
        change(session)
    with db.snapshot() as session:
        assert meeting_log.verify(session) == []
        assert verify_audit(session) == []


def test_history_written_anew_is_found(hub: Sitting, tmp_path: Path) -> None:
    last = len(hub.log())
    forge(lambda session: rewrite(session, hub.meeting_id, "shared", last - 1))
    among = f"meeting {hub.meeting_id}, stream shared, number {last - 1}"
    assert verified(tmp_path) == (1, [f"{among}: not as at the checkpoint of {AT[1]}"])
    assert run("checkpoint").exit_code == 1
    assert len(checkpoints(tmp_path).read_text().splitlines()) == 3


def test_the_end_of_one_stream_cut_off_is_found(hub: Sitting, tmp_path: Path) -> None:
    hub.do("beth", "add_reflection", prompt="learning", text="Since then.")
    last = len(hub.log())
    with transaction() as session:
        record(session, hub.actor("beth"), "signed_in")
    forge(lambda session: cut(session, hub.meeting_id, "shared", last - 2))
    missing = f"meeting {hub.meeting_id}, stream shared, number {last - 2}: missing"
    assert verified(tmp_path) == (1, [f"{missing}, but there at the checkpoint of {AT[1]}"])


def test_a_whole_meeting_gone_is_found(hub: Sitting, tmp_path: Path) -> None:
    streams = [stream for stream in hub.all_streams() if hub.log(stream)]
    forge(lambda session: remove_meeting(session, hub.meeting_id))
    code, lines = verified(tmp_path)
    assert code == 1
    assert {line.partition(", number")[0] for line in lines} == {
        f"meeting {hub.meeting_id}, stream {each}" for each in streams
    }


def test_an_audit_written_anew_is_found(hub: Sitting, tmp_path: Path) -> None:
    lane = hub.people["beth"] % 16
    with db.snapshot() as session:
        last = sql(session, "SELECT count FROM audit_lanes WHERE lane = :lane", lane=lane).scalar()
    forge(lambda session: rewrite_audit(session, lane, last))
    assert verified(tmp_path) == (1, [f"audit, chain {lane}, number {last}: not as at the checkpoint of {AT[2]}"])


@pytest.mark.parametrize("stub", [False, True])
def test_entries_gone_without_a_purge_are_a_difference(hub: Sitting, tmp_path: Path, *, stub: bool) -> None:
    """Whoever has the key makes a stub that holds as well; the audit has no row of it."""
    with unguarded() as session:
        if stub:
            meeting_log.purge(session, hub.meeting_id, NOW, {"case_id": 1, "rule": {"months": 24}})
        sql(session, "DELETE FROM log_entries WHERE meeting_id = :meeting", meeting=hub.meeting_id)
    said = run("checkpoint")
    assert (said.exit_code, "not as at the checkpoint of" in said.stderr) == (1, True)
    assert len(checkpoints(tmp_path).read_text().splitlines()) == 3
    reopen(hub)
    code, lines = verified(tmp_path)
    assert code == 1
    assert (f"meeting {hub.meeting_id}: its stub has no row in the audit" in lines) is stub
    assert any(line.endswith("tail cut off") for line in lines) is not stub
    assert not any("purged" in line for line in lines)


def test_a_live_stream_s_entry_that_is_gone_stops_the_next_checkpoint(hub: Sitting) -> None:
    last = len(hub.log())
    hub.do("beth", "add_reflection", prompt="learning", text="Since then.")
    with unguarded() as session:
        where = {"meeting": hub.meeting_id, "seq": last}
        sql(
            session, "DELETE FROM log_entries WHERE meeting_id = :meeting AND stream = 'shared' AND seq = :seq", **where
        )
    said = run("checkpoint")
    assert (said.exit_code, "stream shared" in said.stderr) == (1, True)


def test_a_meeting_deleted_at_the_end_of_its_time_is_no_difference(
    closed: Sitting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAS_HUB_DATA", str(closed.folder))
    monkeypatch.setenv("MAS_HUB_CHECKPOINTS", str(checkpoints(tmp_path)))
    (closed.folder / "checkpoint-key").unlink(missing_ok=True)
    assert run("checkpoint").exit_code == 0
    reopen(closed)
    with clock.fixed(NOW + timedelta(days=3 * 366)), transaction() as session:
        assert purge_by_operator(session, session.get_one(Meeting, closed.meeting_id).case_id)
    assert closed.log() == []
    code, lines = verified(tmp_path)
    assert (code, lines[-1]) == (0, "The log is intact, and as its checkpoints have it.")
    assert lines[0].startswith(f"meeting {closed.meeting_id}: purged")
    assert run("checkpoint").exit_code == 0
    reopen(closed)
    with unguarded() as session:
        sql(session, "UPDATE purged_meetings SET about = '{}'")
    code, lines = verified(tmp_path)
    assert (code, lines) == (1, [f"meeting {closed.meeting_id}, stream shared, its head: its stub was changed"])


def test_an_older_database_is_said_to_be_older(hub: Sitting, tmp_path: Path) -> None:
    """One that was restored. It is whole, so its own chains hold."""
    db.close()
    shutil.copy(hub.folder / "mas_hub.sqlite", hub.folder / "backup.sqlite")
    reopen(hub)
    assert take_one(hub, 3).exit_code == 0
    restored = f"sqlite:///{hub.folder / 'backup.sqlite'}"
    code, lines = verified(tmp_path, "--database", restored)
    assert (code, lines[0]) == (
        1,
        f"The database is older than the checkpoint of {AT[3]}: it is as it was after that of {AT[2]}.",
    )
    assert len(lines) == 3
    assert {line.partition(": ")[2] for line in lines[1:]} == {f"missing, but there at the checkpoint of {AT[3]}"}


def test_a_changed_taken_or_moved_line_is_found(hub: Sitting, tmp_path: Path) -> None:
    file = checkpoints(tmp_path)
    first, second, third = file.read_bytes().splitlines(keepends=True)
    follow = "does not follow what stands before it"
    for content, fault in (
        ([first, second.replace(b'"at":"2026', b'"at":"2025'), third], "line 2: is not as it was signed"),
        ([first, third], f"line 2: {follow}"),
        ([second, third], f"line 1: {follow}"),
        ([first, third, second], f"line 2: {follow}"),
        ([first, b"{}\n", third], "line 2: is no checkpoint"),
        ([first.replace(b'"format":1', b'"format":2'), second, third], "line 1: is no checkpoint"),
        ([first, second, third[:40]], "line 3: is cut off"),
        ([], "holds no checkpoint"),
    ):
        file.write_bytes(b"".join(content))
        code, lines = verified(tmp_path)
        assert code == 1
        assert lines[0].endswith(fault), lines
    for content in ([first, third], [second, third]):
        file.write_bytes(b"".join(content))
        said = run("checkpoint")
        assert (said.exit_code, said.stderr.strip().endswith(follow)) == (1, True)
        assert file.read_bytes() == b"".join(content)
        reopen(hub)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (
            "UPDATE audit SET what = 'signed_out' WHERE lane = :lane AND seq = 1",
            "audit, chain {lane}, number 1: changed",
        ),
        (
            "UPDATE log_entries SET person_id = 77 WHERE meeting_id = :meeting AND stream = 'shared' AND seq = 2",
            "meeting {meeting}, stream shared, number 2: changed",
        ),
        ("UPDATE audit SET at = 'never' WHERE lane = :lane", "a row holds what the hub cannot have written"),
    ],
)
def test_it_names_what_was_changed_in_meetings_and_audit_alike(hub: Sitting, change: str, fault: str) -> None:
    values = {"meeting": hub.meeting_id, "lane": hub.people["beth"] % 16}
    with unguarded() as session:
        sql(session, change, **{name: value for name, value in values.items() if f":{name}" in change})
    said = run("verify-log")
    assert said.exit_code == 1
    (line,) = said.stdout.splitlines()
    assert line.startswith(fault.format(**values))


def test_a_line_that_a_crash_cut_off_is_written_again(hub: Sitting, tmp_path: Path) -> None:
    file = checkpoints(tmp_path)
    file.write_bytes(file.read_bytes()[:-40])
    assert run("checkpoint").exit_code == 0
    assert verified(tmp_path)[0] == 0
    assert len(file.read_bytes().splitlines()) == 3


def test_what_is_missing_is_said_plainly(opened: Sitting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAS_HUB_DATA", str(opened.folder))
    (opened.folder / "checkpoint-key").unlink(missing_ok=True)
    refused = run("checkpoint")
    assert (refused.exit_code, "MAS_HUB_CHECKPOINTS" in refused.stderr) == (2, True)
    (tmp_path / "none").write_text("")
    without_key = run("verify-log", "--checkpoints", str(tmp_path / "none"))
    assert (without_key.exit_code, "--public-key" in without_key.stderr) == (2, True)
    no_key = run("verify-log", "--checkpoints", str(tmp_path / "none"), "--public-key", str(tmp_path / "none"))
    assert (no_key.exit_code, "checkpoint-key" in no_key.stderr) == (2, True)
    (opened.folder / "checkpoint-key").write_text("nothing of ours")
    refused = run("checkpoint", str(tmp_path / "file"))
    assert (refused.exit_code, "no key that signs" in refused.stderr) == (2, True)
