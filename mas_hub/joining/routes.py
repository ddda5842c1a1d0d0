"""Guests over HTTP: for the chair by seat, for whoever holds a link by its token, which no address ever carries."""

from flask import Blueprint, Response, jsonify, request

from mas_hub.access.permissions import Can, require
from mas_hub.db import snapshot, transaction
from mas_hub.identity.sessions import sign_out
from mas_hub.identity.throttle import network_of
from mas_hub.joining.actions import (
    join_by_link,
    look_at_link,
    make_joining_link,
    seat_guest_in_plan,
    unseat_guest,
    withdraw_joining_link,
)
from mas_hub.joining.qr import qr_path
from mas_hub.joining.queries import guests_view, invitation_of_link
from mas_hub.joining.schemas import Joining, SeatGuestInPlan
from mas_hub.meetings.entered import entered, entered_to_change
from mas_hub.meetings.queries import get_meeting
from mas_hub.web import csrf
from mas_hub.web.answers import body
from mas_hub.web.bounds import bounds
from mas_hub.web.guard import public, signed_in
from mas_hub.web.languages import request_language
from mas_hub.web.openapi import describe
from mas_hub.web.session import drop_cookie, find_actor, forget_actor, own_address, set_cookie

blueprint = Blueprint("joining", __name__)


@blueprint.get("/api/meetings/<int:meeting_id>/guests")
@describe("Who joins this meeting without an account, for whoever chairs")
@signed_in
def guests(meeting_id: int) -> Response:
    with entered(meeting_id) as (session, actor):
        require(actor, Can.CHAIR)
        return jsonify(guests_view(session, get_meeting(session, meeting_id)))


@blueprint.post("/api/meetings/<int:meeting_id>/guests")
@describe("Give somebody without an account a seat in the plan", request=SeatGuestInPlan)
@signed_in
def new_guest(meeting_id: int) -> Response:
    said = body(SeatGuestInPlan)
    with entered_to_change(meeting_id) as (session, actor):
        seat_guest_in_plan(session, actor, **said)
        return jsonify(guests_view(session, get_meeting(session, meeting_id)))


@blueprint.delete("/api/meetings/<int:meeting_id>/guests/<int:seat_id>")
@describe("Take a guest's seat out of the plan")
@signed_in
def remove_guest(meeting_id: int, seat_id: int) -> Response:
    with entered_to_change(meeting_id) as (session, actor):
        unseat_guest(session, actor, seat_id)
        return jsonify(guests_view(session, get_meeting(session, meeting_id)))


@blueprint.post("/api/meetings/<int:meeting_id>/guests/<int:seat_id>/link")
@describe("Make a guest's joining link: shown this once, as an address and as a QR code")
@signed_in
def new_link(meeting_id: int, seat_id: int) -> Response:
    with entered_to_change(meeting_id) as (session, actor):
        token = make_joining_link(session, actor, seat_id)
        shown = guests_view(session, get_meeting(session, meeting_id))
    address = f"{own_address()}join#{token}"
    return jsonify({**shown, "address": address, "qr": qr_path(address)})


@blueprint.delete("/api/meetings/<int:meeting_id>/guests/<int:seat_id>/link")
@describe("Withdraw a guest's joining link; whoever came in by it is out")
@signed_in
def no_link(meeting_id: int, seat_id: int) -> Response:
    with entered_to_change(meeting_id) as (session, actor):
        withdraw_joining_link(session, actor, seat_id)
        return jsonify(guests_view(session, get_meeting(session, meeting_id)))


@blueprint.post("/api/joining/look")
@describe("What a joining link leads to; it is not used by looking", request=Joining)
@public("whoever holds a joining link has no account")
def look() -> Response:
    bounds().visitors.take(network_of(request.remote_addr or ""))
    token = body(Joining)["token"]
    with snapshot() as session:
        return jsonify(invitation_of_link(session, *look_at_link(session, token)))


@blueprint.post("/api/joining")
@describe("Come in by a joining link, which is used up", request=Joining)
@public("whoever holds a joining link has no account")
def join() -> Response:
    bounds().visitors.take(network_of(request.remote_addr or ""))
    token, somebody = body(Joining)["token"], find_actor()
    with transaction() as session:
        own, meeting_id = join_by_link(session, token, language=request_language())
        if somebody is not None:
            sign_out(session, somebody)
    forget_actor()
    response = jsonify({"meeting_id": meeting_id})
    set_cookie(response, "session", own)
    drop_cookie(response, csrf.VISITOR)
    return response
