"""The second step of signing in: a code, or setting up what makes them."""

from flask import Blueprint, Response, jsonify, request

from mas_hub.identity.account_schemas import CodeSchema
from mas_hub.identity.qr import qr_path
from mas_hub.identity.second_factor import Offer
from mas_hub.identity.session_routes import A_SESSION, STEP, answer_session
from mas_hub.identity.steps import answer_code, offer_at_step, set_up_at_step
from mas_hub.web.answers import body
from mas_hub.web.guard import public
from mas_hub.web.openapi import describe
from mas_hub.web.session import kept_cookie

blueprint = Blueprint("step", __name__)

AN_OFFER = {"secret": "JBSW Y3DP", "uri": "otpauth://totp/…", "qr": {"size": 41, "path": "M4 4h7v1h-7z"}}


@blueprint.post("/api/session/code")
@describe("Sign in: the second factor's code", request=CodeSchema, response=A_SESSION)
@public("whoever signs in is not signed in yet")
def give_code() -> Response:
    code: str = body(CodeSchema)["code"]
    return answer_session(answer_code(kept_cookie(STEP), code, address=request.remote_addr or ""))


@blueprint.post("/api/session/second-factor")
@describe("Sign in: what to put into an authenticator app", response=AN_OFFER)
@public("whoever signs in is not signed in yet")
def offer() -> Response:
    return jsonify(offer_view(offer_at_step(kept_cookie(STEP))))


@blueprint.put("/api/session/second-factor")
@describe("Sign in: show that the app has it", request=CodeSchema, response={**A_SESSION, "recovery_codes": ["…"]})
@public("whoever signs in is not signed in yet")
def set_up() -> Response:
    token, codes = set_up_at_step(kept_cookie(STEP), body(CodeSchema)["code"])
    return answer_session(token, {"recovery_codes": codes})


def offer_view(offer: Offer) -> dict[str, object]:
    """The secret in fours, as people type it, and the QR code for those who point at it."""
    fours = [offer.secret[start : start + 4] for start in range(0, len(offer.secret), 4)]
    return {"secret": " ".join(fours), "uri": offer.uri, "qr": qr_path(offer.uri)}
