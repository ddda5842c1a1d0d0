"""Reads of training: a person's own, and for whoever keeps it for their agency, that of its people. Nobody else's."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import Actor
from mas_hub.access.permissions import Can
from mas_hub.errors import NotFound
from mas_hub.identity.models import Person
from mas_hub.meetings.planning import get_planned
from mas_hub.training.models import TrainingRecord
from mas_hub.training.rules import TO_FACILITATE, holds

Json = dict[str, Any]


def training_view(record: TrainingRecord) -> Json:
    return {
        "id": record.id,
        "version": record.version,
        "person_id": record.person_id,
        "what": record.what,
        "provider": record.provider,
        "level": record.level,
        "day": record.day.isoformat(),
        "valid_until": record.valid_until.isoformat() if record.valid_until else None,
        "holds": holds(record.valid_until, clock.today()),
    }


def training_page(session: Session, actor: Actor) -> Json:
    """One's own; and `people` with theirs, of the actor's own agency, or null for somebody who does not keep them."""
    whole: Json = {"own": [training_view(each) for each in _records(session, [actor.person_id])], "people": None}
    if Can.KEEP_TRAINING in actor.can:
        people = _people_of(session, actor.agency_id)
        records = _records(session, [person.id for person in people])
        whole["people"] = [
            {
                "id": person.id,
                "name": person.name,
                "job": person.job,
                "records": [training_view(each) for each in records if each.person_id == person.id],
            }
            for person in people
        ]
    return whole


def whose(session: Session, actor: Actor, person_id: int) -> Person:
    """The actor, or one of their agency's people whom they keep; anybody else is as absent as who never was."""
    person = session.get(Person, person_id)
    if person is None or person.guest:
        raise NotFound
    keeps = Can.KEEP_TRAINING in actor.can and person.agency_id == actor.agency_id and person.active
    if person.id != actor.person_id and not keeps:
        raise NotFound
    return person


def untrained(session: Session, actor: Actor, meeting_id: int) -> list[str]:
    """For whoever plans the meeting: which of `facilitator` and `deputy` has no training to facilitate on record that
    still holds. It stops nothing."""
    meeting = get_planned(session, actor, meeting_id)
    chairs = {"facilitator": meeting.facilitator_id, "deputy": meeting.deputy_id}
    records = _records(session, [each for each in chairs.values() if each is not None])
    today = clock.today()
    trained = {each.person_id for each in records if each.level in TO_FACILITATE and holds(each.valid_until, today)}
    return [role for role, person_id in chairs.items() if person_id is not None and person_id not in trained]


def _people_of(session: Session, agency_id: int) -> list[Person]:
    found = select(Person).where(Person.agency_id == agency_id, Person.active, Person.guest.is_(False))
    return list(session.scalars(found.order_by(Person.name, Person.id)))


def _records(session: Session, people: Iterable[int]) -> list[TrainingRecord]:
    """The latest first."""
    found = select(TrainingRecord).where(TrainingRecord.person_id.in_(list(people)))
    return list(session.scalars(found.order_by(TrainingRecord.day.desc(), TrainingRecord.id.desc())))
