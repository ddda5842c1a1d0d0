"""Data made piece by piece, read as a file, so that nothing lies on the disk unencrypted or in memory as a whole."""

import json
import zlib
from collections.abc import Iterable, Iterator
from typing import Any, Protocol

from mas_hub.nesting import loads


class Readable(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


class Source:
    """Pieces of bytes, as something to read from."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self._left = b""

    def read(self, size: int = -1) -> bytes:
        while size < 0 or not self._left:
            piece = next(self._pieces, None)
            if piece is None:
                break
            self._left += piece
        size = len(self._left) if size < 0 else size
        taken, self._left = self._left[:size], self._left[size:]
        return taken


def compressed(lines: Iterable[Any]) -> Iterator[bytes]:
    packing = zlib.compressobj()
    for line in lines:
        yield packing.compress(json.dumps(line).encode() + b"\n")
    yield packing.flush()


def lines_in(file: Readable) -> Iterator[Any]:
    """Raises `zlib.error` or `ValueError` when this is not what `compressed` made, or is cut off."""
    unpacking = zlib.decompressobj()
    left = b""
    while piece := file.read(1 << 16):
        *whole, left = (left + unpacking.decompress(piece)).split(b"\n")
        for line in whole:
            yield loads(line)
    if left or not unpacking.eof:
        raise ValueError("cut off")
