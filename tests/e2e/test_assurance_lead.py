"""Who leads on assurance: a record opened in an emergency, asked who one is, everybody told, acknowledged, answered,
over; and the figures."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from mas_hub.language import text
from mas_hub.replay.demo import DEMO_PASSWORD
from tests.e2e.board import Board
from tests.e2e.browsers import PHONE
from tests.e2e.conftest import SignIn
from tests.e2e.demo import LIVE, enter
from tests.e2e.screens import every_way
from tests.e2e.words import say

REASON = "The police rang at noon: K. did not come home from school."
QUESTION = "Was she found?"


def prove(page: Page) -> None:
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("heading", name=say("account.prove.title"))).to_be_visible()
    dialog.get_by_label(say("sign-in.password")).fill(DEMO_PASSWORD)
    dialog.get_by_role("button", name=say("account.prove.go_on")).click()


def test_from_the_call_to_the_answer(sign_in: SignIn) -> None:
    chair = enter(sign_in, "Amara Osei")
    gwen = sign_in("Gwen Pritchard", "/emergency")
    expect(gwen.get_by_role("heading", level=1)).to_have_text(say("emergency.title"))
    gwen.get_by_label(say("emergency.reference")).fill(LIVE)
    gwen.get_by_role("button", name=say("emergency.look"), exact=True).click()
    prove(gwen)
    open_it = gwen.get_by_role("button", name=say("emergency.open"))
    expect(open_it).to_be_visible()
    every_way(gwen)
    gwen.get_by_label(say("emergency.why"), exact=True).fill("Urgent.")
    open_it.click()
    expect(gwen.get_by_role("alert")).to_be_visible()
    gwen.get_by_label(say("emergency.why"), exact=True).fill(REASON)
    open_it.click()

    # She reads the board and has nothing to act with; whoever chairs sees who reads.
    Board(gwen).loaded()
    banner = gwen.get_by_role("region", name=say("emergency.title"))
    expect(banner).to_contain_text(re.compile(r"until \d\d?:\d\d"))
    expect(gwen.get_by_role("region", name=say("floor.own"))).to_have_count(0)
    every_way(gwen)
    told = chair.page.get_by_role("region", name=say("emergency.title"))
    expect(told).to_contain_text("Gwen Pritchard")
    expect(told).to_contain_text(REASON)
    told.get_by_role("button", name=say("emergency.acknowledge_chair")).click()
    expect(told.get_by_role("button", name=say("emergency.acknowledge_chair"))).to_have_count(0)

    # An agency that did not come is told on its recorder's home, and asks from there.
    jon = sign_in("Jon Akers", viewport=PHONE)
    expect(jon.get_by_role("heading", name=say("emergency.home.title"))).to_be_visible()
    jon.get_by_role("button", name=say("emergency.ask"), exact=True).click()
    jon.get_by_label(say("emergency.question"), exact=True).fill(QUESTION)
    every_way(jon)
    jon.get_by_role("button", name=say("emergency.send")).click()
    expect(jon.get_by_role("heading", name=say("emergency.home.title"))).to_have_count(0)

    # She ends it in one page; nothing stays on the other.
    other = gwen.context.new_page()
    other.goto(gwen.url)
    again = Board(other).loaded()
    banner.get_by_role("button", name=say("emergency.end")).click()
    expect(other.get_by_text(say("board.ended.emergency_over.text"))).to_be_visible()
    again.never_sees("K.T.")
    other.close()
    asked = gwen.get_by_role("article").filter(has_text=QUESTION)
    asked.get_by_label(say("emergency.answer"), exact=True).fill("Yes, at her aunt's.")
    asked.get_by_role("button", name=say("emergency.answer_send")).click()
    expect(asked).to_contain_text(say("emergency.reply.answer", when="").split(",")[0])
    every_way(gwen)


def test_figures_by_month_and_agency_and_as_a_file(sign_in: SignIn, tmp_path: Path) -> None:
    gwen = sign_in("Gwen Pritchard")
    gwen.get_by_role("link", name=say("pages.assurance"), exact=True).click()
    expect(gwen.get_by_role("heading", level=1)).to_have_text(say("assurance.title"))
    invited = gwen.get_by_role("region", name=text("assurance.table.by_agency", "en"))
    expect(invited.get_by_role("rowheader")).not_to_have_count(1)
    gwen.get_by_label(say("assurance.agency"), exact=True).select_option(label="Probation Service, Fellshire")
    gwen.get_by_role("button", name=say("assurance.show"), exact=True).click()
    chosen = gwen.get_by_text(say("assurance.of_agency", agency="Probation Service, Fellshire"))
    expect(chosen).to_be_visible()
    expect(gwen.get_by_text(say("assurance.withheld", n=5)).first).to_be_visible()
    expect(invited.get_by_role("rowheader")).to_have_count(0)
    every_way(gwen)
    with gwen.expect_download() as download:
        gwen.get_by_role("button", name=say("assurance.download")).click()
    download.value.save_as(tmp_path / "figures.csv")
    lines = (tmp_path / "figures.csv").read_text(encoding="utf-8-sig")
    assert text("assurance.table.by_month", "en") in lines
    assert "FS-" not in lines
