"""Deleting the closed case of `tests.sitting`, three years on, as two people do it."""

from datetime import timedelta

from mas_hub import meeting_log
from mas_hub.access.actor import Actor
from mas_hub.db import snapshot, transaction
from mas_hub.identity.models import Person
from mas_hub.identity.roles import set_roles
from mas_hub.retention.purging import ask_for_purge, confirm_purge
from tests.retention.test_keeping import case_of, do
from tests.sitting import NOW, Sitting

LATER = NOW + timedelta(days=3 * 366)


def lead(sitting: Sitting) -> Actor:
    """A second person who looks after retention: Olu is assurance lead by now."""
    with transaction() as session:
        person = session.get_one(Person, sitting.people["olu"])
        if not person.roles:
            set_roles(session, None, person, {"assurance_lead"})
    return Actor(sitting.people["olu"], sitting.agencies["camhs"], frozenset({"assurance_lead"}))


def confirm(sitting: Sitting, actor: Actor) -> list[meeting_log.Stub]:
    with transaction() as session:
        return confirm_purge(session, actor, case_of(sitting))


def purge(sitting: Sitting) -> list[meeting_log.Stub]:
    do(sitting, "ines", ask_for_purge, case_of(sitting))
    return confirm(sitting, lead(sitting))


def faults() -> list[str]:
    with snapshot() as session:
        return [str(fault) for fault in meeting_log.verify(session)]
