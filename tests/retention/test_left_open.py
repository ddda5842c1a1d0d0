"""A meeting that was opened and never closed keeps its case while anybody is in it, and a year after the last act."""

import time
from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import insert

from mas_hub import mail
from mas_hub.db import table_of, transaction
from mas_hub.errors import Conflict, Forbidden, NotFound
from mas_hub.identity.models import Agency
from mas_hub.live.models import Presence, Worker
from mas_hub.retention.idle import ask_about_idle, warn_of_idle_meetings
from mas_hub.retention.rules import GOES_ON
from tests.retention.test_keeping import do, kept, refused
from tests.retention.test_plans_without_a_day import SMTP, because, letters, on
from tests.sitting import Sitting


@pytest.fixture
def left_open(opened: Sitting) -> Iterator[Sitting]:
    """Opened and spoken in on 21 September 2026, and never closed."""
    mail.configure(SMTP)
    yield opened
    mail.configure(None)


def comes_in(sitting: Sitting, who: str) -> None:
    with transaction() as session:
        session.execute(insert(table_of(Worker)).values(id="w", beat_at=time.time()))
        there = {"socket": "s", "worker_id": "w", "meeting_id": sitting.meeting_id, "person_id": sitting.people[who]}
        session.execute(insert(table_of(Presence)).values(**there))


def test_nobody_did_anything_in_it_for_a_year(left_open: Sitting) -> None:
    with on(date(2027, 9, 21)):
        assert (kept(left_open).state, kept(left_open).last_on) == ("in_use", None)
        (said,) = because(left_open)
        assert (said["why"], said["since"], said["until"]) == (GOES_ON, "2026-09-21", "2027-09-21")
    with on(date(2027, 9, 22)):
        assert (kept(left_open).state, kept(left_open).due_on) == ("kept", date(2029, 9, 21))
        assert because(left_open) == []


def test_whatever_is_done_in_it_begins_the_year_anew(left_open: Sitting) -> None:
    with on(date(2027, 9, 22)):
        left_open.do("beth", "add_reflection", prompt="analysis", text="We never came back to this.")
        assert kept(left_open).state == "in_use"


def test_it_never_counts_as_ended_while_somebody_is_in_it(left_open: Sitting) -> None:
    with on(date(2029, 10, 1)):
        assert kept(left_open).state == "due"
        comes_in(left_open, "beth")
        assert kept(left_open).state == "in_use"


def test_its_facilitator_is_told_once_before_and_can_be_asked(left_open: Sitting) -> None:
    meeting_id = left_open.meeting_id
    assert isinstance(refused(left_open, "beth", ask_about_idle, meeting_id), Forbidden)
    with on(date(2026, 10, 5)):
        do(left_open, "gwen", ask_about_idle, meeting_id)
        again = refused(left_open, "ines", ask_about_idle, meeting_id)
        assert (type(again), again.code) == (Conflict, "plan_asked_already")
    with on(date(2027, 8, 21)):
        assert meeting_id not in warn_of_idle_meetings()
    with on(date(2027, 8, 22)):
        assert meeting_id in warn_of_idle_meetings()
        assert warn_of_idle_meetings() == []
    asked, told = [each for each in letters() if each.facts["link"].endswith(f"/meetings/{meeting_id}")]
    assert asked.template == told.template == "meeting_left_open"
    assert told.facts == {"link": f"{SMTP.public_url}/meetings/{meeting_id}", "day": "21/09/2027"}
    with on(date(2027, 8, 30)):
        with transaction() as session:
            session.get_one(Agency, left_open.agencies["csc"]).active = False
        assert refused(left_open, "gwen", ask_about_idle, meeting_id).code == "left_open_ask_nobody"


def test_one_that_goes_on_today_was_not_left(left_open: Sitting) -> None:
    with on(date(2026, 10, 5)):
        left_open.do("beth", "add_reflection", prompt="analysis", text="We are still here.")
        (said,) = because(left_open)
        assert (said["why"], said["until"]) == (GOES_ON, None)
        assert isinstance(refused(left_open, "gwen", ask_about_idle, left_open.meeting_id), NotFound)


def test_one_that_closed_is_none_of_it(closed: Sitting) -> None:
    assert isinstance(refused(closed, "gwen", ask_about_idle, closed.meeting_id), NotFound)
