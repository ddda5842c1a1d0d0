"""Whether a file is one that was handed out here, unaltered, and which issue it is: the audit knows its digest."""

import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mas_hub.audit.models import AuditRow
from mas_hub.errors import DomainError
from mas_hub.exports.actions import read_document, sha256


@dataclass(frozen=True)
class Known:
    """A file that left the hub. `issue` None: an interim copy. `newest`: nothing has changed for its agency since.

    A ZIP of many meetings (`format` is bulk) has no meeting, place or issue of its own, but its days and how many
    meetings it holds.
    """

    agency_id: int
    format: str
    language: str
    taken_at: datetime
    meeting_id: int | None = None
    seq: int | None = None
    issue: int | None = None
    newest: bool | None = None
    first: str | None = None
    last: str | None = None
    meetings: int | None = None


def find_known(session: Session, digest: str, *, agency_id: int | None = None) -> AuditRow | None:
    """The first time that a file of this SHA-256 was handed out; of one agency's files alone where it is given."""
    taken = AuditRow.what.in_(("export_taken", "bulk_taken"))
    query = select(AuditRow).where(AuditRow.sha256 == digest, taken).order_by(AuditRow.id)
    if agency_id is not None:
        query = query.where(AuditRow.agency_id == agency_id)
    return session.scalars(query.limit(1)).first()


def known_of(row: AuditRow) -> Known:
    """What the audit says of a file. Reads the meeting as it is now, so not inside a transaction."""
    detail, agency_id = row.detail, row.agency_id or 0
    if row.what == "bulk_taken":
        days = {name: detail[name] for name in ("first", "last", "meetings")}
        return Known(agency_id, "bulk", detail["language"], row.at, **days)
    meeting_id, seq, issue = row.meeting_id or 0, detail["seq"], detail.get("issue")
    return Known(
        agency_id,
        detail["format"],
        detail["language"],
        row.at,
        meeting_id=meeting_id,
        seq=seq,
        issue=issue,
        newest=_is_newest(meeting_id, agency_id, seq, issue),
    )


def _is_newest(meeting_id: int, agency_id: int, seq: int, issue: int | None) -> bool:
    try:
        now = read_document(meeting_id, agency_id, "en")
    except DomainError:
        return True  # it is no longer held here, so no newer one is to be had
    return now.issue == issue and (issue is not None or now.sequence == seq)


def files_within(content: bytes) -> Iterator[tuple[str, str | None]]:
    """In a ZIP, each file's name and SHA-256 (None where it is locked). Nothing for anything else, or past damage."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for each in packed.infolist():
                locked = bool(each.flag_bits & 1)
                yield each.filename, None if locked else sha256(packed.read(each))
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, RuntimeError, ValueError):
        return
