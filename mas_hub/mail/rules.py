"""What can be sent, and when it is tried again."""

import re

PAUSES_S = (30, 60, 120, 300, 600, 1_800, 3_600)
"""After the first attempt that failed, the second and so on; then the last of them again and again."""
GIVE_UP_S = 2 * 24 * 3_600

_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\\\"\x00-\x1f\x7f]{1,64}@[^\s@<>()\[\],;:\\\"\x00-\x1f\x7f]{1,189}")


def can_be_addressed(address: str) -> bool:
    """One plain address and nothing that could become another header or another recipient."""
    return _ADDRESS.fullmatch(address) is not None


def pause_after(attempts: int) -> int:
    """Seconds until a message that failed `attempts` times is tried again."""
    return PAUSES_S[min(attempts, len(PAUSES_S)) - 1]


def is_given_up(since: float, now: float) -> bool:
    """Two days after it was queued."""
    return now - since >= GIVE_UP_S


def in_one_line(value: str) -> str:
    """A fact as it may stand in a message: no line of its own, no control character."""
    return " ".join(re.sub(r"[\x00-\x1f\x7f\x85\u2028\u2029]", " ", value).split())
