"""A case that was deleted is gone from every table, every stream and the very bytes; what proves it stays."""

import random
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from mas_hub import clock, meeting_log
from mas_hub.access.actor import Actor
from mas_hub.audit.actions import record
from mas_hub.audit.models import AuditRow
from mas_hub.db import Base, snapshot, transaction
from mas_hub.errors import DomainError, Forbidden, Gone, NotFound
from mas_hub.identity.guests import NOBODY
from mas_hub.identity.models import Person
from mas_hub.identity.roles import set_roles
from mas_hub.meetings import queries
from mas_hub.meetings.home import home
from mas_hub.meetings.models import Meeting
from mas_hub.meetings.planning import get_planned, plan_meeting
from mas_hub.meetings.queries import enter
from mas_hub.retention import purging
from mas_hub.retention.actions import lift_hold, place_hold
from mas_hub.retention.covering import KEPT, KEPT_COLUMNS, belonging, rows_of
from mas_hub.retention.purging import ask_for_purge, confirm_purge, note_backup, purge_by_operator, take_purge_back
from mas_hub.retention.stubs import stub_view
from tests.acting import EXAMPLES, somebody_who_may
from tests.meeting_log.test_erasing import on_disk
from tests.retention.planting import CANARY, plant
from tests.retention.test_keeping import case_of, do, kept, refused
from tests.sitting import NOW, Sitting, everything
from tests.tampering import unguarded

LATER = NOW + timedelta(days=3 * 366)
ENDS = ("open_meeting", "close_meeting", "cancel_meeting", "postpone_meeting", "take_chair", "hand_over_chair")


@pytest.fixture
def due(closed: Sitting) -> Iterator[Sitting]:
    """The closed case, three years on."""
    with clock.fixed(LATER):
        yield closed


def lead(sitting: Sitting) -> Actor:
    """A second person who looks after retention: Olu is assurance lead by now."""
    with transaction() as session:
        person = session.get_one(Person, sitting.people["olu"])
        if not person.roles:
            set_roles(session, None, person, {"assurance_lead"})
    return Actor(sitting.people["olu"], sitting.agencies["camhs"], frozenset({"assurance_lead"}))


def confirm(sitting: Sitting, actor: Actor) -> list[meeting_log.Stub]:
    with transaction() as session:
        return confirm_purge(session, actor, case_of(sitting))


def purge(sitting: Sitting) -> list[meeting_log.Stub]:
    do(sitting, "ines", ask_for_purge, case_of(sitting))
    return confirm(sitting, lead(sitting))


def faults() -> list[str]:
    with snapshot() as session:
        return [str(fault) for fault in meeting_log.verify(session)]


def nothing_is_left_of(sitting: Sitting) -> None:
    """What was planted in every row and every stream is in none, nor in the file or its write-ahead file."""
    streams, planted = sitting.all_streams(), plant(case_of(sitting))
    wordless = {"purge_requests", "presence", "readiness", "joining_links"}
    assert planted >= {table.name for table in belonging()} - wordless | KEPT_COLUMNS.keys()
    assert planted >= {stream for stream in streams if sitting.log(stream)}
    assert CANARY.encode() in on_disk(sitting.folder)
    purge(sitting)
    left = everything()
    assert CANARY not in repr(left)
    assert CANARY.encode() not in on_disk(sitting.folder)
    assert {table.name for table in belonging() if left[table.name]} <= {"milestones", "seats"} | _of_another(sitting)
    assert faults() == []


def _of_another(sitting: Sitting) -> set[str]:
    """Tables in which the other meeting has rows."""
    with snapshot() as session:
        other = session.get_one(Meeting, sitting.other_meeting_id).case_id
        return {
            table.name
            for table in belonging()
            if session.execute(select(table).where(rows_of(table, [other])).limit(1)).first() is not None
        }


def test_nothing_of_it_is_left_in_any_table_or_in_the_bytes_on_the_disk(due: Sitting) -> None:
    nothing_is_left_of(due)


