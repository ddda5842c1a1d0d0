"""The chair and three agencies in one live meeting: a hidden round, hands, being ready, points told in private."""

import os
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.e2e.board import Board
from tests.e2e.browsers import PHONE
from tests.e2e.conftest import SignIn
from tests.e2e.demo import CLOSED, enter, meeting, send, views

VIEW_ONLY = ("meeting_id", "state", "case", "left", "needed", "facilitator", "own_template", "last_time")
EVIDENCE = "The school nurse weighed K. this morning."
SECRET = "The plan protects us, not the child."
ANSWER = "May I put that to everybody?"
OVER = "Two vacancies and one on sick leave."


def look(board: Board, name: str) -> None:
    """A picture to look at, where the person who runs the tests asks for them."""
    if folder := os.environ.get("MAS_HUB_PICTURES"):
        board.page.screenshot(path=Path(folder) / f"{name}.png")


def test_agencies_place_the_case_unseen_and_all_is_revealed_at_once(
    sign_in: SignIn, axe: Callable[[Page], None]
) -> None:
    amara = enter(sign_in, "Amara Osei")
    callum = enter(sign_in, "Callum Reid")
    elin = enter(sign_in, "Elin O'Neill-Ward", language="cy", viewport=PHONE)
    dina = enter(sign_in, "Dina Farouk")
    expect(elin.column("decisions")).to_be_visible()  # what is talked about now
    elin.show("thresholds")

    look(amara, "round-before")
    press_by_keyboard(amara.column("thresholds"), "floor.round.hide", amara)
    for board in (amara, callum, elin, dina):
        expect(board.page.get_by_role("heading", name=board.say("floor.round.title"))).to_be_visible()

    callum.move_position(2, EVIDENCE)
    elin.sees(elin.say("floor.round.placed"))
    expect(dina.page.locator("dd").first).to_contain_text("Health")
    callum.sees(EVIDENCE)
    for board in (amara, elin, dina):
        board.never_sees(EVIDENCE)
        assert EVIDENCE not in board.page.content()
        position = next(each for each in views(board.page, "threshold_position") if "centiles" in each["evidence"])
        assert (position["level"], position["hidden"]) == (4, False)
    for board, name in ((amara, "chair"), (callum, "own"), (elin, "phone-cy")):
        look(board, f"round-{name}")
        axe(board.page)

    dina_s = dina.page
    press_by_keyboard(dina.column("thresholds"), "board.thresholds.move", dina)
    expect(dina_s.locator("section[aria-labelledby=panel-title]")).to_be_visible()
    type_position(dina_s, dina, "2", "No callout since July.")
    expect(dina_s.get_by_text("No callout since July.").first).to_be_visible()
    look(dina, "round-form")

    closing = amara.write("board.chair.close", amara.chair)
    closing.pick("board.form.close.again", amara.say("board.form.close.again.no"))
    closing.text("board.form.close.why", "The plan is working.").send("board.form.close.send")
    expect(closing.refused()).to_contain_text("Positions are still hidden")
    closing.close()

    press_by_keyboard(amara.column("thresholds"), "floor.round.reveal", amara)
    expect(amara.page.get_by_role("alert").filter(has_text="Revealing cannot be undone")).to_be_visible()
    look(amara, "round-asked")
    press_by_keyboard(amara.column("thresholds"), "floor.round.reveal_now", amara)
    for board in (amara, elin, dina, callum):
        expect(board.page.get_by_role("heading", name=board.say("floor.round.title"))).to_have_count(0)
        board.sees(EVIDENCE)
        board.sees("No callout since July.")
    look(amara, "round-revealed")


