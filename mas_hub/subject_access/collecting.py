"""Everything held about a case or a worker in one file, for review before anything of it is released."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mas_hub import clock, meeting_log
from mas_hub.cases.models import Case
from mas_hub.db import Base
from mas_hub.identity.models import Person
from mas_hub.language import LANGUAGES, text
from mas_hub.retention.covering import KEPT_COLUMNS, belonging
from mas_hub.subject_access.reading import Names, readable
from mas_hub.subject_access.rules import left_out
from mas_hub.subject_access.whose import About, Whose
from mas_hub.training.models import TrainingRecord

READ_FIRST = "READ-FIRST.txt"


@dataclass(frozen=True)
class Answer:
    """The files by name. `counts`: how many entries, rows and looks, by whose or what they are."""

    files: dict[str, bytes]
    meetings: list[int]
    counts: Counter[str] = field(default_factory=Counter)


def answer_about(session: Session, about: About, whose: Whose, language: str) -> Answer:
    """A page to read first, each stream as JSON and as text, rows of tables, and the audit."""
    names = Names(session, language)
    meetings = whose.meetings(session, about)
    answer = Answer({READ_FIRST: _read_first(session, about, whose).encode()}, meetings)
    if about.person_id is not None:
        answer.files["account.json"] = _json(_account(session, names, about.person_id, whose))
        answer.files["training.json"] = _json(_training(session, names, about.person_id, whose))
    for meeting_id in meetings:
        for stream in sorted(meeting_log.heads_of(session, [meeting_id])[meeting_id]):
            if not whose.reads(stream):
                continue
            entries = whose.entries(session, about, meeting_id, stream)
            if not entries and about.person_id is not None:
                continue
            name = f"meeting-{meeting_id}/{stream.replace(':', '-')}"
            whose_it_is = names.of_stream(stream)
            said = {"meeting_id": meeting_id, "stream": stream, "whose": whose_it_is}
            answer.files[f"{name}.json"] = _json({**said, "entries": [entry.as_json() for entry in entries]})
            answer.files[f"{name}.txt"] = "\n".join(readable(names, whose_it_is, entries)).encode()
            answer.counts[stream.partition(":")[0]] += len(entries)
    for table, rows in _rows(session, about, whose):
        answer.files[f"tables/{table}.json"] = _json(rows)
        answer.counts["tables"] += len(rows)
    audit = list(_audit(session, names, about, whose))
    answer.files["audit.json"] = _json(audit)
    answer.counts["audit"] += len(audit)
    return answer


def _rows(session: Session, about: About, whose: Whose) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """What each table holds; of an agency's part the rows that it made or that are about it."""
    for table in [*(Base.metadata.tables[name] for name in KEPT_COLUMNS), *reversed(belonging())]:
        found = session.execute(select(table).where(whose.rows(table, about)))
        rows = [dict(row._mapping) for row in found]
        if rows:
            yield table.name, rows


def _audit(session: Session, names: Names, about: About, whose: Whose) -> Iterator[dict[str, Any]]:
    for row in whose.audit(session, about):
        yield {
            "at": clock.iso(row.at),
            "what": row.what,
            "person_id": row.person_id,
            "person": names.of_person(row.person_id) if row.person_id is not None else None,
            "agency_id": row.agency_id,
            "agency": names.of_agency(row.agency_id),
            "meeting_id": row.meeting_id,
            "detail": row.detail,
            "sha256": row.sha256,
        }


def _account(session: Session, names: Names, person_id: int, whose: Whose) -> dict[str, Any]:
    """As it stands now, without what they sign in with; nothing where it is another agency's by now."""
    person = session.get_one(Person, person_id)
    if not _is_theirs(person, whose):
        return {}
    return {
        "name": person.name,
        "email": person.email,
        "job": person.job,
        "language": person.language,
        "agency": names.of_agency(person.agency_id),
        "roles": person.roles,
        "active": person.active,
    }


def _training(session: Session, names: Names, person_id: int, whose: Whose) -> list[dict[str, Any]]:
    """What is on record of their training in supervision, and who wrote it last; as the account, of its agency."""
    if not _is_theirs(session.get_one(Person, person_id), whose):
        return []
    found = select(TrainingRecord).where(TrainingRecord.person_id == person_id).order_by(TrainingRecord.id)
    return [
        {
            "what": each.what,
            "provider": each.provider,
            "level": each.level,
            "day": each.day,
            "valid_until": each.valid_until,
            "changed_by": names.of_person(each.changed_by),
            "changed_at": each.changed_at,
        }
        for each in session.scalars(found)
    ]


def _is_theirs(person: Person, whose: Whose) -> bool:
    return whose.agency_id in (None, person.agency_id)


def _read_first(session: Session, about: About, whose: Whose) -> str:
    parts = []
    for language in LANGUAGES:
        names = Names(session, language)
        agency = names.of_agency(whose.agency_id)
        whole = text("subject_access.of_agency", language, agency=agency) if agency else ""
        whole = whole or text("subject_access.of_all", language)
        if about.case_id is not None:
            reference = session.get_one(Case, about.case_id).reference
            head = text("subject_access.about_case", language, case=reference, whose=whole)
        else:
            head = text(
                "subject_access.about_person", language, name=names.of_person(about.person_id or 0), whose=whole
            )
        lines = "\n".join(f"- {text(f'subject_access.left_out.{each}', language)}" for each in left_out(about, whose))
        parts.append(text("subject_access.read_first", language, about=head, left_out=lines))
    return "\n\n---\n\n".join(parts) + "\n"


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, default=_said).encode()


def _said(value: Any) -> Any:
    if isinstance(value, datetime):
        return clock.iso(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)
