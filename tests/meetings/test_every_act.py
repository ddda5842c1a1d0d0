"""What holds of every act alike: who may, in which state, once, on the newest version, with nothing unknown."""

import uuid
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from mas_hub.access.permissions import BY_PERSON, BY_SEAT, DEPUTY_CHAIR
from mas_hub.db import snapshot
from mas_hub.errors import Conflict, Forbidden, Invalid, NotFound
from mas_hub.meeting_log import fold, verify
from mas_hub.meetings.acts import ACTS
from mas_hub.meetings.models import Seat
from mas_hub.meetings.subjects import merged, private_views_of, views_of
from tests.acting import EXAMPLES, STATE_OF
from tests.sitting import NO_SUCH_ID, Sitting, everything
from tests.who_may import WHO_MAY, expected, somebody_who_may

BEFORE_GROUND_RULES = ("open_meeting", "accept_ground_rules", "postpone_meeting", "cancel_meeting")
DONE = sorted(set(EXAMPLES) - {"open_meeting"})


@pytest.fixture
def sitting(act: str, request: pytest.FixtureRequest) -> Sitting:
    """The meeting in which `act` can be done."""
    prepared: Sitting = request.getfixturevalue(EXAMPLES[act].stage)
    return EXAMPLES[act].begin(prepared)


EDITS = sorted(name for name, example in EXAMPLES.items() if example.on)


def example(sitting: Sitting, act: str, **instead: Any) -> dict[str, Any]:
    return {**EXAMPLES[act].data(sitting), **instead}


def other_words(data: dict[str, Any]) -> dict[str, Any]:
    """Different data under the same fields, or with one more."""
    name = next((name for name, value in data.items() if isinstance(value, str)), "added")
    return {**data, name: "Something else."}


def test_every_registered_act_has_an_example_and_a_row() -> None:
    assert set(ACTS) == set(EXAMPLES) == set(WHO_MAY)


@pytest.mark.parametrize("act", sorted(ACTS))
def test_act_is_named_as_its_action_and_asks_for_a_permission_that_a_seat_grants(act: str) -> None:
    registered = ACTS[act]
    assert registered.action.__name__ == registered.name == act
    assert any(registered.permission in granted for granted in [*BY_SEAT.values(), DEPUTY_CHAIR])
    assert not any(registered.permission in granted for granted in BY_PERSON.values())
    assert registered.states
    assert registered.states <= {"planned", "open", "postponed", "closed"}
    assert registered.before_ground_rules == (act in BEFORE_GROUND_RULES)


@pytest.mark.parametrize("act", DONE)
def test_act_is_done_by_who_may_and_the_log_still_adds_up_to_the_tables(sitting: Sitting, act: str) -> None:
    entries = sitting.do(somebody_who_may(act), act, **example(sitting, act))
    assert tuple(entry.kind for entry in entries) == EXAMPLES[act].kinds
    for stream in {entry.stream for entry in entries}:
        told = [entry for entry in entries if entry.stream == stream]
        assert sitting.log_of([stream])[-len(told) :] == told
    with snapshot() as session:
        assert verify(session) == []
    for stream in sitting.all_streams():
        with snapshot() as session:
            private = private_views_of(session, sitting.meeting_id, [stream])
            tables = merged(views_of(session, sitting.meeting_id), private)
        seen = fold(sitting.log_of({"shared", stream}))
        assert seen == {name: views for name, views in tables.items() if views}


@pytest.mark.parametrize("act", sorted(EXAMPLES))
def test_act_is_refused_to_who_may_not_and_changes_nothing(sitting: Sitting, act: str) -> None:
    kinds = {"-": Forbidden, "theirs": Forbidden, "rules": Forbidden, "no": Conflict, "hidden": NotFound}
    data = example(sitting, act)
    for who, may in expected(act).items():
        if may == "yes":
            continue
        refusal = sitting.refused(who, act, **data)
        assert (who, type(refusal)) == (who, kinds[may])
        code = {
            "-": f"may_not_{ACTS[act].permission.value}",
            "theirs": "belongs_to_another_agency",
            "rules": "ground_rules_not_accepted",
            "hidden": "no_such_entry",
        }.get(may)
        assert code in (None, refusal.code)


@pytest.mark.parametrize("act", sorted(EXAMPLES))
def test_act_is_not_found_by_who_has_no_seat(sitting: Sitting, act: str) -> None:
    data = example(sitting, act)
    absent = replace(sitting, meeting_id=NO_SUCH_ID)
    for who in ("ines", "hugo", "freya", "kit"):
        for meeting in (sitting, absent):
            refusal = meeting.refused(who, act, **data)
            assert (who, type(refusal), refusal.code) == (who, NotFound, "not_found")


