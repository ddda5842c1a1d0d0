import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from mas_hub.web.csrf import HEADER
from tests.people import PASSWORD, Browser, Partners, signed_in_as

SIGN_IN = {"email": "ines@fellshire.example", "password": PASSWORD}


@pytest.fixture
def browser(client: FlaskClient, partners: Partners) -> Browser:
    return Browser(client)


def assert_refused(answer: TestResponse) -> None:
    assert answer.status_code == 403
    assert Browser.said(answer)["code"] == "csrf_failed"
    assert "changed" not in Browser.said(answer)["message"]  # who only reads may be told it, too


@pytest.mark.parametrize("token", ["", "wrong", "é" * 64, "0" * 64])
def test_unsafe_request_without_the_right_token_changes_nothing(browser: Browser, token: str) -> None:
    browser.sign_in("ines")
    browser.csrf_token = token
    assert_refused(browser.post("/api/agencies", {"sector": "housing", "name": {"en": "Homes"}}))
    assert_refused(browser.put("/api/session/language", {"language": "cy"}))
    assert_refused(browser.delete("/api/session"))
    assert browser.look()["signed_in"] is True
    assert len(Browser.said(browser.get("/api/agencies"))["agencies"]) == 2


def test_request_without_the_header_is_refused(browser: Browser) -> None:
    browser.sign_in("ines")
    assert_refused(browser.client.delete("/api/session"))


def test_signing_in_needs_the_visitors_token_and_cookie(browser: Browser) -> None:
    assert_refused(browser.post("/api/session", SIGN_IN))
    browser.look()
    browser.client.delete_cookie("mas_hub_visitor")
    assert_refused(browser.post("/api/session", SIGN_IN))


def test_another_persons_token_is_of_no_use(browser: Browser, client: FlaskClient) -> None:
    other = signed_in_as(client.application.test_client(), "beth")
    browser.sign_in("ines")
    browser.csrf_token = other.csrf_token
    assert_refused(browser.delete("/api/session"))


def test_token_changes_at_sign_in_and_the_visitors_no_longer_holds(browser: Browser) -> None:
    before = browser.look()["csrf_token"]
    browser.sign_in("ines")
    assert browser.csrf_token != before
    assert browser.look()["csrf_token"] == browser.csrf_token
    browser.csrf_token = before
    assert_refused(browser.delete("/api/session"))


def test_visitors_secret_is_out_of_scripts_reach(browser: Browser) -> None:
    answer = browser.get("/api/session")
    cookie = next(value for value in answer.headers.getlist("Set-Cookie") if value.startswith("mas_hub_visitor="))
    assert "HttpOnly" in cookie


def test_page_whose_session_has_ended_can_sign_in_again(browser: Browser, client: FlaskClient) -> None:
    """By a token of its own; what it is told touches no cookie of a session, for somebody may sign in meanwhile."""
    browser.sign_in("ines")
    of_ines = browser.csrf_token
    client.set_cookie("mas_hub_session", "a token that is no longer known")
    looked = browser.get("/api/session")
    assert not any(value.startswith("mas_hub_session=") for value in looked.headers.getlist("Set-Cookie"))
    assert browser.look()["signed_in"] is False
    for not_theirs in (of_ines, "", "a token"):
        assert_refused(client.post("/api/session", json=SIGN_IN, headers={HEADER: not_theirs}))
    assert browser.post("/api/session", SIGN_IN).status_code == 200


def test_a_visitor_s_token_is_of_no_use_once_somebody_is_signed_in(browser: Browser, client: FlaskClient) -> None:
    browser.look()
    of_a_visitor, secret = browser.csrf_token, client.get_cookie("mas_hub_visitor")
    browser.sign_in("ines")
    assert secret is not None
    client.set_cookie("mas_hub_visitor", secret.value)
    assert_refused(client.delete("/api/session", headers={HEADER: of_a_visitor}))
    assert browser.look()["signed_in"] is True


def test_who_names_a_token_that_is_not_theirs_reads_nothing(browser: Browser, client: FlaskClient) -> None:
    """A page that somebody else left open is answered in nobody's name."""
    other = signed_in_as(client.application.test_client(), "beth")
    browser.sign_in("ines")
    assert_refused(client.get("/api/people", headers={HEADER: other.csrf_token}))
    assert client.get("/api/people", headers={HEADER: browser.csrf_token}).status_code == 200
    assert client.get("/api/people").status_code == 200
