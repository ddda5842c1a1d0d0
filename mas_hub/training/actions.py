"""Keeping training: each person their own, and who keeps it for their agency those of its people."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import Actor
from mas_hub.audit.actions import record
from mas_hub.db import get_locked
from mas_hub.db.versions import check_version, revise
from mas_hub.identity.models import Person
from mas_hub.training.models import TrainingRecord
from mas_hub.training.queries import training_view, whose
from mas_hub.training.rules import check_number, check_training


def add_training(session: Session, actor: Actor, *, person_id: int | None, **said: Any) -> TrainingRecord:
    """`person_id` None: the actor's own."""
    person = whose(session, actor, actor.person_id if person_id is None else person_id)
    held = select(func.count()).select_from(TrainingRecord).where(TrainingRecord.person_id == person.id)
    check_number(session.scalars(held).one())
    training = TrainingRecord(person_id=person.id, version=0)
    _write(session, actor, person, training, said)
    return training


def change_training(session: Session, actor: Actor, record_id: int, *, version: int, **said: Any) -> None:
    person, training = _as_it_was(session, actor, record_id, version)
    _write(session, actor, person, training, said)


def remove_training(session: Session, actor: Actor, record_id: int, *, version: int) -> None:
    person, training = _as_it_was(session, actor, record_id, version)
    session.delete(training)
    session.flush()
    _note(session, actor, person)


def _as_it_was(session: Session, actor: Actor, record_id: int, version: int) -> tuple[Person, TrainingRecord]:
    """Whose, and the record, unless somebody else has changed it since."""
    training = get_locked(session, TrainingRecord, record_id)
    person = whose(session, actor, training.person_id)
    check_version(training, version, training_view)
    return person, training


def _write(session: Session, actor: Actor, person: Person, training: TrainingRecord, said: dict[str, Any]) -> None:
    check_training(day=said["day"], valid_until=said["valid_until"], today=clock.today())
    revise(training, said)
    training.changed_by, training.changed_at = actor.person_id, clock.now()
    session.add(training)
    session.flush()
    _note(session, actor, person)


def _note(session: Session, actor: Actor, person: Person) -> None:
    record(session, actor, "training_kept", of_person=person.id, of_agency=person.agency_id)