@pytest.mark.parametrize(
    ("act", "stage"),
    [(act, stage) for act in DONE for stage, state in STATE_OF.items() if state not in ACTS[act].states],
)
def test_act_is_refused_in_another_state_of_the_meeting(act: str, stage: str, request: pytest.FixtureRequest) -> None:
    sitting: Sitting = request.getfixturevalue(stage)
    for who, may in expected(act).items():
        if may != "-":
            refusal = sitting.refused(who, act)
            assert (type(refusal), refusal.code) == (Conflict, f"meeting_is_{STATE_OF[stage]}")


@pytest.mark.parametrize("act", DONE)
def test_repeated_act_gets_the_first_answer_and_does_nothing_more(sitting: Sitting, act: str) -> None:
    who, data, act_id = somebody_who_may(act), example(sitting, act), str(uuid.uuid4())
    first = sitting.do(who, act, act_id=act_id, **data)
    before = everything()
    assert sitting.do(who, act, act_id=act_id, **data) == first
    assert everything() == before
    conflict = sitting.refused(who, act, act_id=act_id, **other_words(data))
    assert (type(conflict), conflict.code) == (Conflict, "act_id_used")
    other_act = "add_reflection" if act != "add_reflection" else "raise_disagreement"
    if who == "amara":
        assert sitting.refused(who, other_act, act_id=act_id, **data).code == "act_id_used"


def test_same_id_by_somebody_else_is_an_act_of_its_own(opened: Sitting) -> None:
    answers = [
        opened.do(who, "add_reflection", act_id="the-same-id", **example(opened, "add_reflection"))
        for who in ("amara", "beth", "arun")
    ]
    assert [answer[0].person_id for answer in answers] == [opened.people[who] for who in ("amara", "beth", "arun")]


@pytest.mark.parametrize("act", DONE)
def test_refused_act_leaves_its_id_free(sitting: Sitting, act: str) -> None:
    who, act_id = somebody_who_may(act), str(uuid.uuid4())
    refusal = sitting.refused(who, act, act_id=act_id, **example(sitting, act, unheard_of=1))
    assert type(refusal) is Invalid
    assert refusal.fields == {"unheard_of": "unknown_field"}
    assert sitting.do(who, act, act_id=act_id, **example(sitting, act))


@pytest.mark.parametrize("act", EDITS)
def test_edit_of_an_older_version_is_refused_with_the_current_view(sitting: Sitting, act: str) -> None:
    view = sitting.view(EXAMPLES[act].on)
    data = example(sitting, act, version=view["version"] + 1)
    refusal = sitting.refused(somebody_who_may(act), act, **data)
    assert (type(refusal), refusal.code) == (Conflict, "stale")
    assert refusal.current == view


@pytest.mark.parametrize("act", [name for name in EDITS if "position" not in name and "prepar" not in name])
def test_edit_of_what_is_not_on_this_board_is_not_found(sitting: Sitting, act: str) -> None:
    theirs = theirs_of(sitting, EXAMPLES[act].on)
    for row_id in (NO_SUCH_ID, theirs):
        refusal = sitting.refused(somebody_who_may(act), act, **example(sitting, act, of=row_id, version=1))
        assert (type(refusal), refusal.code) == (NotFound, "no_such_entry")


def theirs_of(sitting: Sitting, thing: str) -> int:
    """A thing of the same type on the other meeting's board."""
    if thing == "a_seat":
        with snapshot() as session:
            return session.scalars(select(Seat.id).where(Seat.person_id == sitting.people["hugo"])).one()
    act = {
        "concern": "raise_drift_concern",
        "event": "add_chronology_event",
        "reflection": "add_reflection",
        "decision": "propose_decision",
        "disagreement": "raise_disagreement",
    }[thing]
    ids = sitting.agencies
    data = example(sitting, act)
    if act == "raise_disagreement":
        data["between"] = [ids["housing"], ids["camhs"]]
    if act == "propose_decision":
        data |= {"owner": ids["housing"], "involves": []}
    made: int = sitting.do_in(sitting.other_meeting_id, "hugo", act, **data)[0].subject["id"]
    return made


@pytest.mark.parametrize("act_id", ["", "short", "x" * 65, "é" * 10, "act-of-\0-hers"])
def test_act_without_a_usable_id_is_refused(opened: Sitting, act_id: str) -> None:
    refusal = opened.refused("beth", "add_reflection", act_id=act_id, prompt="analysis", text="x")
    assert (type(refusal), refusal.code) == (Invalid, "act_id_needed")


def test_unknown_act_is_refused_to_seats_and_hidden_from_others(opened: Sitting) -> None:
    assert opened.refused("beth", "buy_biscuits").code == "no_such_act"
    assert opened.refused("hugo", "buy_biscuits").code == "not_found"
