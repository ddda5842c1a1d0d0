"""Somebody is invited by a link, sets their password with it and is in; the link then opens nothing any more."""

from playwright.sync_api import Page, expect

from tests.e2e.browsers import Browsers
from tests.e2e.conftest import SignIn
from tests.e2e.screens import every_way
from tests.e2e.server import Server
from tests.e2e.words import say

PASSWORD = "otters sleep holding hands"


def test_somebody_invited_comes_in_by_a_link_once(sign_in: SignIn, browsers: Browsers, server: Server) -> None:
    ines = sign_in("Ines Moreau", "/admin/people")
    add_person(ines)
    expect(ines.get_by_role("heading", name=say("set-password.admin.invite"))).to_be_visible()
    ines.get_by_role("button", name=say("set-password.admin.show")).click()
    link = ines.get_by_label(say("set-password.admin.shown"), exact=True)
    expect(link).to_be_visible()
    every_way(ines)

    visitor = browsers.open(server.url)
    visitor.goto(link.input_value())
    expect(visitor.get_by_role("heading", level=1)).to_have_text(say("set-password.invitation", name="Mair Evans"))
    assert "#" not in visitor.url
    password = visitor.get_by_label(say("account.password.new"), exact=True)

    def refused(language: str) -> None:
        visitor.get_by_label(say("account.password.new", language), exact=True).fill("too short")
        visitor.get_by_role("button", name=say("set-password.set", language)).click()
        expect(visitor.get_by_role("alert")).to_be_focused()

    every_way(visitor, refused)
    password.fill(PASSWORD)
    visitor.get_by_role("button", name=say("set-password.set")).click()
    expect(visitor.get_by_role("heading", name=say("home.empty.title"))).to_be_visible()

    late = browsers.open(server.url)
    late.goto(link.input_value())
    expect(late.get_by_role("heading", level=1)).to_have_text(say("set-password.over"))
    every_way(late)
    late.get_by_role("link", name=say("set-password.ask_again")).click()
    expect(late.get_by_role("heading", level=1)).to_have_text(say("set-password.forgotten"))
    every_way(late)


def add_person(page: Page) -> None:
    page.get_by_role("button", name=say("admin.people.add")).click()
    page.get_by_label(say("admin.people.name"), exact=True).fill("Mair Evans")
    page.get_by_label(say("admin.people.email"), exact=True).fill("mair.evans@fellshire.example")
    page.get_by_label(say("admin.people.agency"), exact=True).select_option(index=1)
    page.get_by_role("button", name=say("common.save"), exact=True).click()
