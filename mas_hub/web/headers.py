"""What every answer tells the browser to forbid."""

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
