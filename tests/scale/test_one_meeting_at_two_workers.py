"""Two workers behind nginx hold one meeting together."""

import statistics
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import psycopg

from mas_hub import db
from mas_hub.meetings.queries import hold_free
from tests.at_once import at_once
from tests.scale.attendee import Attendee
from tests.scale.conftest import Deployment, hold_a_meeting

Attend = Callable[[str, int], Attendee]
TICK_S = 2.0


def test_entries_cross_workers_in_order_at_the_speed_of_the_nudge(
    deployment: Deployment, meeting_id: int, attendee: Attend
) -> None:
    beth, dina = attendee("beth", 0), attendee("dina", 1)
    beth.join(meeting_id)
    dina.join(meeting_id)
    took = []
    for number in range(20):
        speaker, listener = (beth, dina) if number % 2 else (dina, beth)
        act_id = str(uuid.uuid4())
        assert speaker.reflect(f"Thought {number}", act_id)["ok"]
        saved = time.monotonic()
        listener.wait_until(lambda act_id=act_id, who=listener: act_id in who.heard_at, 5)  # type: ignore[misc]
        took.append(listener.heard_at[act_id] - saved)
    assert statistics.median(took) < 0.4, took
    for somebody in (beth, dina):
        somebody.wait_until(lambda who=somebody: len(who.texts()) == 20, 5)  # type: ignore[misc]
        assert somebody.texts() == [f"Thought {number}" for number in range(20)]
        assert set(somebody.seen.values()) == {1}
    assert deployment.log_is_intact()


def test_without_redis_entries_cross_within_the_tick_and_with_it_again_at_once(
    deployment: Deployment, meeting_id: int, attendee: Attend
) -> None:
    beth, dina = attendee("beth", 0), attendee("dina", 1)
    beth.join(meeting_id)
    dina.join(meeting_id)
    deployment.redis.kill()
    try:
        took = []
        for number in range(3):
            begun = time.monotonic()
            assert beth.reflect(f"Without {number}")["ok"]
            took.append(time.monotonic() - begun)
            dina.wait_until(lambda number=number: f"Without {number}" in dina.texts(), TICK_S)  # type: ignore[misc]
        assert statistics.median(took) < 1.0, f"acknowledgements waited for Redis: {took}"
    finally:
        deployment.redis.start()
    deadline = time.monotonic() + 15
    late = TICK_S
    while late > 0.25:
        assert time.monotonic() < deadline, "the nudge does not come back"
        act_id = str(uuid.uuid4())
        assert beth.reflect("Again", act_id)["ok"]
        saved = time.monotonic()
        dina.wait_until(lambda act_id=act_id: act_id in dina.heard_at, TICK_S)  # type: ignore[misc]
        late = dina.heard_at[act_id] - saved


def test_a_guest_whom_the_chair_seats_from_two_windows_at_once_has_one_seat(
    deployment: Deployment, meeting_id: int, attendee: Attend
) -> None:
    windows = [attendee("amara", number) for number in (0, 1)]
    for window in windows:
        window.join(meeting_id)
    for number in range(4):
        said = {"name": f"Gus {number}", "agency": deployment.partners.police, "role": "representative"}
        answers = at_once([partial(window.act, "seat_guest", said) for window in windows])
        refused, seated = sorted(answers, key=lambda answer: answer["ok"])
        assert (seated["ok"], list(refused["fields"])) == (True, ["name"])
    guests = "SELECT seats.id FROM seats JOIN people ON people.id = person_id WHERE guest AND meeting_id = %s"
    assert len(deployment.select(guests, meeting_id)) == 4
    assert deployment.log_is_intact()


def test_the_same_act_sent_to_both_workers_at_once_is_done_once(
    deployment: Deployment, meeting_id: int, attendee: Attend
) -> None:
    at_one, at_other = attendee("beth", 0), attendee("beth", 1)
    at_one.join(meeting_id)
    at_other.join(meeting_id)
    for number in range(8):
        act_id = str(uuid.uuid4())
        first, second = at_once([partial(who.reflect, f"Once {number}", act_id) for who in (at_one, at_other)])
        assert first == second
        assert first["ok"], first
    acts = [act_id for _, act_id in deployment.entries(meeting_id)][-8:]
    assert len(set(acts)) == 8
    at_one.wait_until(lambda: len(at_one.texts()) == 8, 5)


