"""A backup holds one moment of everything, nobody without its key reads it, and what comes back is what went in."""

import os
import shutil
import zlib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pyrage
import pytest
from click.testing import CliRunner, Result
from sqlalchemy import MetaData, insert, inspect, select

from mas_hub import clock, db, mail, meeting_log
from mas_hub.backup import BackupError, back_up, cli, restore
from mas_hub.backup.restoring import Restored
from mas_hub.backup.streams import Source, compressed, lines_in
from mas_hub.cli import main
from mas_hub.config import Smtp
from mas_hub.identity.models import Person
from mas_hub.identity.sessions import start_session
from mas_hub.integration.models import ApiToken
from mas_hub.mail import queue_mail
from mas_hub.mail.models import QueuedMail
from mas_hub.replay.demo import load_demo

PASSPHRASE = "violet kettle under the stairs"
OF_THE_MOMENT = {
    "sessions",
    "workers",
    "presence",
    "sign_in_links",
    "joining_links",
    "sign_in_steps",
    "provider_flows",
    "passkey_challenges",
}
"""What must not come back, by name: a table more is something lost, one less a link that is good again."""


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the demo's database and key."""
    folder = tmp_path_factory.mktemp("hub")
    db.configure(f"sqlite:///{folder / 'mas_hub.sqlite'}")
    db.upgrade()
    meeting_log.open_log(folder / "key")
    load_demo()
    db.close()
    return folder


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    return folder


@pytest.fixture
def identity() -> str:
    return str(pyrage.x25519.Identity.generate())


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    yield
    db.close()


def use(folder: Path) -> None:
    db.configure(f"sqlite:///{folder / 'mas_hub.sqlite'}")


def backed_up(hub: Path, to: Path, identity: str) -> Path:
    use(hub)
    recipient = str(pyrage.x25519.Identity.from_str(identity).to_public())
    back_up(to, hub / "key", recipient=recipient)
    return to


def every_row(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    use(folder)
    with db.snapshot() as session:
        found = MetaData()
        found.reflect(session.connection())
        return {
            table.name: sorted(map(tuple, session.execute(select(table))), key=repr)
            for table in found.sorted_tables
            if table.name not in OF_THE_MOMENT
        }


def test_what_is_restored_is_what_was_backed_up(hub: Path, elsewhere: Path, tmp_path: Path, identity: str) -> None:
    file = backed_up(hub, tmp_path / "backup.age", identity)
    use(elsewhere)
    restored = restore(file, elsewhere / "key", identity=identity)
    assert restored.faults == []
    assert (elsewhere / "key").read_text() == (hub / "key").read_text()
    assert (elsewhere / "key").stat().st_mode & 0o777 == 0o600
    assert every_row(elsewhere) == every_row(hub)
    assert restored.rows > 300


def test_who_was_signed_in_is_not(hub: Path, elsewhere: Path, tmp_path: Path, identity: str) -> None:
    use(hub)
    with db.transaction() as session:
        who = session.scalars(select(Person.id).limit(1)).one()
        start_session(session, session.get_one(Person, who), "A browser", how="password")
    file = backed_up(hub, tmp_path / "backup.age", identity)
    use(elsewhere)
    restore(file, elsewhere / "key", identity=identity)
    with db.snapshot() as session:
        found = MetaData()
        found.reflect(session.connection())
        assert found.tables.keys() >= OF_THE_MOMENT
        assert [session.execute(select(found.tables[name])).all() for name in OF_THE_MOMENT] == [[]] * len(
            OF_THE_MOMENT
        )


def test_letters_that_waited_are_not_sent_again_and_tokens_open_nothing_again(
    hub: Path, elsewhere: Path, tmp_path: Path, identity: str
) -> None:
    """For all that the backup knows, they were sent and revoked since."""
    source = tmp_path / "with_a_letter"
    shutil.copytree(hub, source)
    use(source)
    mail.configure(Smtp("localhost", "hub@example.org", "https://hub.example.org"))
    with db.transaction() as session:
        queue_mail(session, "kath@example.org", "waiting", "en", link=mail.link("/inbox"))
        session.add(
            ApiToken(
                agency_id=1,
                maker_id=1,
                name="Case files",
                token_hash="0" * 64,
                scopes=["read_decisions"],
                made_at=clock.now(),
                expires_at=clock.now() + timedelta(days=90),
            )
        )
    file = backed_up(source, tmp_path / "backup.age", identity)
    use(elsewhere)
    restored = restore(file, elsewhere / "key", identity=identity)
    mail.configure(None)
    assert (restored.faults, restored.letters, restored.tokens) == ([], 1, 1)
    with db.snapshot() as session:
        [letter] = session.scalars(select(QueuedMail))
        assert (letter.state, letter.facts, letter.trouble) == ("failed", {}, "given up: a backup was restored")
        assert session.scalars(select(ApiToken.revoked_at)).one() is not None


def test_its_file_is_for_one_user_and_holds_nothing_readable(hub: Path, tmp_path: Path, identity: str) -> None:
    file = backed_up(hub, tmp_path / "backup.age", identity)
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [file]
    written = file.read_bytes()
    assert b"Fellshire" not in written
    assert (hub / "key").read_bytes() not in written


def test_a_backup_never_takes_another_s_place(hub: Path, tmp_path: Path, identity: str) -> None:
    file = tmp_path / "backup.age"
    file.write_text("an older one")
    with pytest.raises(FileExistsError):
        backed_up(hub, file, identity)
    assert file.read_text() == "an older one"


def test_another_s_key_does_not_open_it(hub: Path, elsewhere: Path, tmp_path: Path, identity: str) -> None:
    file = backed_up(hub, tmp_path / "backup.age", identity)
    use(elsewhere)
    with pytest.raises(BackupError, match="another key"):
        restore(file, elsewhere / "key", identity=str(pyrage.x25519.Identity.generate()))
    assert not (elsewhere / "key").exists()


@pytest.mark.parametrize("part", [0.001, 0.2, 0.5, 0.9, 0.999])
def test_a_changed_or_cut_file_is_refused(
    hub: Path, elsewhere: Path, tmp_path: Path, identity: str, part: float
) -> None:
    whole = backed_up(hub, tmp_path / "backup.age", identity).read_bytes()
    place = int(len(whole) * part)
    use(elsewhere)
    for changed in (whole[:place], whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]):
        file = tmp_path / "changed.age"
        file.write_bytes(changed)
        with pytest.raises(BackupError):
            restore(file, elsewhere / "key", identity=identity)


