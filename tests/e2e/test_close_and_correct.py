"""The end of a meeting: read back, closed by keyboard alone while somebody writes, corrected afterwards."""

import json
from datetime import timedelta

from playwright.sync_api import Locator, Page, expect

from mas_hub import clock
from tests.e2e.board import Board, Form
from tests.e2e.browsers import LAPTOP, PHONE
from tests.e2e.conftest import SignIn
from tests.e2e.demo import enter, views
from tests.e2e.screens import every_way, problems_of
from tests.e2e.words import say

WRITING = "المدرسة رأتها يوم الأحد. Nobody asked the school. " + "Long. " * 1200 + "End."
STANDS_CORRECTED = "Three of the five visits, not two."
APART = "Whether K. is safe at home this weekend."
BOTH = "Visit K. at school on Thursday."
WHY = "Miscounted while speaking."


def looks_right(board: Board) -> None:
    """On a laptop and on a phone; what was last announced stays in its language, so each in the one they read."""
    found = []
    for size in (PHONE, LAPTOP):
        board.page.set_viewport_size(size)
        found += problems_of(board.page, board.language)
    assert not found, "\n\n".join(found)


def by_key(page: Page, control: Locator) -> None:
    """Reach a control with the keyboard alone, and press it."""
    control.focus()
    page.keyboard.press("Enter")


def disagree(callum: Board, amara: Board) -> None:
    """Raised, escalated, and moved on a stage: the stage behind it stays on the card."""
    callum.raise_disagreement(APART, ["Social care", "Health"])
    expect(amara.card(APART)).to_be_visible()
    form = amara.write("board.disagreement.escalate", amara.card(APART))
    form.choose("board.form.escalate.owner", "Health").text("board.form.escalate.reason", "Neither would move.")
    amara.sent(form, "board.form.escalate.send")
    amara.card(APART).get_by_role("button", name=move_on("Team managers"), exact=True).click()
    form = Form(amara)
    expect(form.place).to_contain_text(say("disagreeing.form.next", stage="Team managers"))
    looks_right(amara)
    form.choose("board.form.escalate.owner", "Social care").text("disagreeing.form.reason", "No answer in two days.")
    amara.sent(form, "disagreeing.form.advance")
    for board in (amara, callum):
        expect(board.card(APART)).to_contain_text(say("disagreeing.earlier.one"))
        expect(board.card(APART)).to_contain_text("Team managers")
    expect(callum.card(APART).get_by_role("button", name=move_on("Senior safeguarding leads"))).to_have_count(0)


def move_on(stage: str) -> str:
    return say("disagreeing.advance", stage=stage)


def agree_and_withdraw_at_once(amara: Board, callum: Board) -> None:
    """One wins; the other is told what is there now and loses nothing that they wrote."""
    callum.propose(
        BOTH,
        "Health",
        measure="It is in the diary.",
        responsible="Health visitor",
        due=clock.today() + timedelta(days=7),
        reflects="K. asked for it.",
    )
    form = callum.write("board.withdraw", callum.card(BOTH))
    form.text("board.form.withdraw.reason", "We thought again.")
    amara.record_as_agreed(BOTH)
    form.send("board.withdraw")
    expect(form.place).to_contain_text(say("board.conflict.explain_seen").split(".")[0])
    expect(callum.card(BOTH)).to_contain_text(say("board.decision.state.agreed"))
    form.close()


def see_through(amara: Board) -> None:
    """From home to the closed meeting's card, and settled there."""
    page = amara.page
    page.goto("/")
    row = page.get_by_role("article").filter(has_text=APART)
    expect(row).to_contain_text("Team managers")
    expect(row).to_contain_text(say("disagreeing.home.left.other", n=5, date="").split(",")[1].strip())
    every_way(page)
    row.get_by_role("link", name=say("disagreeing.home.go")).click()
    form = amara.write("disagreeing.settle", amara.card(APART))
    form.text("disagreeing.form.how", "The managers met.").send("disagreeing.form.settle")
    form.gone()
    expect(amara.card(APART)).to_contain_text("The managers met.")
    expect(amara.card(APART)).to_contain_text(say("disagreeing.earlier.other", n=2))
    folded = amara.card(APART).locator("details > :not(summary)").first
    expect(folded).to_be_hidden()
    page.emulate_media(media="print")
    expect(folded).to_be_visible()
    page.emulate_media(media="screen")