@pytest.mark.parametrize("seed", range(3))
def test_whatever_was_done_in_the_meeting(opened: Sitting, seed: int) -> None:
    acts = sorted(name for name, example in EXAMPLES.items() if example.stage == "opened" and name not in ENDS)
    for act in random.Random(seed).sample(acts, 25):
        with suppress(DomainError):
            opened.do(somebody_who_may(act), act, **EXAMPLES[act].data(opened))
    with suppress(DomainError):
        opened.do("amara", "close_meeting", **EXAMPLES["close_meeting"].data(opened))
    with transaction() as session:
        of_case = Meeting.case_id == session.get_one(Meeting, opened.meeting_id).case_id
        session.execute(update(Meeting).where(of_case).values(state="closed", closed_at=NOW))
    with clock.fixed(LATER):
        nothing_is_left_of(opened)


def test_it_leaves_a_stub_that_says_how_and_by_whom_and_nothing_that_was_said(due: Sitting) -> None:
    heads = {stream: len(due.log(stream)) for stream in due.all_streams()}
    entries = sum(heads.values())
    (stub,) = purge(due)
    assert (stub.meeting_id, stub.at) == (due.meeting_id, LATER)
    assert {stream: count for stream, count, _ in stub.heads} == heads
    assert (stub.about["asked_by"], stub.about["confirmed_by"]) == (due.people["ines"], due.people["olu"])
    assert stub.about["rule"] == {"months": 24, "last_on": "2026-09-21", "due_on": "2028-09-21", "basis": ""}
    assert stub.about["counts"]["entries"] == entries
    with snapshot() as session:
        rows = session.scalars(select(AuditRow).where(AuditRow.what.like("%purge%")).order_by(AuditRow.id)).all()
        assert [row.what for row in rows] == ["purge_asked", "meeting_purged", "case_purged"]
        assert rows[1].meeting_id == due.meeting_id


def test_the_log_still_verifies_and_the_stub_cannot_be_altered_unseen(due: Sitting) -> None:
    purge(due)
    assert faults() == []
    stubs = Base.metadata.tables["purged_meetings"]
    with unguarded() as session:
        about = session.scalars(select(stubs.c.about)).one()
        session.execute(update(stubs).values(about={**about, "confirmed_by": 1}))
    assert faults() == [f"meeting {due.meeting_id}, stream shared, its head: its stub was changed"]


def test_entries_deleted_without_a_purge_are_missed(due: Sitting) -> None:
    with unguarded() as session:
        session.execute(Base.metadata.tables["log_entries"].delete())
    assert any("tail cut off" in fault for fault in faults())


def test_it_takes_two(due: Sitting) -> None:
    case_id = case_of(due)
    for who in ("amara", "sian", "beth"):
        assert isinstance(refused(due, who, ask_for_purge, case_id), Forbidden)
    assert isinstance(refused(due, "ines", confirm_purge, case_id), NotFound)
    do(due, "ines", ask_for_purge, case_id)
    assert refused(due, "ines", ask_for_purge, case_id).code == "purge_asked_already"
    assert refused(due, "ines", confirm_purge, case_id).code == "another_confirms_purge"
    do(due, "ines", take_purge_back, case_id)
    with pytest.raises(NotFound):
        confirm(due, lead(due))
    assert kept(due).state == "due"


def test_whoever_asked_has_to_be_one_who_still_may(due: Sitting) -> None:
    second = lead(due)
    do(due, "ines", ask_for_purge, case_of(due))
    with transaction() as session:
        set_roles(session, None, session.get_one(Person, due.people["amara"]), ["administrator", "facilitator"])
    for roles, active in (([], True), (["administrator"], False)):
        with transaction() as session:
            ines = session.get_one(Person, due.people["ines"])
            set_roles(session, None, ines, roles)
            ines.active = active
        with pytest.raises(DomainError, match="purge_asker_gone"):
            confirm(due, second)
    assert kept(due).state == "due"


