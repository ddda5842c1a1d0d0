from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import Client

from mas_hub import web
from mas_hub.config import Settings
from mas_hub.identity import routes as identity
from mas_hub.web import frontend
from mas_hub.web.headers import HEADERS, on_every_answer
from mas_hub.web.session import own_address, use_settings
from tests.people import PASSWORD, Browser, Partners


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "static"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html><title>mas_hub</title>")
    (folder / "icon.svg").write_text("<svg/>")
    (folder / "assets" / "index-4f2a.js").write_text("0")
    (tmp_path / "key").write_text("secret")
    monkeypatch.setattr(frontend, "STATIC", folder)
    return folder


@pytest.mark.parametrize(
    "path", ["/", "/meetings/1", "/assets/index-4f2a.js", "/assets/none.js", "/api/session", "/api/none", "/healthz"]
)
def test_every_answer_forbids_what_pages_do_not_need(app: Flask, built: Path, path: str) -> None:
    headers = app.test_client().get(path, buffered=True).headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "publickey-credentials-get=(self)" in headers["Permissions-Policy"]
    assert "publickey-credentials-create=(self)" in headers["Permissions-Policy"]
    assert "Strict-Transport-Security" not in headers


def test_refusals_and_failures_have_the_headers_too(app: Flask) -> None:
    answer = app.test_client().post("/api/session", json={})
    assert answer.status_code == 403
    assert "Content-Security-Policy" in answer.headers


@pytest.mark.parametrize("production", [False, True])
def test_what_flask_does_not_answer_has_them_too(production: bool) -> None:
    """A board that is fetched without a websocket, and a refusal at the gate before it."""

    def live(_: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        start_response("200 OK", [("content-type", "text/plain"), ("cache-control", "private")])
        return [b"a board"]

    answer = Client(on_every_answer(live, Settings(production=production))).get("/socket.io/")
    assert set(HEADERS.items()) <= set(answer.headers.items())
    assert answer.headers.getlist("Cache-Control") == ["private"]
    assert ("Strict-Transport-Security" in answer.headers) is production
    assert answer.text == "a board"


def test_hashed_assets_alone_may_be_kept(app: Flask, built: Path) -> None:
    client = app.test_client()
    assert (
        client.get("/assets/index-4f2a.js", buffered=True).headers["Cache-Control"]
        == "public, max-age=31536000, immutable"
    )
    for path in ("/", "/icon.svg", "/assets/none.js", "/api/session", "/healthz"):
        assert client.get(path, buffered=True).headers["Cache-Control"] == "no-store"


def test_production_keeps_cookies_and_visits_to_tls(database: Path, tmp_path: Path, partners: Partners) -> None:
    app = Flask("mas_hub", static_folder=None)
    web.init(app, Settings(data=tmp_path, production=True))
    identity.init(app)
    client = app.test_client()
    session = client.get("/api/session", base_url="https://hub.example")
    answer = client.post(
        "/api/session",
        base_url="https://hub.example",
        json={"email": "beth@fellshire.example", "password": PASSWORD},
        headers={"X-CSRF-Token": Browser.said(session)["csrf_token"]},
    )
    assert answer.status_code == 200
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=63072000")
    cookie = next(
        value for value in answer.headers.getlist("Set-Cookie") if value.startswith("__Host-mas_hub_session=")
    )
    assert "Secure" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ({"production": True, "public_url": "https://meetings.example.org"}, "https://meetings.example.org/"),
        ({"production": True}, "https://asked.example/"),
        ({}, "http://asked.example/"),
    ],
)
def test_a_link_leads_to_where_the_operator_says_whatever_was_asked_for(said: dict[str, Any], address: str) -> None:
    app = Flask("mas_hub", static_folder=None)
    use_settings(app, Settings(**said))
    with app.test_request_context("/api/anything", base_url="http://asked.example"):
        assert own_address() == address


def test_pages_own_addresses_answer_with_the_page(app: Flask, built: Path) -> None:
    client = app.test_client()
    for path in ("/", "/meetings/7", "/people", "/never/heard/of", "/" + "x" * 300):
        answer = client.get(path, buffered=True)
        assert answer.status_code == 200
        assert answer.mimetype == "text/html"
    assert client.get("/icon.svg", buffered=True).mimetype == "image/svg+xml"


@pytest.mark.parametrize("path", ["/assets/../../key", "/assets/..%2f..%2fkey", "/..%2fkey", "/%2e%2e/key"])
def test_nothing_outside_the_built_page_is_served(app: Flask, built: Path, path: str) -> None:
    assert b"secret" not in app.test_client().get(path, buffered=True).data


def test_socket_address_is_not_the_pages(app: Flask, built: Path) -> None:
    assert app.test_client().get("/socket.io/", buffered=True).status_code == 404


def test_page_that_is_not_built_says_what_to_do(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frontend, "STATIC", tmp_path / "nothing")
    answer = app.test_client().get("/", buffered=True)
    assert answer.status_code == 503
    assert "make install" in answer.text


def test_health_says_ok_and_which_version(app: Flask) -> None:
    said = Browser.said(app.test_client().get("/healthz", buffered=True))
    assert said["status"] == "ok"
    assert said["version"]


@pytest.mark.parametrize("name", ["\0", "facilitator\0", " ", "x" * 65, "🧸"])
def test_name_in_an_address_is_one_that_the_program_could_have_made(app: Flask, name: str) -> None:
    leads_anywhere = app.url_map.bind("hub.example").test
    assert leads_anywhere("/api/people/1/roles/facilitator/confirm", "POST")
    assert not leads_anywhere(f"/api/people/1/roles/{name}/confirm", "POST")
