"""Whoever guesses waits, longer each time; whoever is themself is never locked out."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from mas_hub import clock, db
from mas_hub.db import snapshot, transaction
from mas_hub.errors import TooMany
from mas_hub.identity.models import SignInAttempts
from mas_hub.identity.throttle import ACCOUNT, ADDRESS, PAIR, count_attempt, forgive, wait_after
from tests.people import Browser, Partners

NOON = datetime(2026, 9, 21, 12, 0, tzinfo=UTC)
WRONG = "not her password at all"


def test_waits_grow_and_end() -> None:
    minutes = [wait_after(failures, PAIR) / timedelta(minutes=1) for failures in range(4, 12)]
    assert minutes == [0, 1, 2, 4, 8, 15, 15, 15]
    assert wait_after(10_000, ACCOUNT) == timedelta(minutes=2)
    assert wait_after(10_000, ADDRESS) == timedelta(minutes=5)


def test_after_five_mistakes_one_waits_a_minute_and_is_told_so(client: FlaskClient, partners: Partners) -> None:
    browser = Browser(client)
    with clock.fixed(NOON):
        for _ in range(5):
            assert browser.sign_in("beth", WRONG).status_code == 401
        refused = browser.sign_in("beth")
        assert (refused.status_code, refused.headers["Retry-After"]) == (429, "60")
        assert Browser.said(refused)["code"] == "too_many_sign_ins"
        assert Browser.said(refused)["message"].endswith("Minutes to wait: 1.")
        assert browser.sign_in("amara").status_code == 200
    with clock.fixed(NOON + timedelta(minutes=1)):
        assert browser.sign_in("beth", WRONG).status_code == 401
    with clock.fixed(NOON + timedelta(minutes=2)):
        assert browser.sign_in("beth").status_code == 429
    with clock.fixed(NOON + timedelta(minutes=3)):
        assert browser.sign_in("beth").status_code == 200


def test_somebody_who_is_nobody_waits_alike(client: FlaskClient, partners: Partners) -> None:
    answers = []
    for who in ("beth", "nobody"):
        browser = Browser(client)
        with clock.fixed(NOON):
            answers.append([browser.sign_in(who, WRONG).data for _ in range(7)])
    assert answers[0] == answers[1]


def test_what_is_tried_while_one_waits_makes_it_no_longer(database: Path) -> None:
    with clock.fixed(NOON):
        for _ in range(5):
            count_attempt("beth", "192.0.2.7")
        for _ in range(20):
            with pytest.raises(TooMany):
                count_attempt("beth", "192.0.2.7")
    with clock.fixed(NOON + timedelta(minutes=1)):
        count_attempt("beth", "192.0.2.7")


def test_mistakes_outlive_a_restart_and_are_everybody_s(database: Path) -> None:
    """Nothing is kept in the process: another worker on the same database counts on."""
    with clock.fixed(NOON):
        for _ in range(5):
            count_attempt("beth", "192.0.2.7")
        db.close()
        db.configure(f"sqlite:///{database}")
        with pytest.raises(TooMany):
            count_attempt("beth", "192.0.2.7")


def test_who_has_signed_in_here_before_is_let_in_while_others_guess_elsewhere(database: Path) -> None:
    with clock.fixed(NOON):
        count_attempt("beth", "192.0.2.7")
        with transaction() as session:
            forgive(session, "beth", "192.0.2.7")
        for number in range(50):
            count_attempt("beth", f"198.51.100.{number}")
        with pytest.raises(TooMany):
            count_attempt("beth", "203.0.113.1")
        count_attempt("beth", "192.0.2.7")


def test_one_address_cannot_try_everybodys_passwords(database: Path) -> None:
    with clock.fixed(NOON):
        for number in range(100):
            count_attempt(f"person{number}", "192.0.2.7")
        with pytest.raises(TooMany):
            count_attempt("another", "192.0.2.7")
        count_attempt("another", "192.0.2.8")


def test_a_network_of_addresses_counts_as_one(database: Path) -> None:
    with clock.fixed(NOON):
        for number in range(5):
            count_attempt("beth", f"2001:db8::{number + 1}")
        with pytest.raises(TooMany):
            count_attempt("beth", "2001:db8::ffff")
        count_attempt("beth", "2001:db8:0:1::1")


def test_mistakes_are_forgotten_and_name_nobody(database: Path) -> None:
    with clock.fixed(NOON):
        count_attempt("beth@fellshire.example", "192.0.2.7")
    with snapshot() as session:
        keys = session.scalars(select(SignInAttempts.key)).all()
    assert len(keys) == 3
    assert not any("beth" in key or "192.0" in key for key in keys)
    with clock.fixed(NOON + timedelta(hours=1, seconds=1)):
        count_attempt("arun", "192.0.2.8")
        with snapshot() as session:
            assert set(keys).isdisjoint(session.scalars(select(SignInAttempts.key)))


def test_who_is_told_to_wait_leaves_nothing_behind(database: Path) -> None:
    """However often somebody asks from one address, and for however many accounts."""
    with clock.fixed(NOON):
        for number in range(ADDRESS[0]):
            count_attempt(f"somebody-{number}@fellshire.example", "192.0.2.7")
        before = counted()
        for number in range(5):
            with pytest.raises(TooMany):
                count_attempt(f"another-{number}@fellshire.example", "192.0.2.7")
        assert counted() == before


def counted() -> int:
    with snapshot() as session:
        return session.scalar(select(func.count()).select_from(SignInAttempts)) or 0
