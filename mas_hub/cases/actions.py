"""Opening a case and keeping its facts right."""

from collections.abc import Sequence
from datetime import date
from typing import NotRequired, TypedDict, Unpack

from sqlalchemy.orm import Session

from mas_hub.access.actor import Actor
from mas_hub.access.permissions import Can, require
from mas_hub.audit.actions import record
from mas_hub.cases.models import Case, Milestone
from mas_hub.cases.queries import case_view, get_case
from mas_hub.cases.rules import check_capacity, check_milestones, check_order
from mas_hub.db import locked
from mas_hub.db.versions import check_version


class MilestoneFacts(TypedDict):
    kind: str
    date: date


class CaseFacts(TypedDict):
    reference: str
    subject_initials: str
    subject_type: str
    age_band: str
    capacity: NotRequired[str]
    capacity_words: NotRequired[str]
    milestones: Sequence[MilestoneFacts]


def open_case(session: Session, actor: Actor, *, by_hand: bool = True, **facts: Unpack[CaseFacts]) -> Case:
    """`by_hand` False: from a file that nobody can correct, so milestones and capacity are taken as told."""
    require(actor, Can.PLAN_MEETINGS)
    if by_hand:
        _check(facts)
    case = Case(facilitator_id=actor.person_id)
    _fill(case, facts)
    session.add(case)
    session.flush()
    record(session, actor, "case_opened", case_id=case.id)
    return case


def update_case(session: Session, actor: Actor, case_id: int, *, version: int, **facts: Unpack[CaseFacts]) -> Case:
    require(actor, Can.PLAN_MEETINGS)
    locked(session, Case, case_id)
    case = get_case(session, actor, case_id)
    check_version(case, version, case_view)
    _check(facts)
    _fill(case, facts)
    case.version += 1
    session.flush()
    record(session, actor, "case_updated", case_id=case.id)
    return case


def _check(facts: CaseFacts) -> None:
    check_order([(each["kind"], each["date"]) for each in facts["milestones"]])
    capacity, words = facts.get("capacity", ""), facts.get("capacity_words", "")
    check_capacity(facts["subject_type"], facts["age_band"], capacity=capacity, words=words)


def _fill(case: Case, facts: CaseFacts) -> None:
    check_milestones([(each["kind"], each["date"]) for each in facts["milestones"]])
    case.reference = facts["reference"]
    case.subject_initials = facts["subject_initials"]
    case.subject_type = facts["subject_type"]
    case.age_band = facts["age_band"]
    case.capacity = facts.get("capacity", "")
    case.capacity_words = facts.get("capacity_words", "")
    case.milestones = [Milestone(kind=each["kind"], on=each["date"]) for each in facts["milestones"]]
