"""A decision as it is written: what it still lacks, what it answers, who signs it off, what the family is told."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from playwright.sync_api import Locator, Page, expect

from mas_hub import clock
from tests.e2e.board import Board, Form
from tests.e2e.browsers import PHONE
from tests.e2e.conftest import SignIn
from tests.e2e.demo import PLANNED, enter, meeting, views
from tests.e2e.planning import Planning
from tests.e2e.screens import every_way
from tests.e2e.test_drift import look as look_at
from tests.e2e.test_facilitating import look
from tests.e2e.words import say

VISIT = "Visit K. together, one visit instead of two."
TOLD = "That one person will come, and who."
HEALTH_VISIT = "Health visitor's contact."
SOCIAL_VISIT = "Child protection visit."
TOGETHER = "Social worker and health visitor go together."


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


def test_requirements_stand_side_by_side_and_a_decision_answers_an_overlap(
    sign_in: SignIn, axe: Callable[[Page], None]
) -> None:
    nearest = clock.today() + timedelta(days=21)
    monday = nearest - timedelta(days=nearest.weekday())
    callum = sign_in("Callum Reid")
    path = f"/meetings/{meeting(callum, PLANNED)}"
    callum.goto(f"{path}/prepare")
    prepare_requirement(callum, monday)
    look_at(callum, "requirements-prepare")
    amara_s = sign_in("Amara Osei", f"{path}/plan")
    amara_s.get_by_role("button", name=say("plan.summary.open"), exact=True).click()
    expect(amara_s.get_by_role("button", name=say("meeting.ground_rules.accept"), exact=True)).to_be_visible()

    beth = enter(sign_in, "Beth Langley", PLANNED)
    elin = enter(sign_in, "Elin O'Neill-Ward", PLANNED, language="cy", viewport=PHONE)
    elin.page.get_by_role("button", name=elin.say("board.tab.drift"), exact=True).click()
    expect(law(elin)).to_contain_text(HEALTH_VISIT)
    expect(law(elin).get_by_role("list", name=elin.say("requirements.overlaps"))).to_contain_text(
        elin.say("requirements.overlaps.none")
    )
    form = beth.write("requirements.add")
    form.choose("requirements.form.kind", "visit").text("requirements.form.what", SOCIAL_VISIT)
    form.text("requirements.form.every", "soon").send("requirements.add")
    expect(form.refused()).to_contain_text("whole number")
    form.text("requirements.form.every", "4").day("requirements.form.next_due", monday + timedelta(days=2))
    form.place.get_by_role("radio", name=beth.say("requirements.child.alone"), exact=True).check()
    form.text("requirements.form.seen_by", "Social worker")
    form.pick("requirements.form.asks", beth.say("requirements.topic.wishes"), role="checkbox")
    every_way(beth.page)
    look(beth, "requirements-form")
    beth.sent(form, "requirements.add")

    overlaps = law(elin).get_by_role("list", name=elin.say("requirements.overlaps"))
    expect(overlaps.get_by_role("listitem")).to_have_count(2)
    expect(overlaps).to_contain_text(elin.say("requirements.topic.wishes"))
    look_at(elin.page, "requirements-phone-cy")
    axe(elin.page)
    law(beth).scroll_into_view_if_needed()
    every_way(beth.page)
    look_at(beth.page, "requirements-laptop")

    law(beth).get_by_role("button", name=re.compile(beth.say("requirements.overlap.propose"))).first.click()
    decision = Form(beth)
    chosen = decision.group("board.form.answers").get_by_role("checkbox", checked=True)
    decision.text("board.form.decision", TOGETHER)
    expect(chosen).to_have_count(2)
    beth.sent(decision, "board.decisions.propose")
    expect(overlaps.get_by_text(elin.say("requirements.overlap.answered"))).to_have_count(2)
    expect(law(elin)).to_contain_text(TOGETHER)
    made = views(beth.page, "decision", PLANNED)[-1]
    assert [each["type"] for each in made["answers"]] == ["requirement", "requirement"]
    (burden,) = views(beth.page, "burden", PLANNED)
    assert burden["months"][0]["times"] == 2


def law(board: Board) -> Locator:
    return board.page.get_by_role("region", name=board.say("requirements.title"), exact=True)


def prepare_requirement(page: Page, day: date) -> None:
    page.get_by_role("button", name=say("requirements.add"), exact=True).click()
    own = page.get_by_role("region", name=say("requirements.prepare.title"), exact=True)
    own.get_by_label(say("requirements.form.what")).fill(HEALTH_VISIT)
    own.get_by_label(say("requirements.form.every")).fill("4")
    Planning(page).fill_day(own.get_by_role("group", name=say("requirements.form.next_due"), exact=True), day)
    own.get_by_role("radio", name=say("requirements.child.seen"), exact=True).check()
    own.get_by_role("checkbox", name=say("requirements.topic.wishes"), exact=True).check()
    every_way(page)
    page.get_by_role("button", name=say("requirements.prepare.save"), exact=True).click()
    expect(own.get_by_text(HEALTH_VISIT, exact=True)).to_be_visible()
    page.reload()
    expect(own.get_by_text(HEALTH_VISIT, exact=True)).to_be_visible()
