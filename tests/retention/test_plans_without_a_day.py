"""A plan without a day keeps its case for a year after somebody last changed it; its facilitator is told before."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from mas_hub import clock, mail
from mas_hub.audit.actions import record
from mas_hub.audit.models import AuditRow
from mas_hub.config import Smtp
from mas_hub.db import snapshot, transaction
from mas_hub.errors import Conflict, Forbidden, NotFound
from mas_hub.identity.models import Person
from mas_hub.mail.models import QueuedMail
from mas_hub.meetings.models import Meeting
from mas_hub.meetings.planning import plan_meeting
from mas_hub.retention.idle import ask_about_idle, warn_of_idle_meetings
from mas_hub.retention.queries import get_kept
from mas_hub.retention.rules import GOES_ON, NO_DAY, POSTPONED, TO_COME, why_it_keeps
from mas_hub.retention.views import kept_view
from tests.retention.test_keeping import case_of, do, kept, refused
from tests.sitting import Sitting

SMTP = Smtp(host="127.0.0.1", port=1, sender="hub@fellshire.example", public_url="https://hub.fellshire.example")
TOUCHED = date(2026, 10, 1)


def on(day: date) -> Any:
    return clock.fixed(datetime(day.year, day.month, day.day, 12, tzinfo=clock.LOCAL))


@pytest.fixture
def idle(closed: Sitting) -> Iterator[tuple[Sitting, int]]:
    """A second meeting on the closed case, planned ten days later and then forgotten."""
    with on(TOUCHED):
        meeting_id = do(closed, "amara", plan_meeting, case_id=case_of(closed)).id
    mail.configure(SMTP)
    yield closed, meeting_id
    mail.configure(None)


def because(sitting: Sitting, who: str = "gwen") -> list[dict[str, Any]]:
    with snapshot() as session:
        view = kept_view(session, sitting.actor(who), get_kept(session, case_of(sitting)))
    return list(view["because"])


def warned_plans() -> list[int]:
    """Another meeting here was left open, and its facilitator is told of that."""
    warned = warn_of_idle_meetings()
    with snapshot() as session:
        return list(session.scalars(select(Meeting.id).where(Meeting.id.in_(warned), Meeting.state == "planned")))


def letters() -> list[QueuedMail]:
    with snapshot() as session:
        return list(session.scalars(select(QueuedMail).order_by(QueuedMail.id)))


def test_it_is_said_which_plan_keeps_a_case_since_when_and_until_when(idle: tuple[Sitting, int]) -> None:
    sitting, meeting_id = idle
    with on(date(2027, 3, 1)):
        (said,) = because(sitting)
    assert said == {
        "meeting_id": meeting_id, "why": NO_DAY, "day": None, "since": "2026-10-01", "until": "2027-10-01",
        "facilitator": "Amara Made-up", "active": True, "mine": False,
    }  # fmt: skip
    assert because(sitting, "amara")[0]["mine"]
    today = date(2026, 9, 21)
    assert why_it_keeps("open", None, today) == GOES_ON
    assert why_it_keeps("planned", today, today) == TO_COME
    assert why_it_keeps("postponed", today - timedelta(days=1), today) == POSTPONED


def test_nobody_touched_it_for_a_year(idle: tuple[Sitting, int]) -> None:
    sitting, meeting_id = idle
    with on(date(2027, 10, 1)):
        assert (kept(sitting).state, kept(sitting).last_on) == ("in_use", None)
    with on(date(2027, 10, 2)):
        assert (kept(sitting).state, kept(sitting).due_on) == ("kept", date(2029, 10, 1))
        assert because(sitting) == []
        with transaction() as session:
            record(session, sitting.actor("amara"), "plan_opened", meeting_id=meeting_id)
        assert kept(sitting).state == "kept"  # to look is not to touch
        with transaction() as session:
            record(session, sitting.actor("amara"), "plan_saved", meeting_id=meeting_id)
        assert kept(sitting).state == "in_use"


def test_its_facilitator_is_told_once_before_without_a_word_of_the_case(idle: tuple[Sitting, int]) -> None:
    sitting, meeting_id = idle
    with on(date(2027, 8, 31)):
        assert warned_plans() == []
    with on(date(2027, 9, 1)):
        assert warned_plans() == [meeting_id]
        assert warned_plans() == []
    (letter,) = [each for each in letters() if each.template == "plan_without_day"]
    assert (letter.template, letter.facts) == (
        "plan_without_day",
        {"link": f"{SMTP.public_url}/meetings/{meeting_id}/plan", "day": "01/10/2027"},
    )
    with on(date(2027, 9, 2)):
        assert kept(sitting).state == "in_use"  # that she was told does not count as her change
        with transaction() as session:
            record(session, sitting.actor("amara"), "plan_saved", meeting_id=meeting_id)
    with on(date(2028, 8, 15)):
        assert warned_plans() == [meeting_id]


def test_a_plan_with_a_day_or_one_cancelled_is_none_of_it(idle: tuple[Sitting, int]) -> None:
    sitting, meeting_id = idle
    with transaction() as session:
        session.get_one(Meeting, meeting_id).scheduled_at = datetime(2028, 1, 5, 10, tzinfo=clock.LOCAL)
    with on(date(2027, 12, 1)):
        assert warned_plans() == []
        assert [each["why"] for each in because(sitting)] == [TO_COME]
    assert isinstance(refused(sitting, "gwen", ask_about_idle, meeting_id), NotFound)


def test_who_looks_after_retention_has_the_facilitator_asked(idle: tuple[Sitting, int]) -> None:
    sitting, meeting_id = idle
    for who in ("amara", "beth", "sian"):
        assert isinstance(refused(sitting, who, ask_about_idle, meeting_id), Forbidden)
    assert isinstance(refused(sitting, "gwen", ask_about_idle, 999_999), NotFound)
    with on(date(2027, 1, 10)):
        do(sitting, "gwen", ask_about_idle, meeting_id)
    with on(date(2027, 1, 16)):
        again = refused(sitting, "ines", ask_about_idle, meeting_id)
        assert (type(again), again.code) == (Conflict, "plan_asked_already")
    (letter,) = letters()
    with snapshot() as session:
        assert letter.to == session.get_one(Person, sitting.people["amara"]).email
        row = session.scalars(select(AuditRow).where(AuditRow.what == "plan_asked_about")).one()
    assert (row.person_id, row.meeting_id) == (sitting.people["gwen"], meeting_id)
    with on(date(2027, 1, 20)):
        with transaction() as session:
            session.get_one(Person, sitting.people["amara"]).active = False
        assert refused(sitting, "gwen", ask_about_idle, meeting_id).code == "plan_ask_nobody"
        mail.configure(None)
        assert refused(sitting, "gwen", ask_about_idle, meeting_id).code == "plan_ask_without_mail"
