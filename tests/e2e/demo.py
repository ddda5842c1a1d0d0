"""The demo's meetings, found as its people find them."""

from typing import Any

from playwright.sync_api import APIResponse, Page

from tests.e2e.board import Board
from tests.e2e.browsers import LAPTOP
from tests.e2e.conftest import SignIn

LIVE, PLANNED, CLOSED = "FS-2291", "FS-2318", "FS-2107"


def meeting(page: Page, reference: str) -> int:
    """The id of the meeting on that case, from this person's home."""
    home = page.request.get("/api/home").json()
    shelves = (home[shelf] for shelf in ("live", "coming", "to_record", "past"))
    found: int = next(
        card["meeting_id"] for shelf in shelves for card in shelf if card["case"]["reference"] == reference
    )
    return found


def enter(sign_in: SignIn, who: str, reference: str = LIVE, *, language: str = "en", viewport: Any = LAPTOP) -> Board:
    """Somebody's board, with the ground rules accepted."""
    page = sign_in(who, None, language=language, viewport=viewport)
    page.goto(f"/meetings/{meeting(page, reference)}")
    board = Board(page, language)
    if reference != LIVE:
        page.get_by_role("button", name=board.say("meeting.ground_rules.accept")).click()
    return board.loaded()


def views(page: Page, kind: str, reference: str = LIVE) -> list[dict[str, Any]]:
    """What is stored of one kind, as a fresh snapshot has it."""
    board = page.request.get(f"/api/meetings/{meeting(page, reference)}/board").json()
    found: list[dict[str, Any]] = board["views"].get(kind, [])
    return found


def send(page: Page, method: str, path: str, body: Any = None) -> APIResponse:
    """A request with this browser's session, as another tab would send it."""
    token = page.request.get("/api/session").json()["csrf_token"]
    return page.request.fetch(path, method=method, data=body, headers={"X-CSRF-Token": token})