def test_waiting_makes_no_second_person(due: Sitting) -> None:
    """Who set another's password asks as them, and has patience."""
    second = lead(due)
    with transaction() as session:
        record(session, second, "person_updated", of_person=due.people["ines"], changed=["password"])
    do(due, "ines", ask_for_purge, case_of(due))
    with clock.fixed(LATER + timedelta(days=8)):
        with pytest.raises(Forbidden, match="sign_in_touched"):
            confirm(due, second)
        do(due, "ines", take_purge_back, case_of(due))
        do(due, "ines", ask_for_purge, case_of(due))
        assert confirm(due, second)


def test_a_request_ends_after_its_days_and_with_a_new_meeting(due: Sitting) -> None:
    case_id, second = case_of(due), lead(due)
    do(due, "ines", ask_for_purge, case_id)
    with clock.fixed(LATER + timedelta(days=30)):
        with pytest.raises(NotFound):
            confirm(due, second)
        do(due, "ines", ask_for_purge, case_id)
    with clock.fixed(LATER + timedelta(days=31)):
        meeting_id = do(due, "amara", plan_meeting, case_id=case_id).id
        with transaction() as session:  # a plan for a day long past, which makes the case due at once
            session.execute(update(Meeting).where(Meeting.id == meeting_id).values(scheduled_at=NOW))
        with pytest.raises(NotFound):
            confirm(due, second)
    with clock.fixed(LATER + timedelta(days=32)):
        do(due, "ines", ask_for_purge, case_id)
        assert len(confirm(due, second)) == 2


def test_a_recorder_never_hears_of_a_meeting_that_was_only_planned(due: Sitting) -> None:
    with transaction() as session:
        session.execute(update(Meeting).where(Meeting.id == due.meeting_id).values(opened_at=None))
    purge(due)
    with snapshot() as session, pytest.raises(NotFound):
        enter(session, due.actor("sian"), due.meeting_id)


def test_a_backup_that_began_meanwhile_is_among_those_that_may_hold_it(due: Sitting) -> None:
    (stub,) = purge(due)
    with transaction() as session:
        for name, late in (("before", -5), ("meanwhile", 5), ("after", 90)):
            note_backup(session, name, LATER + timedelta(minutes=late))
        named = stub_view(session, stub)["backups"]
    assert [each["made_at"] for each in named] == [clock.iso(LATER + timedelta(minutes=late)) for late in (-5, 5)]


