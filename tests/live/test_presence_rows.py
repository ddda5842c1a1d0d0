"""Presence is rows: of this worker, which it keeps right, and of others, for as long as they live."""

import time

import time_machine

from mas_hub.db import snapshot, transaction
from mas_hub.live.models import Worker
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
