"""The demo on any day: meetings at plausible times, nothing due in the past, the live one in the middle of itself."""

from datetime import date, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import select

from mas_hub import clock, db, meeting_log
from mas_hub.assurance.queries import figures, usual_months
from mas_hub.assurance.rules import FEWEST
from mas_hub.db import snapshot
from mas_hub.errors import Conflict
from mas_hub.follow_up.models import Receipt
from mas_hub.meetings.home import home
from mas_hub.meetings.models import Meeting
from mas_hub.meetings.subjects import views_of
from mas_hub.replay.checking import read_scenario
from mas_hub.replay.demo import demo_meetings, demo_people, load_demo
from mas_hub.replay.setting import actor_of

SCENARIOS = Path(str(files("mas_hub.replay"))) / "scenarios"
FORTNIGHT = [datetime(2026, 11, 15, 14, 7, tzinfo=clock.LOCAL) + timedelta(days=day) for day in range(14)]
ODD_MOMENTS = [
    datetime(2026, 11, 22, 0, 3, tzinfo=clock.LOCAL),  # a Sunday that has hardly begun
    datetime(2026, 12, 31, 23, 59, tzinfo=clock.LOCAL),
    datetime(2027, 3, 28, 2, 20, tzinfo=clock.LOCAL),  # twenty minutes after clocks went forward
    datetime(2028, 2, 29, 9, 0, tzinfo=clock.LOCAL),
    datetime(2026, 9, 21, 13, 30, tzinfo=clock.LOCAL),
]


def dues(data: dict[str, Any]) -> list[date]:
    return [act["said"]["due"] for act in data["acts"] if act["said"].get("due")]


@pytest.mark.parametrize("now", FORTNIGHT + ODD_MOMENTS, ids=str)
def test_dates_fit_any_day(now: datetime) -> None:
    today = now.date()
    closed, live, planned = (source.data for source in demo_meetings(now))

    held = closed["meeting"]["scheduled_at"]
    assert timedelta(days=5) < today - held.date() < timedelta(days=13)
    assert (held.weekday(), held.hour, held.minute) == (2, 10, 0)
    assert all(due > today for due in dues(closed))
    assert closed["acts"][-1]["said"]["next_meeting_on"] > today

    begun = live["meeting"]["scheduled_at"]
    assert begun.date() == today
    assert begun <= now < begun + timedelta(minutes=75)
    assert begun.minute % 15 == 0
    assert all(due > today for due in dues(live))

    ahead = planned["meeting"]["scheduled_at"]
    assert timedelta(days=2) < ahead.date() - today < timedelta(days=11)
    assert (ahead.weekday(), ahead.hour, ahead.minute) == (3, 10, 0)

    for data in (closed, live, planned):
        held_on = data["meeting"]["scheduled_at"].date()
        ahead_of_it = [each["kind"] for each in data["milestones"] if each["date"] >= held_on]
        assert ahead_of_it == (["review_conference"] if data is live else [])
        assert all(act["said"]["began"] < today for act in data["acts"] if act["do"] == "add_chronology_event")
        assert all(act["said"]["since"] < held.date() for act in data["acts"] if act["said"].get("since"))


def test_texts_name_the_days_that_the_timeline_shows() -> None:
    _, live, _ = demo_meetings(FORTNIGHT[7])
    concern = next(act["said"] for act in live.data["acts"] if act["key"] == "c1")
    assert concern["since"] == date(2026, 10, 8)
    assert concern["effect_on_child"] == "Nobody has weighed K. since 8 October."


@pytest.mark.parametrize("now", [FORTNIGHT[7], ODD_MOMENTS[0]], ids=str)
def test_demo_loads_and_shows_the_product_whole(now: datetime, database: Path) -> None:
    meeting_log.configure_key(database.parent / "key")
    with clock.fixed(now):
        load_demo()
    with snapshot() as session:
        *earlier, closed, live_meeting, planned = session.scalars(select(Meeting).order_by(Meeting.id)).all()
        assert len(earlier) >= FEWEST
        assert {meeting.state for meeting in earlier} == {"closed"}
        meetings = [closed, live_meeting, planned]
        assert [meeting.state for meeting in meetings] == ["closed", "open", "planned"]
        live = views_of(session, meetings[1].id)
        assert [decision["state"] for decision in live["decision"]] == ["proposed"] * 3
        assert [decision["missing"] for decision in live["decision"]] == [[]] * 3
        assert live["meeting"][0]["stage"] == "decisions"
        states = [item["state"] for each in live["meeting"][0]["timeline"]["clocks"] for item in each["items"]]
        assert {"held", "late", "due"} <= set(states)
        lanes = {event["agency_id"] for event in live["chronology_event"]}
        assert len(lanes) == 6
        assert clock.iso(now - timedelta(minutes=15)) < live["meeting"][0]["stage_started_at"] <= clock.iso(now)
        assert {seat["role"] for seat in live["seat"]} >= {
            "facilitator",
            "representative",
            "adviser",
            "observer",
            "recorder",
        }

        receipts = session.scalars(select(Receipt).where(Receipt.meeting_id == closed.id)).all()
        assert len(receipts) == 1
        ids = {
            person["name"]: person["person_id"]
            for meeting in meetings
            for person in views_of(session, meeting.id)["seat"]
        }
        records = home(session, actor_of(session, ids["Hugh Yates"]))
        assert [card["case"]["reference"] for card in records["to_record"]] == ["FS-2107"]
        chairs = home(session, actor_of(session, ids["Amara Osei"]))
        assert [len(chairs[shelf]) for shelf in ("live", "coming", "past")] == [1, 1, 1]
        assert chairs["coming"][0]["ready_to_open"]
        first, last = usual_months()
        assert not figures(session, first=first, last=last, agency_id=None)["withheld"]
        assert meeting_log.verify(session) == []
    assert any(" administrator" in what for _, _, what in demo_people())
    with pytest.raises(Conflict, match="partnership_exists"):
        load_demo()
    db.close()


def test_demo_keeps_the_agencies_and_people_of_its_scenario() -> None:
    scenario = read_scenario(SCENARIOS / "neglect-and-drift.yaml").data
    demo = yaml.safe_load((SCENARIOS / "demo.yaml").read_text(encoding="utf-8"))
    agencies = {agency["key"]: agency for agency in demo["agencies"]}
    people = {person["key"]: person for person in demo["people"]}
    for agency in scenario["agencies"]:
        assert agencies[agency["key"]]["name"]["en"] == agency["name"]["en"]
        assert agencies[agency["key"]]["record_system"] == agency["record_system"]
    for person in scenario["people"]:
        assert {**people[person["key"]], "roles": 0, "language": 0} == {**person, "roles": 0, "language": 0}
        assert set(people[person["key"]].get("roles", [])) >= set(person["roles"])
