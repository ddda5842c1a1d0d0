"""Everything held about one case in one file, for review before anything of it is released (docs/decisions/0038)."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from mas_hub import clock, meeting_log
from mas_hub.access.audience import SHARED, agency_stream, chair_stream
from mas_hub.audit.models import AuditRow
from mas_hub.db import Base
from mas_hub.identity.models import Agency, Person
from mas_hub.language import LANGUAGES, named, text
from mas_hub.meetings.models import Invitation, Meeting, Seat
from mas_hub.retention.covering import KEPT_COLUMNS, belonging, rows_of

READ_FIRST = "READ-FIRST.txt"
IN_CONFIDENCE = frozenset({"private_points"})
"""Told to whoever had the chair, and kept from the author's own agency (docs/decisions/0012)."""


@dataclass(frozen=True)
class Whose:
    """Of whom the file is: all that is held, or one agency's part: what its meetings shared, and what is its own."""

    agency_id: int | None = None

    def reads(self, stream: str) -> bool:
        own = () if self.agency_id is None else (SHARED, agency_stream(self.agency_id), chair_stream(self.agency_id))
        return self.agency_id is None or stream in own

    def meetings(self, session: Session, case_id: int) -> list[int]:
        """The case's; of an agency those it was invited to, or its people sat in."""
        wanted = select(Meeting.id).where(Meeting.case_id == case_id).order_by(Meeting.id)
        if self.agency_id is not None:
            invited = select(Invitation.meeting_id).where(Invitation.agency_id == self.agency_id)
            sat = select(Seat.meeting_id).where(Seat.agency_id == self.agency_id, Seat.removed.is_(False))
            wanted = wanted.where(or_(Meeting.id.in_(invited), Meeting.id.in_(sat)))
        return list(session.scalars(wanted))


def files_of(session: Session, case_id: int, whose: Whose, language: str) -> dict[str, bytes]:
    """The files by name: a page to read first, each stream as JSON and as text, rows of tables, and the audit."""
    names = _Names(session, language)
    meetings = whose.meetings(session, case_id)
    files = {READ_FIRST: _read_first(case_id, names.of_agency(whose.agency_id)).encode()}
    for meeting_id in meetings:
        for stream in sorted(meeting_log.heads_of(session, [meeting_id])[meeting_id]):
            if whose.reads(stream):
                entries = meeting_log.entries_after(session, meeting_id, stream, 0)
                name = f"meeting-{meeting_id}/{stream.replace(':', '-')}"
                whose_it_is = names.of_stream(stream)
                said = {"meeting_id": meeting_id, "stream": stream, "whose": whose_it_is}
                files[f"{name}.json"] = _json({**said, "entries": [entry.as_json() for entry in entries]})
                files[f"{name}.txt"] = "\n".join(_readable(names, whose_it_is, entries)).encode()
    for table, rows in _rows(session, case_id, whose):
        files[f"tables/{table}.json"] = _json(rows)
    files["audit.json"] = _json(list(_audit(session, case_id, whose)))
    return files


class _Names:
    def __init__(self, session: Session, language: str) -> None:
        self._language = language
        self._people = dict(session.execute(select(Person.id, Person.name)).all())
        self._agencies = {agency.id: named(agency.name, language) for agency in session.scalars(select(Agency))}

    def of_agency(self, agency_id: int | None) -> str | None:
        return None if agency_id is None else self._agencies.get(agency_id, str(agency_id))

    def of_person(self, person_id: int) -> str:
        return self._people.get(person_id, str(person_id))

    def of_stream(self, stream: str) -> str:
        """Whose words a stream holds, to judge who has to be asked before they go anywhere."""
        kind, _, rest = stream.partition(":")
        if kind == "point":
            author, _, chair = rest.partition(":")
            who = {"author": self.of_person(int(author)), "chair": self.of_person(int(chair))}
        else:
            who = {"agency": (self.of_agency(int(rest)) or "") if rest else ""}
        return text(f"subject_access.whose_{kind}", self._language, **who)


def _rows(session: Session, case_id: int, whose: Whose) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """What each table holds; of an agency's part the rows that it made or that are about it."""
    tables = [*(Base.metadata.tables[name] for name in KEPT_COLUMNS), *reversed(belonging())]
    for table in tables:
        mine = rows_of(table, [case_id]) if table.name != "cases" else table.c.id == case_id
        if whose.agency_id is not None and table.name != "cases":
            of_agencies = [column for column in table.columns if column.name.endswith("agency_id")]
            if not of_agencies or table.name in IN_CONFIDENCE:
                continue
            mine = mine & or_(*(column == whose.agency_id for column in of_agencies))
        rows = [dict(row._mapping) for row in session.execute(select(table).where(mine))]
        if rows:
            yield table.name, rows


def _audit(session: Session, case_id: int, whose: Whose) -> Iterator[dict[str, Any]]:
    """Who did what about the case off the board: opened it, read it, took its documents."""
    of_case = set(Whose().meetings(session, case_id))
    for row in session.scalars(select(AuditRow).order_by(AuditRow.id)):
        if row.meeting_id not in of_case and (row.detail or {}).get("case_id") != case_id:
            continue
        if whose.agency_id in (None, row.agency_id):
            yield {
                "at": clock.iso(row.at),
                "what": row.what,
                "person_id": row.person_id,
                "agency_id": row.agency_id,
                "meeting_id": row.meeting_id,
                "detail": row.detail,
                "sha256": row.sha256,
            }


def _readable(names: _Names, whose: str, entries: Iterable[meeting_log.Entry]) -> Iterator[str]:
    yield whose
    for entry in entries:
        at = entry.at.astimezone(clock.LOCAL)
        who = f"{names.of_person(entry.person_id)}, {names.of_agency(entry.agency_id)}"
        yield f"\n{entry.seq}. {at:%d/%m/%Y %H:%M} · {who} · {entry.kind.replace('_', ' ')}"
        yield from (f"   {line}" for line in _words("", entry.subject))


def _words(name: str, value: Any) -> Iterator[str]:
    """Every text in a view, with the name under which it stands."""
    if isinstance(value, Mapping):
        for key, each in value.items():
            yield from _words(f"{name}.{key}" if name else key, each)
    elif isinstance(value, list):
        for each in value:
            yield from _words(name, each)
    elif isinstance(value, str) and value:
        yield f"{name}: {value}"


def _read_first(case_id: int, agency: str | None) -> str:
    parts = []
    for language in LANGUAGES:
        of = text("subject_access.of_agency", language, agency=agency) if agency else ""
        whole = of or text("subject_access.of_all", language)
        parts.append(text("subject_access.read_first", language, case=case_id, whose=whole))
    return "\n\n---\n\n".join(parts) + "\n"


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, default=_said).encode()


def _said(value: Any) -> Any:
    if isinstance(value, datetime):
        return clock.iso(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)
