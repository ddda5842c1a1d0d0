"""A decision as it is written: what it still lacks, what it answers, who signs it off, what the family is told."""

import re
from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import Page, expect

from mas_hub import clock
from tests.e2e.browsers import PHONE
from tests.e2e.conftest import SignIn
from tests.e2e.demo import enter, views
from tests.e2e.screens import every_way
from tests.e2e.test_facilitating import look

VISIT = "Visit K. together, one visit instead of two."
TOLD = "That one person will come, and who."


def test_a_decision_says_what_it_lacks_answers_and_shares(sign_in: SignIn, axe: Callable[[Page], None]) -> None:
    beth = enter(sign_in, "Beth Langley")
    amara = enter(sign_in, "Amara Osei")
    elin = enter(sign_in, "Elin O'Neill-Ward", language="cy", viewport=PHONE)

    form = beth.write("board.decisions.propose")
    form.text("board.form.decision", VISIT)
    help_ = form.place.get_by_role("list", name=beth.say("board.smart.title"))
    missing = help_.get_by_role("listitem").filter(has_text=beth.say("board.smart.missing"))
    expect(missing).to_have_count(4)
    form.choose("board.form.owner", "Health").text("board.form.responsible", "Health visitor")
    expect(missing).to_have_count(3)
    form.text("board.form.measure", "One visit a week in the book.")
    form.text("board.form.reflects.child", "K. said: too many.")
    form.day("board.form.due", clock.today() - timedelta(days=1))
    expect(help_).to_contain_text(beth.say("board.smart.past"))
    form.day("board.form.due", clock.today() + timedelta(days=7))
    expect(missing).to_have_count(0)

    concern = form.group("board.form.answers").get_by_role("checkbox").first
    concern.check()
    form.pick("deciding.authority", beth.say("deciding.authority.needs_sign_off"))
    form.text("deciding.sign_off_by", "Head of service").text("deciding.family_what", TOLD)
    form.text("deciding.family_by", "Social worker").day("deciding.family_on", clock.today() + timedelta(days=3))
    look(beth, "decision-form")
    every_way(beth.page)
    beth.sent(form, "board.decisions.propose")

    made = next(each for each in views(beth.page, "decision") if each["text"] == VISIT)
    assert (made["authority"], made["sign_off_by"], made["family_what"]) == ("needs_sign_off", "Head of service", TOLD)
    assert [each["type"] for each in made["answers"]] == ["drift_concern"]
    answering = amara.column("drift").get_by_role("list", name=amara.say("deciding.answered_by"))
    expect(answering.first).to_contain_text("Health")
    tabs = elin.page.get_by_role("navigation", name=elin.say("board.tabs"))
    tabs.get_by_role("button", name=elin.say("board.tab.decisions")).click()
    elin.card(VISIT).get_by_text(elin.say("board.decision.more")).click()
    expect(elin.card(VISIT)).to_contain_text(elin.say("deciding.needs_by", by="Head of service"))
    expect(elin.card(VISIT)).to_contain_text(TOLD)
    look(elin, "decision-card-cy")

    waiting = amara.column("decisions").get_by_text(re.compile("have not answered everything"))
    waiting.click()
    expect(amara.column("decisions")).to_contain_text(amara.say("deciding.unanswered.never"))
    look(amara, "decision-unanswered")
    for board in (beth, amara, elin):
        axe(board.page)
