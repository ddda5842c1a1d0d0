"""Deleting a case at the end of its time (docs/decisions/0037): asked for by one, confirmed by another, all at once."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from mas_hub import clock, meeting_log
from mas_hub.access.actor import Actor
from mas_hub.access.permissions import Can, require
from mas_hub.audit.actions import record
from mas_hub.audit.models import AuditRow
from mas_hub.cases.models import Case
from mas_hub.db import Base, after_commit, locked, table_of
from mas_hub.errors import Conflict, Forbidden, NotFound
from mas_hub.identity.fresh import require_fresh
from mas_hub.identity.guests import retire_guest
from mas_hub.identity.models import Person
from mas_hub.identity.queries import roles_in_force
from mas_hub.identity.two_people import require_two_people
from mas_hub.meetings.board import forget
from mas_hub.meetings.models import Meeting, Seat
from mas_hub.meetings.queries import hold
from mas_hub.retention.covering import KEPT_COLUMNS, belonging, emptied, rows_of
from mas_hub.retention.models import BackupTaken, PurgeRequest
from mas_hub.retention.queries import KeptCase, find_asked, get_kept, periods_of
from mas_hub.retention.rules import DUE, HELD
from mas_hub.retention.views import rules_view


def ask_for_purge(session: Session, actor: Actor, case_id: int) -> PurgeRequest:
    """Ask for a case that is due to be deleted. Nothing happens until somebody else confirms it."""
    if find_asked(session, _enter(session, actor, case_id)) is not None:
        raise Conflict("purge_asked_already")
    asked = PurgeRequest(case_id=case_id, asked_by=actor.person_id, asked_at=clock.now())
    asked = session.merge(asked)  # in place of one that came to nothing
    session.flush()
    record(session, actor, "purge_asked", case_id=case_id)
    return asked


def take_purge_back(session: Session, actor: Actor, case_id: int) -> None:
    """By whoever asked, or by whoever would have to confirm it and will not."""
    require(actor, Can.PURGE_CASES)
    locked(session, Case, case_id)
    asked = _get_asked(session, get_kept(session, case_id))
    session.delete(asked)
    session.flush()
    record(session, actor, "purge_taken_back", case_id=case_id, asked_by=asked.asked_by)


def confirm_purge(session: Session, actor: Actor, case_id: int) -> list[meeting_log.Stub]:
    """Delete the case that somebody else asked to be deleted. It cannot be undone."""
    kept = _enter(session, actor, case_id)
    asked = _get_asked(session, kept)
    if asked.asked_by == actor.person_id:
        raise Forbidden("another_confirms_purge")
    require_two_people(session, asked.asked_by, actor.person_id, since=asked.asked_at)
    _check_may_still(session, session.get_one(Person, asked.asked_by, populate_existing=True))
    return _purge(session, actor, kept, asked_by=asked.asked_by)


def purge_by_operator(session: Session, case_id: int) -> list[meeting_log.Stub]:
    """The same by whoever runs the service, at its own machine. A case that is not due, or on hold, is refused."""
    _hold_all(session, case_id)
    return _purge(session, None, _get_due(session, case_id), asked_by=None)


def purge_again(session: Session, case_id: int, at: datetime, about: Mapping[str, Any]) -> list[meeting_log.Stub]:
    """A case that was deleted `at` came back with an older backup: as it was deleted then, it is again."""
    _hold_all(session, case_id)
    return _delete(session, None, case_id, at, {**about, "again_at": clock.iso(clock.now())})


def note_backup(session: Session, file: str, made_at: datetime) -> None:
    """A backup was written: it holds what is deleted from now on, and what is being deleted while it is read."""
    session.add(BackupTaken(file=file[:255], made_at=made_at))
    record(session, None, "backup_taken", file=file[:255])


def _enter(session: Session, actor: Actor, case_id: int) -> KeptCase:
    require(actor, Can.PURGE_CASES)
    require_fresh(session, actor)
    _hold_all(session, case_id)
    return _get_due(session, case_id)


def _hold_all(session: Session, case_id: int) -> None:
    """Before anything of it is read: no meeting begins on the case, and nobody acts in those that there are."""
    locked(session, Case, case_id)
    for meeting_id in session.scalars(select(Meeting.id).where(Meeting.case_id == case_id).order_by(Meeting.id)).all():
        hold(session, meeting_id)


def _get_due(session: Session, case_id: int) -> KeptCase:
    kept = get_kept(session, case_id)
    if kept.state == HELD:
        raise Conflict("purge_on_hold")
    if kept.state != DUE:
        raise Conflict("purge_not_due")
    return kept


def _get_asked(session: Session, kept: KeptCase) -> PurgeRequest:
    asked = find_asked(session, kept)
    if asked is None:
        raise NotFound
    return asked


def _check_may_still(session: Session, asker: Person) -> None:
    """Who asked may have left, or lost the role, since."""
    now = Actor(asker.id, asker.agency_id, roles_in_force(session, asker))
    if not asker.active or Can.PURGE_CASES not in now.can:
        raise Conflict("purge_asker_gone")


def _purge(session: Session, actor: Actor | None, kept: KeptCase, *, asked_by: int | None) -> list[meeting_log.Stub]:
    about = {
        "asked_by": asked_by,
        "confirmed_by": actor.person_id if actor else None,
        "rule": {
            "months": kept.months,
            "last_on": kept.last_on.isoformat() if kept.last_on else None,
            "due_on": kept.due_on.isoformat() if kept.due_on else None,
            "basis": rules_view(session)["basis"],
        },
        "backup_days": periods_of(session).backup_days,
        "unrecorded": kept.unrecorded,
    }
    return _delete(session, actor, kept.id, clock.now(), about)


def _delete(
    session: Session, actor: Actor | None, case_id: int, at: datetime, about: Mapping[str, Any]
) -> list[meeting_log.Stub]:
    """All of it in the transaction that `session` is, so that it is done whole or not at all. All is held by then."""
    meeting_ids = session.scalars(select(Meeting.id).where(Meeting.case_id == case_id).order_by(Meeting.id)).all()
    opened = dict(session.execute(select(Meeting.id, Meeting.opened_at).where(Meeting.case_id == case_id)).all())
    entries = meeting_log.count_entries(session, meeting_ids)
    rows = _delete_rows(session, case_id)
    _forget_guests(session, meeting_ids)
    whole = {**about, "case_id": case_id, "case_opened_at": case_opened_at(session, case_id)}
    counts = {"rows": rows, "entries": entries, "meetings": len(meeting_ids)}
    stubs = []
    for meeting_id in meeting_ids:
        own = {**whole, "counts": counts, "opened_at": clock.iso(opened[meeting_id])}
        stubs.append(meeting_log.purge(session, meeting_id, at, own))
        record(session, actor, "meeting_purged", meeting_id=meeting_id, case_id=case_id)
        after_commit(session, ("forget", meeting_id), lambda gone=meeting_id: forget(gone))  # type: ignore[misc]
    _empty(session, case_id, at)
    record(session, actor, "case_purged", case_id=case_id, rows=rows, entries=entries, meetings=list(meeting_ids))
    session.expire_all()
    return stubs


def _delete_rows(session: Session, case_id: int) -> int:
    """Every row of the case in every table whose rows go with it; how many."""
    rows = 0
    for table in belonging():
        whose = rows_of(table, [case_id])
        rows += session.scalar(select(func.count()).select_from(table).where(whose)) or 0
        session.execute(delete(table).where(whose))
    return rows


def _empty(session: Session, case_id: int, at: datetime) -> None:
    """What stays of the case, its meetings, who was invited and who sat: their ids."""
    for name in KEPT_COLUMNS:
        table = Base.metadata.tables[name]
        whose = table.c.id == case_id if name == "cases" else rows_of(table, [case_id])
        session.execute(update(table).where(whose).values(emptied(table)))
    session.execute(update(table_of(Meeting)).where(Meeting.case_id == case_id).values(state="purged"))
    session.execute(update(table_of(Case)).where(Case.id == case_id).values(purged_at=at))


def _forget_guests(session: Session, meeting_ids: Any) -> None:
    """A guest came to one meeting; without it nothing asks for their name."""
    guests = session.scalars(
        select(Person.id)
        .join(Seat, Seat.person_id == Person.id)
        .where(Seat.meeting_id.in_(meeting_ids), Person.guest)
        .distinct()
    ).all()
    for person_id in guests:
        retire_guest(session, person_id)


def case_opened_at(session: Session, case_id: int) -> str | None:
    """By the audit: with its number, it tells a case from another that took the number after a restore."""
    rows = session.execute(select(AuditRow.detail, AuditRow.at).where(AuditRow.what == "case_opened"))
    return next((clock.iso(at) for detail, at in rows if detail.get("case_id") == case_id), None)
