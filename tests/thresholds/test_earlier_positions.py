"""Across a case's meetings one sees what one saw there, and else one's own agency's place alone."""

from datetime import timedelta
from typing import Any

import pytest

from mas_hub import clock
from mas_hub.db import snapshot
from mas_hub.errors import Conflict, Forbidden
from mas_hub.thresholds.earlier import earlier_positions
from tests.plans import plan_another
from tests.sitting import GROUND_RULES, NOW, Sitting

LATER = NOW + timedelta(days=28)


@pytest.fixture
def again(opened: Sitting) -> Sitting:
    """The case meets again, with Dora for the police, and Arun, who advised, observes."""
    opened.do("dina", "add_threshold_position", level=2, evidence="x")
    opened.do("callum", "add_threshold_position", level=4, evidence="x")
    position = opened.moving("position", level=4, evidence="Heard.")
    opened.do("beth", "move_threshold_position", **position)
    opened.do("amara", "close_meeting", no_next_meeting_because="x", childs_voice_not_heard_because="x")
    with clock.fixed(LATER):
        invited = {"csc": ["beth"], "police": ["dora"], "health": ["callum"]}
        second = plan_another(opened, invited, scheduled_at=LATER, observers=[opened.people["arun"]])
        second.do("amara", "open_meeting")
        for who in ("amara", "beth", "dora", "callum"):
            second.do(who, "accept_ground_rules", version=GROUND_RULES)
    return second


def seen(sitting: Sitting, who: str) -> list[dict[str, Any]]:
    with snapshot() as session:
        return earlier_positions(session, sitting.actor(who), sitting.meeting_id)


def levels(sitting: Sitting, who: str) -> dict[int, int]:
    [meeting] = seen(sitting, who)
    return {each["agency_id"]: each["level"] for each in meeting["positions"]}


def test_who_was_there_sees_where_each_agency_stood_at_the_end(again: Sitting) -> None:
    ids = again.agencies
    for who in ("amara", "beth", "callum"):
        assert (who, levels(again, who)) == (who, {ids["csc"]: 4, ids["police"]: 2, ids["health"]: 4})
    assert seen(again, "beth")[0]["day"] == "2026-09-21"


def test_who_was_not_let_in_sees_their_own_agency_s_place_alone(again: Sitting) -> None:
    """Dora had a seat and never accepted the ground rules."""
    assert levels(again, "dora") == {again.agencies["police"]: 2}


def test_nobody_asks_before_the_ground_rules_and_there_is_nothing_before_the_first_meeting(
    again: Sitting, opened: Sitting
) -> None:
    with pytest.raises(Forbidden) as refusal:
        seen(again, "arun")
    assert refusal.value.code == "ground_rules_not_accepted"
    assert seen(opened, "beth") == []


def test_planned_meeting_has_no_board_to_ask_from(planned: Sitting) -> None:
    with pytest.raises(Conflict):
        seen(planned, "beth")
