"""The pictures in docs/images, taken of the demo in real Chromium: `make pictures`.

The server's clock and the pages' stand still, so that the same screens give the same pictures.
"""

import os
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, ViewportSize, expect, sync_playwright

from tests.e2e.board import Board
from tests.e2e.browsers import LAPTOP, PATIENCE_MS, PHONE, Browsers, give_session, launched
from tests.e2e.demo import CLOSED, LIVE, PLANNED, meeting, send, views
from tests.e2e.server import Server
from tests.e2e.words import say

IMAGES = Path(os.environ.get("MAS_HUB_PICTURES", Path(__file__).parents[2] / "docs/images"))
NOW = "2026-09-21T14:20:00+01:00"
REPRESENTATIVES = ("Beth Langley", "Callum Reid", "Dina Farouk", "Elin O'Neill-Ward", "Farid Haddad", "Grace Mbeki")
PROJECTOR: ViewportSize = {"width": 1920, "height": 1080}
GROUP, WEIGH, SEEN = "Hold a core group", "Weigh K. at school", "Offer a first appointment"


class Studio:
    """The demo's people, each in a browser of their own, on one fixed day."""

    def __init__(self, server: Server, browsers: Browsers) -> None:
        self.server = server
        self.browsers = browsers
        session = server.get("/api/session")
        self.password = session["demo_password"]
        self.emails = {person["name"]: person["email"] for person in session["demo_people"]}

    def person(self, who: str, *, viewport: ViewportSize = LAPTOP, language: str = "en") -> Page:
        page = self.visitor(viewport=viewport, language=language)
        give_session(page, self.emails[who], self.password, language)
        return page

    def visitor(self, *, viewport: ViewportSize = LAPTOP, language: str = "en") -> Page:
        page = self.browsers.open(self.server.url, viewport=viewport, language=language)
        page.clock.set_fixed_time(NOW)
        return page

    def board(self, who: str, *, viewport: ViewportSize = LAPTOP, language: str = "en") -> Board:
        page = self.person(who, viewport=viewport, language=language)
        page.goto(f"/meetings/{meeting(page, LIVE)}")
        return Board(page, language).loaded()


def act(page: Page, name: str, data: dict[str, Any]) -> None:
    body = {"act_id": str(uuid.uuid4()), "data": data}
    done = send(page, "POST", f"/api/meetings/{meeting(page, LIVE)}/acts/{name}", body)
    assert done.ok, f"{name}: {done.text()}"


def decision(page: Page, text: str) -> dict[str, Any]:
    """What an act on that decision says of it."""
    found = next(each for each in views(page, "decision") if each["text"].startswith(text))
    return {"of": found["id"], "version": found["version"]}


def bring_forward(studio: Studio, room: dict[str, Board]) -> None:
    """The demo's live meeting, a little later: one decision agreed, one being answered, one not ready."""
    for who, board in room.items():
        act(board.page, "give_consent", {**decision(board.page, GROUP), "stand": "agree"})
        if who in ("Beth Langley", "Dina Farouk", "Elin O'Neill-Ward"):
            act(board.page, "give_consent", {**decision(board.page, WEIGH), "stand": "agree"})
    grace = room["Grace Mbeki"].page
    singled_out = "K. should not be singled out in front of other pupils."
    act(grace, "give_consent", {**decision(grace, WEIGH), "stand": "reservations", "reason": singled_out})
    housing = next(each["agency_id"] for each in views(grace, "invitation") if each["code"] == "HOU")
    vague: dict[str, Any] = {"owner": housing, "text": "Consider moving the family.", "due": None}
    vague |= {"measure": "", "responsible": "", "reflects_child": "", "involves": [], "answers": []}
    act(grace, "propose_decision", vague)
    amara = studio.person("Amara Osei")
    act(amara, "agree_decision", decision(amara, GROUP))


def take_all(studio: Studio) -> None:
    take("sign-in", at(studio.visitor(), "/"))
    take("home-facilitator", at(studio.person("Amara Osei"), "/"))
    take("home-recorder", at(studio.person("Kath Dawson"), "/"))
    take("home-phone", at(studio.person("Callum Reid", viewport=PHONE), "/"))
    planner = studio.person("Amara Osei")
    take("plan", at(planner, f"/meetings/{meeting(planner, PLANNED)}/plan"))
    invited = studio.person("Beth Langley")
    take("door", at(invited, f"/meetings/{meeting(invited, PLANNED)}"))
    reader = studio.person("Amara Osei")
    take("record-closed", at(reader, f"/meetings/{meeting(reader, CLOSED)}"))
    take("admin-people", at(studio.person("Ines Moreau"), "/admin/people"))
    take("admin-agencies", at(studio.person("Ines Moreau"), "/admin/agencies"))
    recorder = at(studio.person("Kath Dawson"), "/")
    recorder.get_by_role("button", name=say("home.record.open_named", reference=CLOSED)).click()
    recorder.get_by_role("radio", name=say("home.receipt.yes")).check()
    take("panel-record", recorder)
    take_boards(studio)


