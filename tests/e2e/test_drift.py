"""The case's timeline and the agencies' chronology: prepared alone, shown to all, added to live, by keyboard once."""

import os
import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from mas_hub import clock
from tests.e2e.board import Board
from tests.e2e.browsers import PHONE
from tests.e2e.conftest import SignIn
from tests.e2e.demo import PLANNED, enter, meeting
from tests.e2e.planning import Planning
from tests.e2e.screens import every_way
from tests.e2e.words import say

PREPARED = "Seen at the clinic with bruises on both shins."
TYPED = "Second call to the home at night."


def look(page: Page, name: str) -> None:
    """A picture to look at, where the person who runs the tests asks for them."""
    if folder := os.environ.get("MAS_HUB_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def chronology(board: Board) -> Locator:
    return board.page.get_by_role("region", name=board.say("chronology.title"), exact=True)


def event(board: Board, text: str) -> Locator:
    return chronology(board).get_by_role("listitem").filter(has_text=text)


def test_timeline_says_what_is_late_and_what_comes_next_by_which_rule(sign_in: SignIn) -> None:
    """On the board, as at the meeting day; concerns are pinned to the time limit they speak of."""
    board = enter(sign_in, "Amara Osei")
    drift = board.column("drift")
    late = re.compile(r"^\d+ days late, none recorded$")
    for place in (drift, chronology(board)):
        expect(place.get_by_text("Core group, monthly", exact=True).first).to_be_visible()
        expect(place.get_by_text(late).first).to_be_visible()
        expect(place.get_by_text(re.compile(r"^Due \w+ \d")).first).to_be_visible()
    expect(drift.locator("svg").get_by_text("Health", exact=True)).to_be_visible()
    drift.locator("summary", has_text=board.say("board.chart.table")).click()
    table = drift.get_by_role("table", name=board.say("timeline.table.caption"))
    conference = table.get_by_role("row").filter(has_text="Initial child protection conference")
    expect(conference).to_contain_text("working days late")
    expect(table).to_contain_text("Within 15 working days.")
    expect(table).to_contain_text("Solihull and Bexley child protection procedures")
    expect(table).to_contain_text(board.say("board.rules.check"))
    look(board.page, "timeline-board")


def test_a_slip_in_the_dates_is_refused_and_nothing_typed_is_lost(sign_in: SignIn) -> None:
    page = sign_in("Amara Osei", None)
    page.goto(f"/meetings/{meeting(page, PLANNED)}/plan")
    planning = Planning(page)
    timeline = page.get_by_role("region", name=say("timeline.title"), exact=True)
    expect(timeline.get_by_text("Initial child protection conference", exact=True).first).to_be_visible()
    page.get_by_role("button", name=say("plan.case.edit"), exact=True).click()

    def add(number: int, kind: str, day: date) -> None:
        page.get_by_role("button", name=say("plan.case.milestone_add")).click()
        page.get_by_label(say("plan.case.milestone_kind"), exact=True).nth(number).select_option(kind)
        planning.fill_day(page.get_by_role("group", name=say("plan.case.milestone_date"), exact=True).nth(number), day)

    held = clock.today() - timedelta(days=4)
    add(2, "first_core_group", held - timedelta(days=2))
    add(3, "initial_conference", held)
    page.get_by_role("button", name=say("plan.case.save"), exact=True).click()
    why = f"This date is before the initial conference ({held:%d/%m/%Y}), which comes first."
    refused = page.get_by_role("alert").filter(has_text=why)
    expect(refused).to_be_visible()
    look(page, "milestone-refused")
    day = page.get_by_role("group", name=say("plan.case.milestone_date"), exact=True).nth(2)
    expect(day.get_by_label(say("common.date.day"))).to_have_value(str((held - timedelta(days=2)).day))
    planning.fill_day(day, held + timedelta(days=3))
    page.get_by_role("button", name=say("plan.case.save"), exact=True).click()
    expect(timeline.get_by_text("Core group, monthly", exact=True).first).to_be_visible()
    review = timeline.get_by_text("Review conference", exact=True)
    expect(review.first).to_be_visible()
    every_way(page)
    look(page, "timeline-plan")


def test_two_agencies_fill_the_chronology_and_a_third_sees_it_grow(
    sign_in: SignIn, axe: Callable[[Page], None]
) -> None:
    callum = sign_in("Callum Reid", None)
    path = f"/meetings/{meeting(callum, PLANNED)}"
    callum.goto(f"{path}/prepare")
    prepare(callum)
    beth = sign_in("Beth Langley", f"{path}/prepare")
    expect(beth.get_by_role("heading", name=say("chronology.prepare.title"))).to_be_visible()
    expect(beth.get_by_text(PREPARED)).to_have_count(0)

    amara = sign_in("Amara Osei", f"{path}/plan")
    amara.get_by_role("button", name=say("plan.summary.open"), exact=True).click()
    amara.get_by_role("button", name=say("meeting.open_now")).click()
    expect(amara.get_by_role("button", name=say("meeting.ground_rules.accept"), exact=True)).to_be_visible()
    elin = enter(sign_in, "Elin O'Neill-Ward", PLANNED, language="cy", viewport=PHONE)
    elin.page.get_by_role("button", name=elin.say("board.tab.drift"), exact=True).click()
    expect(event(elin, PREPARED)).to_be_visible()
    social_care = enter(sign_in, "Beth Langley", PLANNED)
    type_event(social_care)
    expect(event(elin, TYPED)).to_be_visible()
    look(elin.page, "chronology-phone-cy")
    axe(elin.page)
    chronology(social_care).scroll_into_view_if_needed()
    every_way(social_care.page)
    look(social_care.page, "chronology-laptop")

    form = social_care.write("board.change", event(social_care, TYPED))
    form.day("chronology.form.began", clock.today() + timedelta(days=400))
    form.send("board.form.save")
    expect(form.refused()).to_contain_text("The chronology holds what has happened.")
    expect(form.field("chronology.form.what")).to_have_value(TYPED)
    form.close()


def prepare(page: Page) -> None:
    """By mouse, before the meeting."""
    page.get_by_role("button", name=say("chronology.add"), exact=True).click()
    lane = page.get_by_role("region", name=say("chronology.prepare.title"), exact=True)
    Planning(page).fill_day(lane.get_by_role("group", name=say("chronology.form.began"), exact=True), date(2026, 3, 2))
    lane.get_by_label(say("chronology.form.what")).fill(PREPARED)
    every_way(page)
    lane.get_by_role("button", name=say("chronology.prepare.save"), exact=True).click()
    expect(lane.get_by_role("listitem").filter(has_text=PREPARED)).to_be_visible()
    look(page, "chronology-prepare")


def type_event(board: Board) -> None:
    """By keyboard alone: from the button, through the form, to the lane."""
    keyboard = board.page.keyboard
    chronology(board).get_by_role("button", name=board.say("chronology.add"), exact=True).focus()
    keyboard.press("Enter")
    expect(board.page.get_by_role("heading", name=board.say("chronology.panel.new"), exact=True)).to_be_focused()
    keyboard.press("Tab")
    for typed in ("17", "10", "2026"):
        keyboard.press("Tab")
        keyboard.type(typed)
    keyboard.press("Tab")
    keyboard.press("Tab")
    keyboard.type(TYPED)
    keyboard.press("Tab")
    keyboard.type("Case file")
    keyboard.press("Tab")
    keyboard.press("Enter")
    expect(event(board, TYPED)).to_be_visible()
    board.saved()
