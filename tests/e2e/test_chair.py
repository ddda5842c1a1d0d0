"""A day that does not go as planned: an agency comes late, a seat is removed, the chair's laptop dies."""

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing

from playwright.sync_api import Page, ViewportSize, expect

from tests.e2e.board import Board
from tests.e2e.conftest import SignIn
from tests.e2e.demo import LIVE, PLANNED, enter, meeting, send, views
from tests.e2e.screens import problems_of
from tests.e2e.server import Server
from tests.e2e.words import say

PROJECTOR: ViewportSize = {"width": 1920, "height": 1080}
LATE = "Fellshire Recovery Service"
REASON = "Beth has moved to another team."
HALF = "What I was about to say of the visits"
BEFORE_THE_ALARM = "A sentence begun before the alarm"


def test_room_view_in_welsh(sign_in: SignIn) -> None:
    page = sign_in("Elin O'Neill-Ward", None, language="cy", viewport=PROJECTOR)
    page.goto(f"/meetings/{meeting(page, LIVE)}/room")
    expect(page.get_by_role("heading", name=say("board.decisions.title", "cy"))).to_be_visible()
    assert problems_of(page, "cy") == []


def test_postponed_then_cancelled(sign_in: SignIn, axe: Callable[[Page], None]) -> None:
    """The meeting being planned: everybody who is asked reads why on their page, and nothing is due."""
    amara, callum = sign_in("Amara Osei", None), sign_in("Callum Reid", "/")
    amara.goto(f"/meetings/{meeting(amara, PLANNED)}/plan")
    amara.get_by_role("button", name=say("chair.off.postpone"), exact=True).click()
    form = amara.get_by_role("form", name=say("chair.off.postpone"))
    form.get_by_role("button", name=say("chair.off.postpone.send"), exact=True).click()
    expect(form.get_by_role("alert")).to_be_visible()
    for part, number in (("day", "8"), ("month", "3"), ("year", "2032")):
        form.get_by_label(say(f"common.date.{part}"), exact=True).fill(number)
    form.get_by_label(say("plan.when.time")).fill("10:00")
    form.get_by_label(say("chair.off.reason")).fill("Two agencies cannot come.")
    axe(amara)
    form.get_by_role("button", name=say("chair.off.postpone.send"), exact=True).click()
    expect(amara.get_by_text(re.compile("Two agencies cannot come"))).to_be_visible()
    callum.reload()
    expect(callum.get_by_text(re.compile(r"to Mon 8 Mar 2032.* Why: Two agencies cannot come"))).to_be_visible()
    amara.get_by_role("button", name=say("chair.off.cancel"), exact=True).click()
    form = amara.get_by_role("form", name=say("chair.off.cancel"))
    form.get_by_label(say("chair.off.reason")).fill("The family has moved.")
    form.get_by_role("button", name=say("chair.off.cancel.send"), exact=True).click()
    expect(amara.get_by_role("heading", name=say("meeting.state.cancelled.title"))).to_be_visible()
    expect(amara.get_by_text(re.compile("The family has moved"))).to_be_visible()
    axe(amara)
    callum.reload()
    expect(callum.get_by_role("article").filter(has_text=PLANNED)).to_contain_text("The family has moved.")


def test_postponed_while_open_goes_on(sign_in: SignIn) -> None:
    amara, callum = enter(sign_in, "Amara Osei"), enter(sign_in, "Callum Reid")
    writing = callum.write("board.reflections.add").text("board.form.text", BEFORE_THE_ALARM)
    amara.write("board.chair.close", amara.chair)
    amara.press("chair.off.postpone")
    form = amara.page.get_by_role("form", name=say("chair.off.postpone"))
    for part, number in (("day", "8"), ("month", "3"), ("year", "2032")):
        form.get_by_label(say(f"common.date.{part}"), exact=True).fill(number)
    form.get_by_label(say("plan.when.time")).fill("10:00")
    form.get_by_label(say("chair.off.reason")).fill("The fire alarm.")
    form.get_by_role("button", name=say("chair.off.postpone.send"), exact=True).click()
    told = callum.page.get_by_role("alert").filter(has_text=say("chair.off.postponed"))
    expect(told).to_contain_text("The fire alarm.")
    expect(writing.field("board.form.text")).to_have_value(BEFORE_THE_ALARM)
    amara.page.reload()
    amara.page.get_by_role("button", name=say("chair.off.open_again")).click()
    amara.page.get_by_role("button", name=say("meeting.open_now")).click()
    amara.loaded()
    expect(told).to_have_count(0)
    callum.sent(writing.choose("board.form.prompt", "learning"), "board.reflections.add")
    amara.sees(BEFORE_THE_ALARM)


def test_the_chair_s_day(sign_in: SignIn, server: Server, axe: Callable[[Page], None]) -> None:
    amara, beth, callum, ruth = (
        enter(sign_in, who) for who in ("Amara Osei", "Beth Langley", "Callum Reid", "Ruth Adeyemi")
    )
    room = open_room(amara, axe)
    leo = invite_late(amara, sign_in, room, axe)
    remove(amara, beth, callum, axe)
    take_the_chair(amara, ruth, callum, server, axe)
    hand_it_back(amara, ruth)
    close_and_record(amara, leo, room)


