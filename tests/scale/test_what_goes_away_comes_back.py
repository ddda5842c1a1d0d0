"""A worker is killed, PostgreSQL restarts: it costs a delay, never an entry."""

import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
from socketio.exceptions import SocketIOError

from tests.scale.attendee import Answer, Attendee
from tests.scale.conftest import Deployment

Attend = Callable[[str, int], Attendee]


def until_done(somebody: Attendee, text: str, act_id: str, *, within: float) -> list[str]:
    """Send the act as the page does, with the same id until it is answered; the codes of the refusals on the way."""
    refused: list[str] = []
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        try:
            answer: Answer = somebody.reflect(text, act_id)
        except (SocketIOError, AssertionError):
            somebody.rejoin(deadline - time.monotonic())
            continue
        if answer["ok"]:
            return refused
        assert answer["code"] == "unavailable", answer
        refused.append(answer["code"])
        somebody.pause()
    raise AssertionError(f"{text} was not saved within {within:g} s")


def everything_is_there_once(deployment: Deployment, meeting_id: int, acts: list[str], *people: Attendee) -> None:
    done = [act_id for _, act_id in deployment.entries(meeting_id) if act_id in set(acts)]
    assert sorted(done) == sorted(acts)
    last = deployment.entries(meeting_id)[-1][0]
    for somebody in people:
        somebody.wait_until(lambda who=somebody: who.cursor == last, 5)  # type: ignore[misc]
        assert [entry["act_id"] for entry in somebody.entries if entry["act_id"] in set(acts)] == done
    assert deployment.log_is_intact()


def test_a_killed_worker_s_people_come_back_at_the_other_and_miss_nothing(
    deployment: Deployment, meeting_id: int, attendee: Attend
) -> None:
    beth, dina, amara = attendee("beth", 0), attendee("dina", 1), attendee("amara", 1)
    ids = deployment.partners
    for somebody in (beth, dina, amara):
        somebody.join(meeting_id)
    acts = [str(uuid.uuid4()) for _ in range(24)]

    def dina_speaks() -> None:
        for act_id in acts[:12]:
            until_done(dina, f"Dina {act_id}", act_id, within=20)

    try:
        with ThreadPoolExecutor() as pool:
            speaking = pool.submit(dina_speaks)
            for number, act_id in enumerate(acts[12:]):
                until_done(beth, f"Beth {act_id}", act_id, within=20)
                if number == 4:
                    dina.wait_until(lambda: dina.cursor > 0, 5)
                    deployment.workers[1].kill()
            speaking.result()
        assert dina.worker() == f"127.0.0.1:{deployment.workers[0].port}"
        everything_is_there_once(deployment, meeting_id, acts, beth, dina)
        # Amara does not come back: her row stays behind with the dead worker's, and counts no longer.
        beth.wait_until(lambda: beth.present == sorted((ids.beth, ids.dina)), 20)
    finally:
        deployment.workers[1].start()


def test_postgresql_restarted_in_mid_meeting_loses_nothing(
    deployment: Deployment, meeting_id: int, attendee: Attend
) -> None:
    beth, dina = attendee("beth", 0), attendee("dina", 1)
    beth.join(meeting_id)
    dina.join(meeting_id)
    acts = [str(uuid.uuid4()) for _ in range(12)]
    for act_id in acts[:4]:
        until_done(beth, "Before", act_id, within=10)
    deployment.postgres.kill()
    answer = dina.reflect("While away", acts[4])
    assert not answer["ok"]
    assert answer["code"] == "unavailable"
    assert "keep trying" in answer["message"]
    by_http = beth.post(f"/api/meetings/{meeting_id}/acts/add_reflection", {"act_id": acts[5], "data": {}})
    assert by_http.status_code == 503
    assert by_http.json()["code"] == "unavailable"
    deployment.postgres.start()
    until_done(dina, "While away", acts[4], within=10)

    def goes_on(somebody: Attendee, mine: list[str]) -> None:
        for act_id in mine:
            until_done(somebody, "After", act_id, within=90)

    # How long PostgreSQL takes is its own affair; what counts is that all is saved soon after it is there again.
    with ThreadPoolExecutor() as pool:
        going = [pool.submit(goes_on, beth, acts[5:8]), pool.submit(goes_on, dina, acts[8:])]
        deployment.postgres.restart()
        for saved in going:
            saved.result(timeout=10)
    everything_is_there_once(deployment, meeting_id, acts, beth, dina)
    both = sorted((deployment.partners.beth, deployment.partners.dina))
    for somebody in (beth, dina):
        somebody.wait_until(lambda who=somebody: who.present == both, 8)  # type: ignore[misc]


def test_each_worker_says_whether_it_can_serve(deployment: Deployment) -> None:
    for worker in deployment.workers:
        assert requests.get(f"http://127.0.0.1:{worker.port}/healthz", timeout=10).status_code == 200


@pytest.mark.parametrize("path", ["/", "/api/session"])
def test_plain_http_leads_to_tls(deployment: Deployment, path: str) -> None:
    answer = requests.get(f"http://127.0.0.1:{deployment.nginx.http_port}{path}", allow_redirects=False, timeout=10)
    assert answer.status_code == 308
    assert answer.headers["Location"].startswith("https://127.0.0.1")
