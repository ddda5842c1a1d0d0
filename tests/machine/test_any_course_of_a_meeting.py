"""However a meeting goes: what every page holds is what a fresh look shows, and the log adds up to the tables (G4)."""

import json
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from mas_hub import clock
from mas_hub.access.permissions import BY_SEAT
from mas_hub.db import snapshot
from mas_hub.errors import DomainError
from mas_hub.meeting_log import View, entries_after, fold, heads_of, verify
from mas_hub.meetings.acts import ACTS
from mas_hub.meetings.board import board, missed, readable_heads
from mas_hub.meetings.subjects import merged, private_views_of, views_of
from tests.machine.making import MAKINGS
from tests.sitting import NOW, Sitting, everything, take

FROM_THE_BEGINNING = ("amara", "olu")
READERS = ("amara", "beth", "dina", "callum", "arun", "nia", "olu", "rhys")
EVERYBODY = ("amara", "beth", "dina", "callum", "dora", "arun", "nia", "olu", "rhys", "sian", "ines", "hugo")
SEATS = {"facilitator": ("amara", "amara", "nia"), "representative": ("beth", "dina", "callum"), "adviser": ("arun",)}
SELDOM = {"close_meeting", "cancel_meeting", "postpone_meeting"}
ACTS_DRAWN = sorted({*ACTS} - SELDOM) * 8 + sorted(SELDOM)


