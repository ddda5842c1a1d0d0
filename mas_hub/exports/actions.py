"""Making what one agency takes away, and handing it out: never before it stands in the audit."""

import hashlib
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import Actor, MeetingActor
from mas_hub.access.audience import SHARED, may_take_away
from mas_hub.access.permissions import Can, require
from mas_hub.audit.actions import Detail, record
from mas_hub.blocking import run_blocking
from mas_hub.db import snapshot, transaction
from mas_hub.errors import Conflict, DomainError, Forbidden, NotFound, Unavailable
from mas_hub.exports import as_text, bundle
from mas_hub.exports.document import Views, build
from mas_hub.exports.formats import FORMATS, file_name
from mas_hub.exports.issues import document_of
from mas_hub.exports.parts import Document
from mas_hub.identity.queries import as_they_are_now
from mas_hub.meeting_log import entries_after
from mas_hub.meetings.queries import enter, get_meeting

YIELD_AFTER_S = 0.0005
"""After how long whoever writes a document gives way to a live meeting."""
_one_at_a_time = threading.Lock()


@dataclass(frozen=True)
class Export:
    """One file, ready to be handed out. `within`: of a ZIP, the SHA-256 of each file in it, by format."""

    format: str
    content: bytes
    file_name: str
    mime: str
    seq: int
    interim: bool
    issue: int | None = None
    within: Mapping[str, str] = field(default_factory=dict)

    @property
    def sha256(self) -> str:
        return sha256(self.content)


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def take_export(actor: Actor, meeting_id: int, format_name: str, language: str, *, limit: int | None = None) -> Export:
    """The export of the actor's own agency, as the meeting stands at one sequence number.

    `limit`: of the text made for pasting, how many characters it may have.

    The agency comes from the seat, or is the recorder's own. The audit row, with the file's SHA-256, is committed
    before this returns. Raises `NotFound` for who has no part in the meeting, `Unavailable` when the audit fails.
    """
    make = partial(make_export, format_name=format_name, language=language, limit=limit)
    return _take(actor, meeting_id, format_name, language, make)


def take_all(actor: Actor, meeting_id: int, language: str, passphrase: str | None = None) -> Export:
    """Every format in one ZIP, of one moment; with a passphrase, encrypted, and its names say nothing of the case.

    Audited as `take_export` is, the ZIP and each file in it.
    """
    make = partial(_make_all, language=language, passphrase=passphrase)
    return _take(actor, meeting_id, "zip", language, make)


def make_export(
    meeting_id: int, agency_id: int, format_name: str, language: str, *, limit: int | None = None
) -> Export:
    """As `take_export`, for a caller who has already decided whose it is (replay). Nothing is audited."""
    wanted = FORMATS.get(format_name)
    if wanted is None or (limit is not None and format_name != "txt"):
        raise NotFound
    write = wanted.write if limit is None else partial(as_text.write, limit=limit)
    with alone():
        document = read_document(meeting_id, agency_id, language)
        content = run_blocking(write, document)
    name = file_name(document, wanted.extension)
    return Export(format_name, content, name, wanted.mime, document.sequence, document.interim, document.issue)


def enter_to_take(session: Session, actor: Actor, meeting_id: int) -> MeetingActor:
    """The actor as they are in this meeting, whose own agency's export they may take now."""
    asking = enter(session, actor, meeting_id)
    require(asking, Can.TAKE_EXPORT)
    if not may_take_away(asking):
        raise Forbidden("ground_rules_not_accepted")
    return asking


def may_take_own(session: Session, actor: Actor, meeting_id: int) -> bool:
    """Whether the actor may take the export of the agency they record for.

    They may not where their seat speaks for another agency, which they have left since.
    """
    try:
        return enter_to_take(session, actor, meeting_id).agency_id == actor.agency_id
    except DomainError:
        return False


def read_document(meeting_id: int, agency_id: int, language: str, *, upto: int | None = None) -> Document:
    """What the agency takes away, from the meeting's log as far as it had come at one moment: all of it, or `upto`."""
    with snapshot() as session:
        meeting = get_meeting(session, meeting_id)
        if meeting.state not in ("open", "closed"):
            raise Conflict(f"meeting_is_{meeting.state}")
        entries = entries_after(session, meeting_id, SHARED, 0, upto=upto)
    made_at = clock.now()

    def make(views: Views, seq: int, interim: bool) -> Document:
        return build(views, agency_id, seq=seq, interim=interim, made_at=made_at, language=language)

    return run_blocking(document_of, entries, make)


@contextmanager
def alone() -> Iterator[None]:
    """One document at a time, whoever asks.

    Writing one is work for the processor, and Python does that on one thread. Many at once would finish no sooner, and
    keep the live meetings waiting behind them all.
    """
    with _one_at_a_time:
        before = sys.getswitchinterval()
        sys.setswitchinterval(YIELD_AFTER_S)
        try:
            yield
        finally:
            sys.setswitchinterval(before)


def _make_all(meeting_id: int, agency_id: int, language: str, passphrase: str | None) -> Export:
    with alone():
        document = read_document(meeting_id, agency_id, language)
        files = {name: run_blocking(each.write, document) for name, each in FORMATS.items()}
        said = passphrase is None
        named = {
            file_name(document, FORMATS[name].extension, says_case=said): content for name, content in files.items()
        }
        content = run_blocking(bundle.pack, named, document.made_at, passphrase)
    return Export(
        "zip",
        content,
        file_name(document, "zip", says_case=said),
        bundle.MIME,
        document.sequence,
        document.interim,
        document.issue,
        within={name: sha256(each) for name, each in files.items()},
    )


def _take(actor: Actor, meeting_id: int, format_name: str, language: str, make: Callable[[int, int], Export]) -> Export:
    with snapshot() as session:
        asking = enter_to_take(session, actor, meeting_id)
    try:
        export = make(meeting_id, asking.agency_id)
    except (OSError, MemoryError):
        _note_failure(asking, format_name, language)
        raise Unavailable("export_failed") from None
    _audit(actor, asking.agency_id, language, meeting_id, export)
    return export


def _audit(actor: Actor, agency_id: int, language: str, meeting_id: int, export: Export) -> None:
    """Asks in the same transaction whether they still may, as the file took a while to make."""
    try:
        with transaction() as session:
            asking = enter_to_take(session, as_they_are_now(session, actor), meeting_id)
            if asking.agency_id != agency_id:
                raise NotFound
            about: dict[str, Detail] = {"language": language, "seq": export.seq, "issue": export.issue}
            taken = {export.format: export.sha256, **export.within}
            for name, digest in taken.items():
                inside: dict[str, Detail] = {"in_zip": True} if name in export.within else {}
                record(
                    session,
                    asking,
                    "export_taken",
                    meeting_id=meeting_id,
                    sha256=digest,
                    format=name,
                    **about,
                    **inside,
                )
    except SQLAlchemyError:
        raise Unavailable("audit_unavailable") from None


def _note_failure(asking: MeetingActor, format_name: str, language: str) -> None:
    """That a file could not be made, for want of memory or disk space, is noted as well, if anything still can be."""
    try:
        with transaction() as session:
            record(
                session, asking, "export_failed", meeting_id=asking.meeting.id, format=format_name, language=language
            )
    except SQLAlchemyError:
        raise Unavailable("audit_unavailable") from None