def test_a_meeting_that_hangs_at_another_worker_holds_up_no_other(
    deployment: Deployment, meeting_id: int, attendee: Attend
) -> None:
    with deployment.here():
        another = hold_a_meeting(deployment.partners)
    beth, dina = attendee("beth", 0), attendee("dina", 0)
    beth.join(meeting_id)
    dina.join(another)
    with ThreadPoolExecutor(1) as aside, psycopg.connect(deployment.postgres.url) as elsewhere:
        elsewhere.execute("SELECT 1 FROM meetings WHERE id = %s FOR NO KEY UPDATE", (meeting_id,))
        with deployment.here(), db.transaction() as session:
            assert hold_free(session, [meeting_id, another]) == {another}
        waits = aside.submit(beth.reflect, "Waits for it")
        for number in range(5):
            assert dina.reflect(f"Thought {number}")["ok"]
        assert not waits.done()
        elsewhere.commit()
        assert waits.result(10)["ok"]
    assert deployment.log_is_intact()


def test_what_two_workers_do_at_once_is_serial(deployment: Deployment, meeting_id: int, attendee: Attend) -> None:
    """Both move the same position from the same version: one does, the other is told what it is now."""
    at_one, at_other = attendee("beth", 0), attendee("beth", 1)
    at_one.join(meeting_id)
    at_other.join(meeting_id)
    added = at_one.act("add_threshold_position", {"level": 2, "evidence": "Seen twice."})
    version = added["entries"][0]["subject"]["version"]
    for _ in range(6):
        data = {"level": 3, "evidence": "Having heard the others.", "version": version}
        answers = at_once([partial(who.act, "move_threshold_position", data) for who in (at_one, at_other)])
        assert sorted(bool(answer["ok"]) for answer in answers) == [False, True], answers
        assert [answer["code"] for answer in answers if not answer["ok"]] == ["stale"]
        version += 1
    numbers = [seq for seq, _ in deployment.entries(meeting_id)]
    assert numbers == list(range(1, len(numbers) + 1))


def test_presence_is_right_across_workers(deployment: Deployment, meeting_id: int, attendee: Attend) -> None:
    beth, dina = attendee("beth", 0), attendee("dina", 1)
    ids = deployment.partners
    beth.join(meeting_id)
    beth.wait_until(lambda: beth.present == [ids.beth], 3)
    dina.join(meeting_id)
    both = sorted((ids.beth, ids.dina))
    for somebody in (beth, dina):
        somebody.wait_until(lambda who=somebody: who.present == both, 3)  # type: ignore[misc]
    dina.leave()
    beth.wait_until(lambda: beth.present == [ids.beth], 3)


def test_signing_out_at_one_worker_ejects_the_socket_at_the_other_without_redis(
    deployment: Deployment, meeting_id: int, attendee: Attend
) -> None:
    dina = attendee("dina", 1)
    dina.join(meeting_id)
    deployment.redis.kill()
    try:
        # The session's own request is led to the second worker, so it is asked of the first by its address.
        direct = f"http://127.0.0.1:{deployment.workers[0].port}/api/session"
        cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in dina.http.cookies)
        proxied = {
            "Cookie": cookies,
            "X-CSRF-Token": dina.csrf,
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": "127.0.0.1",
        }
        answer = dina.http.delete(direct, headers=proxied, timeout=10)
        assert answer.status_code == 200, answer.text
        took = dina.wait_until(lambda: dina.ended == ["signed_out"] and not dina.connected, 5)
        assert took < 5
    finally:
        deployment.redis.start()


def test_long_polling_stays_at_one_worker(deployment: Deployment, meeting_id: int, attendee: Attend) -> None:
    beth, dina = attendee("beth", 0), attendee("dina", 1)
    beth.join(meeting_id, transports=("polling",))
    dina.join(meeting_id, transports=("polling",))
    for number in range(5):
        assert beth.reflect(f"Polled {number}")["ok"]
    dina.wait_until(lambda: dina.texts() == [f"Polled {number}" for number in range(5)], 5)


def test_sockets_for_one_meeting_meet_at_one_worker_and_those_that_do_not_say_stay_with_their_session(
    deployment: Deployment, attendee: Attend
) -> None:
    both = attendee("beth", 0), attendee("dina", 1)
    led = {meeting_id: {each.led_to(f"&meeting={meeting_id}") for each in both} for meeting_id in range(1, 9)}
    assert [len(workers) for workers in led.values()] == [1] * 8
    assert len(set().union(*led.values())) == 2, "meetings share the workers"
    for said in ("", "&meeting=", "&meeting=1/../2"):
        assert [each.led_to(said) for each in both] == [each.worker() for each in both]
