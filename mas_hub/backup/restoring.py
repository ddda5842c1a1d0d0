"""A hub from a backup, verified."""

import os
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import IO, Any

import pyrage
from sqlalchemy import Connection, Table, func, insert, select, text, update

from mas_hub import clock, db, meeting_log
from mas_hub.audit.chaining import begin_chain
from mas_hub.audit.verifying import verify_audit
from mas_hub.backup.lines import AT_A_TIME, FORMAT, Tally, read_row, rows_of, tables_of
from mas_hub.backup.streams import lines_in
from mas_hub.db import table_of
from mas_hub.integration.models import ApiToken
from mas_hub.mail.models import QueuedMail

RESTORED = "given up: a backup was restored"


class BackupError(Exception):
    """A backup that cannot be restored; the message says why and what to do."""


@dataclass(frozen=True)
class Restored:
    """What was restored. `faults` says what is not as it was when the backup was made."""

    made_at: str
    rows: int
    faults: list[str]
    letters: int = 0
    """That waited when the backup was made, and are given up."""
    tokens: int = 0
    """Of record systems, in use when the backup was made, and revoked."""


def restore(file: Path, key: Path, *, identity: str = "", passphrase: str = "", verify: bool = True) -> Restored:
    """Fill the configured database, which has to be empty, with what `file` holds, and put the log's key at `key`.

    To `verify`, every row is read again and compared with what the backup says of itself, and the log's chain is
    checked. The schema is brought up to date. Raises `BackupError` when the file cannot be read with this identity or
    passphrase, is damaged or not ours, or another key is there already; then the database has at most empty tables.
    """
    with tempfile.TemporaryFile(dir=key.parent) as plain, file.open("rb") as encrypted:
        # Compressed, nameless and gone with this process: age gives its text only to something to write to.
        _decrypted(encrypted, plain, identity, passphrase)
        plain.seek(0)
        try:
            head, ends, faults = _fill(lines_in(plain), key, verify)
        except (zlib.error, ValueError, KeyError, TypeError) as error:
            raise BackupError(f"{file} is damaged, or no backup of this hub ({error}). Use another copy.") from None
    _place_key(key, head["key"])
    db.upgrade()
    meeting_log.open_log(key)
    begin_chain()
    letters, tokens = _give_up_letters(), _revoke_tokens()
    if verify:
        with db.snapshot() as session:
            faults += [str(fault) for fault in (*meeting_log.verify(session), *verify_audit(session))]
    return Restored(head["made_at"], sum(end["rows"] for end in ends.values()), faults, letters, tokens)


def _give_up_letters() -> int:
    """Give up what waited to be sent: for all that a backup knows it was sent since, and its links open nothing."""
    mail = table_of(QueuedMail)
    given_up = update(mail).where(mail.c.state == "waiting")
    with db.transaction() as session:
        now = {"state": "failed", "facts": {}, "finished_at": clock.now(), "trouble": RESTORED}
        return len(session.execute(given_up.values(**now).returning(mail.c.id)).all())


def _revoke_tokens() -> int:
    """Revoke what record systems come with: for all that a backup knows it was revoked since."""
    tokens = table_of(ApiToken)
    revoked = update(tokens).where(tokens.c.revoked_at.is_(None)).values(revoked_at=clock.now())
    with db.transaction() as session:
        return len(session.execute(revoked.returning(tokens.c.id)).all())


def _decrypted(encrypted: IO[bytes], plain: IO[bytes], identity: str, passphrase: str) -> None:
    try:
        if identity:
            pyrage.decrypt_io(encrypted, plain, [pyrage.x25519.Identity.from_str(identity)])
        else:
            plain.write(pyrage.passphrase.decrypt(encrypted.read(), passphrase))
    except (pyrage.DecryptError, pyrage.IdentityError, OSError) as error:
        raise BackupError(
            f"This backup cannot be decrypted ({error}). Either it is damaged, or it needs another key or passphrase."
        ) from None


def _fill(lines: Iterator[Any], key: Path, verify: bool) -> tuple[dict[str, Any], dict[str, Any], list[str]]:
    """The file's first and last line, and what differs in the database from what the last line says."""
    head = next(lines, None)
    if not isinstance(head, dict) or head.get("format") != FORMAT:
        raise ValueError("its first line is another's")
    _refuse_another_key(key, head["key"])
    db.upgrade(head["revision"])
    with db.engine().execution_options(writes=True).begin() as connection:
        if db.is_sqlite():
            connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        tables = {table.name: table for table in tables_of(connection)}
        ends: dict[str, Any] | None = None
        for name, columns, rows, end in _by_table(lines):
            if end is not None:
                ends = end
                break
            _insert(connection, tables[name], columns, rows)
        if ends is None:
            raise ValueError("cut off")
        return head, ends, [*_differences(connection, tables, ends)] if verify else []


def _by_table(lines: Iterator[Any]) -> Iterator[tuple[str, list[str], Iterable[Any], dict[str, Any] | None]]:
    """Each table's name, columns and rows; last the file's end. The rows have to be taken before the next is asked."""
    line = next(lines, None)
    while line is not None:
        if "end" in line:
            yield "", [], (), line["end"]
            return
        after: list[Any] = []

        def rows(after: list[Any] = after) -> Iterator[Any]:
            for each in lines:
                if isinstance(each, dict):
                    after.append(each)
                    return
                yield each

        yield line["table"], line["columns"], rows(), None
        line = after[0] if after else None


def _insert(connection: Connection, table: Table, names: list[str], rows: Iterable[Any]) -> None:
    columns = [table.columns[name] for name in names]
    several: list[dict[str, Any]] = []
    for row in chain(rows, (None,)):
        if row is not None:
            several.append(read_row(row, columns))
        if several and (row is None or len(several) == AT_A_TIME):
            connection.execute(insert(table), several)
            several = []
    if not db.is_sqlite():
        _count_on(connection, table)


def _count_on(connection: Connection, table: Table) -> None:
    """Set PostgreSQL's own counters past the last number restored."""
    for column in table.primary_key.columns:
        sequence = connection.scalar(
            text("SELECT pg_get_serial_sequence(:table, :column)"), {"table": table.name, "column": column.name}
        )
        if sequence is not None:
            last = connection.scalar(select(func.max(column)))
            connection.execute(
                text("SELECT setval(CAST(:sequence AS regclass), :last, :used)"),
                {"sequence": sequence, "last": last or 1, "used": last is not None},
            )


def _differences(connection: Connection, tables: dict[str, Table], ends: dict[str, Any]) -> Iterator[str]:
    """What is not as the backup says: every row is read again from the database and compared."""
    for name, end in ends.items():
        tally = Tally()
        for row in rows_of(connection, tables[name]):
            tally.add(row)
        if tally.said() != end:
            yield f"table {name}: {tally.rows} rows that differ from the {end['rows']} that were backed up"
    if db.is_sqlite():
        for table, *_ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
            yield f"table {table}: refers to a row that is not there"


def _refuse_another_key(path: Path, key: str) -> None:
    if path.exists() and path.read_text(encoding="ascii").strip() != key:
        raise BackupError(
            f"The key file {path} belongs to another hub. Move it away, or name another with MAS_HUB_KEY_FILE."
        )


def _place_key(path: Path, key: str) -> None:
    if path.exists():
        return
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(key)
        file.flush()
        os.fsync(file.fileno())
