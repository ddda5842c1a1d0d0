"""What a partnership keeps for itself: its ground rules and templates, by version, and its agreements."""

from playwright.sync_api import Locator, Page, expect

from mas_hub import clock
from tests.e2e.conftest import SignIn
from tests.e2e.planning import NewCase, Planning
from tests.e2e.screens import every_way
from tests.e2e.words import say, say_any

NEW_EN, NEW_CY = "Phones stay in bags.", "Mae ffonau'n aros mewn bagiau."


def test_ground_rules_are_edited_by_version_and_a_meeting_keeps_its_own(sign_in: SignIn) -> None:
    ines = sign_in("Ines Moreau", "/")
    ines.get_by_role("link", name=say("practice.title"), exact=True).click()
    expect(ines.get_by_role("heading", name=say_any("practice.rules.in_force"))).to_be_visible()
    ines.get_by_role("button", name=say("practice.rules.edit")).click()
    ines.get_by_role("button", name=say("practice.rules.remove", n=9)).click()
    ines.get_by_role("button", name=say("practice.rules.add")).click()
    expect(ines.get_by_label(say("practice.rules.rule_en", n=9))).to_be_focused()
    ines.get_by_label(say("practice.rules.rule_en", n=9)).fill(NEW_EN)
    every_way(ines, lambda language: refused(ines, language))
    expect(ines.get_by_label(say("practice.rules.rule_en", n=9))).to_have_value(NEW_EN)
    ines.get_by_label(say("practice.rules.rule_cy", n=9)).fill(NEW_CY)
    ines.get_by_role("button", name=say("practice.rules.save")).click()
    in_force = ines.get_by_role("heading", name=say_any("practice.rules.in_force"))
    expect(in_force).to_be_focused()
    expect(ines.get_by_text(NEW_EN)).to_be_visible()
    expect(ines.get_by_role("heading", name=say("practice.rules.earlier"))).to_be_visible()
    every_way(ines)

    amara = sign_in("Amara Osei", "/")
    go_in(amara)
    rules = amara.get_by_role("region", name=say("practice.board.title"))
    rules.get_by_text(say("practice.board.read")).click()
    expect(rules.get_by_role("listitem").first).to_be_visible()
    expect(rules.get_by_text(NEW_EN)).to_have_count(0)
    expect(rules).to_contain_text("2026-2")
    expect(rules).to_contain_text(say("scope.appraisal"))


def test_an_agreement_is_kept_and_what_is_late_by_it_is_seen(sign_in: SignIn) -> None:
    amara = sign_in("Amara Osei", "/practice/agreements")
    row = amara.get_by_role("region", name=HOMES, exact=True)
    expect(row).to_contain_text(say("practice.agreements.none"))
    row.get_by_role("button", name=say("practice.agreements.edit")).click()
    form = amara.get_by_role("region", name=say("practice.agreements.form", agency=HOMES))
    form.get_by_label(say("practice.agreements.purpose")).fill("Cases in which agencies differ.")
    every_way(amara, lambda language: save_unfinished(amara, language))
    form.get_by_label(say("practice.agreements.cases")).fill("Where something has drifted.")
    form.get_by_label(say("practice.agreements.every_weeks")).fill("4")
    form.get_by_label(say("practice.agreements.confidentiality")).fill("As the sharing protocol says.")
    form.get_by_label(say("practice.agreements.disagreement")).fill("The designated leads meet within a week.")
    form.get_by_label(say("practice.agreements.signed_by")).fill("M. Hale, head of housing")
    fill_day(form.get_by_role("group", name=say("practice.agreements.begins"), exact=True), 5, 1, 2026)
    fill_day(form.get_by_role("group", name=say("practice.agreements.review_on"), exact=True), 6, 1, 2026)
    form.get_by_role("button", name=say("common.save"), exact=True).click()
    expect(row).to_contain_text("Review overdue since Tue 6 Jan 2026")
    row.get_by_text(say("practice.agreements.form", agency=HOMES)).click()
    every_way(amara)

    amara.goto("/")
    expect(late(amara)).to_contain_text(HOMES)
    every_way(amara)
    grace = sign_in("Grace Mbeki", "/")
    expect(late(grace)).to_contain_text(HOMES)
    expect(late(grace)).to_contain_text(say("practice.agreements.home_ask"))
    grace.get_by_role("link", name=say("practice.agreements.read")).click()
    expect(grace.get_by_text("Where something has drifted.")).to_be_visible()
    every_way(grace)
    callum = sign_in("Callum Reid", "/")
    expect(callum.get_by_role("link", name=say("home.go_in")).first).to_be_visible()
    expect(late(callum)).to_have_count(0)


HOMES = "Fellshire Homes"


def late(page: Page) -> Locator:
    return page.get_by_role("region", name=say("practice.agreements.home"))


def fill_day(group: Locator, *numbers: int) -> None:
    for part, number in zip(("day", "month", "year"), numbers, strict=True):
        group.get_by_label(say(f"common.date.{part}")).fill(str(number))


def save_unfinished(page: Page, language: str) -> None:
    page.get_by_role("button", name=say("common.save", language), exact=True).click()
    expect(page.get_by_role("alert")).to_be_focused()


def refused(page: Page, language: str) -> None:
    page.get_by_role("button", name=say("practice.rules.save", language)).click()
    expect(page.get_by_role("alert")).to_be_focused()


def go_in(page: Page) -> None:
    page.get_by_role("link", name=say("home.go_in")).first.click()


def test_a_template_is_copied_edited_and_planned_with(sign_in: SignIn) -> None:
    amara = sign_in("Amara Osei", "/practice/templates")
    amara.get_by_role("button", name=say("practice.templates.copy_named", name="Crisis")).click()
    form = amara.get_by_role("form", name=say("practice.templates.new"))
    form.get_by_role("button", name=say("practice.templates.of_stage", what="Remove", n=6)).click()
    every_way(amara, lambda language: save_template(amara, language))
    form.get_by_label(say("practice.templates.name_en")).fill("Peer group")
    form.get_by_label(say("practice.templates.name_cy")).fill("Grŵp cyfoedion")
    fourth = form.get_by_role("group", name=say("practice.templates.stage", n=4))
    fourth.get_by_role("checkbox", name=say("practice.templates.hidden")).check()
    fourth.get_by_role("button", name=say("practice.templates.up")).click()
    form.get_by_role("button", name=say("practice.templates.save"), exact=True).click()
    expect(amara.get_by_role("heading", name=say("practice.templates.own"), exact=True)).to_be_focused()
    own = amara.get_by_role("region", name="Peer group")
    expect(own.get_by_role("listitem").nth(2)).to_contain_text(say("practice.templates.hidden_tag"))
    every_way(amara)

    amara.goto("/")
    planning = Planning(amara)
    planning.begin(NewCase("FS-4471", "R.P.", "5-9"))
    planning.when(clock.today(), "15:00", "Peer group")
    expect(planning.section("when").get_by_role("list", name=say("plan.when.stages"))).to_contain_text("Thresholds")


def save_template(page: Page, language: str) -> None:
    page.get_by_role("button", name=say("practice.templates.save", language), exact=True).click()
    expect(page.get_by_role("alert")).to_be_focused()
