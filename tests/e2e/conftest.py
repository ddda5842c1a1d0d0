"""Fixtures of the end-to-end tests: a real server with its demo, a browser a person, axe."""

from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

from tests.e2e.accessibility import told, violations
from tests.e2e.browsers import LAPTOP, PATIENCE_MS, Browsers, give_session, launched
from tests.e2e.server import Server

FAILED = Path(__file__).parents[2] / "test-results"
expect.set_options(timeout=PATIENCE_MS)
FAILURES = pytest.StashKey[bool]()


class SignIn(Protocol):
    """Opens `path` in a new browser, signed in as the demo person of that name or e-mail, in that language."""

    def __call__(self, who: str, path: str = "/", *, viewport: ViewportSize = LAPTOP, language: str = "en") -> Page: ...


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.e2e)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.failed:
        item.stash[FAILURES] = True
    return report


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of its own for each module of tests, with the demo loaded."""
    running = Server(tmp_path_factory.mktemp("server") / "data")
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

    def _sign_in(who: str, path: str = "/", *, viewport: ViewportSize = LAPTOP, language: str = "en") -> Page:
        page = browsers.open(server.url, viewport=viewport, language=language)
        give_session(page, emails.get(who, who), session["demo_password"], language)
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
