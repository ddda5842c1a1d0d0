"""A decision as it is written: what it still lacks, what it answers, who signs it off, what the family is told."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from playwright.sync_api import Locator, Page, expect

from mas_hub import clock
from tests.e2e.board import Board, Form
from tests.e2e.browsers import PHONE
from tests.e2e.conftest import SignIn
from tests.e2e.demo import LIVE, PLANNED, enter, meeting, send, views
from tests.e2e.planning import Planning
from tests.e2e.screens import every_way
from tests.e2e.test_drift import look as look_at
from tests.e2e.test_facilitating import look
from tests.e2e.words import say

VISIT = "Visit K. together, one visit instead of two."
TOLD = "That one person will come, and who."
TOLD_TOO = "When K. is weighed, and that they may come."
STUDY = "Made-up study of neglect"
LINK = "https://study.example/neglect"
THOUGHT = "We all wait for each other, and K. waits for us."
HEALTH_VISIT = "Health visitor's contact."
SOCIAL_VISIT = "Child protection visit."
NURSE = "School nurse, on Tuesdays"
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
    form = amara.write("network.add")
    form.text("network.form.people", NURSE)
    form.send("network.add")
    expect(form.refused()).to_contain_text(amara.say("network.form.service"))
    form.text("network.form.service", "Beck Surgery")
    amara.sent(form, "network.add")
    expect(beth.page.locator("#network")).to_contain_text(f"Beck Surgery: {NURSE}")
    tabs.get_by_role("button", name=elin.say("board.tab.more")).click()
    expect(elin.page.locator("#network")).to_contain_text(NURSE)
    look(beth, "network")
    look(elin, "network-cy")
    for board in (beth, amara, elin):
        axe(board.page)


def test_requirements_stand_side_by_side_and_a_decision_answers_an_overlap(
    sign_in: SignIn, axe: Callable[[Page], None]
) -> None:
    nearest = clock.today() + timedelta(days=21)
    monday = nearest - timedelta(days=nearest.weekday())
    callum = sign_in("Callum Reid", None)
    path = f"/meetings/{meeting(callum, PLANNED)}"
    callum.goto(f"{path}/prepare")
    prepare_requirement(callum, monday)
    look_at(callum, "requirements-prepare")
    amara_s = sign_in("Amara Osei", f"{path}/plan")
    amara_s.get_by_role("button", name=say("plan.summary.open"), exact=True).click()
    amara_s.get_by_role("button", name=say("meeting.open_now")).click()
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


def test_a_source_is_cited_a_reflection_takes_up_a_concern_and_the_family_is_told(
    sign_in: SignIn, axe: Callable[[Page], None]
) -> None:
    beth = enter(sign_in, "Beth Langley")
    callum = enter(sign_in, "Callum Reid")
    amara = enter(sign_in, "Amara Osei")
    elin = enter(sign_in, "Elin O'Neill-Ward", language="cy", viewport=PHONE)

    elin.show("thresholds")
    ours = beth.card("Having heard the weights")
    form = beth.write("citations.cite", ours)
    form.text("citations.form.title", STUDY).text("citations.form.link", "javascript:alert(1)")
    form.send("citations.cite")
    expect(form.refused()).to_contain_text("https://")
    expect(form.field("citations.form.title")).to_have_value(STUDY)
    form.text("citations.form.link", LINK).text("citations.form.place", "page 12")
    every_way(beth.page)
    look(beth, "cite-form")
    beth.sent(form, "citations.cite")
    listed = beth.write("citations.cite", ours)
    listed.choose("citations.form.source", "Children Act 1989")
    expect(listed.place.get_by_label(beth.say("citations.form.title"))).to_have_count(0)
    beth.sent(listed, "citations.cite")
    shown = elin.card("Having heard the weights").get_by_role("list", name=elin.say("citations.title"))
    expect(shown).to_contain_text("Deddf Plant 1989")
    expect(shown.get_by_role("link", name=re.compile(STUDY))).to_have_attribute("href", LINK)
    expect(shown.get_by_role("button")).to_have_count(0)
    beth.page.get_by_role("button", name=re.compile(f"{beth.say('citations.remove')}.*{STUDY}")).click()
    expect(shown).not_to_contain_text(STUDY)

    concern = callum.column("drift").get_by_role("article").first
    reflection = callum.write("board.reflections.add")
    reflection.choose("board.form.prompt", "analysis").text("board.form.text", THOUGHT)
    reflection.group("deciding.takes_up").get_by_role("checkbox").first.check()
    callum.sent(reflection, "board.reflections.add")
    expect(concern.get_by_role("list", name=callum.say("deciding.reflected"))).to_contain_text(THOUGHT)
    expect(callum.card(THOUGHT)).to_contain_text("Takes up: ")
    look_at(callum.page, "takes-up")

    agree_to_tell(amara)
    closing = amara.write("board.chair.close", amara.chair)
    family = closing.place.get_by_role("region", name=amara.say("deciding.to_tell"))
    expect(family).to_contain_text(TOLD_TOO)
    expect(family).to_contain_text("The nurse")
    every_way(amara.page)
    look(amara, "family-to-tell")
    closing.close()
    for board in (beth, callum, elin):
        axe(board.page)


def agree_to_tell(board: Board) -> None:
    """By another tab of the chair's: a decision whose words the other tests do not know."""
    health = next(each["agency_id"] for each in views(board.page, "invitation") if each["code"] == "HLT")
    path = f"/api/meetings/{meeting(board.page, LIVE)}/acts/"
    said = {
        "owner": health,
        "text": "Weigh K. with the family there.",
        "measure": "Three weights.",
        "responsible": "School nurse",
        "due": clock.today().isoformat(),
        "reflects_child": "K. wants Nan to see.",
        "family_what": TOLD_TOO,
        "family_by": "The nurse",
    }
    made = send(board.page, "POST", f"{path}propose_decision", {"act_id": "to-tell-1", "data": said}).json()
    agreed = {"of": made["entries"][0]["subject"]["id"], "version": 1}
    assert send(board.page, "POST", f"{path}agree_decision", {"act_id": "to-tell-2", "data": agreed}).ok


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
