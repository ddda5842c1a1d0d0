"""What agencies' law asks stands side by side, and what it asks of the child is counted (docs/domain.md, row 13)."""

from datetime import date
from typing import Any

import pytest

from mas_hub.db import snapshot, transaction
from mas_hub.errors import Conflict, Invalid, NotFound
from mas_hub.requirements.actions import REQUIREMENTS
from mas_hub.requirements.rules import Asked, occurrences, reckon
from tests.sitting import Sitting

DAY = date(2026, 9, 21)
VISIT: dict[str, Any] = {
    "kind": "visit",
    "what": "Looked-after visit.",
    "basis": "SI 2010/959 reg 28",
    "every": 6,
    "unit": "weeks",
    "next_due": date(2026, 9, 28),
    "child": "alone",
    "seen_by": "Social worker",
    "asks": ["wishes", "home"],
}


def asked(id: int, agency_id: int, **instead: Any) -> Asked:
    said = {"kind": "visit", "every": 1, "unit": "months", "next_due": None, "child": "seen", "asks": ()}
    return Asked(id=id, agency_id=agency_id, **{**said, **instead})


@pytest.mark.parametrize(
    ("every", "unit", "next_due", "until", "expected"),
    [
        (None, "weeks", date(2026, 10, 5), date(2026, 12, 21), ["2026-10-05"]),
        (None, "weeks", date(2026, 9, 1), date(2026, 12, 21), ["2026-09-21"]),
        (None, "weeks", None, date(2026, 12, 21), []),
        (None, "weeks", date(2026, 12, 21), date(2026, 12, 21), []),
        (2, "weeks", date(2026, 9, 23), date(2026, 10, 22), ["2026-09-23", "2026-10-07", "2026-10-21"]),
        (2, "weeks", date(2026, 9, 1), date(2026, 10, 6), ["2026-09-21", "2026-10-05"]),
        (10, "days", None, date(2026, 10, 12), ["2026-10-01", "2026-10-11"]),
        (1, "months", date(2026, 10, 31), date(2027, 1, 1), ["2026-10-31", "2026-11-30", "2026-12-31"]),
    ],
)
def test_what_falls_due_is_worked_out_by_hand(
    every: int | None, unit: str, next_due: date | None, until: date, expected: list[str]
) -> None:
    found = occurrences(asked(1, 1, every=every, unit=unit, next_due=next_due), DAY, until)
    assert [day.isoformat() for day in found] == expected


def test_the_burden_is_counted_by_month_and_agency() -> None:
    burden = reckon(
        [
            asked(1, 7, every=2, unit="weeks", next_due=date(2026, 9, 28)),
            asked(2, 8, next_due=date(2026, 10, 1)),
            asked(3, 9, child="no", next_due=date(2026, 9, 30)),
            asked(4, 9, every=None),
        ],
        DAY,
    )
    assert [(month["from"], month["to"], month["times"]) for month in burden["months"]] == [
        ("2026-09-21", "2026-10-20", 3),
        ("2026-10-21", "2026-11-20", 3),
        ("2026-11-21", "2026-12-20", 3),
    ]
    assert burden["months"][0]["by_agency"] == [{"agency_id": 7, "times": 2}, {"agency_id": 8, "times": 1}]
    assert (burden["undated"], burden["agencies"], burden["as_at"]) == (1, 3, "2026-09-21")


def test_overlaps_are_the_same_week_the_same_question_and_the_same_work() -> None:
    found = reckon(
        [
            asked(1, 7, every=2, unit="weeks", next_due=date(2026, 9, 28), asks=("wishes", "home")),
            asked(2, 8, every=4, unit="weeks", next_due=date(2026, 10, 2), asks=("wishes",)),
            asked(3, 7, every=None, next_due=date(2026, 9, 29), asks=("home",)),
            asked(4, 8, kind="assessment", child="no", every=None),
            asked(5, 9, kind="assessment", child="no", every=None),
            asked(6, 9, kind="plan", child="no", every=None),
        ],
        DAY,
    )["overlaps"]
    assert found == [
        {"kind": "same_week", "topic": "", "weeks": ["2026-09-28"], "requirements": [1, 2, 3]},
        {"kind": "same_week", "topic": "", "weeks": ["2026-10-26", "2026-11-23"], "requirements": [1, 2]},
        {"kind": "same_question", "topic": "wishes", "weeks": [], "requirements": [1, 2]},
        {"kind": "same_work", "topic": "assessment", "weeks": [], "requirements": [4, 5]},
    ]


def test_nothing_asked_is_no_burden() -> None:
    burden = reckon([], DAY)
    assert [month["times"] for month in burden["months"]] == [0, 0, 0]
    assert burden["overlaps"] == []