def take_boards(studio: Studio) -> None:
    room = {who: studio.board(who) for who in REPRESENTATIVES}
    bring_forward(studio, room)
    for board in room.values():
        board.sees(board.say("board.consent.all_agree"))
    settle(room["Callum Reid"])
    take("board-laptop", room["Callum Reid"].page)
    with shown(studio.board("Amara Osei")) as chair:
        take("board-chair", chair.page)
        form = chair.write("board.chair.close", chair.chair)
        expect(form.place).to_be_visible()
        take("panel-close", chair.page)
    take_room(studio)
    with shown(studio.board("Elin O'Neill-Ward", language="cy")) as welsh:
        take("board-welsh", welsh.page)
    with shown(studio.board("Callum Reid", viewport=PHONE)) as phone:
        take("board-phone-decisions", phone.page)
        tabs = phone.page.get_by_role("navigation", name=say("board.tabs"))
        tabs.get_by_role("button", name=say("board.tab.thresholds")).click()
        take("board-phone", phone.page)
    dina = room["Dina Farouk"]
    form = dina.write("board.decisions.propose")
    form.text("board.form.decision", "Send the summary of both callouts to the social worker.")
    form.text("board.form.measure", "Summary on the child's file.")
    form.text("board.form.responsible", "Detective sergeant")
    form.place.evaluate("panel => { panel.scrollTop = 0; document.activeElement.blur(); }")
    settle(dina)
    take("panel-decision", dina.page)
    take_conflict(room["Callum Reid"], studio)
    take_floor(studio)


def take_room(studio: Studio) -> None:
    screen = studio.person("Amara Osei", viewport=PROJECTOR)
    at(screen, f"/meetings/{meeting(screen, LIVE)}/room")
    expect(screen.get_by_role("heading", name=say("board.decisions.title"))).to_be_visible()
    take("room-view", screen)
    screen.close()


def take_conflict(callum: Board, studio: Studio) -> None:
    amara = studio.board("Amara Osei")
    mine, theirs = (board.write("board.change", board.card("Core group has not met")) for board in (callum, amara))
    chairs = "Nobody has weighed K. since 6 August, and the plan is unread."
    amara.sent(theirs.text("board.form.effect.child", chairs), "board.form.save")
    mine.text("board.form.effect.child", "Nobody has weighed K. for six weeks.").send("board.form.save")
    expect(mine.place.get_by_role("alert")).to_be_focused()
    settle(callum)
    take("panel-conflict", callum.page)


def take_floor(studio: Studio) -> None:
    """Positions hidden, hands up, some ready to move on, and a point that was told in private."""
    amara, callum, elin, dina = (
        studio.board(who) for who in ("Amara Osei", "Callum Reid", "Elin O'Neill-Ward", "Dina Farouk")
    )
    for board in (elin, callum):
        act(board.page, "raise_hand", {})
    for board in (callum, dina):
        act(board.page, "say_ready", {"ready": True})
    act(dina.page, "raise_private_point", {"text": "The plan protects us, not the child.", "sharing": "unnamed"})
    act(amara.page, "hide_positions", {})
    position = next(each for each in views(callum.page, "threshold_position") if "centiles" in each["evidence"])
    weighed = {"level": 4, "evidence": "Weighed again this morning.", "version": position["version"]}
    act(callum.page, "move_threshold_position", weighed)
    amara.press("floor.points.waiting.one")
    settle(amara)
    take("chair-floor", amara.page)
    with shown(studio.board("Callum Reid")) as own:
        take("hidden-round", own.page)


@contextmanager
def shown(board: Board) -> Iterator[Board]:
    """Only while its picture is taken, so that nobody is counted twice among those who are here."""
    yield board
    board.page.close()


def settle(board: Board) -> None:
    """What has just arrived is outlined for some seconds."""
    expect(board.page.locator(".fresh")).to_have_count(0)


def at(page: Page, path: str) -> Page:
    page.goto(path)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.wait_for_load_state("networkidle")
    return page


def take(name: str, page: Page) -> None:
    page.screenshot(path=IMAGES / f"{name}.png", animations="disabled", caret="hide")


def main(work: Callable[[Studio], None] = take_all) -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    expect.set_options(timeout=PATIENCE_MS)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright, launched(playwright) as chromium:
        server = Server(Path(folder) / "data", environment={"MAS_HUB_NOW": NOW})
        server.start()
        browsers = Browsers(chromium)
        try:
            work(Studio(server, browsers))
        finally:
            browsers.close()
            server.stop()


if __name__ == "__main__":
    main()
