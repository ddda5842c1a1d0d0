"""When agencies are reminded, over HTTP: for administrators."""

from flask import Response, jsonify

from mas_hub.access.permissions import Can
from mas_hub.db import snapshot, transaction
from mas_hub.follow_up.reminding import reminders_view, send_trial, set_reminders
from mas_hub.follow_up.routes import blueprint
from mas_hub.follow_up.schemas import RemindingSchema
from mas_hub.web.answers import body
from mas_hub.web.guard import needs
from mas_hub.web.openapi import describe
from mas_hub.web.session import current_actor


@blueprint.get("/api/reminders")
@describe("After how many working days agencies are reminded, and how e-mail fares")
@needs(Can.SET_REMINDERS)
def read_reminders() -> Response:
    with snapshot() as session:
        return jsonify(reminders_view(session))


@blueprint.put("/api/reminders")
@describe("Set after how many working days agencies are reminded", request=RemindingSchema)
@needs(Can.SET_REMINDERS)
def change_reminders() -> Response:
    said, somebody = body(RemindingSchema), current_actor()
    with transaction() as session:
        return jsonify(set_reminders(session, somebody, **said))


@blueprint.post("/api/reminders/trial")
@describe("Send a message to one's own address, to see that e-mail works")
@needs(Can.SET_REMINDERS)
def try_mail() -> Response:
    somebody = current_actor()
    with transaction() as session:
        return jsonify({"ok": True, "sent": send_trial(session, somebody)})
