"""A challenge to a process goes from the meeting to the partnership and back, and nothing of the case goes with it."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from mas_hub import clock
from mas_hub.audit.models import AuditRow
from mas_hub.challenges.answering import answer_challenge
from mas_hub.challenges.models import PartnershipChallenge, ProcessChallenge
from mas_hub.challenges.queries import list_for_partnership
from mas_hub.challenges.rules import check_no_case, is_shown
from mas_hub.db import snapshot, transaction
from mas_hub.errors import Conflict, Forbidden, Invalid, NotFound
from mas_hub.meeting_log import verify
from mas_hub.retention.purging import purge_again
from tests.sitting import NOW, Sitting

A_CHALLENGE: dict[str, Any] = {"process": "report", "obstacle": "No answer in a week.", "would_help": "A named desk."}
NEXT_MONTH = datetime(2026, 10, 1, 9, tzinfo=clock.LOCAL)


def send(sitting: Sitting, who: str = "beth", **said: Any) -> int:
    raised = sitting.do(who, "raise_process_challenge", **{**A_CHALLENGE, **said})[0].subject
    sitting.do(who, "send_process_challenge", of=raised["id"], version=raised["version"])
    return int(raised["id"])


def listed() -> list[dict[str, Any]]:
    with snapshot() as session:
        return list_for_partnership(session)


def answer(sitting: Sitting, key: str, who: str = "gwen", **said: Any) -> dict[str, Any]:
    with transaction() as session:
        return answer_challenge(
            session, sitting.actor(who), key, **{"version": 1, "state": "answered", "answer": "A desk opens.", **said}
        )


def seen(sitting: Sitting, number: int) -> dict[str, Any]:
    return next(dict(view) for view in sitting.views("process_challenge") if view["id"] == number)


def test_partnership_reads_what_gets_in_the_way_and_the_month_and_no_more(opened: Sitting) -> None:
    send(opened, concerns=[opened.agencies["police"]])
    assert listed() == []  # of this month nothing is shown yet, so no day leads back
    with clock.fixed(NEXT_MONTH):
        [found] = listed()
    assert found == {
        "key": found["key"],
        "version": 1,
        "month": "2026-09",
        **A_CHALLENGE,
        "concerns": [{"en": "Fellshire police", "cy": None}],
        "state": "received",
        "answer": "",
    }
    assert len(found["key"]) == 24
    with snapshot() as session:
        columns = set(PartnershipChallenge.__table__.columns.keys())
        [copy] = session.scalars(select(PartnershipChallenge))
        assert columns == found.keys()
        assert copy.month.day == 1


def test_order_on_the_list_is_drawn_and_not_that_of_sending(opened: Sitting) -> None:
    for number in range(6):
        send(opened, obstacle=f"Number {number}.")
    with clock.fixed(NEXT_MONTH):
        keys = [each["key"] for each in listed()]
    assert keys == sorted(keys)  # which were drawn; no two alike
    assert len(set(keys)) == 6


def test_answer_comes_back_to_the_meeting_and_not_the_meeting_to_whoever_answers(closed: Sitting) -> None:
    number = send(closed)
    with clock.fixed(NEXT_MONTH):
        [found] = listed()
        shown = answer(closed, found["key"])
    assert shown.keys() == found.keys()
    told = seen(closed, number)
    assert (told["state"], told["answer"], told["version"]) == ("answered", "A desk opens.", 3)
    assert closed.log()[-1].kind == "process_challenge_answered"
    with snapshot() as session:
        assert verify(session) == []
        [row] = session.scalars(select(AuditRow).where(AuditRow.what == "challenge_answered"))
    assert (row.meeting_id, row.detail) == (None, {"challenge": found["key"], "state": "answered"})


def test_once_sent_it_stands(opened: Sitting) -> None:
    number = send(opened)
    for act, more in (
        ("amend_process_challenge", {"obstacle": "x"}),
        ("withdraw_process_challenge", {}),
        ("send_process_challenge", {}),
    ):
        assert opened.refused("beth", act, of=number, version=2, **more).code == "challenge_sent"
    with snapshot() as session:
        assert len(session.scalars(select(PartnershipChallenge)).all()) == 1


def test_words_that_tell_of_a_case_are_taken_off_for_good(opened: Sitting) -> None:
    number = send(opened, obstacle="The boy from Mill Lane.")
    with clock.fixed(NEXT_MONTH):
        key = listed()[0]["key"]
        with pytest.raises(Invalid) as why_not:
            answer(opened, key, state="removed", answer="")
        answer(opened, key, state="removed", answer="It told of a child. Please raise it again without.")
        assert "Mill Lane" not in json.dumps(listed())
        with pytest.raises(Conflict) as gone:
            answer(opened, key, version=2)
    assert (list(why_not.value.fields), gone.value.code) == (["answer"], "challenge_removed")
    assert seen(opened, number)["state"] == "removed"


@pytest.mark.parametrize(
    "text", ["About FS-2291.", "as fs-2291 shows", "K.T. waited.", "Ask beth made-up why.", "Beth Made-up"]
)
def test_reference_initials_and_names_are_refused(opened: Sitting, text: str) -> None:
    for field in ("obstacle", "would_help"):
        refusal = opened.refused("beth", "raise_process_challenge", **{**A_CHALLENGE, field: text})
        assert refusal.fields == {field: "challenge_names_case"}


def test_a_name_within_a_word_is_none_and_one_letter_is_no_initials() -> None:
    check_no_case({"obstacle": "Annals of a k.t.x"}, reference="FS-1", initials="K.T.", names=["Ann", ""])
    check_no_case({"obstacle": "A desk. Is it?"}, reference="FS-1", initials="A", names=[])


def test_only_invited_agencies_are_named(opened: Sitting) -> None:
    refusal = opened.refused("beth", "raise_process_challenge", **A_CHALLENGE, concerns=[opened.agencies["housing"]])
    assert refusal.fields == {"concerns": "agency_not_invited"}


def test_one_not_shown_yet_is_as_absent_as_none(opened: Sitting) -> None:
    send(opened)
    with snapshot() as session:
        key = session.scalars(select(PartnershipChallenge.key)).one()
    for each in (key, "no-such-key"):
        with pytest.raises(NotFound):
            answer(opened, each)
    with clock.fixed(NEXT_MONTH):
        for who in ("amara", "beth", "sian"):
            with pytest.raises(Forbidden):
                answer(opened, key, who=who)
        answer(opened, key, state="looked_at", answer="")
        with pytest.raises(Conflict) as stale:
            answer(opened, key)
    assert (stale.value.current or {})["state"] == "looked_at"


def test_it_stays_when_its_case_is_deleted_and_can_still_be_answered(closed: Sitting) -> None:
    """Else what vanished from the list would tell whose it was: the same people delete cases."""
    send(closed)
    with transaction() as session:
        purge_again(session, 1, NOW, {})
    with clock.fixed(NEXT_MONTH):
        [found] = listed()
        assert answer(closed, found["key"])["answer"] == "A desk opens."
    with snapshot() as session:
        assert session.scalars(select(ProcessChallenge)).all() == []


def test_shown_from_the_first_of_the_next_month() -> None:
    september = NOW.date().replace(day=1)
    assert not is_shown(september, september.replace(day=30))
    assert is_shown(september, september.replace(day=30) + timedelta(days=1))
