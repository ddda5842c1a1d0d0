"""What one person adds is on the others' boards at once, without anybody loading the page again."""

from statistics import median

from tests.e2e.board import Board
from tests.e2e.conftest import SignIn
from tests.e2e.demo import enter

WELL_UNDER_MS = 1000
PRESSED_TO_SEEN_MS = 10_000
"""Pressing and saving as well: how long those take is the machine's matter, within reason."""
NOTE_SEEING = """(text) => {
    addEventListener('submit', () => (window.pressed = Date.now()), {capture: true, once: true});
    window.seen = 0;
    new MutationObserver((_, watching) => {
        if (!document.querySelector('main').textContent.includes(text)) return;
        window.seen = Date.now();
        watching.disconnect();
    }).observe(document.body, {childList: true, subtree: true, characterData: true});
}"""


def test_an_entry_is_on_the_others_boards_well_under_a_second_after_its_writers(sign_in: SignIn) -> None:
    boards: list[Board] = [enter(sign_in, who) for who in ("Amara Osei", "Beth Langley", "Callum Reid")]
    for board in boards:
        board.page.evaluate("window.stillThere = true")
    behind_the_writer, since_the_press = [], []
    for turn in range(6):
        writer, *others = boards[turn % 3 :] + boards[: turn % 3]
        text = f"Seen at once, {turn}."
        for board in boards:
            board.page.evaluate(NOTE_SEEING, text)
        writer.reflect("learning", text)
        for board in boards:
            board.sees(text)
        pressed, written = writer.page.evaluate("[window.pressed, window.seen]")
        for board in others:
            seen = board.page.evaluate("window.seen")
            behind_the_writer.append(seen - written)
            since_the_press.append(seen - pressed)
    assert median(behind_the_writer) < WELL_UNDER_MS, behind_the_writer
    assert max(since_the_press) < PRESSED_TO_SEEN_MS, since_the_press
    for board in boards:
        assert board.page.evaluate("window.stillThere"), "the page was loaded again"
