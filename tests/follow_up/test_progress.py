from datetime import date, timedelta
from typing import Any

import pytest

from mas_hub import clock
from mas_hub.db import snapshot, transaction
from mas_hub.decisions.models import Decision
from mas_hub.errors import Conflict, DomainError, Forbidden, Invalid, NotFound
from mas_hub.follow_up.inbox import inbox
from mas_hub.follow_up.overview import history, overview
from mas_hub.follow_up.progress import answer_hand_over, ask_hand_over, report_progress, take_back_hand_over
from mas_hub.follow_up.queries import decision_states
from mas_hub.follow_up.rules import Days, Wanted, wanted
from mas_hub.meeting_log import fold, verify
from mas_hub.meetings.subjects import views_of
from tests.follow_up.test_receipts import RECORDED, record
from tests.sitting import NOW, PEOPLE, Sitting, everything

DECISION = 1


def report(sitting: Sitting, who: str, state: str = "under_way", words: str = "", decision: int = DECISION) -> None:
    with transaction() as session:
        report_progress(session, sitting.entering(session, who), decision, state=state, words=words)


def ask(sitting: Sitting, who: str = "rhys", to: str = "school") -> int:
    with transaction() as session:
        actor = sitting.entering(session, who)
        return ask_hand_over(session, actor, DECISION, to=sitting.agencies[to], why="It is theirs to do.").id


def answer(sitting: Sitting, who: str, asked: int, *, accept: bool = True, words: str = "") -> None:
    with transaction() as session:
        answer_hand_over(session, sitting.entering(session, who), asked, accept=accept, answer=words)


def refused(what: Any, *args: Any, **more: Any) -> DomainError:
    before = everything()
    with pytest.raises(DomainError) as refusal:
        what(*args, **more)
    assert everything() == before
    return refusal.value


def told(sitting: Sitting, who: str) -> dict[str, Any]:
    with snapshot() as session:
        return inbox(session, sitting.actor(who))


def of_decision(sitting: Sitting, who: str) -> dict[str, Any] | None:
    decisions = [each for duty in told(sitting, who)["duties"] for each in duty["decisions"]]
    return decisions[0] if decisions else None


def said(sitting: Sitting, who: str) -> dict[str, Any]:
    with snapshot() as session:
        return history(session, sitting.entering(session, who), DECISION)


@pytest.mark.parametrize("who", sorted(PEOPLE))
def test_only_the_owner_reports(closed: Sitting, who: str) -> None:
    """The police own it, health is involved; Sian's school and Beth's social care have nothing to do with it."""
    if PEOPLE[who][0] == "police":
        report(closed, who)
        assert said(closed, who)["reports"][0]["state"] == "under_way"
        return
    refusal = refused(report, closed, who)
    expected = {"callum": (Forbidden, "not_your_decision"), "beth": (NotFound, "no_such_entry")}
    expected |= {"sian": (NotFound, "no_such_entry")}
    for watching in ("amara", "arun", "nia", "olu"):
        expected[watching] = (Forbidden, "may_not_report_progress")
    assert (type(refusal), refusal.code) == expected.get(who, (NotFound, "not_found"))


@pytest.mark.parametrize("stage", ["planned", "opened"])
def test_nothing_is_reported_before_the_meeting_has_closed(stage: str, request: pytest.FixtureRequest) -> None:
    assert refused(report, request.getfixturevalue(stage), "dina").code == "progress_after_close"


@pytest.mark.parametrize(
    ("state", "code"),
    [("done", "progress_needs_evidence"), ("cannot", "progress_needs_change"), ("not_done", "progress_needs_why")],
)
def test_what_ends_it_needs_words(closed: Sitting, state: str, code: str) -> None:
    refusal = refused(report, closed, "rhys", state)
    assert (type(refusal), refusal.fields) == (Invalid, {"words": code})


def test_history_keeps_every_word_by_whom_and_when(closed: Sitting) -> None:
    report(closed, "dina", "not_started")
    with clock.fixed(NOW + timedelta(days=3)):
        report(closed, "rhys", "done", "Minutes of 24 September.")
        kept = said(closed, "amara")["reports"]
    assert [(each["state"], each["words"], each["by"]) for each in kept] == [
        ("not_started", "", "Dina Made-up"),
        ("done", "Minutes of 24 September.", "Rhys Made-up"),
    ]
    assert kept[0]["at"] < kept[1]["at"]
    with snapshot() as session:
        assert decision_states(session, [session.get_one(Decision, DECISION)], of_agency=None)[DECISION] == {
            "recorded": False,
            "progress": "done",
            "progress_at": kept[1]["at"],
            "progress_words": "Minutes of 24 September.",
        }


