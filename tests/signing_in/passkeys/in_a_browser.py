"""What somebody with a passkey does, and what is to be seen of it."""

from datetime import UTC, datetime
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from mas_hub.audit.models import AuditRow
from mas_hub.db import snapshot, transaction
from mas_hub.identity.queries import get_partnership
from tests.people import Browser
from tests.signing_in.passkeys.an_authenticator import Device

NOON = datetime(2026, 9, 21, 12, 0, 10, tzinfo=UTC)
NAMED = {"name": "Laptop"}


def another(client: FlaskClient) -> Browser:
    browser = Browser(client.application.test_client())
    browser.look()
    return browser


def ask(browser: Browser, path: str) -> dict[str, Any]:
    answer = browser.post(f"{path}/options", NAMED if path.endswith("passkeys") else {})
    assert answer.status_code == 200, answer.text
    options: dict[str, Any] = Browser.said(answer)["options"]
    return options


def add(browser: Browser, device: Device, name: str = "Laptop") -> TestResponse:
    made = device.make(ask(browser, "/api/account/passkeys"))
    return browser.post("/api/account/passkeys", {"name": name, "made": made})


def use(browser: Browser, device: Device, path: str = "/api/session/passkey") -> TestResponse:
    return browser.post(path, {"shown": device.show(ask(browser, path))})


def with_passkey(client: FlaskClient, who: str = "beth") -> tuple[Browser, Device, list[str]]:
    """Somebody signed in who has just added a passkey, and their recovery codes."""
    browser, device = another(client), Device()
    assert browser.sign_in(who).status_code == 200
    answer = add(browser, device)
    assert answer.status_code == 200, answer.text
    return browser, device, Browser.said(answer)["recovery_codes"]


def require(who: str = "for_roles") -> None:
    with transaction() as session:
        get_partnership(session).second_factor = who


def audited(what: str) -> list[dict[str, Any]]:
    with snapshot() as session:
        return list(session.scalars(select(AuditRow.detail).where(AuditRow.what == what).order_by(AuditRow.id)))


def account(browser: Browser) -> dict[str, Any]:
    return Browser.said(browser.get("/api/account"))
