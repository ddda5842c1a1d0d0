"""Between the board that a page is answered and what it hears from then on nothing is missing (G4)."""

from types import SimpleNamespace
from typing import Any, cast

import orjson
import pytest

from mas_hub.live.server import LiveServer
from mas_hub.live.sockets import Socket
from mas_hub.meetings.doors import join
from tests.sitting import Sitting, token_of


@pytest.mark.parametrize("coming_back", [False, True])
def test_what_is_written_as_a_page_begins_to_follow_is_in_its_answer(opened: Sitting, coming_back: bool) -> None:
    """Whoever would read first and follow then would hear of it nowhere: it was told before they followed."""
    followed: list[dict[str, int]] = []

    def follow(_socket: Socket, _meeting_id: int, streams: frozenset[str], heads: dict[str, int]) -> None:
        assert streams == heads.keys() == opened.streams_of("dina")
        followed.append(heads)
        opened.do("beth", "add_reflection", prompt="analysis", text="Just now.")

    page = Socket("a-page", token_of("dina"), 0, opened.people["dina"], "en")
    cursors = {"cursors": {"shared": len(opened.log())}} if coming_back else {}
    live = cast(LiveServer, SimpleNamespace(follow=follow))
    answer: dict[str, Any] = orjson.loads(orjson.dumps(join(live, page, {"meeting_id": opened.meeting_id, **cursors})))
    (heads,) = followed
    head = len(opened.log())
    assert heads["shared"] == head - 1
    if coming_back:
        assert [entry["subject"]["text"] for entry in answer["entries"] if entry["stream"] == "shared"] == ["Just now."]
        assert answer["heads"]["shared"] == head
    else:
        assert "Just now." in [view["text"] for view in answer["snapshot"]["views"]["reflection"]]
        assert answer["snapshot"]["cursors"]["shared"] == head


@pytest.mark.parametrize("cursors", [{"shared": -1}, {"shared": "1"}, {"shared": 2**31}, {"shared": None}, [1], "1"])
def test_cursors_that_no_page_could_have_are_answered_with_the_board(opened: Sitting, cursors: object) -> None:
    page = Socket("a-page", token_of("dina"), 0, opened.people["dina"], "en")
    live = cast(LiveServer, SimpleNamespace(follow=lambda *_: None))
    assert "snapshot" in join(live, page, {"meeting_id": opened.meeting_id, "cursors": cursors})


@pytest.mark.parametrize(
    ("who", "follows", "quiet"),
    [("amara", set(), True), ("amara", {"this"}, True), ("amara", {"another"}, False), ("dina", set(), False)],
)
def test_nobody_is_quiet_but_whoever_chairs_and_follows_nothing_else(
    opened: Sitting, who: str, follows: set[str], quiet: bool
) -> None:
    """So nobody reads along elsewhere without being there."""
    ids = {"this": opened.meeting_id, "another": opened.other_meeting_id}
    following = {ids[each]: frozenset({"shared"}) for each in follows}
    page = Socket("a-page", token_of(who), 0, opened.people[who], "en", following)
    live = cast(LiveServer, SimpleNamespace(follow=lambda *_: None))
    join(live, page, {"meeting_id": opened.meeting_id, "quiet": True})
    assert page.quiet is quiet
