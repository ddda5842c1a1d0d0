"""One person with many pages, and one who is faster than the service takes."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.board import Board
from tests.e2e.conftest import SignIn
from tests.e2e.demo import enter, views
from tests.e2e.server import Server
from tests.e2e.words import say


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, demo: Callable[[], Path]) -> Iterator[Server]:
    tight = {"MAS_HUB_SOCKETS_PER_PERSON": "2", "MAS_HUB_ACTS_PER_SECOND": "1"}
    running = Server(tmp_path_factory.mktemp("server") / "data", begins_with=demo(), environment=tight)
    running.start()
    yield running
    running.stop()


@pytest.mark.parametrize("language", ["en", "cy"])
def test_the_oldest_page_says_that_it_was_put_aside_and_can_go_on(
    sign_in: SignIn, axe: Callable[[Page], None], language: str
) -> None:
    oldest = enter(sign_in, "Callum Reid", language=language)
    text = f"Half a thought in the first window ({language})."
    form = oldest.write("board.reflections.add").choose("board.form.prompt", "analysis")
    form.text("board.form.text", text)
    others = []
    for _ in range(2):
        page = oldest.page.context.new_page()
        page.goto(oldest.page.url)
        others.append(Board(page, language).loaded())
    aside = oldest.page.get_by_role("alert").filter(has_text=oldest.say("board.ended.too_many_pages"))
    expect(aside).to_be_visible()
    axe(oldest.page)
    expect(form.field("board.form.text")).to_have_value(text)
    oldest.press("common.try_again")
    oldest.saved()
    expect(others[0].page.get_by_text(oldest.say("board.ended.too_many_pages"))).to_be_visible()
    oldest.sent(form, "board.reflections.add")
    others[1].sees(text)


def test_who_is_too_fast_waits_and_loses_nothing(sign_in: SignIn) -> None:
    beth = enter(sign_in, "Beth Langley")
    for number in range(6):
        beth.reflect("analysis", f"Quick thought {number}.")
    stored = [view["text"] for view in views(beth.page, "reflection") if "text" in view]
    assert [stored.count(f"Quick thought {number}.") for number in range(6)] == [1] * 6
    expect(beth.page.get_by_role("alert").filter(has_text=say("common.error.title"))).to_have_count(0)