def test_somebody_who_can_encrypt_cannot_change_the_record_unseen(
    hub: Path, elsewhere: Path, tmp_path: Path, identity: str
) -> None:
    """Whom a backup is for is no secret, so anybody can write one; but not the log's hashes."""
    file = backed_up(hub, tmp_path / "backup.age", identity)
    plain = pyrage.decrypt(file.read_bytes(), [pyrage.x25519.Identity.from_str(identity)])
    lines = list(lines_in(Source([plain])))
    start = next(i for i, line in enumerate(lines) if isinstance(line, dict) and line.get("table") == "log_entries")
    body = lines[start]["columns"].index("body")
    lines[start + 1][body] = lines[start + 1][body].replace("{", "{ ", 1)
    audit = next(i for i, line in enumerate(lines) if isinstance(line, dict) and line.get("table") == "audit")
    lines[audit + 1][lines[audit]["columns"].index("what")] = "signed_out"
    forged = b"".join(compressed(lines))
    file.write_bytes(pyrage.encrypt(forged, [pyrage.x25519.Identity.from_str(identity).to_public()]))
    use(elsewhere)
    faults = restore(file, elsewhere / "key", identity=identity).faults
    assert any(fault.startswith("table log_entries") for fault in faults)
    assert any("body changed" in fault for fault in faults)
    assert any(fault.startswith("audit, chain") for fault in faults)


def test_one_without_its_last_line_is_refused(hub: Path, elsewhere: Path, tmp_path: Path, identity: str) -> None:
    """Which says how many rows there were: without it nothing could be compared."""
    file = backed_up(hub, tmp_path / "backup.age", identity)
    opened = pyrage.x25519.Identity.from_str(identity)
    lines = list(lines_in(Source([pyrage.decrypt(file.read_bytes(), [opened])])))
    file.write_bytes(pyrage.encrypt(b"".join(compressed(lines[:-1])), [opened.to_public()]))
    use(elsewhere)
    with pytest.raises(BackupError, match="cut off"):
        restore(file, elsewhere / "key", identity=identity)


