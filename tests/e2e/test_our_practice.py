"""What a partnership keeps for itself: its ground rules, by version."""

from playwright.sync_api import Page, expect

from tests.e2e.conftest import SignIn
from tests.e2e.screens import every_way
from tests.e2e.words import say, say_any

NEW_EN, NEW_CY = "Phones stay in bags.", "Mae ffonau'n aros mewn bagiau."


def test_ground_rules_are_edited_by_version_and_a_meeting_keeps_its_own(sign_in: SignIn) -> None:
    ines = sign_in("Ines Moreau", "/")
    ines.get_by_role("link", name=say("practice.title"), exact=True).click()
    expect(ines.get_by_role("heading", name=say_any("practice.rules.in_force"))).to_be_visible()
    ines.get_by_role("button", name=say("practice.rules.edit")).click()
    ines.get_by_role("button", name=say("practice.rules.remove", n=8)).click()
    ines.get_by_role("button", name=say("practice.rules.add")).click()
    expect(ines.get_by_label(say("practice.rules.rule_en", n=8))).to_be_focused()
    ines.get_by_label(say("practice.rules.rule_en", n=8)).fill(NEW_EN)
    every_way(ines, lambda language: refused(ines, language))
    expect(ines.get_by_label(say("practice.rules.rule_en", n=8))).to_have_value(NEW_EN)
    ines.get_by_label(say("practice.rules.rule_cy", n=8)).fill(NEW_CY)
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
    expect(rules).to_contain_text("2026-1")


def refused(page: Page, language: str) -> None:
    page.get_by_role("button", name=say("practice.rules.save", language)).click()
    expect(page.get_by_role("alert")).to_be_focused()


def go_in(page: Page) -> None:
    page.get_by_role("link", name=say("home.go_in")).first.click()