def test_the_chair_sees_who_wants_to_speak_who_is_ready_and_what_is_told_in_private(
    sign_in: SignIn, axe: Callable[[Page], None]
) -> None:
    amara = enter(sign_in, "Amara Osei")
    callum = enter(sign_in, "Callum Reid")
    elin = enter(sign_in, "Elin O'Neill-Ward", language="cy", viewport=PHONE)
    dina = enter(sign_in, "Dina Farouk")

    callum.press("floor.hand.raise")
    expect(callum.page.get_by_text(callum.say("floor.hand.turn", n=1))).to_be_visible()
    expect(dina.page.locator("[aria-live=polite]").first).to_contain_text(
        dina.say("floor.told.hand_raised", agency="Health")
    )
    elin.press("floor.hand.raise")
    expect(elin.page.get_by_text(elin.say("floor.hand.turn", n=2))).to_be_visible()
    hands = amara.page.get_by_role("region", name=amara.say("floor.hands"))
    expect(hands.get_by_role("listitem")).to_have_text([re.compile("Health visitor"), re.compile("safeguarding lead")])
    expect(chip(dina, "Health")).to_contain_text(dina.say("floor.chip.hand"))
    for board in (callum, dina):
        board.press("floor.ready.say")
    expect(amara.page.get_by_text("2 of 6")).to_be_visible()

    focused = amara.page.evaluate("document.activeElement.tagName")
    form = dina.write("floor.point.tell").text("floor.form.point.text", SECRET)
    form.pick("floor.form.sharing", dina.say("floor.form.sharing.unnamed"))
    dina.page.get_by_text(dina.say("floor.form.point.elsewhere"), exact=True).click()
    told_instead = dina.page.get_by_role("group").filter(has_text=dina.say("floor.form.point.elsewhere_text"))
    expect(told_instead.get_by_text("Moira Kell")).to_be_visible()
    look(dina, "floor-point-form")
    axe(dina.page)
    dina.sent(form, "floor.form.point.send")
    form = callum.write("floor.capacity.tell")
    form.pick("floor.form.capacity", callum.say("floor.capacity.over")).text("floor.form.capacity.words", OVER)
    callum.sent(form, "floor.form.capacity.send")
    expect(amara.page.get_by_role("button", name=amara.say("floor.points.waiting.one"))).to_be_visible()
    assert amara.page.evaluate("document.activeElement.tagName") == focused
    look(amara, "floor-chair")
    look(elin, "floor-phone-cy")
    look(callum, "floor-own")

    row = hands.get_by_role("listitem").first
    row.get_by_role("button", name=re.compile(amara.say("floor.hand.give"))).click()
    expect(callum.page.get_by_text(callum.say("floor.hand.yours"))).to_be_visible()
    elin.press("floor.hand.lower_own")
    expect(hands.get_by_role("listitem")).to_have_count(1)

    amara.press("floor.points.waiting.one")
    amara.sees(SECRET)
    look(amara, "floor-points")
    axe(amara.page)
    amara.sent(amara.write("floor.point.answer.do").text("floor.form.answer", ANSWER), "floor.form.answer.send")
    dina.press_said(dina.say("floor.points.private", n=1))
    dina.sees(ANSWER)
    for board in (callum, elin):
        for word in (SECRET, ANSWER):
            assert word not in board.page.content()
    amara.press_said(amara.say("floor.points.private", n=1))
    amara.press("floor.point.share.unnamed")
    for board in (callum, elin):
        expect(board.page.get_by_text(SECRET).first).to_be_attached()
        assert ANSWER not in board.page.content()
    callum.sees(callum.say("floor.point.from_somebody"))
    amara.press_said(amara.say("floor.capacity.count", n=1))
    amara.sees(OVER)
    for board in (dina, elin):
        assert OVER not in board.page.content()

    # Who goes by key comes past every stage in the list: it is gone to when that is asked for.
    stages = amara.chair.get_by_label(amara.say("board.chair.stage"))
    stages.press("End")
    expect(stages).to_have_value("close")
    expect(amara.page.get_by_text("2 of 6").first).to_be_attached()
    amara.chair.get_by_role("button", name=amara.say("skips.go")).click()
    expect(stages).to_be_focused()
    expect(amara.page.get_by_text("2 of 6")).to_have_count(0)
    expect(callum.page.get_by_role("button", name=callum.say("floor.ready.say"))).to_have_attribute(
        "aria-pressed", "false"
    )
    look(callum, "floor-shared")