def actors(act: str) -> list[str]:
    """Mostly those who may, so that much is done; now and then anybody, to be refused."""
    may = [who for seat, people in SEATS.items() if ACTS[act].permission in BY_SEAT[seat] for who in people]
    may = may or ["nia"]  # who alone may take the chair
    return may * (24 // len(may)) + list(EVERYBODY)


class Page:
    """What a page does with what it is told (`frontend/src/store`): begins with a snapshot, then applies entries."""

    def __init__(self, shown: dict[str, Any]) -> None:
        self.cursors: dict[str, int] = shown["cursors"]
        self._held = {(view["type"], view["id"]): view for views in shown["views"].values() for view in views}

    def apply(self, entry: dict[str, Any]) -> None:
        assert entry["seq"] == self.cursors.get(entry["stream"], 0) + 1
        self.cursors[entry["stream"]] = entry["seq"]
        view = {name: value for name, value in entry["subject"].items() if name != "entries"}
        held = self._held.get((view["type"], view["id"]))
        if held is None or view["version"] > held["version"]:
            self._held[view["type"], view["id"]] = view

    @property
    def views(self) -> dict[str, list[View]]:
        sorted_views: dict[str, list[View]] = {}
        for (subject_type, _), view in sorted(self._held.items(), key=lambda item: item[0]):
            sorted_views.setdefault(subject_type, []).append(view)
        return sorted_views


def as_sent(value: Any) -> Any:
    return json.loads(json.dumps(value))


def filled(views: dict[str, list[View]]) -> dict[str, list[View]]:
    return {name: of_type for name, of_type in views.items() if of_type}


class Meeting(RuleBasedStateMachine):
    def __init__(self, prepared: Sitting) -> None:
        super().__init__()
        self.sitting = take(prepared, "opened")
        self.pages: dict[str, Page] = {}
        self.before = everything()
        self.done: list[tuple[str, str, str, dict[str, Any], list[tuple[str, int]]]] = []
        self.changed = True
        self.views: dict[str, list[View]] = {}
        self.known: dict[str, list[View]] = {}

    @initialize()
    def begin(self) -> None:
        self.pages = {who: Page(as_sent(self.look(who))) for who in FROM_THE_BEGINNING}

    @rule(data=st.data(), times=st.integers(1, 8))
    def people_do_things(self, data: st.DataObject, times: int) -> None:
        for _ in range(times):
            self.somebody_does_something(data)
            self.log_adds_up_to_the_tables()

    def somebody_does_something(self, data: st.DataObject) -> None:
        act = data.draw(st.sampled_from(ACTS_DRAWN))
        who = data.draw(st.sampled_from(actors(act)))
        said = MAKINGS[act](data.draw, self.sitting, self.known)
        act_id = f"act-number-{len(self.done)}-{data.draw(st.integers(0, 99))}"
        heads = self.heads()
        try:
            entries = self.sitting.do(who, act, act_id=act_id, **said)
        except DomainError:
            assert everything() == self.before, "a refused act changed something"
            return
        appended = [(entry.stream, entry.seq) for entry in entries]
        news = {(stream, seq + 1) for stream, head in self.heads().items() for seq in range(heads.get(stream, 0), head)}
        assert len(appended) == len(set(appended))
        assert set(appended) <= news
        assert {entry for entry in news if entry[0] == "shared"} <= set(appended)
        self.done.append((who, act, act_id, said, appended))
        self.before = everything()
        self.changed = True

    @rule(data=st.data())
    def somebody_sends_it_again(self, data: st.DataObject) -> None:
        if self.done:
            who, act, act_id, said, numbers = data.draw(st.sampled_from(self.done))
            again = self.sitting.do(who, act, act_id=act_id, **said)
            assert [(entry.stream, entry.seq) for entry in again] == numbers
            assert everything() == self.before

    @rule(who=st.sampled_from(READERS))
    def page_is_opened_anew(self, who: str) -> None:
        if self.may_look(who):
            self.pages[who] = Page(as_sent(self.look(who)))

    @rule(who=st.sampled_from(READERS))
    def page_catches_up(self, who: str) -> None:
        if who not in self.pages or not self.may_look(who):
            return
        with snapshot() as session:
            lacking = missed(session, self.sitting.entering(session, who), self.pages[who].cursors)
        assert lacking is not None
        told = as_sent({**lacking, "entries": [entry.as_json() for entry in lacking["entries"]]})
        if not self.pages[who].cursors.keys() <= told["heads"].keys():  # no longer theirs to read: as the page does
            self.pages[who] = Page(as_sent(self.look(who)))
            return
        for entry in told["entries"]:
            self.pages[who].apply(entry)
        fresh = as_sent(self.look(who))
        assert self.pages[who].cursors == fresh["cursors"] == told["heads"]
        assert self.pages[who].views == filled(fresh["views"])

    @invariant()
    def log_adds_up_to_the_tables(self) -> None:
        if self.changed:
            with snapshot() as session:
                meeting_id = self.sitting.meeting_id
                streams = heads_of(session, [meeting_id])[meeting_id]
                logs = {stream: entries_after(session, meeting_id, stream, 0) for stream in streams}
                self.views = filled(views_of(session, meeting_id))
                private = filled(private_views_of(session, meeting_id, streams))
            assert fold(logs["shared"]) == self.views
            self.known = filled(merged(self.views, private))
            assert fold([entry for log in logs.values() for entry in log]) == self.known
            self.changed = False

    def teardown(self) -> None:
        for who in list(self.pages):
            self.page_catches_up(who)
        with snapshot() as session:
            assert verify(session) == []

    def may_look(self, who: str) -> bool:
        """A seat may be taken away, and given again to somebody who then accepts the ground rules anew."""
        try:
            with snapshot() as session:
                readable_heads(session, self.sitting.entering(session, who))
        except DomainError:
            self.pages.pop(who, None)
            return False
        return True

    def look(self, who: str) -> dict[str, Any]:
        with snapshot() as session:
            return board(session, self.sitting.entering(session, who))

    def heads(self) -> dict[str, int]:
        with snapshot() as session:
            return heads_of(session, [self.sitting.meeting_id])[self.sitting.meeting_id]


def test_every_act_can_be_drawn() -> None:
    assert set(MAKINGS) == set(ACTS)


def test_any_course_of_a_meeting_keeps_pages_log_and_tables_alike(prepared: Sitting) -> None:
    with clock.fixed(NOW):
        run_state_machine_as_test(
            lambda: Meeting(prepared),  # type: ignore[arg-type]  # anything that makes one will do
            settings=settings(
                max_examples=16,
                stateful_step_count=16,
                derandomize=True,
                database=None,
                phases=(Phase.generate, Phase.shrink),
                suppress_health_check=list(HealthCheck),
            ),
        )
