"""What is said of a case that was deleted, and which backups may still hold it."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import Actor
from mas_hub.access.audience import SHARED
from mas_hub.cases.models import Case
from mas_hub.errors import Gone, NotFound
from mas_hub.identity.models import Person
from mas_hub.meeting_log import Stub, find_stub, list_stubs
from mas_hub.meetings.models import Meeting
from mas_hub.meetings.queries import enter
from mas_hub.retention.models import BackupTaken
from mas_hub.retention.queries import periods_of

Json = dict[str, Any]

OVERLAPS = timedelta(hours=1)
"""A stub's time is from before the deleting waited for its meetings and was done: a backup that began meanwhile still
read everything. Rather one too many is named than one too few."""


def deleted_view(session: Session, actor: Actor, meeting_id: int) -> Json:
    """For those who had part in the meeting; to everybody else it is as absent as one that never was."""
    try:
        enter(session, actor, meeting_id)
    except Gone:
        stub = find_stub(session, meeting_id)
        if stub is not None:
            return stub_view(session, stub)
    raise NotFound


def list_purged(session: Session) -> list[Json]:
    """Every case that was deleted, the last first, with its stubs."""
    stubs: dict[int, list[Stub]] = {}
    for stub in list_stubs(session):
        stubs.setdefault(stub.about["case_id"], []).append(stub)
    cases = select(Case.id, Case.purged_at).where(Case.purged_at.is_not(None))
    return [
        {
            "case_id": case_id,
            "at": clock.iso(at),
            "meetings": [stub_view(session, each) for each in sorted(stubs.get(case_id, []), key=_by_meeting)],
        }
        for case_id, at in session.execute(cases.order_by(Case.purged_at.desc(), Case.id))
    ]


def stub_view(session: Session, stub: Stub) -> Json:
    day = session.scalar(select(Meeting.meeting_day).where(Meeting.id == stub.meeting_id))
    return {
        "meeting_id": stub.meeting_id,
        "day": day.isoformat() if day else None,
        "at": clock.iso(stub.at),
        "asked_by": _name(session, stub.about.get("asked_by")),
        "confirmed_by": _name(session, stub.about.get("confirmed_by")),
        "rule": stub.about["rule"],
        "counts": stub.about["counts"],
        "log": _of_log(stub),
        "again_at": stub.about.get("again_at"),
        "backups": _backups(session, stub),
        "holds": stub.holds,
    }


def _of_log(stub: Stub) -> Mapping[str, Any]:
    """How far the shared stream had come and where its chain ended; of private streams only how many there were."""
    shared = next(((count, last) for name, count, last in stub.heads if name == SHARED), None)
    return {
        "entries": shared[0] if shared else 0,
        "last_hash": shared[1] if shared else None,
        "private_streams": len(stub.heads) - (1 if shared else 0),
    }


def _backups(session: Session, stub: Stub) -> Iterable[Json]:
    """Those that may hold it and are not past their days: until when they have to be deleted."""
    days = timedelta(days=periods_of(session).backup_days)
    taken = session.scalars(
        select(BackupTaken).where(BackupTaken.made_at <= stub.at + OVERLAPS).order_by(BackupTaken.id)
    )
    return [
        {"made_at": clock.iso(each.made_at), "delete_by": clock.local_day(each.made_at + days).isoformat()}
        for each in taken
        if clock.local_day(each.made_at + days) >= clock.today()
    ]


def _name(session: Session, person_id: int | None) -> str | None:
    person = session.get(Person, person_id) if person_id is not None else None
    return person.name if person is not None else None


def _by_meeting(stub: Stub) -> int:
    return stub.meeting_id
