"""The chair is handed over, taken by the deputy while its holder is away, and never by anybody else."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from mas_hub import clock
from mas_hub.access.audience import may_see
from mas_hub.db import snapshot, transaction
from mas_hub.errors import Conflict, Forbidden, Invalid
from mas_hub.live.presence import Register
from mas_hub.meetings.chairing import chairs_away
from mas_hub.meetings.planning import save_plan
from mas_hub.meetings.queries import get_meeting
from tests.acting import chair_long_gone, seat_of
from tests.plans import plan_of
from tests.sitting import NOW, Sitting


@pytest.fixture
def amara_is_here(opened: Sitting) -> Iterator[None]:
    register = Register()
    register.beat()
    register.enter("a-socket", opened.meeting_id, opened.people["amara"])
    yield
    register.leave("a-socket")


def hand_over(sitting: Sitting, by: str, to: str) -> None:
    sitting.do(by, "hand_over_chair", to=seat_of(sitting, to)["id"])


def test_chair_handed_over_is_gone_and_may_be_handed_back(opened: Sitting) -> None:
    hand_over(opened, "amara", "nia")
    meeting = opened.views("meeting")[0]
    assert (meeting["facilitator_id"], meeting["deputy_id"]) == (opened.people["nia"], opened.people["amara"])
    assert (seat_of(opened, "nia")["role"], seat_of(opened, "amara")["role"]) == ("facilitator", "adviser")
    assert type(opened.refused("amara", "set_stage", stage="close")) is Forbidden
    opened.do("nia", "set_stage", stage="close")
    opened.do("amara", "add_reflection", prompt="learning", text="I can listen now.")
    hand_over(opened, "nia", "amara")
    assert (seat_of(opened, "nia")["role"], seat_of(opened, "amara")["role"]) == ("adviser", "facilitator")
    assert opened.views("meeting")[0]["deputy_id"] == opened.people["nia"]


def test_what_is_told_to_the_chair_s_office_follows_the_chair(opened: Sitting) -> None:
    """What was told to a person in confidence does not: see `tests.facilitation.test_points`."""
    private = (f"chair:{opened.agencies['police']}",)

    def readers() -> set[str]:
        with snapshot() as session:
            actors = {who: opened.entering(session, who) for who in ("amara", "nia")}
        return {who for who, actor in actors.items() if all(may_see(actor, stream) for stream in private)}

    assert readers() == {"amara"}
    hand_over(opened, "amara", "nia")
    assert readers() == {"nia"}


@pytest.mark.parametrize(
    ("to", "why"),
    [("beth", "may_not_be_chair"), ("olu", "may_not_be_chair"), ("amara", "already_chairs")],
)
def test_chair_goes_to_nobody_who_may_not_facilitate(opened: Sitting, to: str, why: str) -> None:
    refusal = opened.refused("amara", "hand_over_chair", to=seat_of(opened, to)["id"])
    assert (type(refusal), refusal.fields) == (Invalid, {"to": why})


def test_facilitator_seated_on_the_day_may_be_handed_the_chair_once_the_rules_are_accepted(opened: Sitting) -> None:
    opened.do("amara", "seat_person", person=opened.people["freya"], role="adviser")
    refusal = opened.refused("amara", "hand_over_chair", to=seat_of(opened, "freya")["id"])
    assert refusal.fields == {"to": "chair_needs_ground_rules"}
    opened.do("freya", "accept_ground_rules", version="2026-2")
    hand_over(opened, "amara", "freya")
    assert opened.do("freya", "set_stage", stage="close")


def test_removed_seat_is_handed_nothing(opened: Sitting) -> None:
    seat = seat_of(opened, "nia")
    opened.do("amara", "remove_seat", of=seat["id"], version=seat["version"], reason="Called away.")
    assert opened.refused("amara", "hand_over_chair", to=seat["id"]).fields == {"to": "may_not_be_chair"}


def test_deputy_waits_two_minutes_by_the_server_s_clock(opened: Sitting) -> None:
    assert opened.refused("nia", "take_chair").code == "chair_is_here"
    assert chairs_away({opened.meeting_id: []}) == {opened.meeting_id: NOW}
    refusal = opened.refused("nia", "take_chair")
    assert (type(refusal), refusal.code) == (Conflict, "chair_not_away_long")
    with clock.fixed(NOW + timedelta(seconds=119)):
        assert opened.refused("nia", "take_chair").code == "chair_not_away_long"
    with clock.fixed(NOW + timedelta(seconds=120)):
        opened.do("nia", "take_chair")
    assert seat_of(opened, "nia")["role"] == "facilitator"
    assert opened.refused("nia", "take_chair").code == "may_not_take_chair"


@pytest.mark.usefixtures("amara_is_here")
def test_chair_who_is_back_is_simply_the_chair(opened: Sitting) -> None:
    chair_long_gone(opened)
    assert opened.refused("nia", "take_chair").code == "chair_is_here"
    assert chairs_away({opened.meeting_id: [opened.people["amara"]]}) == {opened.meeting_id: None}
    with snapshot() as session:
        assert get_meeting(session, opened.meeting_id).chair_away_since is None
    assert opened.do("amara", "set_stage", stage="close")


def test_away_is_counted_from_the_first_moment_and_in_open_meetings_alone(opened: Sitting) -> None:
    chairs_away({opened.meeting_id: []})
    with clock.fixed(NOW + timedelta(seconds=90)):
        assert chairs_away({opened.meeting_id: [opened.people["beth"]]}) == {opened.meeting_id: NOW}
    opened.do("amara", "close_meeting", no_next_meeting_because="The plan is working.")
    assert chairs_away({opened.meeting_id: []}) == {}


def test_while_it_cannot_be_noted_only_who_was_away_before_is_away(opened: Sitting) -> None:
    meeting_id, here = opened.meeting_id, [opened.people["amara"]]
    assert chairs_away({meeting_id: []}, noting=False) == {meeting_id: None}
    chairs_away({meeting_id: []})
    with clock.fixed(NOW + timedelta(seconds=90)):
        assert chairs_away({meeting_id: []}, noting=False) == {meeting_id: NOW}
        assert chairs_away({meeting_id: here}, noting=False) == {meeting_id: None}
    with snapshot() as session:
        assert get_meeting(session, meeting_id).chair_away_since == NOW


@pytest.mark.parametrize(("deputy", "why"), [("freya", "deputy_needs_seat"), ("beth", "may_not_be_chair")])
def test_deputy_named_in_the_plan_has_a_seat_and_may_facilitate(planned: Sitting, deputy: str, why: str) -> None:
    actor = planned.actor("amara")
    plan = plan_of(planned)
    assert plan["deputy_id"] == planned.people["nia"]
    plan |= {"scheduled_at": NOW, "deputy_id": planned.people[deputy]}
    with pytest.raises(Invalid) as refusal, transaction() as session:
        save_plan(session, actor, planned.meeting_id, **plan)
    assert refusal.value.fields == {"deputy_id": why}
