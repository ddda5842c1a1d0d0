"""What one agency takes away from all its meetings over some days, in one ZIP, for the recorder of that agency."""

import hashlib
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from tempfile import TemporaryFile
from typing import IO

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import Actor
from mas_hub.access.permissions import Can, require
from mas_hub.audit.actions import AuditedFile, Detail, record, record_files
from mas_hub.blocking import run_blocking
from mas_hub.db import snapshot, transaction
from mas_hub.errors import Conflict, NotFound, Unavailable
from mas_hub.exports import bulk_index, bundle
from mas_hub.exports.actions import alone, may_take_own, read_document, sha256
from mas_hub.exports.formats import FORMATS, file_name, slug
from mas_hub.exports.parts import Document
from mas_hub.exports.rules import MOST_MEETINGS, check_bulk
from mas_hub.follow_up.queries import find_receipt
from mas_hub.identity.fresh import require_fresh
from mas_hub.identity.models import Agency
from mas_hub.identity.queries import as_they_are_now
from mas_hub.meetings.models import Invitation, Meeting

PART = 1024 * 1024
"""Bytes read at once."""

_one_at_a_time = threading.Lock()


@dataclass(frozen=True)
class Wanted:
    """What is asked for: both days included."""

    first: date
    last: date
    formats: tuple[str, ...]
    language: str
    passphrase: str | None = None


@dataclass(frozen=True)
class Bulk:
    """The ZIP, open at its beginning. Once it is closed it is gone."""

    file: IO[bytes]
    file_name: str
    sha256: str
    size: int
    meetings: int

    def parts(self) -> Iterator[bytes]:
        with self.file:
            while part := self.file.read(PART):
                yield part


def list_meetings(session: Session, actor: Actor, first: date, last: date) -> list[Meeting]:
    """The meetings of these days to which the actor's agency was invited and which have been opened."""
    found = session.scalars(
        select(Meeting)
        .join(Invitation, Invitation.meeting_id == Meeting.id)
        .where(Invitation.agency_id == actor.agency_id)
        .where(Meeting.state.in_(("open", "closed")), Meeting.meeting_day.between(first, last))
        .order_by(Meeting.meeting_day, Meeting.id)
    )
    return [each for each in found if may_take_own(session, actor, each.id)]


def take_bulk(actor: Actor, wanted: Wanted) -> Bulk:
    """Every file wanted of every meeting, and an index of them. The agency is the recorder's own.

    Made in a temporary file, one meeting after another and one download at a time, off the event loop. The audit, with
    the SHA-256 of the ZIP and of each file in it, is committed before this returns.

    Raises:
        Forbidden: `prove_again`, where they did not show lately that it is them.
        Conflict: there is nothing to take, or more than one download may hold.
        Unavailable: no space or memory to make it, or no audit.
    """
    require(actor, Can.TAKE_BULK)
    check_bulk(wanted.first, wanted.last, wanted.formats)
    with snapshot() as session:
        require_fresh(session, actor)
        meetings = [each.id for each in list_meetings(session, actor, wanted.first, wanted.last)]
        if not meetings:
            raise Conflict("bulk_nothing")
        if len(meetings) > MOST_MEETINGS:
            raise Conflict("bulk_too_many", most=MOST_MEETINGS, found=len(meetings))
    with ExitStack() as unless_taken:
        try:
            with _one_at_a_time:
                file = unless_taken.enter_context(TemporaryFile())
                files = _make(file, actor.agency_id, meetings, wanted)
                digest, size = run_blocking(_digest_of, file)
        except (OSError, MemoryError):
            _note_failure(actor, wanted, len(meetings))
            raise Unavailable("export_failed") from None
        name = _name(actor, wanted)
        _audit(actor, wanted, meetings, digest, files)
        unless_taken.pop_all()
    return Bulk(file, name, digest, size, len(meetings))


def _make(file: IO[bytes], agency_id: int, meetings: Sequence[int], wanted: Wanted) -> list[AuditedFile]:
    index = bulk_index.Index(wanted.language)
    files: list[AuditedFile] = []
    with bundle.Packing(file, wanted.passphrase) as packing:
        for meeting_id in meetings:
            with alone():
                document = read_document(meeting_id, agency_id, wanted.language)
                packed = run_blocking(_pack, packing, document, wanted)
            with snapshot() as session:
                receipt = find_receipt(session, meeting_id, agency_id)
            for name, kind, digest in packed:
                index.add(document, receipt, name, kind, digest)
                about: dict[str, Detail] = {"language": wanted.language, "seq": document.sequence}
                detail = {"format": kind, **about, "issue": document.issue, "in_zip": True}
                files.append(AuditedFile(meeting_id, digest, detail))
        packing.add("index.csv", index.content(), clock.now())
    return files


def _pack(packing: bundle.Packing, document: Document, wanted: Wanted) -> list[tuple[str, str, str]]:
    """(name, format, SHA-256) of each file of one meeting. The names alone are not locked, so they name no case."""
    packed = []
    for kind in wanted.formats:
        content = FORMATS[kind].write(document)
        named = file_name(document, FORMATS[kind].extension, says_case=wanted.passphrase is None)
        name = f"{document.meeting.day.isoformat()}-meeting-{document.meeting.id}/{named}"
        packing.add(name, content, document.made_at)
        packed.append((name, kind, sha256(content)))
    return packed


def _digest_of(file: IO[bytes]) -> tuple[str, int]:
    """The file's SHA-256 and its size, and the file at its beginning."""
    file.flush()
    file.seek(0)
    digest, size = hashlib.sha256(), 0
    while part := file.read(PART):
        digest.update(part)
        size += len(part)
    file.seek(0)
    return digest.hexdigest(), size


def _name(actor: Actor, wanted: Wanted) -> str:
    with snapshot() as session:
        code = session.get_one(Agency, actor.agency_id).code
    what = {"en": "decisions", "cy": "penderfyniadau"}[wanted.language]
    return f"{wanted.first}-{wanted.last}-{slug(code).lower() or actor.agency_id}-{what}.zip"


def _audit(actor: Actor, wanted: Wanted, meetings: Sequence[int], digest: str, files: list[AuditedFile]) -> None:
    """Asks in the same transaction whether they still may, as the files took a while to make."""
    try:
        with transaction() as session:
            now = as_they_are_now(session, actor)
            require(now, Can.TAKE_BULK)
            if now.agency_id != actor.agency_id:
                raise NotFound
            if not all(may_take_own(session, now, meeting_id) for meeting_id in meetings):
                raise NotFound
            _record(session, actor, "bulk_taken", wanted, len(meetings), digest)
            record_files(session, actor, "export_taken", files)
    except SQLAlchemyError:
        raise Unavailable("audit_unavailable") from None


def _note_failure(actor: Actor, wanted: Wanted, meetings: int) -> None:
    try:
        with transaction() as session:
            _record(session, actor, "bulk_failed", wanted, meetings, None)
    except SQLAlchemyError:
        raise Unavailable("audit_unavailable") from None


def _record(session: Session, actor: Actor, what: str, wanted: Wanted, meetings: int, digest: str | None) -> None:
    record(
        session,
        actor,
        what,
        sha256=digest,
        first=wanted.first.isoformat(),
        last=wanted.last.isoformat(),
        formats=list(wanted.formats),
        language=wanted.language,
        locked=wanted.passphrase is not None,
        meetings=meetings,
    )
