"""Every screen, in both languages, on a laptop and on a phone: it keeps WCAG 2.2 AA, speaks one language, fits."""

import pytest
import pyzipper
from playwright.sync_api import expect

from tests.e2e.board import Board
from tests.e2e.browsers import PHONE, Browsers
from tests.e2e.conftest import SignIn
from tests.e2e.demo import CLOSED, LIVE, PLANNED, enter, meeting, send
from tests.e2e.screens import every_way, problems_of
from tests.e2e.server import Server
from tests.e2e.words import say


def test_sign_in(browsers: Browsers, server: Server) -> None:
    page = browsers.open(server.url)
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text(say("sign-in.title"))
    every_way(page)

    def refused(language: str) -> None:
        page.get_by_label(say("sign-in.email", language)).fill("nobody@fellshire.example")
        page.get_by_label(say("sign-in.password", language), exact=True).fill(f"not a password in {language}")
        page.get_by_role("button", name=say("sign-in.submit", language), exact=True).click()
        expect(page.get_by_role("alert")).to_be_focused()

    every_way(page, refused)


@pytest.mark.parametrize(
    "who", ["Amara Osei", "Callum Reid", "Kath Dawson", "Jon Akers", "Ines Moreau", "Ruth Adeyemi"]
)
def test_home(sign_in: SignIn, who: str) -> None:
    page = sign_in(who, "/")
    expect(page.get_by_role("heading", level=2).first).to_be_visible()
    every_way(page)


def test_planning(sign_in: SignIn) -> None:
    page = sign_in("Amara Osei", "/meetings/new")
    page.get_by_role("radio", name=say("plan.new.new_case"), exact=True).check()
    page.get_by_role("button", name=say("plan.case.milestone_add")).click()

    def refused(language: str) -> None:
        page.get_by_role("button", name=say("plan.case.create", language)).click()
        expect(page.get_by_role("alert")).to_be_focused()

    every_way(page, refused)
    number = meeting(page, PLANNED)
    page.goto(f"/meetings/{number}/plan")
    page.get_by_role("button", name=say("plan.case.edit")).click()
    every_way(page)
    page.goto(f"/meetings/{number}")
    expect(page.get_by_role("heading", level=1)).to_contain_text(PLANNED)
    every_way(page)


@pytest.mark.parametrize(("who", "reference"), [("Beth Langley", PLANNED), ("Jon Akers", LIVE), ("Jon Akers", CLOSED)])
def test_the_door(sign_in: SignIn, who: str, reference: str) -> None:
    page = sign_in(who, None)
    page.goto(f"/meetings/{meeting(page, reference)}")
    expect(page.get_by_role("heading", level=1)).to_contain_text(reference)
    every_way(page)


@pytest.mark.parametrize("who", ["Callum Reid", "Amara Osei", "Ruth Adeyemi", "Owen Pryce"])
def test_the_board(sign_in: SignIn, who: str) -> None:
    board = enter(sign_in, who)
    every_way(board.page)
    for summary in board.page.locator("main summary:visible").all():
        summary.press("Enter")
    board.press("board.drift.which_rules")
    every_way(board.page)


def test_tabbing_through_what_is_fixed_leaves_the_page_where_it_is(sign_in: SignIn) -> None:
    for who, fixed in (("Callum Reid", "floor.own"), ("Amara Osei", "board.chair.title")):
        page = enter(sign_in, who).page
        # What comes and goes above, as that the chair is away, moves what is looked at, and the browser goes along.
        page.evaluate("document.documentElement.style.overflowAnchor = 'none'; scrollTo(0, 600)")
        bar = page.get_by_role("region", name=say(fixed), exact=True).get_by_role("button")
        bar.first.evaluate("button => button.focus({preventScroll: true})")
        for _ in range(3):
            page.keyboard.press("Tab")
        assert page.evaluate("scrollY") == 600


