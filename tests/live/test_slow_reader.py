"""A page that does not read for a while holds nobody up, and gets everything whole and in order when it reads again."""

import time

from tests.live.conftest import Connect
from tests.live.running import Server
from tests.live.slow import SlowPage
from tests.sitting import Sitting

BEFORE = 8
"""Acts while nobody is slow: what the machine needs for itself."""
ACTS = 64
LONG = "€" * 7_900
"""Some 47 kB once it is sent; together more than the kernel keeps for a connection."""


def test_slow_reader_gets_everything_in_order_and_holds_nobody_up(
    server: Server, prepared: Sitting, connect: Connect
) -> None:
    beth, dina = connect(server, "beth"), connect(server, "dina")
    for guest in (beth, dina):
        guest.join(prepared.meeting_id)

    def act(number: int) -> tuple[float, str]:
        """How long it took, and its id."""
        began = time.monotonic()
        answer = beth.act(prepared.meeting_id, "add_reflection", {"prompt": "analysis", "text": f"{number} {LONG}"})
        return time.monotonic() - began, answer["entries"][0]["act_id"]

    before = [act(number)[0] for number in range(BEFORE)]
    slow = SlowPage(server, "arun", prepared.meeting_id)
    took: list[float] = []
    act_id = ""
    for number in range(ACTS):
        seconds, act_id = act(number)
        took.append(seconds)
        if number % 10 == 0:
            slow.say_it_lives()
    dina.wait(lambda: act_id in {entry["act_id"] for entry in dina.entries()})
    entries = slow.entries_upto(act_id)
    slow.close()
    numbers = [entry["seq"] for entry in entries]
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    assert [entry["subject"]["text"].split()[0] for entry in entries[-ACTS:]] == [str(each) for each in range(ACTS)]
    assert nearly_all(took) < max(1.0, 3 * nearly_all(before))


def nearly_all(took: list[float]) -> float:
    return sorted(took)[int(len(took) * 0.95)]
