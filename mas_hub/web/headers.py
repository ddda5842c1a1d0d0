"""What every answer tells the browser to forbid."""

from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask, Response, request

from mas_hub.config import Settings

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
OWN_PAGES_ONLY = ("publickey-credentials-create", "publickey-credentials-get")
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=(self)" if feature in OWN_PAGES_ONLY else f"{feature}=()"
    for feature in (
        *OWN_PAGES_ONLY,
        "accelerometer",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "screen-wake-lock",
        "serial",
        "usb",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS_POLICY,
}
STRICT_TRANSPORT_SECURITY = "max-age=63072000; includeSubDomains"
A_YEAR = "public, max-age=31536000, immutable"

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def on_every_answer(inner: Wsgi, settings: Settings) -> Wsgi:
    """What Flask does not answer has them too: a board that is fetched without a websocket, and who is not let in."""
    others = [*HEADERS.items(), ("Cache-Control", "no-store")]
    if settings.production:
        others.append(("Strict-Transport-Security", STRICT_TRANSPORT_SECURITY))

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *failed: Any) -> Any:
            told = {name.lower() for name, _ in headers}
            return start_response(
                status, [*headers, *(other for other in others if other[0].lower() not in told)], *failed
            )

        return inner(environ, start)

    return answer


def install(app: Flask, settings: Settings) -> None:
    @app.after_request
    def _forbid(response: Response) -> Response:
        response.headers.update(HEADERS)
        if settings.production:
            response.headers["Strict-Transport-Security"] = STRICT_TRANSPORT_SECURITY
        response.headers["Cache-Control"] = A_YEAR if _is_hashed_asset(response) else "no-store"
        return response


def _is_hashed_asset(response: Response) -> bool:
    return request.path.startswith("/assets/") and response.status_code in (200, 206, 304)
