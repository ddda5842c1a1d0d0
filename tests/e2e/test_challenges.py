"""What gets in the way: from a meeting to the partnership, without the case, and back."""

import sqlite3
from contextlib import closing

from playwright.sync_api import expect

from tests.e2e.conftest import SignIn
from tests.e2e.demo import LIVE, enter
from tests.e2e.screens import every_way
from tests.e2e.server import Server
from tests.e2e.words import say

OBSTACLE = "Reports made on a Friday are not read before Tuesday."
ANSWER = "From May a desk reads them on Saturdays too."


def a_month_passes(server: Server) -> None:
    with closing(sqlite3.connect(server.data / "mas_hub.sqlite", isolation_level=None, timeout=60)) as database:
        database.execute("UPDATE partnership_challenges SET month = '2026-01-01'")


def test_from_the_board_to_the_partnership_and_back(server: Server, sign_in: SignIn) -> None:
    callum, amara = enter(sign_in, "Callum Reid"), enter(sign_in, "Amara Osei")
    form = callum.write("challenges.raise")
    form.choose("challenges.form.process", "report").text("challenges.form.obstacle", f"{LIVE}: {OBSTACLE}")
    form.pick("challenges.form.concerns", "Police", role="checkbox").send("challenges.form.put")
    expect(form.refused()).to_contain_text("reference")
    every_way(callum.page)
    form.text("challenges.form.obstacle", OBSTACLE)
    callum.sent(form, "challenges.form.put")

    amara.sees(OBSTACLE)
    own = amara.page.get_by_role("region", name=say("challenges.title"), exact=True)
    expect(own).to_contain_text(say("challenges.state.not_sent"))
    amara.press("challenges.send", own)
    expect(own).to_contain_text(say("challenges.send.sure"))
    every_way(amara.page)
    amara.press("challenges.send.yes", own)
    expect(own).to_contain_text(say("challenges.state.received"))
    expect(own.get_by_role("button", name=say("board.change"), exact=True)).to_have_count(0)

    gwen = sign_in("Gwen Pritchard", "/assurance")
    gwen.get_by_role("link", name=say("challenges.page.title")).click()
    expect(gwen.get_by_text(say("challenges.page.none"))).to_be_visible()
    every_way(gwen)
    a_month_passes(server)
    gwen.reload()
    card = gwen.get_by_role("article").filter(has_text=OBSTACLE)
    expect(card).to_contain_text("Constabulary")
    for telling in (LIVE, "K.T.", "Callum", "Health"):
        expect(gwen.get_by_role("main")).not_to_contain_text(telling)
    card.get_by_role("button", name=say("challenges.answering.begin")).click()
    card.get_by_role("radio", name=say("challenges.answering.answered"), exact=True).check()
    card.get_by_role("button", name=say("challenges.answering.send")).click()
    expect(card.get_by_role("alert")).to_be_focused()
    every_way(gwen)
    card.get_by_label(say("challenges.answering.words")).fill(ANSWER)
    card.get_by_role("button", name=say("challenges.answering.send")).click()
    expect(card).to_contain_text(say("challenges.state.answered"))
    expect(card.get_by_role("button", name=say("challenges.answering.again"))).to_be_focused()
    every_way(gwen)

    callum.sees(ANSWER)
    expect(amara.page.get_by_role("region", name=say("challenges.title"), exact=True)).to_contain_text(ANSWER)
    amara.sees(say("challenges.activity.process_challenge_answered", who=say("challenges.partnership")))
