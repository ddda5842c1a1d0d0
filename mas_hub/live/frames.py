"""Websocket frames as bytes (RFC 6455): what a server sends, and what it reads."""

CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0x0, 0x1, 0x2, 0x8, 0x9, 0xA

_FINAL = 0x80
_KINDS = frozenset((CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG))
_MOST_OF_CONTROL = 125
_MOST_PIECES = 64
"""Of one message. Pages send each whole; without a bound, empty pieces would add up to anything."""

MALFORMED, NOT_TEXT, TOO_BIG = 1002, 1007, 1009
"""Status codes of a connection that is closed for what came over it (7.4.1)."""


class Broken(Exception):
    """What came is no websocket, or more than may come. `status` says which."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def framed(payload: bytes, kind: int = TEXT) -> bytes:
    """As one frame from a server (5.2): final, unmasked."""
    size = len(payload)
    first = bytes((_FINAL | kind,))
    if size < 126:
        return first + bytes((size,)) + payload
    if size < 65_536:
        return first + b"\x7e" + size.to_bytes(2, "big") + payload
    return first + b"\x7f" + size.to_bytes(8, "big") + payload


def unmasked(data: bytes, mask: bytes) -> bytes:
    """What a client's frame says (5.3)."""
    size = len(data)
    key = mask * (size // 4 + 1)
    return (int.from_bytes(data, "big") ^ int.from_bytes(key[:size], "big")).to_bytes(size, "big")


class Frames:
    """What one client sends, frame by frame. `most`: bytes that a message may have, in however many frames it comes."""

    __slots__ = ("_data", "_kind", "_most", "_parts")

    def __init__(self, most: int) -> None:
        self._most = most
        self._data = b""
        self._kind: int | None = None
        self._parts: list[bytes] = []

    def add(self, data: bytes) -> None:
        self._data = self._data + data if self._data else data

    def next(self) -> tuple[int, bytes] | None:
        """The next frame that is there as a whole: its kind and what it says. A message of several frames comes with
        its last one; those before it are empty continuations. Raises `Broken`."""
        data = self._data
        if len(data) < 2:
            return None
        first, length = data[0], data[1] & 0x7F
        start = 6 if length < 126 else 8 if length == 126 else 14
        kind, final = first & 0x0F, bool(first & _FINAL)
        if first & 0x70 or kind not in _KINDS or not data[1] & 0x80:
            raise Broken(MALFORMED)
        if len(data) < start:
            return None
        if length > 125:
            length = int.from_bytes(data[2 : start - 4], "big")
        if kind & 8 and (length > _MOST_OF_CONTROL or not final):
            raise Broken(MALFORMED)
        if length + sum(map(len, self._parts)) > self._most or len(self._parts) > _MOST_PIECES:
            raise Broken(TOO_BIG)
        end = start + length
        if len(data) < end:
            return None
        self._data = data[end:]
        said = unmasked(data[start:end], data[start - 4 : start])
        return (kind, said) if kind & 8 else self._message(kind, said, final)

    def _message(self, kind: int, said: bytes, final: bool) -> tuple[int, bytes]:
        begun = self._kind
        if (begun is None) == (kind == CONTINUATION):
            raise Broken(MALFORMED)
        if begun is None and final:
            return kind, said
        self._parts.append(said)
        if not final:
            self._kind = kind if begun is None else begun
            return CONTINUATION, b""
        whole, self._parts, self._kind = b"".join(self._parts), [], None
        return begun or kind, whole