def test_of_one_that_cannot_be_kept_nothing_stays_behind(
    hub: Path, tmp_path: Path, identity: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has its name only once it is on the disk."""

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        backed_up(hub, tmp_path / "backup.age", identity)
    assert list(tmp_path.iterdir()) == []


def test_what_differs_is_said_and_the_command_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(cli, "restore", lambda *_, **__: Restored("a day", 3, ["table cases: 1 row differs"]))
    monkeypatch.setattr(cli, "_passphrase", lambda _: "words of its own")
    assert cli.restore_backup(tmp_path / "backup.age", tmp_path / "key", None, verify=True) is False
    said = capsys.readouterr()
    assert "1 row differs" in said.err
    assert "intact" not in said.out


@pytest.mark.parametrize(
    "plain",
    [
        b"",
        b"nothing of ours",
        zlib.compress(b"{}\n"),
        zlib.compress(b'{"format": 1}\n[1]\n'),
        zlib.compress(b"[]\n\n"),
        zlib.compress(b'{"format": 2, "key": "", "revision": "head"}\n'),
    ],
)
def test_what_is_no_backup_is_said_to_be_none(elsewhere: Path, tmp_path: Path, identity: str, plain: bytes) -> None:
    file = tmp_path / "other.age"
    file.write_bytes(pyrage.encrypt(plain, [pyrage.x25519.Identity.from_str(identity).to_public()]))
    use(elsewhere)
    with pytest.raises(BackupError, match="no backup of this hub"):
        restore(file, elsewhere / "key", identity=identity)


def test_another_hub_s_key_is_not_overwritten(hub: Path, elsewhere: Path, tmp_path: Path, identity: str) -> None:
    file = backed_up(hub, tmp_path / "backup.age", identity)
    (elsewhere / "key").write_text("1" * 64)
    use(elsewhere)
    with pytest.raises(BackupError, match="another hub"):
        restore(file, elsewhere / "key", identity=identity)
    assert (elsewhere / "key").read_text() == "1" * 64
    with db.snapshot() as session:  # so the next try, with the key out of the way, finds it empty
        assert inspect(session.connection()).get_table_names() == []


def test_a_backup_of_an_older_version_is_brought_up_to_date(elsewhere: Path, tmp_path: Path, identity: str) -> None:
    older = tmp_path / "older"
    older.mkdir()
    use(older)
    db.upgrade("0005")
    meeting_log.open_log(older / "key")
    with db.transaction() as session:
        found = MetaData()
        found.reflect(session.connection())
        session.execute(insert(found.tables["agencies"]), [{**agency_of_then(found), "key": "csc", "version": 7}])
    file = backed_up(older, tmp_path / "backup.age", identity)
    use(elsewhere)
    assert restore(file, elsewhere / "key", identity=identity).faults == []
    with db.snapshot() as session:
        now = MetaData()
        now.reflect(session.connection())
        agencies = now.tables["agencies"].columns
        found_there = session.execute(select(agencies.key, agencies.version, agencies.support_signposts)).all()
    assert found_there == [("csc", 7, "")]


def agency_of_then(found: MetaData) -> dict[str, object]:
    """Something for each column that an agency had to have then, whatever they were."""
    plain: dict[type, object] = {int: 1, bool: True, str: "x"}
    columns = found.tables["agencies"].columns
    return {
        column.name: plain[column.type.python_type]
        for column in columns
        if not column.nullable and not column.primary_key
    }


def run(folder: Path, monkeypatch: pytest.MonkeyPatch, *words: str) -> Result:
    monkeypatch.setenv("MAS_HUB_DATA", str(folder))
    return CliRunner().invoke(main, words)


def test_an_operator_backs_up_checks_and_restores(
    hub: Path, elsewhere: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, file = str(tmp_path / "backup.key"), str(tmp_path / "backup.age")
    recipient = run(hub, monkeypatch, "backup-key", key).stdout.splitlines()[-1]
    assert Path(key).stat().st_mode & 0o777 == 0o600
    held = every_row(hub)  # before the backup is noted there
    made = run(hub, monkeypatch, "backup", file, "--to", recipient)
    assert made.exit_code == 0, made.output
    checked = run(hub, monkeypatch, "restore", file, "--key", key, "--check")
    assert checked.exit_code == 0, checked.output
    restored = run(elsewhere, monkeypatch, "restore", file, "--key", key, "--verify", "--none-purged")
    assert restored.exit_code == 0, restored.output
    assert "the log is intact" in restored.stdout
    assert run(elsewhere, monkeypatch, "verify-log").stdout == "The log is intact.\n"
    assert every_row(elsewhere) == held
    again = run(elsewhere, monkeypatch, "restore", file, "--key", key)
    assert (again.exit_code, again.stderr) == (
        2,
        "mas-hub: This database has content. Replay and restore need an empty one.\n",
    )


def test_a_passphrase_does_as_well(hub: Path, elsewhere: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = str(tmp_path / "backup.age")
    refused = run(hub, monkeypatch, "backup", file)
    assert refused.exit_code == 2
    assert "MAS_HUB_BACKUP_PASSPHRASE" in refused.stderr
    monkeypatch.setenv("MAS_HUB_BACKUP_PASSPHRASE", PASSPHRASE)
    assert run(hub, monkeypatch, "backup", file).exit_code == 0
    monkeypatch.setenv("MAS_HUB_BACKUP_PASSPHRASE", f"{PASSPHRASE}!")
    assert "another key or passphrase" in run(elsewhere, monkeypatch, "restore", file, "--none-purged").stderr
    monkeypatch.setenv("MAS_HUB_BACKUP_PASSPHRASE", PASSPHRASE)
    assert run(elsewhere, monkeypatch, "restore", file, "--none-purged").exit_code == 0


@pytest.mark.parametrize("recipient", ["age1nobody", "me"])
def test_a_recipient_that_is_none_is_said_to_be_none(
    hub: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, recipient: str
) -> None:
    refused = run(hub, monkeypatch, "backup", str(tmp_path / "backup.age"), "--to", recipient)
    assert refused.exit_code == 2
    assert "begins with age1" in refused.stderr
    assert list(tmp_path.iterdir()) == []
