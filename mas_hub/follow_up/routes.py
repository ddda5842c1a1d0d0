"""Receipts over HTTP. The agency is the seat's or the recorder's own, never the request's."""

from flask import Blueprint, Response, jsonify

from mas_hub.follow_up.actions import record_receipt
from mas_hub.follow_up.queries import list_receipts, receipt_view
from mas_hub.follow_up.schemas import ReceiptSchema
from mas_hub.meetings.entered import entered, entered_to_change
from mas_hub.web.answers import body
from mas_hub.web.guard import signed_in
from mas_hub.web.openapi import describe

blueprint = Blueprint("follow_up", __name__)


@blueprint.get("/api/meetings/<int:meeting_id>/receipts")
@describe("Which agencies have recorded the decisions: all of them for the chair, one's own for others")
@signed_in
def receipts(meeting_id: int) -> Response:
    with entered(meeting_id) as (session, actor):
        return jsonify({"receipts": [receipt_view(each) for each in list_receipts(session, actor)]})


@blueprint.post("/api/meetings/<int:meeting_id>/receipt")
@describe("Say that one's own agency recorded the decisions, or why not", request=ReceiptSchema)
@signed_in
def record(meeting_id: int) -> Response:
    said = body(ReceiptSchema)
    with entered_to_change(meeting_id) as (session, actor):
        receipt = record_receipt(session, actor, **said)
        return jsonify({"ok": True, "receipt": receipt_view(receipt)})
