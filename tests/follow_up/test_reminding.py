"""Agencies are reminded by e-mail through a real SMTP server, on working days, once, without a word of any case."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from mas_hub import clock, mail
from mas_hub.db import snapshot, transaction
from mas_hub.errors import Conflict, Forbidden
from mas_hub.follow_up import writing_to
from mas_hub.follow_up.models import Reminder
from mas_hub.follow_up.reminding import remind_agencies, reminders_view, send_trial, set_reminders
from mas_hub.identity.models import Agency, Person
from mas_hub.language import catalogue
from mas_hub.mail.models import QueuedMail
from mas_hub.mail.worker import Postman
from tests.at_once import at_once
from tests.follow_up.test_progress import answer, ask, refused, report
from tests.follow_up.test_receipts import NOT_RECORDED, RECORDED, record
from tests.mail.post_office import PostOffice
from tests.sitting import NOW, Sitting

SCHOOL, POLICE = "sian@fellshire.example", "records@police.example"
DAYS: dict[str, Any] = {"receipt_days": 2, "progress_days": 5, "repeat_days": 5, "by_email": True}


@pytest.fixture
def office(closed: Sitting) -> Iterator[PostOffice]:
    """Only the school has a recorder by role; the police have a contact address; the others can be told nowhere."""
    office = PostOffice()
    office.start()
    mail.configure(office.smtp)
    with transaction() as session:
        session.get_one(Agency, closed.agencies["police"]).contact_address = POLICE
    yield office
    mail.configure(None)
    office.stop()


def post(office: PostOffice) -> list[str]:
    """Send what waits; to whom it went."""
    before = len(office.taken)
    Postman(office.smtp).round()
    return sorted(office.recipients[before:])


def reminded_on(day: int, office: PostOffice, hour: int = 10) -> list[str]:
    """Days after the meeting, which was on a Monday."""
    with clock.fixed(NOW.replace(hour=hour) + timedelta(days=day)):
        remind_agencies()
        return post(office)


def test_receipts_are_chased_after_the_days_set_and_again_after_more(closed: Sitting, office: PostOffice) -> None:
    assert reminded_on(0, office) == []
    assert reminded_on(1, office) == []
    assert reminded_on(2, office, hour=7) == []  # not before the morning
    assert reminded_on(2, office) == [POLICE, SCHOOL]
    assert reminded_on(2, office) == []
    assert reminded_on(5, office) == []  # a Saturday
    assert reminded_on(8, office) == []  # four working days on
    record(closed, "sian", RECORDED)
    assert reminded_on(9, office) == [POLICE]


def test_who_said_why_not_is_left_alone(closed: Sitting, office: PostOffice) -> None:
    record(closed, "sian", NOT_RECORDED)
    record(closed, "rhys", NOT_RECORDED)
    assert reminded_on(3, office) == []


def test_an_agency_that_has_left_is_not_written_to(closed: Sitting, office: PostOffice) -> None:
    with transaction() as session:
        for key in ("school", "police"):
            session.get_one(Agency, closed.agencies[key]).active = False
    assert reminded_on(3, office) == []
    with snapshot() as session:
        assert session.scalars(select(QueuedMail)).all() == []


def test_progress_is_chased_when_it_is_due(closed: Sitting, office: PostOffice) -> None:
    for who in ("sian", "rhys"):
        record(closed, who, RECORDED)
    assert reminded_on(7, office) == []  # due today
    assert reminded_on(8, office) == [POLICE]
    with clock.fixed(NOW + timedelta(days=8)):
        report(closed, "rhys")
    assert reminded_on(22, office) == []
    # the next meeting is on 9 November: five working days before
    assert reminded_on(42, office) == [POLICE]


def test_hand_over_is_told_to_both_and_chased(closed: Sitting, office: PostOffice) -> None:
    for who in ("sian", "rhys"):
        record(closed, who, RECORDED)
    asked = ask(closed)
    assert post(office) == [SCHOOL]
    assert reminded_on(2, office) == [SCHOOL]
    answer(closed, "sian", asked)
    assert post(office) == [POLICE]


def test_nothing_is_sent_when_the_cause_is_undone(closed: Sitting, office: PostOffice) -> None:
    ask(closed)
    post(office)
    assert refused(ask, closed, to="school").code == "hand_over_asked"
    assert post(office) == []


def test_several_workers_remind_once(closed: Sitting, office: PostOffice) -> None:
    def work() -> None:
        with clock.fixed(NOW + timedelta(days=3)):
            remind_agencies()

    at_once([work] * 4)
    assert post(office) == [POLICE, SCHOOL]


def test_no_message_says_a_word_of_a_case(closed: Sitting, office: PostOffice) -> None:
    """Every template of this room, in both languages, against everything that is known of the meeting."""
    with transaction() as session:
        session.get_one(Person, closed.people["sian"]).language = "cy"
    asked = ask(closed)
    answer(closed, "sian", asked)
    reminded_on(3, office)
    languages = {str(each["Content-Language"]) for each in office.messages}
    assert languages == {"en", "cy"}
    canaries = [
        "FS-2291",
        "K.T.",
        "Amara",
        "Rhys",
        "Sian",
        "core group",
        "It is theirs to do",
        "Fellshire police",
    ]
    canaries += ["Minutes", "Team manager", "Fellshire school", "/meetings/"]
    for raw, message in zip(office.taken, office.messages, strict=True):
        text = message.get_content() + str(message["Subject"])
        assert [canary for canary in canaries if canary in text or canary.encode() in raw] == []
        assert "https://hub.fellshire.example/inbox" in text
        assert text.count("https://") == 1
    blanks = [key for key in catalogue("en") if key.startswith(f"mail.{writing_to.TEMPLATE}_")]
    assert {key: catalogue("en")[key].count("{") for key in blanks} == {
        "mail.waiting_subject": 0,
        "mail.waiting_body": 1,
    }


def test_partnership_sets_the_days_and_whether_at_all(closed: Sitting, office: PostOffice) -> None:
    ines = closed.actor("ines")
    with transaction() as session:
        assert set_reminders(session, ines, version=0, **{**DAYS, "receipt_days": 4})["version"] == 1
    assert reminded_on(3, office) == []
    assert reminded_on(4, office) == [POLICE, SCHOOL]
    with transaction() as session:
        set_reminders(session, ines, version=1, **{**DAYS, "by_email": False})
    assert reminded_on(30, office) == []
    with pytest.raises(Conflict) as stale, transaction() as session:
        set_reminders(session, ines, version=1, **DAYS)
    assert stale.value.current is not None
    assert stale.value.current["by_email"] is False
    for who in ("amara", "sian"):
        with pytest.raises(Forbidden), transaction() as session:
            set_reminders(session, closed.actor(who), version=2, **DAYS)


def test_nobody_is_marked_as_reminded_while_email_is_off(closed: Sitting) -> None:
    mail.configure(None)
    with clock.fixed(NOW + timedelta(days=3)):
        assert remind_agencies() == []
    with snapshot() as session:
        assert session.scalars(select(Reminder)).all() == []
        assert session.scalars(select(QueuedMail)).all() == []


def test_administrator_sees_how_email_fares_and_tries_it(closed: Sitting, office: PostOffice) -> None:
    with transaction() as session:
        assert send_trial(session, closed.actor("ines"))
    with snapshot() as session:
        assert reminders_view(session)["mail"]["waiting"] == 1
    office.answer = lambda _: "550 No such user"
    assert post(office) == []
    with snapshot() as session:
        state = reminders_view(session)["mail"]
    assert (state["on"], state["waiting"], state["failed"], state["trouble"]) == (True, 0, 1, "recipient 550")