def test_a_view_is_tested_and_the_spread_goes_back_over_the_case_s_meetings(
    sign_in: SignIn, axe: Callable[[Page], None]
) -> None:
    amara = sign_in("Amara Osei", None)
    again = meet_again(amara)
    callum = Board(sign_in("Callum Reid", f"/meetings/{again}"))
    callum.press("meeting.ground_rules.accept")
    callum.loaded()

    form = callum.write("board.thresholds.add")
    form.pick("board.form.level", re.compile("^3")).text("board.form.evidence", "Seen at home twice.")
    form.place.get_by_text(callum.say("floor.tested.do")).click()
    form.text("floor.tested.hypothesis", "She is afraid of losing this one too.")
    form.text("floor.tested.proportionality", "We may weigh the first child too much.")
    look(callum, "tested-form")
    axe(callum.page)
    callum.sent(form, "board.thresholds.add")
    callum.page.get_by_text(callum.say("floor.tested.shown")).click()
    callum.sees("She is afraid of losing this one too.")

    expect(callum.page.get_by_text(re.compile("at the end of the last meeting"))).to_be_visible()
    callum.page.get_by_text(callum.say("floor.earlier.title")).click()
    table = callum.page.get_by_role("table", name=callum.say("floor.earlier.caption"))
    expect(table.get_by_role("row").filter(has_text="Health").get_by_role("cell")).to_have_text(["4", "3"])
    look(callum, "tested-board")
    axe(callum.page)


def meet_again(amara: Page) -> int:
    """The closed meeting's case has another meeting, open today: its id."""
    earlier = amara.request.get(f"/api/meetings/{meeting(amara, CLOSED)}").json()
    case = {"case_id": earlier["meeting"]["case"]["id"]}
    again: int = send(amara, "POST", "/api/meetings", case).json()["meeting_id"]
    plan = amara.request.get(f"/api/meetings/{again}/plan").json()
    speakers: dict[int, list[int]] = {each["agency_id"]: [] for each in earlier["invitations"]}
    for seat in earlier["seats"]:
        if seat["role"] == "representative":
            speakers[seat["agency_id"]].append(seat["person_id"])
    invited = [{"agency_id": agency, "representatives": people, "recorders": []} for agency, people in speakers.items()]
    said = {name: value for name, value in plan.items() if name not in VIEW_ONLY}
    said |= {"criteria": ["drift"], "scheduled_at": datetime.now(UTC).isoformat(), "invited": invited}
    saved = send(amara, "PUT", f"/api/meetings/{again}/plan", said)
    assert saved.ok, saved.text()
    opened = send(amara, "POST", f"/api/meetings/{again}/acts/open_meeting", {"act_id": "open-it-again", "data": {}})
    assert opened.ok, opened.text()
    return again


def chip(board: Board, agency: str) -> Locator:
    return (
        board.page.get_by_role("region", name=board.say("board.here.title"))
        .get_by_role("listitem")
        .filter(has_text=agency)
        .first
    )


def press_by_keyboard(place: Locator, key: str, board: Board) -> None:
    """Walk to a button as somebody without a mouse does, and press it."""
    page, button = board.page, place.get_by_role("button", name=board.say(key), exact=True)
    for _ in range(120):
        if button.evaluate("each => each === document.activeElement"):
            page.keyboard.press("Enter")
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{board.say(key)} is not reached by the keyboard")


def type_position(page: Page, board: Board, level: str, evidence: str) -> None:
    """The form of a position, from its first field on, with no mouse."""
    levels = page.locator("section[aria-labelledby=panel-title] input[type=radio]")
    for _ in range(20):
        if page.evaluate("document.activeElement.type") == "radio":
            break
        page.keyboard.press("Tab")
    while page.evaluate("document.activeElement.value") != level:
        page.keyboard.press(
            "ArrowUp" if int(page.evaluate("document.activeElement.value")) > int(level) else "ArrowDown"
        )
    expect(levels.nth(int(level) - 1)).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.type(evidence)
    panel = page.locator("section[aria-labelledby=panel-title]")
    press_by_keyboard(panel, "board.thresholds.move", board)
    expect(panel).to_have_count(0)
