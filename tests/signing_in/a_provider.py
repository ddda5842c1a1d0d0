"""A small OpenID provider on loopback: right unless told to be wrong. `asked` counts what was asked of it."""

import base64
import hashlib
import json
import secrets
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

from mas_hub import clock

CLIENT_ID, CLIENT_SECRET = "mas-hub", "made-up secret"
POLL_S = 0.01
"""How often it looks whether it should stop: whoever stops it waits that long."""
Change = Callable[[dict[str, Any]], dict[str, Any]]


def as_it_is(said: dict[str, Any]) -> dict[str, Any]:
    return said


@dataclass
class Provider:
    """`change_claims`, `change_answer` and `change_description` make it lie; `key` signs, `published` are its keys."""

    change_claims: Change = as_it_is
    change_answer: Change = as_it_is
    change_description: Change = as_it_is
    signs: Callable[[dict[str, Any]], str] | None = None
    codes: dict[str, dict[str, Any]] = field(default_factory=dict)
    refuses_verifier: bool = False
    at_the_browser: str = "somebody"
    asked: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.key = kept_key("first")
        self.published = [self.key]
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.issuer = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(POLL_S,), daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def let_through(self, address: str, subject: str) -> dict[str, str]:
        """What the page comes back with when this subject signed in at the address where it was sent."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert (asked["client_id"], asked["code_challenge_method"]) == (CLIENT_ID, "S256")
        code = secrets.token_urlsafe(16)
        self.codes[code] = {**asked, "subject": subject}
        return {"state": asked["state"], "code": code, "iss": self.issuer}

    def sign(self, claims: Mapping[str, Any]) -> str:
        return jwt.encode({"alg": "RS256", "kid": self.key.kid}, dict(claims), self.key)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                if self.path.startswith("/authorize"):
                    self._send_back()
                    return
                provider.asked[self.path] += 1
                said = {
                    "/.well-known/openid-configuration": provider._describes,
                    "/jwks": provider._publishes,
                }.get(self.path)
                self._answer(404 if said is None else 200, {} if said is None else said())

            def do_POST(self) -> None:
                form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
                self._answer(*provider._redeem({name: values[0] for name, values in form.items()}))

            def _send_back(self) -> None:
                """To a browser that comes here: whoever sits at it is `at_the_browser`, and says yes."""
                back = provider.let_through(self.path, provider.at_the_browser)
                to = parse_qs(urlsplit(self.path).query)["redirect_uri"][0]
                self.send_response(302)
                self.send_header("Location", f"{to}?{urlencode(back)}")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def _answer(self, status: int, said: Any) -> None:
                content = said if isinstance(said, bytes) else json.dumps(said).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: Any) -> None:
                pass

        return Handler

    def _describes(self) -> dict[str, Any]:
        return self.change_description(
            {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/jwks",
                "authorization_response_iss_parameter_supported": True,
            }
        )

    def _publishes(self) -> dict[str, Any]:
        return {"keys": [key.as_dict(private=False) for key in self.published]}

    def _redeem(self, form: Mapping[str, str]) -> tuple[int, Any]:
        asked = self.codes.pop(form.get("code", ""), None)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        good = (
            asked is not None
            and not self.refuses_verifier
            and asked["code_challenge"] == challenge.decode().rstrip("=")
            and (form["client_id"], form["client_secret"]) == (CLIENT_ID, CLIENT_SECRET)
            and form["redirect_uri"] == asked["redirect_uri"]
        )
        if asked is None or not good:
            return 400, {"error": "invalid_grant"}
        now = int(clock.now().timestamp())
        claims = self.change_claims(
            {
                "iss": self.issuer,
                "sub": asked["subject"],
                "aud": CLIENT_ID,
                "nonce": asked["nonce"],
                "iat": now,
                "exp": now + 300,
            }
        )
        token = (self.signs or self.sign)(claims)
        return 200, self.change_answer({"access_token": "opaque", "token_type": "Bearer", "id_token": token})


@cache
def kept_key(kid: str) -> RSAKey:
    """Made once for all tests, as it takes long."""
    return new_key(kid)


def new_key(kid: str) -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": kid, "use": "sig", "alg": "RS256"})
