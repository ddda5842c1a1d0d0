"""What an agency's record system calls, with its token: docs/record-systems.md. A cookie opens none of it."""

import json
from dataclasses import asdict

from flask import Blueprint, Response, jsonify, request
from sqlalchemy.orm import Session

from mas_hub.access.actor import MeetingActor
from mas_hub.access.permissions import Can, require
from mas_hub.db import snapshot, transaction
from mas_hub.errors import NotFound
from mas_hub.follow_up.actions import record_receipt
from mas_hub.follow_up.inbox import report_view
from mas_hub.follow_up.progress import report_progress
from mas_hub.follow_up.queries import receipt_view
from mas_hub.follow_up.schemas import ProgressSchema, ReceiptSchema
from mas_hub.identity.models import Agency
from mas_hub.integration.models import ApiToken
from mas_hub.integration.offering import offer
from mas_hub.integration.queries import token_view
from mas_hub.integration.rules import POST_RECEIPTS, READ_DECISIONS, REPORT_PROGRESS
from mas_hub.integration.schemas import SinceSchema
from mas_hub.meetings.queries import enter_and_hold
from mas_hub.web.answers import body
from mas_hub.web.fields import load
from mas_hub.web.openapi import describe
from mas_hub.web.session import current_actor
from mas_hub.web.tokens import by_token

blueprint = Blueprint("record_system", __name__)

SCHEMA = "mas_hub/decisions/1"
A_RECEIPT = {"recorded": True, "reference": "POL/26/00812", "recorded_on": "2026-09-22", "why_not": ""}
AN_ISSUE = {
    "cursor": 12,
    "meeting_id": 7,
    "issue": 1,
    "sha256": "1f0c...",
    "receipt": None,
    "document": {"schema": "mas_hub/export/1", "owned": [], "involved": []},
}


@blueprint.get("/api/record-system")
@describe(
    "Whose token this is, what it may and until when",
    response={"agency": {"id": 2, "name": {"en": "Fellshire Constabulary", "cy": None}, "code": "POL"},
              "scopes": ["read_decisions"], "expires_at": "2026-12-20T15:10:00.000000Z"},
)  # fmt: skip
@by_token()
def whose() -> Response:
    actor = current_actor()
    with snapshot() as session:
        view = token_view(session, session.get_one(ApiToken, actor.token_id))
        agency = session.get_one(Agency, actor.agency_id)
    return jsonify(
        agency={"id": agency.id, "name": agency.name, "code": agency.code},
        scopes=view["scopes"],
        expires_at=view["expires_at"],
    )


@blueprint.get("/api/record-system/decisions")
@describe(
    "What the agency has to record of closed meetings, new since a cursor: each meeting's newest issue, as in a"
    " download of its JSON",
    query={
        "after": "the cursor of the last answer; 0, or left out, begins at the beginning",
        "limit": "how many at most, 1 to 50; 20 when left out",
    },
    response={"schema": SCHEMA, "issues": [AN_ISSUE], "cursor": 12, "more": False},
)
@by_token(READ_DECISIONS)
def decisions() -> Response:
    asked, actor = load(SinceSchema, dict(request.args)), current_actor()
    answer = {"schema": SCHEMA, **asdict(offer(actor, **asked))}
    return Response(json.dumps(answer, ensure_ascii=False), content_type="application/json")  # in the document's order


@blueprint.post("/api/record-system/meetings/<int:meeting_id>/receipt")
@describe(
    "Say that the agency recorded the decisions of a meeting, or why not; a later word replaces an earlier one",
    request=ReceiptSchema,
    example=A_RECEIPT,
    response={"ok": True, "receipt": {"agency_id": 2, **A_RECEIPT}},
)
@by_token(POST_RECEIPTS)
def receipt(meeting_id: int) -> Response:
    said = body(ReceiptSchema)
    with transaction() as session:
        entered = _enter(session, meeting_id)
        require(entered, Can.RECORD_RECEIPT)
        given = record_receipt(session, entered, **said)
        return jsonify({"ok": True, "receipt": receipt_view(given)})


@blueprint.post("/api/record-system/meetings/<int:meeting_id>/decisions/<int:decision_id>/progress")
@describe(
    "Say how a decision stands that the agency owns; each report is kept beside those before it",
    request=ProgressSchema,
    example={"state": "under_way", "words": "Two of three visits made."},
    response={"ok": True, "report": {"state": "under_way", "words": "Two of three visits made."}},
)
@by_token(REPORT_PROGRESS)
def progress(meeting_id: int, decision_id: int) -> Response:
    said = body(ProgressSchema)
    with transaction() as session:
        made = report_progress(session, _enter(session, meeting_id), decision_id, **said)
        return jsonify({"ok": True, "report": report_view(session, made)})


def _enter(session: Session, meeting_id: int) -> MeetingActor:
    """For the token's own agency alone: its maker's seat may still speak for another, which they have left since."""
    actor = current_actor()
    entered = enter_and_hold(session, actor, meeting_id)
    if entered.agency_id != actor.agency_id:
        raise NotFound
    return entered
