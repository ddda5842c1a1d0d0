"""What becomes of a decision is read by its owner, whom it asks and the chair; others whom it concerns read itself."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from mas_hub import clock
from mas_hub.access.actor import Actor
from mas_hub.db import snapshot, transaction
from mas_hub.errors import NotFound
from mas_hub.follow_up.overview import overview
from mas_hub.follow_up.queries import list_receipts
from mas_hub.meetings.models import Seat
from tests.follow_up.test_progress import answer, ask, of_decision, report, said, told
from tests.follow_up.test_receipts import RECORDED, record, seen
from tests.sitting import NOW, SMART, Sitting


def take_seat(sitting: Sitting, who: str) -> None:
    with transaction() as session:
        session.execute(update(Seat).where(Seat.person_id == sitting.people[who]).values(removed=True))


def cases(actor: Actor) -> int:
    with snapshot() as session:
        return len(overview(session, actor)["cases"])


def test_a_hand_over_is_between_the_two_and_the_chair(closed: Sitting) -> None:
    ask(closed)
    seen = {who: of_decision(closed, who) for who in ("rhys", "sian", "callum", "beth")}
    assert {who: each and (each["part"], each["hand_over"] is not None) for who, each in seen.items()} == {
        "rhys": ("owned", True),
        "sian": ("asked", True),
        "callum": ("involved", False),
        "beth": None,
    }
    assert {who: len(said(closed, who)["hand_overs"]) for who in ("amara", "rhys", "sian", "callum")} == {
        "amara": 1,
        "rhys": 1,
        "sian": 1,
        "callum": 0,
    }


def test_what_is_due_is_the_owner_s_alone(closed: Sitting) -> None:
    with clock.fixed(NOW + timedelta(days=60)):
        owner, involved = of_decision(closed, "rhys"), of_decision(closed, "callum")
    assert owner is not None
    assert involved is not None
    assert (owner["overdue"], owner["late_days"] > 0) == (True, True)
    assert (involved["asked"], involved["overdue"], involved["late_days"]) == (False, False, 0)


def test_what_its_first_owner_said_is_not_told_to_who_took_it_on(closed: Sitting) -> None:
    report(closed, "rhys", "under_way", "canary of the police")
    answer(closed, "sian", ask(closed))
    taken_on = of_decision(closed, "sian")
    assert taken_on is not None
    assert (taken_on["part"], taken_on["progress"], said(closed, "sian")["reports"]) == ("owned", None, [])


def test_of_what_was_only_proposed_there_is_nothing_to_follow(opened: Sitting) -> None:
    for who in ("amara", "dina", "rhys"):
        with pytest.raises(NotFound):
            said(opened, who)


def test_what_was_not_agreed_when_it_closed_binds_nobody(opened: Sitting) -> None:
    opened.do("amara", "agree_decision", **opened.edit("decision"))
    opened.do("beth", "propose_decision", owner=opened.agencies["police"], **{**SMART, "text": "Not agreed."})
    opened.do("amara", "close_meeting", no_next_meeting_because="Not needed.")
    (duty,) = told(opened, "rhys")["duties"]
    assert [each["text"] for each in duty["decisions"]] == [SMART["text"]]


def test_the_chair_of_another_meeting_sees_no_receipt_of_this_one(closed: Sitting) -> None:
    record(closed, "beth", RECORDED)
    assert seen(closed, "amara") == [closed.agencies["csc"]]
    with snapshot() as session:
        assert list_receipts(session, closed.entering(session, "freya", closed.other_meeting_id)) == []


def test_whose_seat_was_taken_away_follows_nothing(closed: Sitting) -> None:
    assert (len(told(closed, "dina")["duties"]), cases(closed.actor("amara"))) == (1, 1)
    for who in ("dina", "amara"):
        take_seat(closed, who)
    assert (told(closed, "dina")["duties"], cases(closed.actor("amara"))) == ([], 0)


def test_the_overview_is_who_chairs_s_and_of_an_agency_that_is_in_the_partnership(closed: Sitting) -> None:
    assert {who: cases(closed.actor(who)) for who in ("beth", "dina", "rhys", "olu", "sian")} == dict.fromkeys(
        ("beth", "dina", "rhys", "olu", "sian"), 0
    )
    assert cases(replace(closed.actor("amara"), agency_left=True)) == 0
