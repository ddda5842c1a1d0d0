"""Making what one agency takes away, and handing it out: never before the audit says so."""

import hashlib
from dataclasses import dataclass
from functools import partial

from sqlalchemy.exc import SQLAlchemyError

from mas_hub import clock
from mas_hub.access.actor import Actor
from mas_hub.access.audience import SHARED
from mas_hub.access.permissions import Can, require
from mas_hub.audit.actions import record
from mas_hub.blocking import run_blocking
from mas_hub.db import snapshot, transaction
from mas_hub.errors import Conflict, NotFound, Unavailable
from mas_hub.exports import as_text
from mas_hub.exports.document import build
from mas_hub.exports.formats import FORMATS, file_name
from mas_hub.exports.parts import Document
from mas_hub.meeting_log import heads_of
from mas_hub.meetings.queries import enter, get_meeting
from mas_hub.meetings.subjects import views_of


@dataclass(frozen=True)
class Export:
    """One file, ready to be handed out."""

    content: bytes
    file_name: str
    mime: str
    seq: int


def take_export(actor: Actor, meeting_id: int, format_name: str, language: str, *, limit: int | None = None) -> Export:
    """The export of the actor's own agency, as the meeting stands at one sequence number.

    `limit`: of the text made for pasting, how many characters it may have.

    The agency comes from the seat, or is the recorder's own. The audit row, with the file's SHA-256, is committed
    before this returns. Raises `NotFound` for who has no part in the meeting, `Unavailable` when the audit fails.
    """
    with snapshot() as session:
        asking = enter(session, actor, meeting_id)
    require(asking, Can.TAKE_EXPORT)
    export = make_export(meeting_id, asking.agency_id, format_name, language, limit=limit)
    _audit(actor, asking.agency_id, meeting_id, format_name, language, export)
    return export


def make_export(
    meeting_id: int, agency_id: int, format_name: str, language: str, *, limit: int | None = None
) -> Export:
    """The same for a caller who has already decided whose it is (replay). Nothing is audited."""
    wanted = FORMATS.get(format_name)
    if wanted is None or (limit is not None and format_name != "txt"):
        raise NotFound
    document = read_document(meeting_id, agency_id, language)
    write = wanted.write if limit is None else partial(as_text.write, limit=limit)
    content = run_blocking(write, document)
    return Export(content, file_name(document, format_name), wanted.mime, document.sequence)


def read_document(meeting_id: int, agency_id: int, language: str) -> Document:
    """What the agency takes away, from everything on the board at one moment."""
    with snapshot() as session:
        meeting = get_meeting(session, meeting_id)
        if meeting.state not in ("open", "closed"):
            raise Conflict(f"meeting_is_{meeting.state}")
        seq = heads_of(session, [meeting_id])[meeting_id][SHARED]
        views = views_of(session, meeting_id)
    return build(views, agency_id, seq=seq, interim=meeting.state != "closed", made_at=clock.now(), language=language)


def _audit(actor: Actor, agency_id: int, meeting_id: int, format_name: str, language: str, export: Export) -> None:
    """In the same transaction once more: is the seat still theirs? The file took a while to make."""
    try:
        with transaction() as session:
            asking = enter(session, actor, meeting_id)
            require(asking, Can.TAKE_EXPORT)
            if asking.agency_id != agency_id:
                raise NotFound
            record(
                session,
                asking,
                "export_taken",
                meeting_id=meeting_id,
                sha256=hashlib.sha256(export.content).hexdigest(),
                format=format_name,
                language=language,
                seq=export.seq,
            )
    except SQLAlchemyError:
        raise Unavailable("audit_unavailable") from None
