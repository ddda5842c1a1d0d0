"""A disagreement that left its meeting: stage after stage, each with its owner and its clock, until it is settled."""

from datetime import datetime, timedelta
from typing import Any

from mas_hub import clock
from mas_hub.db import snapshot
from mas_hub.errors import Conflict
from mas_hub.meetings.home import home
from tests.sitting import NOW, Sitting


def escalate(sitting: Sitting, owner: str = "csc", *, immediate_risk: bool = False) -> None:
    data = {"owner": sitting.agencies[owner], "reason": "Still apart.", "immediate_risk": immediate_risk}
    sitting.do("amara", "escalate_disagreement", **sitting.edit("disagreement", **data))


def advance(sitting: Sitting, owner: str, *, immediate_risk: bool = False) -> dict[str, Any]:
    data = {"owner": sitting.agencies[owner], "reason": f"To {owner}.", "immediate_risk": immediate_risk}
    sitting.do("amara", "advance_disagreement", **sitting.edit("disagreement", **data))
    return sitting.view("disagreement")


def on(day: int, month: int = 9) -> datetime:
    return datetime(2026, month, day, 10, 0, tzinfo=clock.LOCAL)


def test_each_stage_has_its_own_clock_from_the_day_it_begins(opened: Sitting) -> None:
    """Monday 21 September: two working days; from Thursday 24 five; from Friday 2 October two; the last has none."""
    escalate(opened)
    dues = [opened.view("disagreement")["escalation"]["due_on"]]
    for owner, moment in (("police", on(24)), ("health", on(2, 10)), ("csc", on(7, 10))):
        with clock.fixed(moment):
            dues.append(advance(opened, owner)["escalation"]["due_on"])
    assert dues == ["2026-09-23", "2026-10-01", "2026-10-06", None]
    view = opened.view("disagreement")
    assert [(each["stage"], each["owner_agency_id"]) for each in view["earlier_stages"]] == [
        (1, opened.agencies["csc"]),
        (2, opened.agencies["police"]),
        (3, opened.agencies["health"]),
    ]
    assert view["earlier_stages"][0]["until"] == view["earlier_stages"][1]["from"]
    assert view["escalation"]["stage_name"]["en"] == "Chaired resolution meeting"


def test_after_the_last_stage_there_is_none(opened: Sitting) -> None:
    escalate(opened, immediate_risk=True)
    data = opened.edit("disagreement", owner=opened.agencies["csc"], reason="Again.", immediate_risk=False)
    refusal = opened.refused("amara", "advance_disagreement", **data)
    assert (type(refusal), refusal.code) == (Conflict, "escalation_at_last_stage")


def test_immediate_risk_bypasses_what_is_between_at_any_stage(opened: Sitting) -> None:
    escalate(opened)
    with clock.fixed(on(22)):
        escalation = advance(opened, "police", immediate_risk=True)["escalation"]
    assert (escalation["stage"], escalation["due_on"], escalation["immediate_risk"]) == (4, "2026-09-22", True)


def test_it_is_settled_from_any_stage_and_the_way_there_stays(opened: Sitting) -> None:
    escalate(opened)
    with clock.fixed(NOW + timedelta(days=1)):
        opened.do("amara", "settle_disagreement", **opened.edit("disagreement", how="They met and agreed."))
    view = opened.view("disagreement")
    assert (view["state"], view["how"], view["escalation"]) == ("resolved", "They met and agreed.", None)
    assert [each["reason"] for each in view["earlier_stages"]] == ["Still apart."]
    assert view["settled_at"] == "2026-09-22T12:30:00.000000Z"


def test_what_the_meeting_can_still_resolve_is_not_settled_past_it(opened: Sitting) -> None:
    for act, data in (
        ("settle_disagreement", {"how": "Quietly."}),
        ("advance_disagreement", {"owner": opened.agencies["csc"], "reason": "x", "immediate_risk": False}),
    ):
        refusal = opened.refused("amara", act, **opened.edit("disagreement", **data))
        assert (type(refusal), refusal.code) == (Conflict, "disagreement_is_open")


def test_what_was_left_open_is_settled_or_escalated_after_closing(closed: Sitting) -> None:
    assert advance(closed, "csc")["escalation"]["stage"] == 1
    closed.do("amara", "settle_disagreement", **closed.edit("disagreement", how="They agreed on the telephone."))
    assert closed.view("disagreement")["state"] == "resolved"
    refusal = closed.refused("amara", "settle_disagreement", **closed.edit("disagreement", how="Again."))
    assert refusal.code == "disagreement_is_resolved"
    refusal = closed.refused("amara", "resolve_disagreement", **closed.edit("disagreement", how="Again."))
    assert refusal.code == "meeting_is_closed"


def followed(sitting: Sitting, who: str) -> list[dict[str, Any]]:
    with snapshot() as session:
        found: list[dict[str, Any]] = home(session, sitting.actor(who))["disagreements"]
        return found


def clock_of(sitting: Sitting, moment: datetime) -> tuple[int, int, bool]:
    """Working days left and late, and whether it is overdue, of the one on the facilitator's home."""
    with clock.fixed(moment):
        [row] = followed(sitting, "amara")
    return row["working_days_left"], row["working_days_late"], row["overdue"]


def test_home_shows_the_facilitator_what_still_lives_and_how_late_it_is(opened: Sitting) -> None:
    """Due Wednesday 23 September; a weekend between makes Monday the third working day after."""
    assert followed(opened, "amara") == []
    escalate(opened, "health")
    for moment, left, late, overdue in ((on(23), 0, 0, False), (on(28), 0, 3, True), (NOW, 2, 0, False)):
        assert clock_of(opened, moment) == (left, late, overdue)
    [row] = followed(opened, "amara")
    assert (row["stage"], row["about"], row["due_on"]) == (1, "Health holds level 4.", "2026-09-23")
    assert row["owner"]["en"] == "Fellshire health"
    assert row["case"] == {"reference": "FS-2291", "subject_initials": "K.T."}
    for who in ("beth", "dina", "freya", "ines"):
        assert followed(opened, who) == []


def test_home_shows_what_was_left_open_until_it_is_settled(closed: Sitting) -> None:
    [row] = followed(closed, "amara")
    assert (row["state"], row["stage"], row["due_on"], row["overdue"]) == ("open", None, None, False)
    closed.do("amara", "settle_disagreement", **closed.edit("disagreement", how="They agreed."))
    assert followed(closed, "amara") == []
