"""An administrator keeps agencies and people through their pages: whom they let in comes in, until they stop them."""

from playwright.sync_api import Page, expect

from tests.e2e.browsers import Browsers
from tests.e2e.conftest import SignIn
from tests.e2e.server import Server
from tests.e2e.words import say

PASSWORD = "otters sleep holding hands"


def test_an_agency_and_its_recorder_are_added_changed_and_stopped(
    sign_in: SignIn, browsers: Browsers, server: Server
) -> None:
    ines = sign_in("Ines Moreau", "/")
    menu = ines.get_by_role("navigation", name=say("common.navigation"))
    menu.get_by_role("link", name=say("pages.administration"), exact=True).click()
    add_agency(ines)
    pages = ines.get_by_role("navigation", name=say("pages.administration"))
    expect(pages.locator("[aria-current=page]")).to_have_text(say("common.agencies"))
    pages.get_by_role("link", name=say("common.people"), exact=True).click()
    add_person(ines)

    visitor = browsers.open(server.url)
    sign_in_as(visitor, "mair.evans@fellshire.example", PASSWORD)
    expect(visitor.get_by_role("heading", name=say("home.empty.title"))).to_be_visible()
    expect(visitor.get_by_text(say("home.empty.invited"))).to_be_visible()

    ines.get_by_role("button", name=say("admin.edit_named", name="Mair Evans")).click()
    ines.get_by_role("checkbox", name=say("admin.active"), exact=True).uncheck()
    save(ines)
    expect(ines.get_by_role("row").filter(has_text="Mair Evans")).to_contain_text(say("admin.inactive"))
    visitor.reload()
    expect(visitor.get_by_role("heading", level=1)).to_have_text(say("sign-in.title"))
    sign_in_as(visitor, "mair.evans@fellshire.example", PASSWORD)
    expect(visitor.get_by_role("alert")).to_be_focused()


def add_agency(page: Page) -> None:
    page.get_by_role("button", name=say("admin.agencies.add")).click()
    page.get_by_label(say("admin.agencies.name_en")).fill("Fellshire Youth Justice")
    page.get_by_label(say("admin.agencies.name_cy")).fill("Cyfiawnder Ieuenctid Fellshire")
    page.get_by_label(say("admin.agencies.sector")).select_option("youth_justice")
    page.get_by_label(say("admin.agencies.contact")).fill("not an address")
    save(page)
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_label(say("admin.agencies.name_en"))).to_have_value("Fellshire Youth Justice")
    page.get_by_label(say("admin.agencies.contact")).fill("records@youth.fellshire.example")
    save(page)
    expect(page.get_by_role("row").filter(has_text="Fellshire Youth Justice")).to_be_visible()
    page.get_by_role("button", name=say("admin.edit_named", name="Fellshire Youth Justice")).click()
    page.get_by_label(say("admin.agencies.record_system")).fill("Youth justice case notes")
    save(page)
    expect(page.get_by_role("row").filter(has_text="Youth justice case notes")).to_be_visible()


def add_person(page: Page) -> None:
    page.get_by_role("button", name=say("admin.people.add")).click()
    page.get_by_label(say("admin.people.name"), exact=True).fill("Mair Evans")
    page.get_by_label(say("admin.people.job"), exact=True).fill("Records officer")
    page.get_by_label(say("admin.people.email"), exact=True).fill("mair.evans@fellshire.example")
    page.get_by_label(say("admin.people.agency"), exact=True).select_option(label="Fellshire Youth Justice")
    page.get_by_role("checkbox", name=say("common.role.recorder"), exact=True).check()
    page.get_by_label(say("admin.people.password"), exact=True).fill("too short")
    save(page)
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_label(say("admin.people.password"), exact=True).fill(PASSWORD)
    save(page)
    expect(page.get_by_role("row").filter(has_text="Mair Evans")).to_contain_text(say("common.role.recorder"))


def save(page: Page) -> None:
    page.get_by_role("button", name=say("common.save"), exact=True).click()


def sign_in_as(page: Page, email: str, password: str) -> None:
    page.goto("/")
    page.get_by_label(say("sign-in.email")).fill(email)
    page.get_by_label(say("sign-in.password"), exact=True).fill(password)
    page.get_by_role("button", name=say("sign-in.submit"), exact=True).click()
