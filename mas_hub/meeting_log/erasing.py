"""Erasing what may not be kept (wellbeing notes, docs/domain.md, row 3) while the chain stays whole."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from mas_hub.access.actor import MeetingActor
from mas_hub.db import after_commit, forget_erased_pages
from mas_hub.meeting_log.entries import Entry
from mas_hub.meeting_log.models import LogEntry
from mas_hub.meeting_log.writing import append


def erase(session: Session, actor: MeetingActor, subject_type: str, subject_id: int, version: int) -> list[Entry]:
    """Empty every body ever logged of one thing and append, to each stream it was in, which numbers were emptied.

    `version` is the erased thing's new version.
    """
    of_thing = (
        LogEntry.meeting_id == actor.meeting.id,
        LogEntry.subject_type == subject_type,
        LogEntry.subject_id == subject_id,
        LogEntry.body.is_not(None),
    )
    numbers: dict[str, list[int]] = {}
    for stream, seq in session.execute(
        select(LogEntry.stream, LogEntry.seq).where(*of_thing).order_by(LogEntry.stream, LogEntry.seq)
    ):
        numbers.setdefault(stream, []).append(seq)
    session.execute(update(LogEntry).where(*of_thing).values(body=None, salt=None))
    after_commit(session, "forget_erased_pages", forget_erased_pages)
    stub = {"type": subject_type, "id": subject_id, "version": version, "erased": True}
    return [
        append(session, actor, "erased", {**stub, "entries": {"stream": stream, "seqs": seqs}}, stream=stream)
        for stream, seqs in numbers.items()
    ]
