"""What is answered to a request that could not even be read, in words as any other: no door of ours is asked then."""

from http import HTTPStatus
from typing import Any

from mas_hub.language import LANGUAGES, text
from mas_hub.web.headers import HEADERS

TOO_LONG = (HTTPStatus.REQUEST_URI_TOO_LONG, HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)


def unreadable(code: int) -> bytes:
    """The whole answer. Whose page it is for, and in which language, is not known."""
    refusal = "request_too_long" if code in TOO_LONG else "malformed"
    said = "".join(f"{text(f'refusals.{refusal}', language)}\n" for language in LANGUAGES).encode()
    headers = {
        **HEADERS,
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Length": str(len(said)),
        "Cache-Control": "no-store",
        "Connection": "close",
    }
    lines = (f"HTTP/1.1 {code} {HTTPStatus(code).phrase}", *(": ".join(each) for each in headers.items()), "", "")
    return "\r\n".join(lines).encode() + said


class InOurWords:
    """Before what serves as the standard library's server does: each has a copy of that of its own."""

    wfile: Any
    close_connection: Any

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        self.close_connection = True
        self.wfile.write(unreadable(code))
        self.wfile.flush()
