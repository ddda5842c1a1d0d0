"""Reads of cases. A facilitator sees the cases they opened; nobody else's."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mas_hub.access.actor import Actor
from mas_hub.cases.models import Case
from mas_hub.cases.rules import same_reference
from mas_hub.errors import NotFound
from mas_hub.practice.profile import Profile
from mas_hub.practice.timeline import timeline


def get_case(session: Session, actor: Actor, case_id: int) -> Case:
    case = session.get(Case, case_id)
    if case is None or case.facilitator_id != actor.person_id or case.purged_at is not None:
        raise NotFound
    return case


def list_cases(session: Session, actor: Actor) -> Sequence[Case]:
    return session.scalars(
        select(Case)
        .where(Case.facilitator_id == actor.person_id, Case.purged_at.is_(None))
        .order_by(Case.reference, Case.id)
    ).all()


def case_ids_with(session: Session, reference: str) -> Sequence[int]:
    """The cases, several perhaps, with this reference. Compared here, as databases differ in what they call a capital;
    two short columns are read for it."""
    every = session.execute(select(Case.id, Case.reference).where(Case.purged_at.is_(None)).order_by(Case.id))
    return [case_id for case_id, written in every if same_reference(written, reference)]


def case_view(case: Case) -> dict[str, Any]:
    return {"version": case.version, **case_facts(case)}


def case_facts(case: Case) -> dict[str, Any]:
    """What a meeting's record says of its case."""
    return {
        "id": case.id,
        "reference": case.reference,
        "subject_initials": case.subject_initials,
        "subject_type": case.subject_type,
        "age_band": case.age_band,
        "capacity": case.capacity,
        "capacity_words": case.capacity_words,
        "milestones": [
            {"kind": milestone.kind, "date": milestone.on.isoformat()}
            for milestone in sorted(case.milestones, key=lambda each: (each.on, each.id))
        ],
    }


def case_timeline(practice: Profile, case: Case, day: date) -> dict[str, Any]:
    """What was due, held and late, and what comes next, as at `day`."""
    milestones = [(milestone.kind, milestone.on) for milestone in case.milestones]
    return timeline(practice, case.subject_type, milestones, day)
