"""Writing a backup while the hub is in use."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pyrage
from sqlalchemy import Connection

from mas_hub import __version__, clock, db
from mas_hub.backup.lines import FORMAT, Tally, columns_of, rows_of, tables_of
from mas_hub.backup.streams import Source, compressed
from mas_hub.db.schema import revision_of


@dataclass(frozen=True)
class Written:
    tables: int
    rows: int
    made_at: datetime


def back_up(to: Path, key: Path, *, recipient: str = "", passphrase: str = "") -> Written:
    """Write one moment of the configured database, and the log's `key`, to the new file `to`, encrypted.

    Nobody who writes meanwhile waits. The file has its name only once it is whole and on the disk. Raises `ValueError`
    for a recipient that is none, `FileExistsError`, `Unavailable`.
    """
    recipients = [pyrage.x25519.Recipient.from_str(recipient)] if recipient else []
    if to.exists():
        raise FileExistsError(17, "there is a file of that name already", str(to))
    part = to.with_name(f"{to.name}.part")
    made_at = clock.now()  # before it is read: what is deleted while it is being written may still be in it
    ends: dict[str, Any] = {}
    try:
        with db.snapshot() as session, _private(part) as file:
            pieces = compressed(_lines(session.connection(), key, ends))
            if recipients:
                pyrage.encrypt_io(Source(pieces), file, recipients)
            else:  # of which the library takes only the whole
                file.write(pyrage.passphrase.encrypt(b"".join(pieces), passphrase))
            file.flush()
            os.fsync(file.fileno())
        part.rename(to)
    finally:
        part.unlink(missing_ok=True)
    return Written(len(ends), sum(end["rows"] for end in ends.values()), made_at)


def _lines(connection: Connection, key: Path, ends: dict[str, Any]) -> Iterator[Any]:
    """What the file holds; `ends` gathers what its last line says of each table."""
    yield {
        "mas_hub": __version__,
        "format": FORMAT,
        "revision": revision_of(connection),
        "made_at": clock.iso(clock.now()),
        "key": key.read_text(encoding="ascii").strip(),
    }
    for table in tables_of(connection):
        tally = Tally()
        yield {"table": table.name, "columns": [column.name for column in columns_of(table)]}
        for row in rows_of(connection, table):
            tally.add(row)
            yield row
        ends[table.name] = tally.said()
    yield {"end": ends}


def _private(path: Path) -> Any:
    """A new file that only this user can read."""
    path.unlink(missing_ok=True)
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