def add(sitting: Sitting, who: str, **instead: Any) -> dict[str, Any]:
    return sitting.do(who, "add_requirement", **{**VISIT, "next_due": "2026-09-28", **instead})[0].subject


def test_each_change_counts_again_and_an_overlap_is_answered_by_a_decision(opened: Sitting) -> None:
    first, second = add(opened, "beth"), add(opened, "callum", what="Health visit.", next_due="2026-09-30")
    (burden,) = opened.views("burden")
    assert (burden["version"], burden["months"][0]["times"]) == (2, 2)
    week, wishes, _ = burden["overlaps"]
    assert (week["weeks"], week["requirements"]) == (["2026-09-28", "2026-11-09"], [first["id"], second["id"]])
    assert wishes["topic"] == "wishes"
    answers = [{"type": "requirement", "id": number} for number in week["requirements"]]
    decision = opened.do("beth", "propose_decision", text="One visit, both there.", answers=answers)[0].subject
    assert decision["answers"] == answers
    opened.do("amara", "withdraw_requirement", of=second["id"], version=1, reason="It was another child.")
    assert opened.views("burden")[0]["overlaps"] == []


def test_what_is_asked_of_the_child_goes_when_they_need_not_be_seen(opened: Sitting) -> None:
    made = add(opened, "beth")
    changed = opened.do("beth", "amend_requirement", of=made["id"], version=1, child="no")[0].subject
    assert (changed["seen_by"], changed["asks"], changed["every"]) == ("", [], 6)


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ({"child": "no"}, {"seen_by": "child_is_not_seen", "asks": "child_is_not_seen"}),
        ({"next_due": "1899-12-31"}, {"next_due": "requirement_date_out_of_reach"}),
        ({"next_due": "2200-01-01"}, {"next_due": "requirement_date_out_of_reach"}),
    ],
)
def test_what_cannot_be_is_refused(opened: Sitting, said: dict[str, Any], refused: dict[str, str]) -> None:
    refusal = opened.refused("beth", "add_requirement", **{**VISIT, "next_due": "2026-09-28", **said})
    assert (type(refusal), refusal.fields) == (Invalid, refused)


@pytest.mark.parametrize("said", [{"every": 0}, {"every": 121}, {"every": "six"}, {"unit": "years"}, {"kind": "tea"}])
def test_what_is_no_answer_is_refused(opened: Sitting, said: dict[str, Any]) -> None:
    refusal = opened.refused("beth", "add_requirement", **{**VISIT, "next_due": "2026-09-28", **said})
    assert (type(refusal), set(refusal.fields)) == (Invalid, set(said))


def own(sitting: Sitting, who: str) -> list[dict[str, Any]]:
    with snapshot() as session:
        found: list[dict[str, Any]] = REQUIREMENTS.own(session, sitting.entering(session, who))["requirements"]
        return found


def test_a_colleague_goes_on_with_what_was_prepared_and_it_is_on_the_board_when_the_meeting_opens(
    planned: Sitting,
) -> None:
    for who in ("dina", "beth"):
        with transaction() as session:
            REQUIREMENTS.add(session, planned.entering(session, who), **VISIT)
    (mine,) = own(planned, "dora")
    with transaction() as session:
        actor = planned.entering(session, "dora")
        REQUIREMENTS.amend(session, actor, mine["id"], version=1, **{**VISIT, "what": "Protection visit."})
    with transaction() as session, pytest.raises(Conflict):
        REQUIREMENTS.amend(session, planned.entering(session, "dina"), mine["id"], version=1, **VISIT)
    with transaction() as session, pytest.raises(NotFound):
        REQUIREMENTS.remove(session, planned.entering(session, "callum"), mine["id"])
    planned.do("amara", "open_meeting")
    assert sorted(each["what"] for each in planned.views("requirement")) == ["Looked-after visit.", "Protection visit."]
    assert planned.views("burden")[0]["months"][0]["times"] == 2
    with transaction() as session, pytest.raises(Conflict) as refused:
        REQUIREMENTS.add(session, planned.entering(session, "beth"), **VISIT)
    assert refused.value.code == "requirements_are_on_the_board"


def test_what_was_prepared_is_removed_without_a_trace(planned: Sitting) -> None:
    with transaction() as session:
        REQUIREMENTS.add(session, planned.entering(session, "beth"), **VISIT)
    with transaction() as session:
        REQUIREMENTS.remove(session, planned.entering(session, "beth"), own(planned, "beth")[0]["id"])
    assert own(planned, "beth") == []
