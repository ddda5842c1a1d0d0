"""The second factor of one's own account, of somebody who has lost theirs, and who has to have one."""

from flask import Blueprint, Response, jsonify

from mas_hub.access.permissions import Can
from mas_hub.db import snapshot, transaction
from mas_hub.identity.account_schemas import CodeSchema, SecondFactorSettingSchema
from mas_hub.identity.fresh import require_fresh
from mas_hub.identity.queries import get_partnership, get_person
from mas_hub.identity.second_factor import (
    ask_second_factor,
    confirm_second_factor,
    new_recovery_codes,
    offer_second_factor,
    remove_own_second_factor,
    reset_second_factor,
)
from mas_hub.identity.step_routes import AN_OFFER, offer_view
from mas_hub.web.answers import body
from mas_hub.web.guard import needs, signed_in
from mas_hub.web.openapi import describe
from mas_hub.web.session import current_actor

blueprint = Blueprint("second_factor", __name__)

CODES = {"recovery_codes": ["abcd-efgh-jkmn-pqrs-tuvw-xyz2"]}
SETTING = {"second_factor": "for_roles", "demo": False}


@blueprint.post("/api/account/second-factor")
@describe("What to put into an authenticator app", response=AN_OFFER)
@signed_in
def offer() -> Response:
    actor = current_actor()
    with transaction() as session:
        require_fresh(session, actor)
        return jsonify(offer_view(offer_second_factor(session, get_person(session, actor.person_id))))


@blueprint.put("/api/account/second-factor")
@describe("Show that the app has it: it is asked for from now on", request=CodeSchema, response=CODES)
@signed_in
def confirm() -> Response:
    code: str = body(CodeSchema)["code"]
    with transaction() as session:
        require_fresh(session, current_actor())
        return jsonify(recovery_codes=confirm_second_factor(session, current_actor(), code))


@blueprint.delete("/api/account/second-factor")
@describe("Do without a second factor", response={"ok": True})
@signed_in
def remove() -> Response:
    with transaction() as session:
        require_fresh(session, current_actor())
        remove_own_second_factor(session, current_actor())
    return jsonify(ok=True)


@blueprint.post("/api/account/recovery-codes")
@describe("New recovery codes in place of the ones before", response=CODES)
@signed_in
def recovery_codes() -> Response:
    with transaction() as session:
        require_fresh(session, current_actor())
        return jsonify(recovery_codes=new_recovery_codes(session, current_actor()))


@blueprint.delete("/api/people/<int:person_id>/second-factor")
@describe("Take away the second factor of somebody who has lost it", response={"ok": True})
@needs(Can.MANAGE_IDENTITY)
def reset(person_id: int) -> Response:
    with transaction() as session:
        require_fresh(session, current_actor())
        reset_second_factor(session, current_actor(), person_id)
    return jsonify(ok=True)


@blueprint.get("/api/partnership/sign-in")
@describe("Who has to have a second factor", response=SETTING)
@needs(Can.MANAGE_IDENTITY)
def setting() -> Response:
    with snapshot() as session:
        partnership = get_partnership(session)
        return jsonify(second_factor=partnership.second_factor, demo=partnership.demo)


@blueprint.put("/api/partnership/sign-in")
@describe("Say who has to have a second factor", request=SecondFactorSettingSchema, response=SETTING)
@needs(Can.MANAGE_IDENTITY)
def change_setting() -> Response:
    wanted: str = body(SecondFactorSettingSchema)["second_factor"]
    with transaction() as session:
        require_fresh(session, current_actor())
        partnership = ask_second_factor(session, current_actor(), wanted)
        return jsonify(second_factor=partnership.second_factor, demo=partnership.demo)
