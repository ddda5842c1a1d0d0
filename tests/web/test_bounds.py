"""So many at once, then so many a second, for each person."""

from pathlib import Path

import pytest
from flask import Flask

from mas_hub import web
from mas_hub.config import Settings
from mas_hub.errors import TooMany
from mas_hub.identity import routes as identity
from mas_hub.web.bounds import Allowance
from tests.people import Browser, Partners


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def taken(allowance: Allowance, person_id: int, tries: int) -> int:
    """How many of `tries` were allowed."""
    allowed = 0
    for _ in range(tries):
        try:
            allowance.take(person_id)
        except TooMany:
            continue
        allowed += 1
    return allowed


def test_three_seconds_worth_may_come_at_once_then_so_many_a_second() -> None:
    clock = Clock()
    acts = Allowance(10, clock)
    assert taken(acts, 1, 100) == 30
    for _ in range(5):
        clock.now += 1
        assert taken(acts, 1, 100) == 10
    clock.now += 60
    assert taken(acts, 1, 100) == 30


def test_whoever_waits_as_long_as_they_are_told_is_let_in_and_no_sooner() -> None:
    clock = Clock()
    acts = Allowance(10, clock)
    taken(acts, 1, 30)
    clock.now += 0.03
    with pytest.raises(TooMany) as refused:
        acts.take(1)
    assert refused.value.code == "too_fast"
    assert refused.value.retry_after == pytest.approx(0.1)
    clock.now += refused.value.retry_after
    acts.take(1)


def test_nobody_pays_for_another() -> None:
    acts = Allowance(10, Clock())
    taken(acts, 1, 100)
    assert taken(acts, 2, 100) == 30


def test_whoever_has_a_network_of_addresses_is_one_visitor(database: Path, tmp_path: Path) -> None:
    app = Flask("mas_hub", static_folder=None)
    web.init(app, Settings(data=tmp_path, calls_per_second=1))
    identity.init(app)
    browser = Browser(app.test_client())
    browser.look()

    def come_from(address: str) -> int:
        browser.client.environ_base["REMOTE_ADDR"] = address
        return browser.post("/api/session/provider", {"provider_id": 1}).status_code

    assert [come_from(f"2001:db8::{number}") for number in range(4)] == [404, 404, 404, 429]
    assert [come_from(address) for address in ("2001:db8:0:1::1", "192.0.2.7", "192.0.2.8")] == [404, 404, 404]


def test_who_is_signed_in_reads_no_faster_than_people_do_and_the_log_says_so_once(
    partners: Partners, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    app = Flask("mas_hub", static_folder=None)
    web.init(app, Settings(data=tmp_path))
    identity.init(app)
    bounds = app.extensions["bounds"]
    bounds.requests = Allowance(20, Clock(), noted=bounds.requests._noted)
    browser, again, other = (Browser(app.test_client()) for _ in range(3))
    browser.sign_in("ines")
    again.sign_in("ines")
    other.sign_in("amara")
    answers = [browser.get("/api/people") for _ in range(70)]
    held_back = [each for each in answers if each.status_code == 429]
    assert {each.status_code for each in answers} == {200, 429}
    assert len(held_back) == 10
    assert Browser.said(held_back[0])["code"] == "too_fast"
    assert int(held_back[0].headers["Retry-After"]) >= 1
    assert again.get("/api/people").status_code == again.put("/api/people/1", {}).status_code == 429
    assert other.get("/api/directory").status_code == 200
    assert app.test_client().get("/api/session").status_code == 200
    assert [each.levelname for each in caplog.records if "is refused until they pause" in each.message] == ["WARNING"]


def test_the_log_speaks_of_somebody_again_after_a_pause(caplog: pytest.LogCaptureFixture) -> None:
    clock = Clock()
    reads = Allowance(10, clock, noted="pages")
    taken(reads, 7, 100)
    clock.now += 1
    taken(reads, 7, 100)
    assert len(caplog.records) == 1
    clock.now += 60
    taken(reads, 7, 100)
    assert len(caplog.records) == 2


def test_zero_is_no_limit() -> None:
    assert taken(Allowance(0, Clock()), 1, 10_000) == 10_000


def test_who_has_all_of_theirs_again_is_forgotten() -> None:
    clock = Clock()
    acts = Allowance(10, clock)
    for person_id in range(10_000):
        acts.take(person_id)
    clock.now += 1
    acts.take(10_001)
    assert len(acts._spent_until) == 1


def test_who_has_spent_theirs_is_not_forgotten_for_the_many_others() -> None:
    clock = Clock()
    acts = Allowance(10, clock)
    assert taken(acts, 0, 100) == 30
    for person_id in range(1, 10_000):
        acts.take(person_id)
    clock.now += 1
    acts.take(10_001)
    assert len(acts._spent_until) == 2
    assert taken(acts, 0, 100) == 10
