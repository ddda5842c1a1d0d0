"""Passkeys with a real browser and its virtual device, by keyboard alone: set up, signed in with, asked for again,
one more, one less."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.borough import EMAIL, PASSWORD, borough
from tests.e2e.browsers import Browsers
from tests.e2e.hands import Keyboard
from tests.e2e.screens import every_way
from tests.e2e.server import Server
from tests.e2e.words import say


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with borough(tmp_path_factory.mktemp("server") / "data") as running:
        yield running


class Device:
    """What holds passkeys beside this page: Chromium's own, in software."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.plug_in()

    def plug_in(self, held: Sequence[dict[str, Any]] = ()) -> None:
        self._debugger = self._page.context.new_cdp_session(self._page)
        self._debugger.send("WebAuthn.enable")
        kind = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": False,
        }
        self._id = self._debugger.send("WebAuthn.addVirtualAuthenticator", {"options": kind})["authenticatorId"]
        for credential in held:
            self._debugger.send("WebAuthn.addCredential", {"authenticatorId": self._id, "credential": credential})

    @contextmanager
    def touched(self) -> Iterator[None]:
        """Whatever a page asks of it meanwhile is answered; what it asked before is not."""
        self._answers(True)
        yield
        self._answers(False)

    def verifies(self, who: bool) -> None:
        """Whether it recognises the finger."""
        self._debugger.send("WebAuthn.setUserVerified", {"authenticatorId": self._id, "isUserVerified": who})

    def _answers(self, at_once: bool) -> None:
        self._debugger.send(
            "WebAuthn.setAutomaticPresenceSimulation", {"authenticatorId": self._id, "enabled": at_once}
        )

    def replace(self) -> None:
        """By another one, which has no passkey yet."""
        self._debugger.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": self._id})
        self.plug_in()

    def held(self) -> list[dict[str, Any]]:
        held: list[dict[str, Any]] = self._debugger.send("WebAuthn.getCredentials", {"authenticatorId": self._id})[
            "credentials"
        ]
        return held

    def look(self, how: Callable[[Page], None] = every_way) -> None:
        """At the page as it stands. That takes the device out, as another debugger comes and goes."""
        held = self.held()
        how(self._page)
        self.plug_in(held)


def test_passkey_from_the_first_sign_in_to_the_last_one_left(
    browsers: Browsers, server: Server, axe: Callable[[Page], None]
) -> None:
    page = browsers.open(f"http://localhost:{server.port}")  # a bare number has no passkeys
    hands = Keyboard()
    hands.enter(page)

    page.goto("/")
    every_way(page)
    device = Device(page)
    give_password(page, hands)
    expect(page.get_by_role("heading", level=1)).to_have_text(say("second-factor.set_up_title"))
    device.look()
    hands.press(button(page, "passkeys.add"))
    hands.press(button(page, "passkeys.make"))
    expect(page.get_by_role("alert")).to_be_focused()  # it wants a name first
    assert device.held() == []
    hands.write(page.get_by_label(say("passkeys.name")), "Work laptop")
    codes = page.locator("ul.codes code")
    with device.touched():
        hands.press(button(page, "passkeys.make"))
        expect(codes).to_have_count(10)
    device.look()
    hands.press(button(page, "second-factor.recovery_kept"))
    at_home(page)

    # The button alone, until the next page: what the browser fills in is tried at the end.
    page.evaluate("PublicKeyCredential.isConditionalMediationAvailable = async () => false")
    hands.press(button(page, "common.sign_out"))
    device.verifies(False)
    with device.touched():
        hands.press(button(page, "passkeys.sign_in"))
        expect(page.get_by_role("alert")).to_contain_text(say("passkeys.not_used"))
    device.verifies(True)
    with device.touched():
        hands.press(button(page, "passkeys.sign_in"))
        at_home(page)

    hands.press(button(page, "common.sign_out"))
    give_password(page, hands)
    expect(page.get_by_role("heading", level=1)).to_have_text(say("passkeys.step_title"))
    device.look()
    with device.touched():
        hands.press(button(page, "passkeys.use"))
        at_home(page)

    page.goto("/account")
    expect(page.get_by_text(say("passkeys.how", how="password, passkey"))).to_be_visible()
    hands.press(remove(page, "Work laptop"))
    expect(page.get_by_role("alert")).to_contain_text("Set up another first")
    device.look()

    let_pass(server.data)
    hands.press(button(page, "passkeys.add"))
    hands.write(page.get_by_label(say("passkeys.name")), "Phone")
    hands.press(button(page, "passkeys.make"))
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    device.look(axe)
    with device.touched():
        hands.press(dialog.get_by_role("button", name=say("passkeys.use")))
        expect(page.get_by_role("alert")).to_contain_text(say("passkeys.held_already"))
    device.replace()
    with device.touched():
        hands.press(button(page, "passkeys.make"))
        expect(remove(page, "Phone")).to_be_visible()
    expect(button(page, "passkeys.add")).to_be_focused()
    hands.press(remove(page, "Work laptop"))
    expect(remove(page, "Work laptop")).to_be_hidden()
    expect(button(page, "passkeys.add")).to_be_focused()
    device.look()

    with device.touched():  # the browser offers it in the field for the e-mail address, and it is taken
        with page.expect_response(lambda answer: answer.request.method == "DELETE" and answer.ok):
            hands.press(button(page, "common.sign_out"))
        at_home(page)


def give_password(page: Page, hands: Keyboard) -> None:
    hands.write(page.get_by_label(say("sign-in.email")), EMAIL)
    hands.write(page.get_by_label(say("sign-in.password"), exact=True), PASSWORD)
    hands.press(button(page, "sign-in.submit"))


def at_home(page: Page) -> None:
    expect(page.get_by_role("heading", name=say("home.empty.title"))).to_be_visible()


def button(page: Page, key: str) -> Locator:
    return page.get_by_role("button", name=say(key), exact=True)


def remove(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=say("passkeys.remove_named", name=name))


def let_pass(data: Path) -> None:
    """More than ten minutes go by."""
    database = sqlite3.connect(data / "mas_hub.sqlite", timeout=30)
    with database:
        database.execute("UPDATE sessions SET proved_at = '2026-01-01 00:00:00.000000'")
    database.close()
