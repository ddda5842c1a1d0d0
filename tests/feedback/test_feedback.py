"""Feedback on a meeting that has closed, and the answer to it."""

import json
from typing import Any

import pytest

from mas_hub.assurance.of_feedback import feedback
from mas_hub.assurance.queries import tables
from mas_hub.assurance.rules import FEW
from mas_hub.assurance.scope import Scope
from mas_hub.db import snapshot, transaction
from mas_hub.errors import Conflict, DomainError, Forbidden
from mas_hub.feedback.actions import give_feedback, respond_to_feedback
from mas_hub.feedback.models import Feedback
from mas_hub.feedback.queries import feedback_of
from mas_hub.subject_access.collecting import answer_about
from mas_hub.subject_access.whose import About, Whose
from tests.sitting import NOW, SEATED, Sitting, everything

SAID: dict[str, Any] = {"safe": "yes", "heard": "partly", "well_spent": "no", "different": "", "with_name": False}


def give(sitting: Sitting, who: str, version: int = 0, **said: Any) -> None:
    with transaction() as session:
        give_feedback(session, sitting.entering(session, who), version=version, **{**SAID, **said})


def respond(sitting: Sitting, who: str = "amara", version: int = 0, text: str = "canary-thanks") -> None:
    with transaction() as session:
        respond_to_feedback(session, sitting.entering(session, who), version=version, text=text)


def seen(sitting: Sitting, who: str) -> dict[str, Any]:
    with snapshot() as session:
        return feedback_of(session, sitting.entering(session, who))


def test_chair_reads_it_with_a_name_where_it_was_given_with_one(closed: Sitting) -> None:
    give(closed, "beth", different="canary-named", with_name=True)
    give(closed, "dina", different="canary-nameless")
    given = seen(closed, "amara")["given"]
    by_words = {each["different"]: each["who"] for each in given}
    assert by_words["canary-nameless"] is None
    assert by_words["canary-named"] == {
        "name": "Beth Made-up",
        "job": "Practitioner",
        "agency_name": {"en": "Fellshire csc", "cy": None},
    }
    assert all(each.keys() == {"safe", "heard", "well_spent", "different", "who"} for each in given)
    assert "Dina" not in json.dumps(given)


def test_nobody_but_the_chair_and_the_giver_reads_it(closed: Sitting) -> None:
    give(closed, "beth", different="canary-mine")
    for who in SEATED:
        assert (who, "canary-mine" in json.dumps(seen(closed, who))) == (who, who in ("amara", "beth"))
        assert (who, seen(closed, who)["given"] is None) == (who, who != "amara")


def test_order_shown_is_drawn_anew_with_each_change(closed: Sitting) -> None:
    for who in ("beth", "dina", "callum", "arun", "olu"):
        give(closed, who, different=who)
    with snapshot() as session:
        before = {each.person_id: each.place for each in session.query(Feedback)}
        columns = set(Feedback.__table__.columns.keys())
    give(closed, "beth", version=1)
    with snapshot() as session:
        after = {each.person_id: each.place for each in session.query(Feedback)}
    changed = {person for person, place in before.items() if after[person] != place}
    assert changed == {closed.people["beth"]}
    assert not {name for name in columns if name.endswith("_at")}


def test_it_is_changed_until_it_is_answered_and_then_stands(closed: Sitting) -> None:
    give(closed, "beth")
    give(closed, "beth", version=1, safe="no")
    with pytest.raises(Conflict) as stale:
        give(closed, "beth", version=1)
    assert (stale.value.current or {})["mine"]["safe"] == "no"
    respond(closed)
    with pytest.raises(Conflict) as answered:
        give(closed, "beth", version=2)
    assert (stale.value.code, answered.value.code) == ("stale", "feedback_answered")
    give(closed, "dina")  # who had not given theirs still may
    respond(closed, version=1, text="canary-more")
    for who, read in (("beth", True), ("dina", True), ("amara", True), ("callum", False), ("arun", False)):
        assert (who, seen(closed, who)["response"] is not None) == (who, read)


@pytest.mark.parametrize(
    ("who", "kind", "code"),
    [("amara", Forbidden, "may_not_give_feedback"), ("dora", Forbidden, "feedback_did_not_sit")],
)
def test_it_is_of_those_who_sat(closed: Sitting, who: str, kind: type[DomainError], code: str) -> None:
    with pytest.raises(kind) as refused:
        give(closed, who)
    assert refused.value.code == code


def test_nothing_is_not_answered_and_only_the_chair_answers(closed: Sitting) -> None:
    with pytest.raises(Conflict) as nothing:
        respond(closed)
    with pytest.raises(Forbidden):
        respond(closed, who="beth")
    assert nothing.value.code == "no_feedback_yet"


def test_while_the_meeting_is_open_nobody_says_yet_how_it_was(opened: Sitting) -> None:
    with pytest.raises(Conflict) as early:
        give(opened, "beth")
    assert early.value.code == "feedback_after_closing"


def test_it_is_no_part_of_the_record_nor_of_what_is_handed_out(closed: Sitting) -> None:
    before = closed.log()
    give(closed, "beth", different="canary-words", with_name=True)
    respond(closed)
    assert closed.log() == before
    with snapshot() as session:
        files = answer_about(session, About(case_id=1), Whose(), "en").files
    assert not [name for name, content in files.items() if b"canary-" in content or "feedback" in name]
    audit = str(everything()["audit"])
    assert "feedback_answered" in audit
    assert "canary" not in audit
    assert "feedback_given" not in audit


def test_figures_say_how_much_was_given_and_answered_and_that_roughly(closed: Sitting) -> None:
    month = NOW.date().replace(day=1)
    for who in ("beth", "dina", "callum", "arun"):
        give(closed, who)
    with snapshot() as session:
        few = feedback(session, Scope(month, month, None, "england"))
    give(closed, "olu")
    respond(closed)
    with snapshot() as session:
        five = feedback(session, Scope(month, month, None, "england"))
        whole = tables(session, first=month, last=month, agency_id=None)
    assert [row.cells for row in few.rows] == [[FEW], [0]]
    assert [row.cells for row in five.rows] == [[5], [5]]
    [of_too_few] = [table for table in whole if table.key == "feedback"]
    assert of_too_few.withheld  # of one meeting nothing is broken down