def test_everything_is_held_before_anything_is_read(due: Sitting, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[str] = []

    def noted(module: Any, name: str) -> None:
        whole = getattr(module, name)

        def step(*args: Any, **more: Any) -> Any:
            steps.append(name)
            return whole(*args, **more)

        monkeypatch.setattr(module, name, step)

    for module, name in ((purging, "locked"), (purging, "hold"), (purging, "get_kept"), (queries, "hold")):
        noted(module, name)
    noted(queries, "enter")
    with transaction() as session:
        queries.enter_and_hold(session, due.actor("amara"), due.meeting_id)
    assert steps == ["hold", "enter"]
    steps.clear()
    case_id = case_of(due)
    with transaction() as session:
        purge_by_operator(session, case_id)
    assert steps == ["locked", "hold", "get_kept"]
    with pytest.raises(NotFound), transaction() as session:
        plan_meeting(session, due.actor("amara"), case_id=case_id)


def test_a_hold_stops_it_and_so_does_its_time(due: Sitting) -> None:
    case_id, second = case_of(due), lead(due)
    do(due, "ines", ask_for_purge, case_id)
    do(due, "amara", place_hold, case_id, reason="A court has asked for the record.")
    assert refused(due, "ines", ask_for_purge, case_id).code == "purge_on_hold"
    before = everything()
    with pytest.raises(DomainError, match="purge_on_hold"), transaction() as session:
        confirm_purge(session, second, case_id)
    with pytest.raises(DomainError, match="purge_on_hold"), transaction() as session:
        purge_by_operator(session, case_id)
    assert everything() == before
    do(due, "amara", lift_hold, case_id, reason="It has it.")
    with pytest.raises(NotFound):
        confirm(due, second)
    do(due, "ines", ask_for_purge, case_id)
    with (
        clock.fixed(NOW + timedelta(days=100)),
        pytest.raises(DomainError, match="purge_not_due"),
        transaction() as session,
    ):
        purge_by_operator(session, case_id)
    assert confirm(due, second)


def test_who_had_part_in_it_is_told_so_and_nobody_else(due: Sitting) -> None:
    purge(due)
    with snapshot() as session:
        for who in ("amara", "beth", "dora", "arun", "olu", "rhys", "sian"):
            with pytest.raises(Gone) as told:
                enter(session, due.actor(who), due.meeting_id)
            assert told.value.params == {"day": f"{LATER:%d/%m/%Y}"}
            assert due.meeting_id not in [
                card["meeting_id"]
                for shelf in ("live", "coming", "to_record", "past")
                for card in home(session, due.actor(who))[shelf]
            ]
        for who in ("ines", "freya", "hugo", "kit"):
            with pytest.raises(NotFound):
                enter(session, due.actor(who), due.meeting_id)
        with pytest.raises(Gone):
            get_planned(session, due.actor("amara"), due.meeting_id)
    with pytest.raises(Gone):
        due.do("beth", "add_addendum", text="x", reason="y")


def test_a_guest_s_name_goes_with_the_one_meeting_they_came_to(due: Sitting) -> None:
    with transaction() as session:
        guest = session.get_one(Person, due.people["olu"])
        guest.guest = True
    with transaction() as session:
        purge_by_operator(session, case_of(due))
    with snapshot() as session:
        guest = session.get_one(Person, due.people["olu"])
        assert (guest.name, guest.active) == (NOBODY, False)
        assert session.get_one(Person, due.people["arun"]).name != NOBODY


def test_the_neighbours_stay_as_they_are(due: Sitting) -> None:
    second, before = lead(due), everything()
    with snapshot() as session:
        other = session.get_one(Meeting, due.other_meeting_id).case_id
        theirs = {
            table.name: session.execute(select(table).where(rows_of(table, [other]))).all() for table in belonging()
        }
    do(due, "ines", ask_for_purge, case_of(due))
    confirm(due, second)
    with snapshot() as session:
        for table in belonging():
            assert session.execute(select(table).where(rows_of(table, [other]))).all() == theirs[table.name]
    after = everything()
    for name in KEPT.keys() - {"audit", "audit_lanes"}:
        assert after[name] == before[name]
    assert after["audit"][: len(before["audit"])] == before["audit"]


@pytest.mark.parametrize("seed", range(6))
def test_interrupted_anywhere_it_is_done_whole_or_not_at_all(
    due: Sitting, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a process that ends in the middle leaves it: what was not committed never was."""
    do(due, "ines", ask_for_purge, case_of(due))
    second, before = lead(due), everything()
    steps = {"n": 0, "last": random.Random(seed).randrange(3)}

    def ends(name: str) -> Callable[..., Any]:
        whole = getattr(purging, name)

        def step(*args: Any, **more: Any) -> Any:
            if steps["n"] == steps["last"]:
                raise KeyboardInterrupt
            steps["n"] += 1
            return whole(*args, **more)

        return step

    for name in ("_delete_rows", "_forget_guests", "_empty"):
        monkeypatch.setattr(purging, name, ends(name))
    with pytest.raises(KeyboardInterrupt):
        confirm(due, second)
    assert everything() == before
    assert faults() == []
    steps["last"] = -1
    assert confirm(due, second)
    assert faults() == []


def test_a_meeting_goes_on_while_another_is_deleted(due: Sitting) -> None:
    """Freya's takes acts all the while, by another thread."""
    said: list[int] = []
    stop = threading.Event()

    def talk() -> None:
        while not stop.is_set():
            (entry,) = due.do_in(due.other_meeting_id, "freya", "add_reflection", prompt="analysis", text="Words.")
            said.append(entry.seq)

    second = lead(due)
    do(due, "ines", ask_for_purge, case_of(due))
    talking = threading.Thread(target=talk)
    talking.start()
    try:
        confirm(due, second)
    finally:
        stop.set()
        talking.join()
    assert said == list(range(said[0], said[0] + len(said)))
    assert faults() == []