def read_back(amara: Board, confirming: tuple[Board, ...]) -> None:
    """Every agency that is here is asked on its own page; the chair sees who has confirmed."""
    for decision in views(amara.page, "decision"):
        if decision["state"] == "proposed" and not decision["missing"]:
            amara.record_as_agreed(decision["text"])
    by_key(amara.page, amara.column("decisions").get_by_role("button", name=say("closing.read_back.open"), exact=True))
    panel = Form(amara).place
    by_key(amara.page, panel.get_by_role("button", name=say("closing.read_back.start"), exact=True))
    for number, board in enumerate(confirming, start=1):
        asked = board.page.get_by_role("status").filter(has_text=board.say("closing.read_back.asked"))
        asked.get_by_role("button", name=board.say("closing.read_back.check")).click()
        looks_right(board)
        Form(board).place.get_by_role("button", name=board.say("closing.read_back.confirm")).click()
        expect(asked).to_have_count(0)
        Form(board).close()
        count = say("closing.read_back.count", n=number, all=len(views(amara.page, "invitation")))
        expect(amara.page.get_by_role("status").filter(has_text=count)).to_be_visible()
    expect(panel.get_by_text(say("closing.read_back.confirmed"), exact=True)).to_have_count(len(confirming))
    looks_right(amara)


def close_by_key(amara: Board) -> None:
    page = amara.page
    by_key(page, amara.chair.get_by_role("button", name=say("board.chair.close")))
    form = Form(amara)
    expect(form.place).to_contain_text(say("board.form.close.final"))
    form.group("board.form.close.again").get_by_role("radio").nth(1).focus()
    page.keyboard.press("Space")
    form.field("board.form.close.why").focus()
    page.keyboard.type("The plan is working.")
    by_key(page, form.place.get_by_role("button", name=say("board.form.close.send"), exact=True))
    expect(amara.column("record")).to_be_visible()


def taken(board: Board) -> list[dict[str, str]]:
    """The addenda in what this person's agency downloads now."""
    link = board.column("downloads").locator("a[href*='exports/json']")
    with board.page.expect_download() as begun:
        link.click()
    addenda: list[dict[str, str]] = json.loads(begun.value.path().read_text(encoding="utf-8"))["addenda"]
    return addenda


def test_a_meeting_is_read_back_closed_and_corrected(sign_in: SignIn) -> None:
    amara, beth, callum = (enter(sign_in, who) for who in ("Amara Osei", "Beth Langley", "Callum Reid"))
    elin = enter(sign_in, "Elin O'Neill-Ward", language="cy")
    disagree(callum, amara)
    agree_and_withdraw_at_once(amara, callum)
    read_back(amara, (elin, beth))

    form = elin.write("board.reflections.add")
    form.choose("board.form.prompt", "analysis").text("board.form.text", WRITING)
    close_by_key(amara)
    expect(amara.column("record")).to_contain_text(say("closing.record.confirmed"))
    expect(amara.column("record")).to_contain_text(say("closing.record.none"))

    kept = Form(elin).place
    expect(kept.get_by_role("alert")).to_contain_text(elin.say("closing.while.lead"))
    expect(kept.get_by_label(elin.say("closing.while.text"))).to_have_value(WRITING)
    looks_right(elin)
    kept.get_by_role("button", name=elin.say("closing.while.turn")).click()
    form = Form(elin)
    expect(form.field("closing.form.text")).to_have_value(WRITING)
    form.send("closing.form.send")
    expect(form.refused()).to_contain_text(elin.say("closing.form.reason"))
    form.text("closing.form.reason", "The meeting closed while I wrote it.").send("closing.form.send")
    form.gone()
    expect(amara.column("record")).to_contain_text("Nobody asked the school.")

    position = next(each for each in views(beth.page, "threshold_position") if not each["withdrawn"])
    evidence = position["evidence"][:30]
    form = beth.write("closing.correct", beth.card(evidence))
    looks_right(beth)
    form.text("closing.form.text", STANDS_CORRECTED).text("closing.form.reason", WHY).send("closing.form.send")
    form.gone()
    for board in (amara, beth, callum):
        expect(board.card(evidence)).to_contain_text(STANDS_CORRECTED)
        expect(board.card(evidence)).to_contain_text(position["evidence"][:20])
    none = callum.card(evidence).get_by_role("button", name=say("closing.correct"))
    expect(none).to_have_count(0)
    looks_right(amara)

    assert [each["text"] for each in taken(beth)] == [STANDS_CORRECTED]
    assert [each["reason"] for each in taken(elin)] == ["The meeting closed while I wrote it."]
    assert taken(callum) == []
    see_through(amara)
