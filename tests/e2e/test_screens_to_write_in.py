"""The panel beside the board, with every form in it, in both languages and sizes; and one turn by keyboard alone."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.board import Board, Form
from tests.e2e.conftest import SignIn
from tests.e2e.demo import enter
from tests.e2e.screens import every_way
from tests.e2e.words import say

FORMS: list[Callable[[Board], Form]] = [
    lambda board: board.write("board.thresholds.move", board.column("thresholds")),
    lambda board: board.write("board.position.withdraw"),
    lambda board: board.write("board.disagreement.raise"),
    lambda board: board.write("board.drift.raise").choose("board.form.expectation", "initial_conference"),
    lambda board: board.write("board.change", board.card("Core group has not met")),
    lambda board: board.write("board.reflections.add").choose("board.form.prompt", "wellbeing"),
    lambda board: board.write("board.decisions.propose").text("board.form.decision", "Weigh K. twice."),
    lambda board: board.write("board.consent.button.reservations", board.card("Hold a core group")),
]


def test_each_form_of_a_representative(sign_in: SignIn) -> None:
    board = enter(sign_in, "Callum Reid")
    for lay_open in FORMS:
        form = lay_open(board)
        expect(form.place).to_be_visible()
        every_way(board.page)
        form.close()
    board.write("board.drift.raise")
    every_way(board.page, lambda language: refuse(board.page, language))


def refuse(page: Page, language: str) -> None:
    board = Board(page, language)
    Form(board).send("board.drift.raise")
    Form(board).refused()


def test_the_chair_s_forms_and_the_view_of_a_conflict(sign_in: SignIn) -> None:
    callum = enter(sign_in, "Callum Reid")
    callum.raise_disagreement("Whether K. is safe at night.", ["Health", "School"])
    amara = enter(sign_in, "Amara Osei")
    for key, within in (
        ("board.disagreement.resolve", amara.card("Whether K. is safe at night.")),
        ("board.disagreement.escalate", amara.card("Whether K. is safe at night.")),
        ("board.chair.attendance", amara.chair),
        ("board.chair.close", amara.chair),
    ):
        form = amara.write(key, within)
        every_way(amara.page)
        form.close()
    mine, theirs = (board.write("board.change", board.card("Core group has not met")) for board in (amara, callum))
    callum.sent(theirs.text("board.form.effect.child", "K. is lighter each week."), "board.form.save")
    mine.text("board.form.effect.child", "Nobody weighs K.").send("board.form.save")
    expect(mine.place.get_by_role("alert")).to_be_focused()
    every_way(amara.page)


def test_one_turn_by_keyboard_alone(sign_in: SignIn) -> None:
    page = sign_in("Dina Farouk", "/")
    press = page.keyboard.press
    press("Tab")
    expect(page.get_by_role("link", name=say("common.skip_to_main"))).to_be_in_viewport()
    press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    tab_to(page, say("home.go_in"))
    press("Enter")
    board = Board(page).loaded()
    tab_to(page, say("board.thresholds.move"))
    press("Enter")
    form = Form(board)
    expect(form.place.get_by_role("heading").first).to_be_focused()
    tab_to(page, "4 ")
    press("Space")
    tab_to(page, say("board.form.evidence"))
    page.keyboard.type("A third callout, last night.")
    tab_to(page, say("board.thresholds.move"))
    press("Enter")
    form.gone()
    board.saved()
    expect(board.card("A third callout, last night.")).to_contain_text(say("board.position.level", level=4))


FOCUSED = """() => {
    const at = document.activeElement;
    return [at.getAttribute('aria-label'), at.labels?.[0]?.innerText, at.innerText].filter(Boolean).join(' ').trim();
}"""


def tab_to(page: Page, name: str) -> None:
    """Tab on until what has the focus begins with that name; radio buttons are walked by arrow, as browsers have it."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type") == "radio" and name[0].isdigit():
            for _ in range(4):
                if page.evaluate(FOCUSED).startswith(name):
                    return
                page.keyboard.press("ArrowDown")
        if page.evaluate(FOCUSED).startswith(name):
            return
    raise AssertionError(f"no Tab leads to {name!r}")