def test_words_are_for_the_chair_and_the_owner(closed: Sitting) -> None:
    report(closed, "rhys", "done", "CANARY words.")
    assert "CANARY" in str(said(closed, "amara")) + str(told(closed, "rhys"))
    for who in ("callum", "beth", "sian", "ines", "freya"):
        assert "CANARY" not in str(told(closed, who))
    assert said(closed, "callum") == {"reports": [], "hand_overs": []}
    with snapshot() as session:
        decision = session.get_one(Decision, DECISION)
        assert "CANARY" not in str(decision_states(session, [decision], of_agency=closed.agencies["health"]))
        for who in ("beth", "sian"):
            with pytest.raises(NotFound):
                history(session, closed.entering(session, who), DECISION)
        for who in ("arun", "olu"):
            with pytest.raises(Forbidden):
                history(session, closed.entering(session, who), DECISION)


def test_decision_is_handed_over_only_when_the_other_agency_accepts(closed: Sitting) -> None:
    record(closed, "rhys", RECORDED)
    record(closed, "sian", RECORDED)
    asked = ask(closed)
    before = of_decision(closed, "rhys")
    assert before is not None
    assert (before["part"], before["hand_over"]["to"]["id"]) == ("owned", closed.agencies["school"])
    offered = of_decision(closed, "sian")
    assert offered is not None
    assert (offered["part"], offered["hand_over"]["why"]) == ("asked", "It is theirs to do.")
    assert told(closed, "sian")["figures"]["to_answer"] == 1
    assert told(closed, "sian")["figures"]["to_record"] == 0
    with clock.fixed(NOW + timedelta(hours=1)):
        answer(closed, "sian", asked)
        after, first = of_decision(closed, "sian"), of_decision(closed, "rhys")
        assert after is not None
        assert first is not None
        assert (after["part"], after["owner"]["id"]) == ("owned", closed.agencies["school"])
        assert first["part"] == "involved"
        assert [duty["state"] for who in ("sian", "rhys") for duty in told(closed, who)["duties"]] == ["changed"] * 2
    assert refused(report, closed, "rhys").code == "not_your_decision"
    report(closed, "sian")
    assert closed.kinds()[-1] == "decision_handed_over"
    with snapshot() as session:
        assert verify(session) == []
        assert fold(closed.log()) == {
            name: views for name, views in views_of(session, closed.meeting_id).items() if views
        }


def test_declined_stays_where_it_was_and_says_why(closed: Sitting) -> None:
    asked = ask(closed)
    assert refused(answer, closed, "sian", asked, accept=False).fields == {"answer": "hand_over_needs_why_not"}
    answer(closed, "sian", asked, accept=False, words="The school is shut.")
    decision = of_decision(closed, "rhys")
    assert decision is not None
    assert (decision["part"], decision["hand_over"]) == ("owned", None)
    assert of_decision(closed, "sian") is None
    assert said(closed, "rhys")["hand_overs"][0]["answer"] == "The school is shut."
    assert said(closed, "amara")["hand_overs"][0]["state"] == "declined"
    assert closed.kinds()[-1] == "meeting_closed"


def test_it_is_answered_once_by_whom_it_asks(closed: Sitting) -> None:
    asked = ask(closed)
    for who in ("rhys", "beth", "callum"):
        assert refused(answer, closed, who, asked).code == "no_such_entry"
    assert refused(answer, closed, "amara", asked).code == "may_not_report_progress"
    answer(closed, "sian", asked)
    again = refused(answer, closed, "sian", asked)
    assert (type(again), again.code) == (Conflict, "hand_over_answered")


def test_one_agency_is_asked_at_a_time_and_the_question_can_be_taken_back(closed: Sitting) -> None:
    asked = ask(closed)
    assert refused(ask, closed, to="health").code == "hand_over_asked"
    with transaction() as session:
        take_back_hand_over(session, closed.entering(session, "dina"), asked)
    assert refused(answer, closed, "sian", asked).code == "hand_over_answered"
    ask(closed, to="health")


@pytest.mark.parametrize("to", ["police", "housing"])
def test_nobody_is_asked_who_may_not_know_of_it(closed: Sitting, to: str) -> None:
    """Its owner itself, and an agency that was not invited."""
    assert refused(ask, closed, to=to).fields == {"to": "not_one_of"}


def test_inbox_is_of_one_s_own_agency_seated_or_not(closed: Sitting) -> None:
    for who, agency in (("rhys", "police"), ("dina", "police"), ("callum", "health"), ("sian", "school")):
        duties = told(closed, who)["duties"]
        assert [duty["agency"]["id"] for duty in duties] == [closed.agencies[agency]]
    for who in ("amara", "arun", "olu", "ines", "freya", "kit"):
        assert told(closed, who)["duties"] == []