def open_room(amara: Board, axe: Callable[[Page], None]) -> Page:
    """By the link in the bar, in a tab of its own, which says nobody's name and is nobody's presence."""
    with amara.page.expect_popup() as opened:
        amara.chair.get_by_role("link", name=re.compile(rf"^{say('chair.room')}")).click()
    room = opened.value
    room.set_viewport_size(PROJECTOR)
    expect(room.get_by_role("heading", name=say("board.decisions.title"))).to_be_visible()
    axe(room)
    says_no_names(room)
    assert room.evaluate("document.documentElement.scrollHeight <= innerHeight"), "it fits on the projector"
    return room


def says_no_names(room: Page) -> None:
    said = room.locator("body").inner_text()
    names = [seat["name"] for seat in views(room, "seat")]
    assert names
    assert [name for name in names if name in said] == []


def invite_late(amara: Board, sign_in: SignIn, room: Page, axe: Callable[[Page], None]) -> Board:
    form = amara.write("chair.seats", amara.chair)
    axe(amara.page)
    amara.press("chair.seats.invite", form.place)
    form.choose("chair.form.agency", LATE).send("chair.invite.send")
    form.gone()
    code = next(each["code"] for each in views(amara.page, "invitation") if each["name"]["en"] == LATE)
    expect(room.get_by_role("row").filter(has_text=code)).to_be_visible()
    form = amara.write("chair.seats", amara.chair)
    amara.press("chair.seats.seat", form.place)
    form.choose("chair.form.person", "Leo Marsh").send("chair.seat.send")
    form.gone()
    page = sign_in("Leo Marsh", None)
    page.goto(f"/meetings/{meeting(page, LIVE)}")
    page.get_by_role("button", name=say("meeting.ground_rules.accept")).click()
    leo = Board(page).loaded()
    leo.add_position(2, "She has kept every appointment since July.")
    expect(room.get_by_role("row").filter(has_text=code)).to_contain_text(say("board.position.level", level=2))
    return leo


def remove(amara: Board, beth: Board, callum: Board, axe: Callable[[Page], None]) -> None:
    """In the middle of a sentence: she is told why, keeps her words and nothing else, and is heard no more."""
    beth.write("board.reflections.add").text("board.form.text", HALF)
    form = amara.write("chair.seats", amara.chair)
    form.place.get_by_role("button", name=re.compile("Remove Beth Langley")).click()
    form.send("chair.seats.remove")
    form.refused()
    form.text("chair.form.unseat.reason", REASON).send("chair.seats.remove")
    form.gone()
    told = beth.page.get_by_role("alert").filter(has_text=say("board.ended.seat_removed"))
    expect(told).to_contain_text(REASON)
    expect(beth.page.get_by_role("textbox")).to_have_value(HALF)
    expect(beth.page.locator(".board")).to_have_count(0)
    assert LATE not in beth.page.content()
    axe(beth.page)
    act = {"act_id": "after-being-removed", "data": {"prompt": "analysis", "text": HALF}}
    number = meeting(amara.page, LIVE)
    assert send(beth.page, "POST", f"/api/meetings/{number}/acts/add_reflection", act).status == 404
    callum.never_sees(HALF)
    callum.sees(say("board.activity.seat_removed", who=say("board.who.facilitator")))


def take_the_chair(amara: Board, ruth: Board, callum: Board, server: Server, axe: Callable[[Page], None]) -> None:
    address = amara.page.url
    amara.page.goto("about:blank")
    away = ruth.page.get_by_text(re.compile(r"The chair has been away since \d\d:\d\d"))
    expect(away).to_be_visible(timeout=60_000)
    expect(callum.page.get_by_text(re.compile("The chair has been away since"))).to_be_visible()
    expect(ruth.page.get_by_text(re.compile(r"You can take the chair in [01]:\d\d"))).to_be_visible()
    axe(ruth.page)
    let_time_pass(server)
    ruth.press("chair.away.take")
    expect(ruth.chair).to_be_visible()
    expect(away).to_have_count(0)
    expect(callum.page.get_by_text(re.compile("The chair has been away since"))).to_have_count(0)
    amara.page.goto(address)
    amara.loaded()
    expect(amara.chair).to_have_count(0)
    ruth.next_stage()


def let_time_pass(server: Server) -> None:
    """Three minutes of the chair's absence, without waiting for them."""
    with closing(sqlite3.connect(server.data / "mas_hub.sqlite", timeout=30)) as database, database:
        database.execute(
            "UPDATE meetings SET chair_away_since = datetime(chair_away_since, '-180 seconds') || '.000000' "
            "WHERE chair_away_since IS NOT NULL"
        )


def hand_it_back(amara: Board, ruth: Board) -> None:
    form = ruth.write("chair.seats", ruth.chair)
    ruth.press("chair.seats.hand_over", form.place)
    form.choose("chair.form.to", "Amara Osei").send("chair.handover.send")
    expect(amara.chair).to_be_visible()
    expect(ruth.chair).to_have_count(0)
    ruth.saved()


def close_and_record(amara: Board, leo: Board, room: Page) -> None:
    """The agency that came late is bound like the others, and has its document."""
    number = meeting(amara.page, LIVE)
    close = {"act_id": "the-end-of-the-day", "data": {"no_next_meeting_because": "The plan is working."}}
    assert send(amara.page, "POST", f"/api/meetings/{number}/acts/close_meeting", close).ok
    expect(room.get_by_text(say("room.state.closed"))).to_be_visible()
    home = leo.page.request.get("/api/home").json()
    assert number in [card["meeting_id"] for card in home["to_record"]]
    assert LATE in leo.page.request.get(f"/api/meetings/{number}/exports/csv").text()
