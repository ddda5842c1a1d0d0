"""One browser, two people: nothing that one wrote or read is shown to the other, or sent in the other's name."""

from playwright.sync_api import Page, expect

from tests.e2e.board import Board
from tests.e2e.browsers import give_session
from tests.e2e.conftest import SignIn
from tests.e2e.demo import LIVE, PLANNED, meeting, send
from tests.e2e.words import say

BETH, CALLUM = "beth.langley@fellshire.example", "callum.reid@fellshire.example"
WORDS = "What Beth wrote, and nobody else is to read."
SHOWN = """() => {
    const fields = [...document.querySelectorAll('input, textarea')].filter((each) => each.checkVisibility());
    return [document.title, document.body.innerText, ...fields.map((each) => each.value)].join(' ');
}"""


def password_of(page: Page) -> str:
    said: str = page.request.get("/api/session").json()["demo_password"]
    return said


def elsewhere(page: Page, who: str | None) -> None:
    """In another tab, which cannot tell this one, somebody signs out, or somebody else signs in: at one stroke, so that
    nothing the page asks meanwhile is answered between the two."""
    if who:
        give_session(page, who, password_of(page), "en")
    else:
        assert send(page, "DELETE", "/api/session").ok


def sign_in_here(page: Page, email: str) -> None:
    page.get_by_label(say("sign-in.email")).fill(email)
    page.get_by_label(say("sign-in.password")).fill(password_of(page))
    page.get_by_role("button", name=say("sign-in.submit"), exact=True).click()


def in_this_tab(page: Page, path: str) -> None:
    page.evaluate("path => { history.pushState(null, '', path); dispatchEvent(new PopStateEvent('popstate')); }", path)


def waits(page: Page, why: str) -> None:
    expect(page.get_by_role("heading", level=1, name=say(f"sign-in.{why}"))).to_be_visible()
    expect(page.get_by_role("banner").get_by_role("link")).to_have_count(0)


def test_a_board_that_was_left_is_not_another_person_s(sign_in: SignIn) -> None:
    page = sign_in("Beth Langley", None)
    live = meeting(page, LIVE)
    page.goto(f"/meetings/{live}")
    form = Board(page).loaded().write("board.reflections.add")
    form.choose("board.form.prompt", "analysis").text("board.form.text", WORDS)
    page.get_by_role("link", name=say("common.my_meetings")).click()
    expect(page.get_by_role("heading", level=1, name=say("home.title"))).to_be_visible()

    elsewhere(page, CALLUM)
    in_this_tab(page, f"/meetings/{live}")
    waits(page, "title_taken")
    shown = page.evaluate(SHOWN)
    assert WORDS not in shown
    assert LIVE not in shown

    # Beth goes on where she was; in his own tab Callum finds nothing of hers, and hers covers itself.
    sign_in_here(page, BETH)
    Board(page).loaded()
    page.get_by_role("button", name=say("board.reflections.add")).first.click()
    expect(page.get_by_label(say("board.form.text"))).to_have_value(WORDS)
    his = page.context.new_page()
    his.goto("/")
    his.get_by_role("button", name=say("common.sign_out")).click()
    waits(page, "title_again")
    sign_in_here(his, CALLUM)
    waits(page, "title_taken")
    his.goto(f"/meetings/{live}")
    Board(his).loaded()
    assert WORDS not in his.evaluate(SHOWN)

    # Nor when he signs in where she had been writing, though she could not be asked whether to leave.
    sign_in_here(page, CALLUM)
    Board(page).loaded()
    page.get_by_role("button", name=say("board.reflections.add")).first.click()
    expect(page.get_by_label(say("board.form.text"))).to_have_value("")
    assert WORDS not in page.evaluate("document.documentElement.outerHTML")


def test_what_waits_to_be_saved_is_saved_by_its_own_person(sign_in: SignIn) -> None:
    page = sign_in("Beth Langley", None)
    path = f"/meetings/{meeting(page, PLANNED)}"
    page.goto(f"{path}/prepare")
    raised = page.get_by_label(say("prepare.raise.label"))
    raised.wait_for()

    elsewhere(page, None)
    raised.fill(WORDS)
    waits(page, "title_again")
    sign_in_here(page, BETH)
    expect(raised).to_have_value(WORDS)
    expect(page.get_by_role("status").filter(has_text=say("prepare.save.saved"))).to_be_visible()

    elsewhere(page, None)
    raised.fill(f"{WORDS} And more.")
    waits(page, "title_again")
    with page.expect_navigation():
        sign_in_here(page, CALLUM)
    expect(raised).to_have_value("")
    kept = page.request.get(f"/api{path}/preparation").json()["preparation"]
    assert (kept["to_raise"], kept["version"]) == ("", 0)
