"""A deployment begun from nothing: its administrator sets up a second factor, signs in with it, and without a phone."""

import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.borough import EMAIL, PASSWORD, borough
from tests.e2e.browsers import Browsers
from tests.e2e.screens import every_way
from tests.e2e.server import Server
from tests.e2e.words import say


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with borough(tmp_path_factory.mktemp("server") / "data") as running:
        yield running


def test_second_factor_from_its_first_day_to_a_lost_phone(browsers: Browsers, server: Server) -> None:
    page = browsers.open(server.url)
    give_password(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(say("second-factor.set_up_title"))
    expect(page.get_by_role("img", name=say("second-factor.qr"))).to_be_visible()
    page.get_by_text(say("second-factor.cannot_scan")).click()
    every_way(page)
    app = pyotp.TOTP(page.locator("code").inner_text().replace(" ", ""))
    code_field(page).fill("000000")
    press(page, "second-factor.confirm")
    expect(page.get_by_role("alert")).to_be_focused()
    expect(code_field(page)).to_have_value("000000")
    code_field(page).fill(app.now())
    press(page, "second-factor.confirm")
    codes = page.locator("ul.codes code")
    expect(codes).to_have_count(10)
    first, second = codes.nth(0).inner_text(), codes.nth(1).inner_text()
    every_way(page)
    press(page, "second-factor.recovery_kept")
    expect(page.get_by_role("heading", name=say("home.empty.title"))).to_be_visible()

    press(page, "common.sign_out")
    give_password(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(say("second-factor.step_title"))
    every_way(page)
    code_field(page).fill(app.at(int(time.time()) + 30))
    press(page, "sign-in.submit")
    expect(page.get_by_role("heading", name=say("home.empty.title"))).to_be_visible()

    asked_again_who_one_is(page, server, first)

    press(page, "common.sign_out")
    give_password(page)
    code_field(page).fill(second)
    press(page, "sign-in.submit")
    expect(page.get_by_role("alert")).to_be_focused()  # replaced by the new ones


def asked_again_who_one_is(page: Page, server: Server, recovery_code: str) -> None:
    """Signed in for longer than ten minutes, one is asked in a dialog, and what was begun goes on."""
    page.goto("/account")
    let_pass(server.data)
    press(page, "second-factor.new_codes")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("alert")).to_be_visible()
    press(page, "second-factor.new_codes")
    dialog.get_by_label(say("second-factor.code"), exact=True).fill(recovery_code)
    dialog.get_by_role("button", name=say("account.prove.go_on")).click()
    expect(page.locator("ul.codes code")).to_have_count(10)
    press(page, "second-factor.recovery_kept")
    expect(page.get_by_text(say("second-factor.codes_left.other", n=10))).to_be_visible()
    page.goto("/admin/people")
    expect(page.get_by_role("radio", name=say("sign-in-setting.for_roles"))).to_be_checked()
    every_way(page)


def let_pass(data: Path) -> None:
    database = sqlite3.connect(data / "mas_hub.sqlite", timeout=30)
    with database:
        database.execute("UPDATE sessions SET proved_at = '2026-01-01 00:00:00.000000'")
    database.close()


def give_password(page: Page) -> None:
    page.goto("/")
    page.get_by_label(say("sign-in.email")).fill(EMAIL)
    page.get_by_label(say("sign-in.password"), exact=True).fill(PASSWORD)
    press(page, "sign-in.submit")


def code_field(page: Page) -> Locator:
    return page.get_by_label(say("second-factor.code"), exact=True)


def press(page: Page, key: str) -> None:
    page.get_by_role("button", name=say(key), exact=True).click()
