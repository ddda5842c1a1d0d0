"""What is kept until when, over HTTP: for who looks after it, and beside each record for those who have it."""

import logging
from typing import Any

from flask import Blueprint, Response, jsonify

from mas_hub import clock
from mas_hub.access.permissions import Can
from mas_hub.db import snapshot, transaction
from mas_hub.mail import is_on
from mas_hub.meetings.act_schemas import NothingMore
from mas_hub.meetings.entered import entered
from mas_hub.retention.actions import lift_hold, place_hold, set_retention
from mas_hub.retention.idle import ask_about_idle
from mas_hub.retention.listed import FILE, keep_list
from mas_hub.retention.purging import ask_for_purge, confirm_purge, take_purge_back
from mas_hub.retention.queries import KeptCase, get_kept, list_kept, may_hold
from mas_hub.retention.rules import keeps_until, warned_from
from mas_hub.retention.schemas import ReasonSchema, RetentionSchema
from mas_hub.retention.stubs import deleted_view, list_purged
from mas_hub.retention.views import hold_view, kept_view, rules_view
from mas_hub.web.answers import body
from mas_hub.web.guard import needs, signed_in
from mas_hub.web.openapi import describe
from mas_hub.web.session import current_actor, settings

blueprint = Blueprint("retention", __name__)
log = logging.getLogger(__name__)


@blueprint.get("/api/retention")
@describe("How long cases are kept, and which are due, held back and deleted; by number, nothing that a case says")
@needs(Can.SEE_RETENTION)
def read() -> Response:
    actor = current_actor()
    with snapshot() as session:
        return jsonify(
            rules=rules_view(session),
            cases=[kept_view(session, actor, each) for each in list_kept(session)],
            purged=list_purged(session),
            may_set=Can.SET_RETENTION in actor.can,
            mail=is_on(),
        )


@blueprint.put("/api/retention")
@describe("Set how long cases are kept, and by which policy", request=RetentionSchema)
@needs(Can.SET_RETENTION)
def change() -> Response:
    said, actor = body(RetentionSchema), current_actor()
    with transaction() as session:
        return jsonify(set_retention(session, actor, **said))


@blueprint.get("/api/meetings/<int:meeting_id>/keeping")
@describe("Until when a meeting's record is kept here, and whether it is held back")
@signed_in
def keeping(meeting_id: int) -> Response:
    with entered(meeting_id) as (session, actor):
        kept = get_kept(session, actor.meeting.case_id)
        holds = may_hold(actor, kept)
        said: dict[str, Any] = {
            "due_on": kept.due_on.isoformat() if kept.due_on else None,
            "months": kept.months,
            "basis": rules_view(session)["basis"],
            "hold": hold_view(session, kept.hold),
            "may_hold": holds,
            "case_id": kept.id if holds else None,
            "plan": _plan_without_day(kept, meeting_id),
        }
        return jsonify(said)


def _plan_without_day(kept: KeptCase, meeting_id: int) -> dict[str, Any] | None:
    """Until when it keeps its case, and whether that is soon."""
    touched = next((each.touched for each in kept.meetings if each.id == meeting_id and each.state == "planned"), None)
    if touched is None:
        return None
    return {"until": keeps_until(touched).isoformat(), "warned": warned_from(touched) <= clock.today()}


@blueprint.post("/api/meetings/<int:meeting_id>/keeping/ask")
@describe(
    "Have the facilitator of a plan without a day asked, by e-mail, to give it one or cancel it; of a meeting that was"
    " left open, to close it",
    request=NothingMore,
)
@needs(Can.SEE_RETENTION)
def ask_about(meeting_id: int) -> Response:
    body(NothingMore)
    with transaction() as session:
        ask_about_idle(session, current_actor(), meeting_id)
    return jsonify(ok=True)


@blueprint.get("/api/meetings/<int:meeting_id>/deleted")
@describe("When a meeting's record was deleted, by whom and under which rule; not found while it is there")
@signed_in
def deleted(meeting_id: int) -> Response:
    with snapshot() as session:
        return jsonify(deleted_view(session, current_actor(), meeting_id))


@blueprint.post("/api/cases/<int:case_id>/purge")
@describe("Ask for a case that is due to be deleted; somebody else has to confirm it", request=NothingMore)
@needs(Can.PURGE_CASES)
def ask(case_id: int) -> Response:
    body(NothingMore)
    with transaction() as session:
        ask_for_purge(session, current_actor(), case_id)
    return jsonify(ok=True)


@blueprint.delete("/api/cases/<int:case_id>/purge")
@describe("Take back that a case be deleted, or refuse to confirm it")
@needs(Can.PURGE_CASES)
def take_back(case_id: int) -> Response:
    with transaction() as session:
        take_purge_back(session, current_actor(), case_id)
    return jsonify(ok=True)


@blueprint.post("/api/cases/<int:case_id>/purge/confirm")
@describe("Delete the case that somebody else asked to be deleted. It cannot be undone", request=NothingMore)
@needs(Can.PURGE_CASES)
def confirm(case_id: int) -> Response:
    body(NothingMore)
    with transaction() as session:
        confirm_purge(session, current_actor(), case_id)
    try:
        keep_list(settings().data / FILE)
    except OSError as fault:  # it is deleted all the same, and the list is written anew with the next backup
        log.error("the list of what was deleted could not be written: %s", type(fault).__name__)
    return jsonify(ok=True)


@blueprint.post("/api/cases/<int:case_id>/hold")
@describe("Hold a case back from being deleted, with a reason", request=ReasonSchema)
@needs(Can.HOLD_CASES)
def hold(case_id: int) -> Response:
    said, actor = body(ReasonSchema), current_actor()
    with transaction() as session:
        return jsonify(hold=hold_view(session, place_hold(session, actor, case_id, **said)))


@blueprint.post("/api/cases/<int:case_id>/hold/lift")
@describe("Lift the hold on a case, with a reason", request=ReasonSchema)
@needs(Can.HOLD_CASES)
def lift(case_id: int) -> Response:
    said, actor = body(ReasonSchema), current_actor()
    with transaction() as session:
        lift_hold(session, actor, case_id, **said)
        return jsonify(hold=None)