def test_each_part_of_the_board_on_a_phone(sign_in: SignIn) -> None:
    board = enter(sign_in, "Callum Reid", viewport=PHONE, language="cy")
    tabs = board.page.get_by_role("navigation", name=board.say("board.tabs"))
    for tab in ("drift", "decisions", "more"):
        tabs.get_by_role("button", name=board.say(f"board.tab.{tab}")).click()
        problems = problems_of(board.page, "cy")
        assert not problems, "\n\n".join(problems)
    form = board.write("floor.capacity.tell")
    expect(form.place.get_by_role("heading").first).to_be_focused()
    form.close()
    expect(board.page.get_by_role("button", name=board.say("floor.capacity.tell"), exact=True)).to_be_focused()


def test_the_chairs_bar_on_a_phone_is_one_line_until_it_is_unfolded(sign_in: SignIn) -> None:
    board = enter(sign_in, "Amara Osei", viewport=PHONE)
    seats = board.chair.get_by_role("button", name=say("chair.seats"), exact=True)
    unfold = board.chair.get_by_role("button", name=say("chair.chairing"), exact=True)
    expect(seats).to_be_hidden()
    unfold.click()
    expect(seats).to_be_visible()
    problems = problems_of(board.page, "en")
    assert not problems, "\n\n".join(problems)
    form = board.write("chair.seats", board.chair)
    expect(form.place.get_by_role("heading").first).to_be_focused()
    expect(seats).to_be_hidden()
    form.close()
    expect(unfold).to_be_focused()
    # Its place is the foot of the window, also where the page is shorter.
    board.page.set_viewport_size({"width": 390, "height": 3000})
    ends = "bar => [Math.round(bar.getBoundingClientRect().bottom), innerHeight, document.documentElement.scrollHeight]"
    assert board.chair.evaluate(ends) == [3000, 3000, 3000]


def test_the_closed_record_and_the_panel_to_record_it(sign_in: SignIn) -> None:
    amara = sign_in("Amara Osei", None)
    amara.goto(f"/meetings/{meeting(amara, CLOSED)}")
    expect(amara.get_by_role("table").filter(has_text="MAT-51807")).to_be_visible()
    every_way(amara)
    amara.evaluate("scrollTo(0, 200)")
    amara.get_by_role("link", name=say("pages.plan_next"), exact=True).evaluate("link => link.click()")
    expect(amara.get_by_role("radio", name=CLOSED)).to_be_checked()
    assert amara.evaluate("scrollY") == 0
    amara.go_back()
    expect(amara.get_by_role("table").filter(has_text="MAT-51807")).to_be_visible()
    amara.wait_for_function("scrollY === 200")
    kath = sign_in("Kath Dawson", "/")
    kath.get_by_role("button", name=say("home.record.open_named", reference=CLOSED)).click()

    def refused(language: str) -> None:
        panel = kath.get_by_role("region", name=say("home.receipt.title", language, reference=CLOSED))
        panel.get_by_role("radio", name=say("home.receipt.yes", language)).check()
        panel.get_by_role("button", name=say("common.save", language), exact=True).click()
        expect(panel.get_by_role("alert")).to_be_focused()

    every_way(kath, refused)


def test_downloading_many_meetings(sign_in: SignIn) -> None:
    hugh = sign_in("Hugh Yates", "/downloads")

    def refused(language: str) -> None:
        hugh.goto("/downloads")
        expect(hugh.get_by_role("table")).to_contain_text("FS-2107")
        for kind in ("pdf", "json"):
            hugh.get_by_role("checkbox", name=say(f"exports.format.{kind}", language)).uncheck()
        hugh.get_by_role("button", name=say("bulk.download", language)).click()
        expect(hugh.get_by_role("alert")).to_be_focused()

    every_way(hugh, refused)
    hugh.get_by_role("checkbox", name=say("exports.format.csv")).check()
    hugh.get_by_role("checkbox", name=say("bulk.locked")).check()
    with hugh.expect_download() as downloading:
        hugh.get_by_role("button", name=say("bulk.download")).click()
    expect(hugh.get_by_text(say("bulk.done", name=downloading.value.suggested_filename)).last).to_be_visible()
    with pyzipper.AESZipFile(downloading.value.path()) as packed:
        packed.setpassword(hugh.locator("code").inner_text().encode())
        assert b"FS-2107" in packed.read("index.csv")
    every_way(hugh)


