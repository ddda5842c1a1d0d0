"""Frames say what RFC 6455 means by them, however they come in pieces; what is none is told apart."""

import os
import random

import pytest

from mas_hub.live.frames import BINARY, CLOSE, CONTINUATION, PING, TEXT, Broken, Frames, framed, unmasked

MOST = 200_000


def masked(said: bytes, kind: int = TEXT, *, final: bool = True) -> bytes:
    """As a client sends it."""
    frame = framed(said, kind)
    mask = os.urandom(4)
    head = frame[: len(frame) - len(said)]
    first = head[0] if final else head[0] & 0x7F
    return bytes((first, head[1] | 0x80)) + head[2:] + mask + unmasked(said, mask)


def all_of(frames: Frames) -> list[tuple[int, bytes]]:
    return list(iter(frames.next, None))


@pytest.mark.parametrize("size", [0, 1, 3, 4, 5, 300, 4097])
def test_unmasking_is_what_the_standard_says(size: int) -> None:
    any_bytes = random.Random(size)
    data, mask = any_bytes.randbytes(size), any_bytes.randbytes(4)
    assert unmasked(data, mask) == bytes(byte ^ mask[number % 4] for number, byte in enumerate(data))


@pytest.mark.parametrize("size", [0, 1, 125, 126, 65_535, 65_536, MOST])
def test_a_frame_says_its_text_whatever_its_length(size: int) -> None:
    frames = Frames(MOST)
    frames.add(masked(b"x" * size))
    assert all_of(frames) == [(TEXT, b"x" * size)]


@pytest.mark.parametrize("piece", [1, 2, 3, 7, 1000])
def test_frames_may_come_in_any_pieces(piece: int) -> None:
    said = [(TEXT, b"short"), (BINARY, b"y" * 300), (PING, b"there?"), (TEXT, b"z" * 700), (CLOSE, b"")]
    sent = b"".join(masked(data, kind) for kind, data in said)
    frames, heard = Frames(MOST), []
    for at in range(0, len(sent), piece):
        frames.add(sent[at : at + piece])
        heard += all_of(frames)
    assert heard == said


def test_a_message_may_come_in_several_frames_with_a_ping_between_them() -> None:
    frames = Frames(MOST)
    frames.add(masked(b"one ", final=False) + masked(b"?", PING) + masked(b"two ", CONTINUATION, final=False))
    frames.add(masked(b"three", CONTINUATION) + masked(b"four"))
    assert all_of(frames) == [
        (CONTINUATION, b""),
        (PING, b"?"),
        (CONTINUATION, b""),
        (TEXT, b"one two three"),
        (TEXT, b"four"),
    ]


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (framed(b"without a mask"), 1002),
        (b"\xc1" + masked(b"compressed")[1:], 1002),
        (b"\x83" + masked(b"of no kind")[1:], 1002),
        (masked(b"a ping in pieces", PING, final=False), 1002),
        (masked(b"x" * 126, PING), 1002),
        (masked(b"continues nothing", CONTINUATION), 1002),
        (masked(b"begins", final=False) + masked(b"begins again"), 1002),
        (masked(b"x" * (MOST + 1))[:14], 1009),
        (masked(b"x" * MOST, final=False) + masked(b"x", CONTINUATION), 1009),
        (b"\x81\xff" + b"\xff" * 12, 1009),
        (masked(b"", final=False) + masked(b"", CONTINUATION, final=False) * 100, 1009),
    ],
    ids=[
        "no mask",
        "compressed",
        "no kind",
        "a ping in pieces",
        "a long ping",
        "continues nothing",
        "begins twice",
        "too long",
        "too long in two",
        "longer than any",
        "empty pieces without end",
    ],
)
def test_what_is_none_or_too_long_is_told_apart(sent: bytes, status: int) -> None:
    frames = Frames(MOST)
    frames.add(sent)
    with pytest.raises(Broken) as broken:
        all_of(frames)
    assert broken.value.status == status
