"""Setting out to an agency's own sign-in and coming back from it, and what is kept of a refusal."""

from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from mas_hub.audit.models import AuditRow
from mas_hub.db import snapshot
from tests.people import Browser
from tests.signing_in.a_provider import Provider

BETH = "subject-of-beth"
Claims = dict[str, Any]


def set_out(browser: Browser, path: str = "/api/session/provider") -> str:
    browser.look()
    answer = browser.post(path, {"provider_id": 1})
    assert answer.status_code == 200, answer.text
    address: str = Browser.said(answer)["address"]
    return address


def come_back(browser: Browser, back: dict[str, str]) -> TestResponse:
    return browser.post("/api/session/provider/answer", back)


def sign_in(browser: Browser, provider: Provider, subject: str = BETH) -> TestResponse:
    return come_back(browser, provider.let_through(set_out(browser), subject))


def reasons() -> list[str]:
    with snapshot() as session:
        rows = session.scalars(select(AuditRow.detail).where(AuditRow.what == "provider_refused").order_by(AuditRow.id))
        return [row["reason"] for row in rows]


def refused_and_audited(client: FlaskClient, answer: TestResponse, code: str = "provider_not_accepted") -> None:
    said = Browser.said(answer)
    assert (answer.status_code, said["code"]) == (401, code), said
    assert Browser(client).look()["signed_in"] is False
    assert len(reasons()) == 1


def without(said: Claims, name: str) -> Claims:
    return {key: value for key, value in said.items() if key != name}
