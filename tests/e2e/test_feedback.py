"""How a closed meeting was: from those who sat in it to whoever chaired, and the answer back."""

from playwright.sync_api import Page, expect

from tests.e2e.browsers import PHONE
from tests.e2e.conftest import SignIn
from tests.e2e.demo import CLOSED, meeting
from tests.e2e.screens import every_way
from tests.e2e.words import say

WORDS, ANSWER = "Ten minutes more for the differences.", "Next time the stage has ten more."


def answer(page: Page, question: str, extent: str) -> None:
    group = page.get_by_role("group", name=say(f"feedback.question.{question}"))
    group.get_by_role("radio", name=say(f"feedback.extent.{extent}"), exact=True).check()


def test_feedback_is_given_read_and_answered(sign_in: SignIn) -> None:
    nadia = sign_in("Nadia Rahman", None, viewport=PHONE)
    number = meeting(nadia, CLOSED)
    nadia.goto(f"/meetings/{number}")
    nadia.get_by_role("link", name=say("feedback.record.give_link")).click()
    expect(nadia.get_by_role("heading", level=1)).to_have_text(say("feedback.title"))
    give = nadia.get_by_role("button", name=say("feedback.give"), exact=True)
    give.click()
    expect(nadia.get_by_role("alert")).to_be_focused()
    every_way(nadia)
    for question, extent in (("safe", "yes"), ("heard", "partly"), ("well_spent", "yes")):
        answer(nadia, question, extent)
    nadia.get_by_label(say("feedback.question.different")).fill(WORDS)
    nadia.get_by_role("radio", name=say("feedback.name.without"), exact=True).check()
    give.click()
    expect(nadia.get_by_text(say("feedback.given"))).to_be_visible()

    amara = sign_in("Amara Osei", f"/meetings/{number}/feedback")
    said = amara.get_by_role("listitem").filter(has_text=WORDS)
    expect(said).to_contain_text(say("feedback.without_name"))
    expect(amara.get_by_role("main")).not_to_contain_text("Nadia")
    amara.get_by_role("button", name=say("feedback.respond"), exact=True).click()
    expect(amara.get_by_role("alert")).to_be_focused()
    amara.get_by_label(say("feedback.your_response")).fill(ANSWER)
    amara.get_by_role("button", name=say("feedback.respond"), exact=True).click()
    expect(amara.get_by_role("button", name=say("feedback.respond_again"), exact=True)).to_be_visible()
    every_way(amara)

    nadia.reload()
    expect(nadia.get_by_text(ANSWER)).to_be_visible()
    expect(nadia.get_by_text(say("feedback.stands"))).to_be_visible()
    expect(nadia.get_by_role("button", name=say("feedback.change"), exact=True)).to_have_count(0)
    every_way(nadia)
