"""Whom to ask: listed by the administrator, found at home, where one prepares and on the board, in both languages."""

from datetime import timedelta

from playwright.sync_api import Page, expect

from mas_hub import clock
from tests.e2e.browsers import PHONE
from tests.e2e.conftest import SignIn
from tests.e2e.demo import PLANNED, enter, meeting
from tests.e2e.planning import Planning
from tests.e2e.screens import every_way
from tests.e2e.test_drift import look
from tests.e2e.words import say

HOMES, NURSE, OLD = "Fellshire Homes", "Petra Lindqvist", "Dr Samir Qureshi"
LISTED = "Aled Made-up"


def test_an_administrator_lists_whom_to_ask_and_everybody_finds_them(sign_in: SignIn) -> None:
    callum = sign_in("Callum Reid")
    own = callum.get_by_role("region", name=say("advice.title"))
    expect(own.get_by_role("listitem").filter(has_text=OLD)).to_contain_text(say("advice.old"))
    expect(own.get_by_role("listitem").filter(has_text=NURSE)).not_to_contain_text(say("advice.old"))
    expect(own.get_by_role("link", name="01632 960112")).to_have_attribute("href", "tel:01632960112")
    look(callum, "advice-home")

    ines = sign_in("Ines Moreau", "/admin/agencies")
    ines.get_by_role("link", name=say("advice.title")).click()
    homes = ines.get_by_role("region", name=HOMES, exact=True)
    expect(homes).to_contain_text(say("advice.none"))
    homes.get_by_role("button", name=say("advice.add_named", agency=HOMES)).click()
    form = ines.get_by_role("region", name=say("advice.form", agency=HOMES))
    form.get_by_label(say("advice.role"), exact=True).select_option("other")
    form.get_by_label(say("advice.name"), exact=True).fill(LISTED)
    form.get_by_role("button", name=say("common.save")).click()
    expect(form.get_by_role("alert")).to_contain_text("Say what the role is called.")
    expect(form.get_by_role("alert")).to_contain_text("Give a telephone number or an e-mail address.")
    expect(form.get_by_label(say("advice.name"), exact=True)).to_have_value(LISTED)
    every_way(ines)
    look(ines, "advice-form")
    form.get_by_label(say("advice.role_name")).fill("Tenancy safeguarding lead")
    form.get_by_label(say("advice.telephone")).fill("+44 (0)1632 960 199")
    checked = form.get_by_role("group", name=say("advice.as_of"))
    Planning(ines).fill_day(checked, clock.today() - timedelta(days=500))
    form.get_by_role("button", name=say("common.save")).click()
    expect(homes.get_by_role("listitem")).to_contain_text("Tenancy safeguarding lead")
    expect(homes.get_by_role("listitem")).to_contain_text(say("advice.old"))
    expect(homes.get_by_role("link", name="+44 (0)1632 960 199")).to_have_attribute("href", "tel:+441632960199")
    every_way(ines)
    look(ines, "advice-laptop")

    own.get_by_role("link", name=say("advice.all")).click()
    expect(callum.get_by_role("region", name=HOMES)).to_contain_text(LISTED)
    expect(callum.get_by_role("button", name=say("common.edit"))).to_have_count(0)
    first = callum.get_by_role("region", name="Fellshire").first
    expect(first).to_contain_text(NURSE)
    callum.goto(f"/meetings/{meeting(callum, PLANNED)}/prepare")
    expect(callum.get_by_role("region", name=say("advice.title"))).to_contain_text(NURSE)

    elin = enter_on_phone(sign_in)
    here = elin.get_by_role("region", name=say("advice.title", "cy"))
    expect(here).to_contain_text("Elin O'Neill-Ward")
    here.get_by_text(say("advice.others", "cy")).click()
    expect(here).to_contain_text(say("advice.role.named_nurse", "cy"))
    every_way(elin)
    look(elin, "advice-board-phone-cy")

    homes.get_by_role("button", name=say("admin.edit_named", name=LISTED)).click()
    form.get_by_role("button", name=say("advice.remove"), exact=True).click()
    form.get_by_role("button", name=say("advice.remove_yes"), exact=True).click()
    expect(homes).to_contain_text(say("advice.none"))


def enter_on_phone(sign_in: SignIn) -> Page:
    board = enter(sign_in, "Elin O'Neill-Ward", language="cy", viewport=PHONE)
    tabs = board.page.get_by_role("navigation", name=board.say("board.tabs"))
    tabs.get_by_role("button", name=board.say("board.tab.more"), exact=True).click()
    return board.page
