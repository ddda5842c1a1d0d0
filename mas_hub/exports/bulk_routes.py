"""The download of many meetings at once, and what would be in it."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, jsonify, request
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.permissions import Can
from mas_hub.db import snapshot
from mas_hub.exports import bundle
from mas_hub.exports.bulk import Wanted, list_meetings, take_bulk
from mas_hub.exports.rules import MOST_MEETINGS
from mas_hub.exports.schemas import BulkSchema, DaysSchema
from mas_hub.follow_up.queries import find_receipt
from mas_hub.identity.fresh import require_fresh
from mas_hub.meetings.models import Meeting
from mas_hub.web.answers import body
from mas_hub.web.fields import load
from mas_hub.web.guard import needs
from mas_hub.web.openapi import describe
from mas_hub.web.session import current_actor

blueprint = Blueprint("bulk", __name__)

USUALLY = timedelta(days=90)
PASSPHRASE = "Mas-Hub-Passphrase"  # noqa: S105 (the header's name)


@blueprint.get("/api/exports/bulk")
@describe(
    "Which of one's own agency's meetings a download in bulk holds",
    query={"first": "the first day; ninety days ago when left out", "last": "the last day; today when left out"},
)
@needs(Can.TAKE_BULK)
def bulk_holds() -> Response:
    today = clock.today()
    days = {"first": (today - USUALLY).isoformat(), "last": today.isoformat(), **request.args}
    asked = load(DaysSchema, days)
    with snapshot() as session:
        actor = current_actor()
        found = list_meetings(session, actor, asked["first"], asked["last"])
        meetings = [_row(session, each, actor.agency_id) for each in found[:MOST_MEETINGS]]
    return jsonify(
        first=asked["first"].isoformat(),
        last=asked["last"].isoformat(),
        found=len(found),
        most=MOST_MEETINGS,
        meetings=meetings,
    )


@blueprint.post("/api/exports/bulk")
@describe(
    "Download one's own agency's files of all its meetings on some days as one ZIP; locked, its passphrase is in the"
    f" header {PASSPHRASE}, once",
    request=BulkSchema,
    files=(bundle.MIME,),
)
@needs(Can.TAKE_BULK)
def bulk() -> Response:
    said = body(BulkSchema)
    with snapshot() as session:
        require_fresh(session, current_actor())
    passphrase = bundle.new_passphrase() if said.pop("locked") else None
    taken = take_bulk(current_actor(), Wanted(**said, passphrase=passphrase))
    response = Response(taken.parts(), content_type=bundle.MIME)
    response.content_length = taken.size
    response.headers["Content-Disposition"] = f'attachment; filename="{taken.file_name}"'
    if passphrase is not None:
        response.headers[PASSPHRASE] = passphrase
    return response


def _row(session: Session, meeting: Meeting, agency_id: int) -> dict[str, Any]:
    case = (meeting.facts or {"case": {}})["case"]
    receipt = find_receipt(session, meeting.id, agency_id)
    return {
        "meeting_id": meeting.id,
        "day": meeting.meeting_day.isoformat() if meeting.meeting_day else None,
        "state": meeting.state,
        "reference": case.get("reference", ""),
        "subject_initials": case.get("subject_initials", ""),
        "recorded": receipt is not None and receipt.recorded,
    }