def test_the_inbox_and_its_panels(sign_in: SignIn) -> None:
    page = sign_in("Kath Dawson", "/inbox")
    expect(page.get_by_role("table").filter(has_text=CLOSED)).to_be_visible()
    every_way(page)
    lines = page.get_by_role("table").get_by_role("row")
    for opens, sends in (("follow.progress.open", "common.save"), ("follow.hand_over.open", "follow.hand_over.send")):
        lines.get_by_text(say(opens)).click()

        def refused(language: str, sends: str = sends) -> None:
            panel = page.locator(".hub-panel")
            panel.get_by_role("button", name=say(sends, language), exact=True).click()
            expect(panel.get_by_role("alert")).to_be_focused()

        every_way(page, refused)
        page.get_by_role("button", name=say("common.cancel"), exact=True).click()


def test_reminders(sign_in: SignIn) -> None:
    page = sign_in("Ines Moreau", "/admin/reminders")
    page.get_by_label(say("reminders.receipt_days"), exact=True).fill("no")

    def refused(language: str) -> None:
        page.get_by_role("button", name=say("common.save", language), exact=True).click()
        expect(page.get_by_role("alert")).to_be_focused()

    every_way(page, refused)
    page.get_by_label(say("reminders.receipt_days"), exact=True).fill("3")
    page.get_by_role("button", name=say("common.save"), exact=True).click()
    expect(page.get_by_text(say("reminders.saved"), exact=True).last).to_be_visible()


def test_the_overview(sign_in: SignIn) -> None:
    page = sign_in("Amara Osei", "/overview")
    page.get_by_role("row").filter(has_text="MAT-51807").get_by_role("button").click()
    expect(page.get_by_text(say("follow.history.none"))).to_be_visible()
    every_way(page)


@pytest.mark.parametrize("what", ["agencies", "people"])
def test_administration(sign_in: SignIn, what: str) -> None:
    page = sign_in("Ines Moreau", f"/admin/{what}")
    every_way(page)
    page.get_by_role("button", name=say(f"admin.{what}.add")).click()

    def refused(language: str) -> None:
        page.get_by_role("button", name=say("common.save", language), exact=True).click()
        expect(page.get_by_role("alert")).to_be_focused()

    every_way(page, refused)
    page.get_by_role("button", name=say("common.cancel"), exact=True).click()
    page.get_by_role("table").get_by_role("button").first.click()
    every_way(page)


def test_nothing_there(sign_in: SignIn) -> None:
    page = sign_in("Callum Reid", "/no/such/page")
    expect(page.get_by_role("heading", level=1)).to_have_text(say("common.not_found.title"))
    every_way(page)

    def look(language: str) -> None:
        page.goto("/meetings/987654")
        expect(page.get_by_role("alert")).to_be_visible()

    every_way(page, look)


def test_no_answer(sign_in: SignIn) -> None:
    page = sign_in("Callum Reid", "/")

    def look(language: str) -> None:
        page.route("**/api/home", lambda route: route.abort())
        page.goto("/")
        expect(page.get_by_role("alert")).to_contain_text(say("common.error.offline_title", language))

    every_way(page, look)
    page.unroute("**/api/home")
    page.get_by_role("button", name=say("common.try_again")).click()
    expect(page.get_by_role("article").first).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_be_focused()

    # What fails when it is looked at again takes nothing away.
    page.route("**/api/home", lambda route: route.abort())
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.get_by_role("alert")).to_contain_text(say("common.error.offline_title"))
    expect(page.get_by_role("article").first).to_be_visible()


def test_the_board_behind_an_ended_session(sign_in: SignIn) -> None:
    board: Board = enter(sign_in, "Farid Haddad")
    assert send(board.page, "DELETE", "/api/session").ok
    expect(board.page.get_by_role("heading", name=say("sign-in.title_again"))).to_be_visible()
    every_way(board.page)