def test_inbox_says_what_is_late_in_working_days(closed: Sitting) -> None:
    with clock.fixed(NOW + timedelta(days=4)):  # Monday to Friday
        duty = told(closed, "rhys")["duties"][0]
        assert (duty["state"], duty["waiting_days"], duty["late"]) == ("to_record", 4, True)
    with clock.fixed(NOW + timedelta(days=10)):  # due on Monday the 28th, now Thursday
        decision = of_decision(closed, "rhys")
        assert decision is not None
        assert (decision["overdue"], decision["late_days"], decision["asked"]) == (True, 3, True)
        figures = told(closed, "rhys")["figures"]
        assert (figures["overdue"], figures["overdue_days"]) == (1, 3)
        report(closed, "rhys", "cannot", "The family has moved.")
        assert told(closed, "rhys")["figures"]["overdue"] == 0


def test_addendum_after_recording_asks_to_record_again(closed: Sitting) -> None:
    for who in ("rhys", "callum", "sian", "beth"):
        record(closed, who, RECORDED)
    with clock.fixed(NOW + timedelta(hours=2)):
        closed.do(
            "amara", "add_addendum", corrects={"type": "decision", "id": DECISION}, text="Six days.", reason="Misheard."
        )
        states = {who: told(closed, who)["duties"][0]["state"] for who in ("rhys", "callum", "sian", "beth")}
        assert states == {"rhys": "changed", "callum": "changed", "sian": "recorded", "beth": "recorded"}
        record(closed, "rhys", RECORDED)
        assert told(closed, "rhys")["duties"][0]["state"] == "recorded"


def test_chair_sees_every_agency_and_the_time_it_took(closed: Sitting) -> None:
    with clock.fixed(NOW + timedelta(hours=3)):
        record(closed, "sian", RECORDED)
        report(closed, "rhys", "under_way")
        with snapshot() as session:
            seen = overview(session, closed.actor("amara"))
            assert overview(session, closed.actor("freya"))["cases"] == []
    (case,) = seen["cases"]
    agencies = {each["agency"]["code"]: each for each in case["meetings"][0]["agencies"]}
    assert len(agencies) == 4
    by_id = {each["agency"]["id"]: each for each in agencies.values()}
    school, police = by_id[closed.agencies["school"]], by_id[closed.agencies["police"]]
    assert (school["state"], school["hours_to_receipt"], school["receipt"]["by_name"]) == (
        "recorded",
        3.0,
        "Sian Made-up",
    )
    assert (police["state"], police["owned"][0]["progress"]["state"]) == ("to_record", "under_way")


MONDAY = date(2026, 9, 21)


@pytest.mark.parametrize(
    ("state", "said_on", "due", "next_on", "today", "expected"),
    [
        (None, None, MONDAY, None, MONDAY, Wanted(False, 0, False)),
        (None, None, MONDAY, None, date(2026, 9, 22), Wanted(True, 1, True)),
        ("under_way", date(2026, 9, 22), MONDAY, None, date(2026, 9, 23), Wanted(True, 2, False)),
        ("under_way", MONDAY, MONDAY, None, date(2026, 9, 23), Wanted(True, 2, True)),
        ("done", MONDAY, MONDAY, None, date(2026, 10, 23), Wanted(False, 0, False)),
        ("cannot", MONDAY, MONDAY, None, date(2026, 10, 23), Wanted(False, 0, False)),
        ("not_done", MONDAY, MONDAY, None, date(2026, 9, 23), Wanted(True, 2, False)),
        # Good Friday and Easter Monday count out
        (None, None, date(2026, 4, 2), None, date(2026, 4, 7), Wanted(True, 1, True)),
        # five working days before the next meeting it is asked for, once
        (None, None, date(2026, 12, 1), date(2026, 10, 5), date(2026, 9, 25), Wanted(False, 0, False)),
        (None, None, date(2026, 12, 1), date(2026, 10, 5), date(2026, 9, 28), Wanted(False, 0, True)),
        (
            "under_way",
            date(2026, 9, 28),
            date(2026, 12, 1),
            date(2026, 10, 5),
            date(2026, 9, 30),
            Wanted(False, 0, False),
        ),
        (None, None, date(2026, 12, 1), date(2026, 10, 5), date(2026, 10, 6), Wanted(False, 0, False)),
    ],
)
def test_when_a_word_is_wanted(
    state: str | None, said_on: date | None, due: date, next_on: date | None, today: date, expected: Wanted
) -> None:
    assert wanted(state, said_on, due=due, next_on=next_on, today=today, nation="england", days=Days()) == expected
