"""The list of what was deleted, in a file beside the database: an older backup does not know it."""

import json
import logging
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.cases.models import Case
from mas_hub.db import snapshot, transaction
from mas_hub.meeting_log import Stub, list_stubs, stub_mac
from mas_hub.meetings.models import Meeting
from mas_hub.nesting import loads
from mas_hub.retention.purging import case_opened_at, purge_again

log = logging.getLogger(__name__)

FILE = "purged.jsonl"


@dataclass(frozen=True)
class CameBack:
    """A case that had been deleted, came back with an older backup, and was deleted again."""

    case_id: int
    at: datetime


def keep_list(file: Path) -> None:
    """Write what was deleted into `file`, after what stands there already, of which no line is ever changed."""
    unknown = unknown_lines(file)
    if unknown:
        log.warning("%s They are kept.", not_known(file, unknown))
    known = {stub.meeting_id for stub in read_list(file)}
    with snapshot() as session:
        now = {stub.meeting_id: stub for stub in (*list_stubs(session), *_without_meeting(session))}
    added = sorted((now[each] for each in now.keys() - known), key=lambda stub: (stub.at, stub.meeting_id))
    if not added:
        return
    lines = [*(f"{line}\n" for line in _lines(file) if line), *map(_line, added)]
    part = file.with_name(f"{file.name}.{os.getpid()}.part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as written:
        written.write("".join(lines).encode(errors="surrogateescape"))
        written.flush()
        os.fsync(written.fileno())
    part.replace(file)


def read_list(file: Path) -> list[Stub]:
    """The stubs in `file` that this hub's key made; none where there is no file."""
    return [stub for stub in map(_stub, _lines(file)) if stub is not None]


def unknown_lines(file: Path) -> list[int]:
    """The numbers of the lines in `file` that this hub's key did not make, or that were changed since."""
    return [number for number, line in enumerate(_lines(file), start=1) if line and _stub(line) is None]


def not_known(file: Path, numbers: Sequence[int]) -> str:
    return f"{file}, line {', '.join(map(str, numbers))}: changed, or of another hub; nothing is deleted for it."


def delete_again(listed: list[Stub]) -> list[CameBack]:
    """Delete whatever is on the list and is here all the same."""
    cases: dict[int, Stub] = {}
    with snapshot() as session:
        for stub in listed:
            if _came_back(session, stub):
                cases.setdefault(stub.about["case_id"], stub)
    for case_id, stub in cases.items():
        with transaction() as session:
            purge_again(session, case_id, stub.at, stub.about)
    return [CameBack(case_id, stub.at) for case_id, stub in cases.items()]


def _came_back(session: Session, stub: Stub) -> bool:
    """Whether that very case is here, undeleted: a number may have been given anew after another restore."""
    case = session.get(Case, stub.about["case_id"])
    meeting = session.scalar(select(Meeting.case_id).where(Meeting.id == stub.meeting_id))
    if case is None or case.purged_at is not None or meeting not in (None, case.id):
        return False
    return bool(case_opened_at(session, case.id) == stub.about["case_opened_at"])


def _without_meeting(session: Session) -> Iterator[Stub]:
    """Cases that were deleted before they had a meeting, and so a log: under the case's number, below zero."""
    held = select(Meeting.case_id)
    for case in session.scalars(select(Case).where(Case.purged_at.is_not(None), Case.id.not_in(held))):
        at = case.purged_at or clock.now()
        about = {"case_id": case.id, "case_opened_at": case_opened_at(session, case.id)}
        yield Stub(-case.id, at, about, (), stub_mac(-case.id, at, about, ()))


def _lines(file: Path) -> list[str]:
    """As they are, whatever somebody put there."""
    if not file.exists():
        return []
    return file.read_text(encoding="utf-8", errors="surrogateescape").removesuffix("\n").split("\n")


def _stub(line: str) -> Stub | None:
    try:
        said: dict[str, Any] = loads(line)
        heads = [(head[0], head[1], head[2]) for head in said["heads"]]
        stub = Stub(said["meeting_id"], datetime.fromisoformat(said["at"]), said["about"], heads, said["mac"])
        return stub if stub.holds else None
    except (ValueError, KeyError, TypeError, IndexError, AttributeError):
        return None


def _line(stub: Stub) -> str:
    said = {"meeting_id": stub.meeting_id, "at": clock.iso(stub.at), "about": stub.about, "heads": stub.heads}
    return json.dumps({**said, "mac": stub.mac}, sort_keys=True) + "\n"
