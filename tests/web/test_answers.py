import json
import logging

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mas_hub.errors import Conflict, Invalid
from mas_hub.web.answers import render
from mas_hub.web.guard import public, signed_in
from tests.people import Browser, Partners, signed_in_as

CANARY = "Canary Kestrel"


@pytest.fixture
def browser(client: FlaskClient, partners: Partners) -> Browser:
    return signed_in_as(client, "ines")


def test_refusal_has_one_shape() -> None:
    error = Invalid("check_your_answers", fields={"text": ("too_long", {"max": 60}), "due": "not_a_date"})
    said = render(error, "en")
    assert said["ok"] is False
    assert said["code"] == "check_your_answers"
    assert "60" in said["fields"]["text"]
    assert "date" in said["fields"]["due"]
    assert "current" not in said
    assert render(Conflict("stale", current={"version": 2}), "cy")["current"] == {"version": 2}


def test_refusal_is_worded_in_each_language_beside_the_person_s_own() -> None:
    error = Invalid("check_your_answers", fields={"text": ("too_long", {"max": 60})})
    english, welsh = render(error, "en"), render(error, "cy")
    assert english["words"] == welsh["words"]
    for language, said in (("en", english), ("cy", welsh)):
        assert said["words"][language] == {"message": said["message"], "fields": said["fields"]}
    assert english["message"] != welsh["message"]
    assert "60" in welsh["fields"]["text"]
    assert welsh["fields"] != english["fields"]


def test_unknown_api_address_is_not_found_in_json(browser: Browser) -> None:
    for answer in (browser.get("/api/nothing"), browser.post("/api/nothing", {}), browser.post("/nothing", {})):
        assert answer.status_code == 404
        assert Browser.said(answer)["code"] == "not_found"


def test_method_that_an_address_does_not_take_is_said(browser: Browser) -> None:
    answer = browser.delete("/api/people")
    assert answer.status_code == 405
    assert Browser.said(answer)["code"] == "method_not_allowed"
    assert "POST" in answer.headers["Allow"]


@pytest.mark.parametrize(
    ("sent", "content_type", "status", "code"),
    [
        (b"{", "application/json", 400, "malformed"),
        (b"", "application/json", 400, "malformed"),
        (b"\xff\xfe", "application/json", 400, "malformed"),
        (b"[" * 100_000, "application/json", 400, "malformed"),
        (b'{"a":' * 50_000, "application/json", 400, "malformed"),
        (b"9" * 10_000, "application/json", 400, "malformed"),
        (b"[]", "application/json", 422, "check_your_answers"),
        (b"NaN", "application/json", 422, "check_your_answers"),
        (b"sector=police", "application/x-www-form-urlencoded", 415, "not_json"),
        (b"{}", "text/plain", 415, "not_json"),
        (b'"' + b"x" * 1024 * 1024 + b'"', "application/json", 413, "body_too_large"),
    ],
)
def test_what_cannot_be_read_is_refused_clearly(
    browser: Browser, sent: bytes, content_type: str, status: int, code: str
) -> None:
    answer = browser.client.post(
        "/api/agencies", data=sent, content_type=content_type, headers={"X-CSRF-Token": browser.csrf_token}
    )
    assert answer.status_code == status
    assert Browser.said(answer)["code"] == code


def test_unforeseen_failure_has_a_reference_and_tells_nobody_any_content(
    app: Flask, partners: Partners, caplog: pytest.LogCaptureFixture
) -> None:
    @app.get("/api/broken")
    @public("a test")
    def broken() -> str:
        raise LookupError(CANARY)

    with caplog.at_level(logging.DEBUG):
        answer = app.test_client().get("/api/broken")
    said = Browser.said(answer)
    assert answer.status_code == 500
    assert said["code"] == "unexpected"
    assert said["reference"] in said["message"]
    assert said["reference"] in caplog.text
    assert "LookupError" in caplog.text
    assert CANARY not in answer.text
    assert CANARY not in caplog.text


def test_nobody_signed_in_is_told_to_sign_in(app: Flask, partners: Partners) -> None:
    @app.get("/api/private")
    @signed_in
    def private() -> str:
        return "private"

    answer = app.test_client().get("/api/private")
    assert answer.status_code == 401
    assert Browser.said(answer)["code"] == "signed_out"


@pytest.mark.parametrize(
    ("headers", "cookie", "welsh"),
    [
        ({}, None, False),
        ({"Accept-Language": "cy"}, None, True),
        ({"Accept-Language": "cy-GB,en;q=0.5"}, None, True),
        ({"Accept-Language": "en-GB,cy;q=0.5"}, None, False),
        ({"Accept-Language": "fr"}, None, False),
        ({"Accept-Language": "en"}, "cy", True),
        ({"Accept-Language": "cy"}, "en", False),
        ({}, "<script>", False),
    ],
)
def test_visitor_is_answered_in_the_chosen_language_else_the_browsers(
    client: FlaskClient, headers: dict[str, str], cookie: str | None, welsh: bool
) -> None:
    if cookie is not None:
        client.set_cookie("mas_hub_language", cookie)
    said = Browser.said(client.get("/api/people", headers=headers))
    assert said["message"].startswith("Nid ydych" if welsh else "You are not")


def test_person_is_answered_in_their_own_language_everywhere(client: FlaskClient, partners: Partners) -> None:
    browser = signed_in_as(client, "beth")
    assert browser.put("/api/session/language", {"language": "cy"}).status_code == 200
    elsewhere = signed_in_as(client.application.test_client(), "beth", {"Accept-Language": "en"})
    assert Browser.said(elsewhere.get("/api/people"))["message"].startswith("Dim ond gweinyddwyr")


def test_language_that_is_not_spoken_is_refused(client: FlaskClient) -> None:
    browser = Browser(client)
    browser.look()
    assert browser.put("/api/session/language", {"language": "fr"}).status_code == 422
    assert browser.put("/api/session/language", {"language": "cy"}).status_code == 200
    assert Browser.said(browser.get("/api/people"))["message"].startswith("Nid ydych")


def test_field_names_that_attack_come_back_as_plain_json(browser: Browser) -> None:
    name = "<img src=x onerror=alert(1)>"
    answer = browser.post("/api/agencies", {name: "\ud800", "\ud800": 1})
    assert answer.status_code == 422
    assert answer.content_type == "application/json"
    assert name in json.loads(answer.data)["fields"]
