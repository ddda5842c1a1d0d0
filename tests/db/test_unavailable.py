"""A database that goes away is said in words, at every door; a mistake of ours is not taken for it."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from mas_hub import db
from mas_hub.errors import DomainError, Unavailable

NOBODY_LISTENS = "postgresql://mas_hub@127.0.0.1:1/mas_hub"


@pytest.fixture
def away(app: Flask) -> Iterator[Flask]:
    """The application, whose database has gone."""
    db.configure(NOBODY_LISTENS)
    yield app
    db.close()


@pytest.mark.parametrize("way", [db.transaction, db.snapshot])
def test_reading_and_writing_alike_raise_what_people_are_told(away: Flask, way: object) -> None:
    with pytest.raises(Unavailable) as refusal, way() as session:  # type: ignore[operator]
        session.execute(text("SELECT 1"))
    assert refusal.value.code == "unavailable"
    assert refusal.value.status == 503


def test_the_http_door_says_so(away: Flask) -> None:
    client = away.test_client()
    client.set_cookie("mas_hub_session", "somebody")
    answer = client.get("/api/session")
    assert answer.status_code == 503
    assert answer.json is not None
    assert answer.json["code"] == "unavailable"
    assert "keep trying" in answer.json["message"]
    client.set_cookie("mas_hub_language", "cy")
    said = client.get("/api/session").json
    assert said is not None
    assert "dal i geisio" in said["message"]


def test_the_server_says_that_it_cannot_serve(away: Flask) -> None:
    answer = away.test_client().get("/healthz")
    assert answer.status_code == 503


def test_a_sqlite_that_cannot_be_written_to_passes(database: Path) -> None:
    with db.transaction() as session:
        session.execute(text("PRAGMA query_only = 1"))
    with pytest.raises(Unavailable), db.transaction() as session:
        session.execute(text("DELETE FROM audit"))


def test_our_own_mistake_does_not_pass(database: Path) -> None:
    with pytest.raises(OperationalError) as mistake, db.transaction() as session:
        session.execute(text("SELECT 1 FROM no_such_table"))
    assert isinstance(mistake.value.orig, sqlite3.OperationalError)


def test_a_refusal_stays_a_refusal(database: Path) -> None:
    with pytest.raises(DomainError) as refusal, db.transaction():
        raise DomainError("stale")
    assert refusal.value.code == "stale"


@pytest.mark.parametrize("url", ["postgresql://a@h/d", "postgres://a@h/d", "postgresql+psycopg://a@h/d"])
def test_postgresql_is_reached_through_psycopg_3(url: str) -> None:
    try:
        assert db.configure(url).url.drivername == "postgresql+psycopg"
    finally:
        db.close()
