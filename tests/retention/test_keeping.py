"""How long a case is kept, who says so, and what holds it back."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from mas_hub import clock
from mas_hub.audit.models import AuditRow
from mas_hub.cases.actions import open_case
from mas_hub.db import snapshot, transaction
from mas_hub.errors import Conflict, DomainError, Forbidden, NotFound
from mas_hub.meetings.models import Meeting
from mas_hub.meetings.queries import get_meeting
from mas_hub.retention.actions import lift_hold, place_hold, set_retention
from mas_hub.retention.models import Hold
from mas_hub.retention.queries import KeptCase, get_kept, list_kept
from mas_hub.retention.rules import due_on, last_day
from mas_hub.retention.views import rules_view
from tests.follow_up.test_receipts import RECORDED, record
from tests.sitting import NOW, Sitting, everything

SET: dict[str, Any] = {"child_months": 6, "adult_months": 12, "backup_days": 30, "basis": "Schedule 7, line 3."}


def case_of(sitting: Sitting) -> int:
    with snapshot() as session:
        return get_meeting(session, sitting.meeting_id).case_id


def kept(sitting: Sitting) -> KeptCase:
    with snapshot() as session:
        return get_kept(session, case_of(sitting))


def refused(sitting: Sitting, who: str, action: Any, *args: Any, **said: Any) -> DomainError:
    before = everything()
    with pytest.raises(DomainError) as refusal, transaction() as session:
        action(session, sitting.actor(who), *args, **said)
    assert everything() == before
    return refusal.value


def do(sitting: Sitting, who: str, action: Any, *args: Any, **said: Any) -> Any:
    with transaction() as session:
        return action(session, sitting.actor(who), *args, **said)


def test_the_period_counts_from_the_end_of_the_last_meeting_or_the_last_receipt() -> None:
    assert last_day([date(2026, 9, 21), date(2026, 10, 2)]) == date(2026, 10, 2)
    assert last_day([date(2026, 9, 21), None]) is None
    assert last_day([]) is None
    assert due_on(date(2026, 8, 31), 6) == date(2027, 2, 28)


def test_a_closed_case_is_kept_for_two_years_until_the_partnership_says_otherwise(closed: Sitting) -> None:
    assert (kept(closed).state, kept(closed).due_on) == ("kept", date(2028, 9, 21))
    with clock.fixed(NOW + timedelta(days=9)):
        record(closed, "sian", RECORDED)
        assert kept(closed).due_on == date(2028, 9, 30)
    assert kept(closed).unrecorded == 3
    do(closed, "ines", set_retention, version=0, **SET)
    assert (kept(closed).due_on, kept(closed).months) == (date(2027, 3, 30), 6)
    with clock.fixed(datetime(2027, 3, 29, 22, tzinfo=clock.LOCAL)):
        assert kept(closed).state == "kept"
    with clock.fixed(datetime(2027, 3, 30, 1, tzinfo=clock.LOCAL)):
        assert kept(closed).state == "due"


def test_a_case_whose_meeting_goes_on_is_not_due(opened: Sitting) -> None:
    with clock.fixed(NOW + timedelta(days=365)):
        assert (kept(opened).state, kept(opened).last_on) == ("in_use", None)


def test_a_plan_that_came_to_nothing_and_a_case_without_a_meeting_fall_due_too(planned: Sitting) -> None:
    assert kept(planned).state == "in_use"
    facts: dict[str, Any] = {"reference": "X", "subject_initials": "A", "subject_type": "adult_at_risk", "age_band": ""}
    empty = do(planned, "amara", open_case, milestones=[], **facts).id
    with clock.fixed(NOW + timedelta(days=5)), snapshot() as session:
        assert get_kept(session, case_of(planned)).last_on == date(2026, 9, 21)
        assert get_kept(session, empty).last_on == date(2026, 9, 21)
        with pytest.raises(NotFound):
            get_kept(session, 999_999)


def test_a_further_meeting_keeps_the_case(closed: Sitting) -> None:
    with transaction() as session:
        session.add(Meeting(case_id=case_of(closed), facilitator_id=closed.people["amara"], criteria=[]))
    assert kept(closed).state == "in_use"


def test_only_an_administrator_sets_the_periods_and_it_is_written_down(closed: Sitting) -> None:
    for who in ("amara", "sian", "beth"):
        assert isinstance(refused(closed, who, set_retention, version=0, **SET), Forbidden)
    said = do(closed, "ines", set_retention, version=0, **SET)
    assert (said["version"], said["basis"], said["set_by"]) == (1, SET["basis"], "Ines Made-up")
    stale = refused(closed, "ines", set_retention, version=0, **SET)
    assert isinstance(stale, Conflict)
    assert stale.current == said
    do(closed, "ines", set_retention, version=1, **{**SET, "child_months": 7})
    with snapshot() as session:
        rows = session.scalars(select(AuditRow).where(AuditRow.what == "retention_set").order_by(AuditRow.id)).all()
        assert [row.detail["child_months"] for row in rows] == [6, 7]
        assert rows[1].detail["changed"] == ["child_months"]
        assert SET["basis"] not in str([row.detail for row in rows])
        assert rules_view(session)["version"] == 2


def test_the_chair_and_who_looks_after_retention_hold_a_case_and_nobody_else(closed: Sitting) -> None:
    case_id, why = case_of(closed), {"reason": "A court has asked for the record."}
    for who in ("beth", "sian", "arun"):
        assert isinstance(refused(closed, who, place_hold, case_id, **why), Forbidden)
    assert isinstance(refused(closed, "freya", place_hold, case_id, **why), NotFound)
    assert isinstance(refused(closed, "amara", place_hold, 999_999, **why), NotFound)
    do(closed, "amara", place_hold, case_id, **why)
    with clock.fixed(NOW + timedelta(days=4000)):
        assert kept(closed).state == "held"
    twice = refused(closed, "ines", place_hold, case_id, **why)
    assert twice.code == "on_hold_already"
    do(closed, "ines", lift_hold, case_id, reason="The court has it.")
    assert kept(closed).state == "kept"
    assert refused(closed, "amara", lift_hold, case_id, reason="Again.").code == "not_on_hold"
    do(closed, "ines", place_hold, case_id, **why)
    with snapshot() as session:
        assert len(session.scalars(select(Hold)).all()) == 2
        whats = session.scalars(select(AuditRow.what).where(AuditRow.what.like("hold%")).order_by(AuditRow.id)).all()
        assert whats == ["hold_placed", "hold_lifted", "hold_placed"]
        assert why["reason"] not in str(session.scalars(select(AuditRow.detail)).all())


def test_those_due_first_come_first(closed: Sitting) -> None:
    with snapshot() as session:
        states = [each.state for each in list_kept(session)]
    assert states == ["kept", "in_use"]
