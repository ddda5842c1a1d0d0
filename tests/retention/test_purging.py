"""Deleting a case takes two people and its time, and what proves that it was stays."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from mas_hub import clock
from mas_hub.audit.actions import record
from mas_hub.audit.models import AuditRow
from mas_hub.db import Base, snapshot, transaction
from mas_hub.errors import DomainError, Forbidden, Gone, NotFound
from mas_hub.identity.models import Person, SignInSession
from mas_hub.identity.roles import set_roles
from mas_hub.meetings.board import _kept as kept_boards
from mas_hub.meetings.board import board
from mas_hub.meetings.home import home
from mas_hub.meetings.models import Meeting
from mas_hub.meetings.planning import get_planned, plan_meeting
from mas_hub.meetings.queries import enter
from mas_hub.retention.actions import lift_hold, place_hold
from mas_hub.retention.purging import ask_for_purge, confirm_purge, note_backup, purge_by_operator, take_purge_back
from mas_hub.retention.stubs import stub_view
from tests.retention.purges import LATER, confirm, faults, lead, purge
from tests.retention.test_keeping import case_of, do, kept, refused
from tests.sitting import NOW, Sitting, everything
from tests.tampering import unguarded


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


def test_no_board_of_it_stays_in_memory(due: Sitting) -> None:
    with snapshot() as session:
        board(session, due.entering(session, "beth"))
    assert due.meeting_id in kept_boards
    purge(due)
    assert due.meeting_id not in kept_boards


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
    assert isinstance(refused(due, "amara", take_purge_back, case_id), Forbidden)
    do(due, "ines", take_purge_back, case_id)
    with pytest.raises(NotFound):
        confirm(due, lead(due))
    assert kept(due).state == "due"
    with snapshot() as session:
        rows = session.scalars(select(AuditRow).where(AuditRow.what == "purge_taken_back")).all()
        assert [row.detail for row in rows] == [{"case_id": case_id, "asked_by": due.people["ines"]}]


@pytest.mark.parametrize(
    ("action", "said"), [(ask_for_purge, {}), (confirm_purge, {}), (lift_hold, {"reason": "The court has it."})]
)
def test_it_is_asked_only_of_who_has_just_shown_who_they_are(
    due: Sitting, action: Callable[..., object], said: dict[str, str]
) -> None:
    with snapshot() as session:
        signed_in = session.scalar(select(SignInSession.id).where(SignInSession.person_id == due.people["ines"]))
    ines = replace(due.actor("ines"), session_id=signed_in)
    with pytest.raises(Forbidden) as not_fresh, transaction() as session:
        action(session, ines, case_of(due), **said)
    assert not_fresh.value.code == "prove_again"


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
