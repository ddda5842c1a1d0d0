"""Fixtures of the end-to-end tests: a real server with its demo, a browser a person, axe."""

import fcntl
import os
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

from mas_hub import clock
from tests.e2e.accessibility import told, violations
from tests.e2e.browsers import LAPTOP, PATIENCE_MS, Browsers, give_session, launched
from tests.e2e.server import Server

FAILED = Path(__file__).parents[2] / "test-results"
expect.set_options(timeout=PATIENCE_MS)
FAILURES = pytest.StashKey[bool]()


FIRST = (
    "test_series.py",
    "test_screens.py",
    "test_bad_weather.py",
    "test_hostile_texts.py",
    "test_live_meeting.py",
    "test_chair.py",
    "test_close_and_correct.py",
    "test_facilitating.py",
    "test_deciding.py",
)
"""What takes longest begins first, so that nothing is waited for alone at the end."""


class SignIn(Protocol):
    """Opens `path` in a new browser, signed in as the demo person of that name or e-mail, in that language.

    Without a path nothing is loaded yet, for whoever asks the way first, or only asks.
    """

    def __call__(
        self, who: str, path: str | None = "/", *, viewport: ViewportSize = LAPTOP, language: str = "en"
    ) -> Page: ...


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: FIRST.index(item.path.name) if item.path.name in FIRST else len(FIRST))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.failed:
        item.stash[FAILURES] = True
    return report


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    """The data of a server that has loaded today's demo: made by whichever worker of this run is first to ask."""
    mine = tmp_path_factory.getbasetemp()
    folder = (mine.parent if "PYTEST_XDIST_WORKER" in os.environ else mine) / "demo"
    folder.mkdir(exist_ok=True)

    def _demo() -> Path:
        data = folder / clock.local_day(clock.now()).isoformat()
        with (folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not data.exists():
                first = Server(folder / f"made by {os.getpid()}")
                first.start()
                first.stop()
                first.data.rename(data)
        return data

    return _demo


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, demo: Callable[[], Path]) -> Iterator[Server]:
    """A server of its own for each module of tests, with the demo loaded."""
    running = Server(tmp_path_factory.mktemp("server") / "data", begins_with=demo())
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright, launched(playwright) as browser:
        yield browser


@pytest.fixture
def browsers(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Browsers]:
    """Browsers to open by hand. A page that throws or breaks its own policy fails the test; failure leaves pictures."""
    opened = Browsers(chromium)
    yield opened
    if opened.complaints or request.node.stash.get(FAILURES, False):
        opened.screenshots(FAILED, request.node.name)
    opened.close()
    assert not opened.complaints, "\n\n".join(opened.complaints)


@pytest.fixture
def sign_in(server: Server, browsers: Browsers) -> SignIn:
    session: dict[str, Any] = server.get("/api/session")
    emails = {person["name"]: person["email"] for person in session["demo_people"]}

    def _sign_in(who: str, path: str | None = "/", *, viewport: ViewportSize = LAPTOP, language: str = "en") -> Page:
        page = browsers.open(server.url, viewport=viewport, language=language)
        give_session(page, emails.get(who, who), session["demo_password"], language)
        if path is not None:
            page.goto(path)
        return page

    return _sign_in


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """Fails, naming each place, when the page as it stands breaks WCAG 2.2 at level A or AA."""

    def _axe(page: Page) -> None:
        found = violations(page)
        assert not found, f"{page.url} breaks {len(found)} rules of WCAG 2.2 AA\n\n{told(found)}"

    return _axe
