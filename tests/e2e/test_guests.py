"""Somebody without an account joins a meeting by a link that works once, and is put out when it is withdrawn."""

from playwright.sync_api import Page, expect

from mas_hub import clock
from tests.e2e.board import Board, Form
from tests.e2e.browsers import Browsers
from tests.e2e.conftest import SignIn
from tests.e2e.planning import NewCase, Planning
from tests.e2e.screens import every_way
from tests.e2e.server import Server
from tests.e2e.words import say, say_any

GUEST = "Tomasz Bielak"
LATE = "Lili Wen"
HOMES = "Fellshire Homes"
CASE = "FS-4410"
FOUND = "Two visits found nobody in."
HALF = "He told me that he sleeps at"


def test_a_guest_joins_by_their_link_once_and_is_out_when_it_is_withdrawn(
    sign_in: SignIn, browsers: Browsers, server: Server
) -> None:
    amara = sign_in("Amara Osei", "/")
    planning = plan(amara)
    address = make_link(amara)
    every_way(amara)
    amara.get_by_role("button", name=say("joining.link.hide")).click()
    expect(amara.get_by_text(address)).to_have_count(0)

    guest = browsers.open(server.url)
    guest.goto(address)
    expect(guest.get_by_text("Fellshire Homes")).to_be_visible()
    assert CASE not in guest.content()
    every_way(guest)
    guest.get_by_role("button", name=say("joining.join.confirm", name=GUEST)).click()
    expect(guest.get_by_role("heading", level=1)).to_contain_text(CASE)
    every_way(guest)
    only_their_meeting(guest)

    late = browsers.open(server.url)
    late.goto(address)
    expect(late.get_by_role("alert")).to_contain_text("It works once")
    every_way(late)

    planning.open()
    guest.get_by_role("button", name=say("meeting.ground_rules.accept")).click()
    board = Board(guest).loaded()
    board.add_position(3, FOUND)
    writing = board.write("board.reflections.add").text("board.form.text", HALF)
    expect(writing.field("board.form.text")).to_have_value(HALF)
    amara.get_by_role("button", name=say("meeting.ground_rules.accept")).click()
    chair = Board(amara).loaded()
    chair.write("chair.seats", chair.chair)
    called_in(chair, board, browsers.open(server.url))
    amara.get_by_role("button", name=say("joining.guests.withdraw_named", name=GUEST)).click()
    expect(guest.get_by_role("heading", level=1)).to_have_text(say("joining.ended.title"), timeout=5_000)
    expect(guest.get_by_role("textbox")).to_have_value(HALF)
    assert CASE not in guest.content()
    every_way(guest)


def called_in(chair: Board, told: Board, late: Page) -> None:
    """Another guest is seated while the meeting is open, which everybody is told, and reads what was said before."""
    panel = Form(chair)
    panel.place.get_by_role("button", name=say("joining.panel.guest")).press("Enter")
    expect(panel.place.get_by_role("heading", name=say("joining.panel.guest"))).to_be_focused()
    panel.text("joining.guests.name", GUEST).choose("joining.guests.agency", HOMES)
    panel.send("joining.guests.save")
    expect(panel.refused()).to_contain_text("already has a seat")
    panel.text("joining.guests.name", LATE).choose("joining.guests.role", "observer")
    every_way(chair.page)
    panel.field("joining.guests.name").press("Enter")
    expect(panel.place.get_by_role("heading", name=say("chair.panel.seats"))).to_be_focused()
    seated = say("joining.told.guest_seated", role=say("common.role.observer"), agency=HOMES)
    expect(told.page.get_by_role("status").filter(has_text=seated).first).to_be_attached()

    panel.place.get_by_role("button", name=say("joining.guests.make_named", name=LATE)).press("Enter")
    late.goto(panel.place.get_by_text("/join#").inner_text().strip())
    late.get_by_role("button", name=say("joining.join.confirm", name=LATE)).click()
    late.get_by_role("button", name=say("meeting.ground_rules.accept")).click()
    Board(late).loaded().sees(FOUND)
    expect(panel.place.get_by_role("listitem").filter(has_text=LATE).last).to_contain_text(
        say_any("joining.guests.link.used")
    )
    panel.place.get_by_role("button", name=say("joining.link.hide")).click()
    every_way(chair.page)


def plan(amara: Page) -> Planning:
    planning = Planning(amara)
    planning.begin(NewCase(CASE, "J.W.", "10-15"))
    planning.criteria("drift")
    planning.when(clock.today(), "10:00", "Short")
    planning.invite("Fellshire Homes")
    planning.invite("Beck Lane Primary School", "Elin O'Neill-Ward")
    return planning


def make_link(amara: Page) -> str:
    section = amara.get_by_role("region", name=say("joining.guests.title"))
    section.get_by_role("button", name=say("joining.guests.add")).click()
    section.get_by_label(say("joining.guests.name")).fill(GUEST)
    section.get_by_role("button", name=say("joining.guests.save")).click()
    expect(section.get_by_role("alert")).to_be_focused()
    section.get_by_label(say("joining.guests.agency")).select_option(label="Fellshire Homes")
    section.get_by_role("button", name=say("joining.guests.save")).click()
    section.get_by_role("button", name=say("joining.guests.make_named", name=GUEST)).click()
    expect(section.get_by_role("heading", name=say("joining.link.title", name=GUEST))).to_be_focused()
    expect(section.get_by_role("img", name=say("joining.link.qr"))).to_be_visible()
    return section.get_by_text("/join#").inner_text().strip()


def only_their_meeting(guest: Page) -> None:
    there = guest.url
    for path in ("/", "/meetings/1", "/admin/people"):
        guest.goto(path)
        expect(guest.get_by_role("heading", level=1)).to_have_text(say("joining.elsewhere.title"))
    every_way(guest)
    guest.get_by_role("link", name=say("joining.elsewhere.go")).click()
    expect(guest).to_have_url(there)
    expect(guest.get_by_role("heading", level=1)).to_contain_text(CASE)
