"""Presence is rows: of this worker, which it keeps right, and of others, for as long as they live."""

import time

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from mas_hub.db import snapshot, transaction
from mas_hub.errors import Unavailable
from mas_hub.live.models import Presence, Worker
from mas_hub.live.presence import BEAT_S, SILENT_S, Register, present_in
from mas_hub.live.sockets import Socket
from tests.sitting import Sitting


def present(sitting: Sitting) -> list[int]:
    with snapshot() as session:
        return present_in(session, [sitting.meeting_id])[sitting.meeting_id]


def socket_of(sitting: Sitting, who: str) -> Socket:
    following = {sitting.meeting_id: frozenset({"shared"})}
    return Socket(f"sid-{who}", "", 1, sitting.people[who], "en", following)


def test_workers_see_each_other_s_people(opened: Sitting) -> None:
    one, other = Register(), Register()
    for register, who in ((one, "beth"), (other, "dina")):
        register.beat()
        register.enter(f"sid-{who}", opened.meeting_id, opened.people[who])
    assert present(opened) == sorted((opened.people["beth"], opened.people["dina"]))
    other.leave("sid-dina")
    assert present(opened) == [opened.people["beth"]]


def test_a_silent_worker_s_people_do_not_count_and_are_cleared_away(opened: Sitting) -> None:
    one, dead = Register(), Register()
    with time_machine.travel(time.time(), tick=False) as moment:
        dead.beat()
        dead.enter("sid-dina", opened.meeting_id, opened.people["dina"])
        moment.shift(SILENT_S + 1)
        assert present(opened) == []
        one.beat()
        with snapshot() as session:
            assert session.get(Worker, dead.worker_id) is None
            assert session.scalars(select(Presence)).all() == []


def test_a_worker_taken_for_dead_writes_its_people_again(opened: Sitting) -> None:
    """As when the database was away for longer than a worker may be silent."""
    one, other = Register(), Register()
    dina = socket_of(opened, "dina")
    with time_machine.travel(time.time(), tick=False) as moment:
        other.beat([dina])
        assert present(opened) == [opened.people["dina"]]
        moment.shift(SILENT_S + 1)
        one.beat()
        assert present(opened) == []
        other.beat([dina])
        assert present(opened) == [opened.people["dina"]]


def test_a_socket_that_left_unwritten_is_taken_away_by_the_next_heartbeat(opened: Sitting) -> None:
    register = Register()
    with time_machine.travel(time.time(), tick=False) as moment:
        register.beat([socket_of(opened, "beth"), socket_of(opened, "dina")])
        moment.shift(BEAT_S)
        register.beat([socket_of(opened, "beth")])
        assert present(opened) == [opened.people["beth"]]


def test_entering_twice_is_no_mistake(opened: Sitting) -> None:
    register = Register()
    register.beat([socket_of(opened, "beth")])
    register.enter("sid-beth", opened.meeting_id, opened.people["beth"])
    assert present(opened) == [opened.people["beth"]]
    with transaction() as session:
        assert session.get(Worker, register.worker_id) is not None


def test_a_screen_in_the_room_is_nobody_s_presence(opened: Sitting) -> None:
    screen = socket_of(opened, "amara")
    screen.quiet = True
    Register().beat([screen, socket_of(opened, "beth")])
    assert present(opened) == [opened.people["beth"]]


def test_who_leaves_one_meeting_is_still_in_the_other(opened: Sitting) -> None:
    register = Register()
    register.beat()
    for meeting_id in (opened.meeting_id, opened.other_meeting_id):
        register.enter("sid-beth", meeting_id, opened.people["beth"])
    register.leave("sid-beth", opened.other_meeting_id)
    assert present(opened) == [opened.people["beth"]]


def test_while_no_heartbeat_can_be_written_nobody_goes(opened: Sitting, monkeypatch: pytest.MonkeyPatch) -> None:
    def cannot(_: Session) -> None:
        raise Unavailable("unavailable")

    one, dead = Register(), Register()
    with time_machine.travel(time.time(), tick=False) as moment:
        one.beat()
        dead.beat([socket_of(opened, "dina")])
        moment.shift(SILENT_S + 1)
        with monkeypatch.context() as full:
            full.setattr(Session, "commit", cannot)
            with pytest.raises(Unavailable):
                one.beat()
        assert present(opened) == [opened.people["dina"]]
        one.beat()
        assert present(opened) == []
