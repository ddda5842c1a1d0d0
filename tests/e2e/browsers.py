"""Real Chromium: found on the machine, one context a person, and what its pages complained of."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import (
    APIResponse,
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    Playwright,
    ViewportSize,
)

LAPTOP: ViewportSize = {"width": 1366, "height": 768}
PHONE: ViewportSize = {"width": 390, "height": 844}
PATIENCE_MS = 45_000
"""Many browsers on two cores can be slow; what is not there by then does not come."""
NAMES = ("chromium", "chromium-browser", "google-chrome")
OFF = [
    # What Playwright turns off: the last word counts, so it is said again.
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "LensOverlay",
    "MediaRouter",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "TcpPortRandomizationWin",
    "OptimizationHints",
    "NetworkTimeServiceQuerying",
    "AimEnabled",
    "PreconnectToSearch",
    # Pages of the browser's own address bar, two for each window, which nobody sees here.
    "AiModeOmniboxEntryPoint",
    "WebUIOmniboxAimPopup",
    "WebUIOmniboxFrame",
    "WebUIOmniboxFullPopup",
    "WebUIOmniboxPopup",
    "WebUIOmniboxSimplification",
]
FLAGS = [
    f"--disable-features={','.join(OFF)}",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium_path() -> str:
    for name in filter(None, (os.environ.get("MAS_HUB_CHROMIUM"), *NAMES)):
        if path := shutil.which(name):
            return path
    raise RuntimeError("no Chromium found: run `make browser`, or set MAS_HUB_CHROMIUM to its path")


@contextmanager
def launched(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
    try:
        yield browser
    finally:
        browser.close()


def give_session(page: Page, email: str, password: str, language: str) -> None:
    """Sign this browser in, in that language, without loading a page."""
    known = _send(page, "GET", "", "").json()["csrf_token"]
    answer = _send(page, "POST", "", known, {"email": email, "password": password})
    assert answer.ok, f"{email} cannot sign in: {answer.status} {answer.text()}"
    session = answer.json()
    if session["person"]["language"] != language:
        assert _send(page, "PUT", "/language", session["csrf_token"], {"language": language}).ok


def _send(page: Page, method: str, rest: str, token: str, body: dict[str, str] | None = None) -> APIResponse:
    headers = {"X-CSRF-Token": token} if token else {}
    return page.request.fetch(f"/api/session{rest}", method=method, data=body, headers=headers)


class Browsers:
    """The browsers of one test: every person gets a context of their own, so cookies never mix."""

    def __init__(self, browser: Browser) -> None:
        self.pages: list[Page] = []
        self.complaints: list[str] = []
        self._browser = browser
        self._contexts: list[BrowserContext] = []

    def open(self, base_url: str, *, viewport: ViewportSize = LAPTOP, language: str = "en") -> Page:
        """A new browser, signed out, whose addresses are relative to `base_url`; nothing is loaded yet."""
        context = self._browser.new_context(
            base_url=base_url,
            viewport=viewport,
            locale="cy-GB" if language == "cy" else "en-GB",
            timezone_id="Europe/London",
            reduced_motion="reduce",
            accept_downloads=True,
        )
        context.set_default_timeout(PATIENCE_MS)
        self._contexts.append(context)
        page = context.new_page()
        self.pages.append(page)
        page.on("pageerror", lambda error: self._complain(page, error))
        page.on("console", lambda message: self._read_console(page, message))
        return page

    def close(self) -> None:
        for context in self._contexts:
            context.close()

    def screenshots(self, folder: Path, name: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for number, page in enumerate(self.pages, start=1):
            if not page.is_closed():
                page.screenshot(path=folder / f"{re.sub(r'[^a-zA-Z0-9_-]+', '-', name)}-{number}.png")

    def _complain(self, page: Page, error: Error) -> None:
        self.complaints.append(f"{page.url}: {error.stack or error.message}")

    def _read_console(self, page: Page, message: ConsoleMessage) -> None:
        """A lost connection is no fault of the page; what its own content security policy blocks is."""
        if message.type == "error" and "Content Security Policy" in message.text:
            self.complaints.append(f"{page.url}: {message.text}")
