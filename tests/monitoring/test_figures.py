"""Figures about a worker: counts and times, for whoever has the token."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from mas_hub import db, web
from mas_hub.config import Settings
from mas_hub.identity import routes as identity
from mas_hub.live.counted import counted
from mas_hub.monitoring import figures

TOKEN = "a-token-of-enough-characters"


@pytest.fixture
def watched(database: object, settings: Settings) -> Flask:
    app = Flask("mas_hub", static_folder=None)
    web.init(app, Settings(data=settings.data, metrics_token=TOKEN))
    identity.init(app)
    return app


def value(name: str, **labels: str) -> float:
    return figures.registry.get_sample_value(name, labels) or 0.0


def asked(app: Flask, authorization: str | None) -> int:
    headers = {} if authorization is None else {"Authorization": authorization}
    return app.test_client().get("/metrics", headers=headers).status_code


def test_they_are_for_whoever_has_the_token(watched: Flask) -> None:
    assert asked(watched, f"Bearer {TOKEN}") == 200
    for other in (None, "", "Bearer", f"Bearer {TOKEN}x", f"Basic {TOKEN}", "Bearer "):
        assert asked(watched, other) == 404


def test_without_a_token_there_are_none(app: Flask) -> None:
    assert {asked(app, said) for said in (None, "Bearer ", "Bearer")} == {404}


def test_requests_are_counted_by_route(watched: Flask) -> None:
    before = value("mas_hub_requests_total", method="GET", route="/healthz", status="200")
    watched.test_client().get("/healthz?canary=1")
    assert value("mas_hub_requests_total", method="GET", route="/healthz", status="200") == before + 1


def test_an_address_that_nobody_has_makes_no_figure_of_its_own(watched: Flask) -> None:
    client = watched.test_client()
    for path in ("/api/canary-1", "/api/canary-2"):
        client.open(path, method="BREW")
    said = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).get_data(as_text=True)
    assert "canary" not in said
    assert "BREW" not in said


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [(lambda *_: {"ok": True}, "done"), (lambda *_: {"ok": False, "code": "stale"}, "stale")],
)
def test_events_are_counted_by_what_came_of_them(answer: Callable[..., dict[str, Any]], outcome: str) -> None:
    before = value("mas_hub_events_total", event="act", outcome=outcome)
    counted("act", answer)("sid", {"act_id": "1"})
    counted("act", answer)("sid", None)
    assert value("mas_hub_events_total", event="act", outcome=outcome) == before + 2


def test_a_worker_is_ready_when_its_database_has_its_schema(tmp_path: object, settings: Settings) -> None:
    db.configure(settings.url)
    db.upgrade("0005")
    app = Flask("mas_hub", static_folder=None)
    web.init(app, settings)
    identity.init(app)
    assert app.test_client().get("/readyz").status_code == 503
    db.upgrade()
    said = app.test_client().get("/readyz")
    assert (said.status_code, said.get_json()["checks"]) == (200, {"database": "ok", "schema": "ok"})
    db.close()
