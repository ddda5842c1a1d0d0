"""Downloads. No address names an agency: whose export it is comes from the seat, or is the recorder's own."""

import base64
from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, jsonify, request

from mas_hub import clock
from mas_hub.db import snapshot
from mas_hub.errors import Invalid, NotFound
from mas_hub.exports import as_text, bundle
from mas_hub.exports.actions import enter_to_take, read_document, take_all, take_export
from mas_hub.exports.formats import FORMATS
from mas_hub.exports.schemas import DigestSchema
from mas_hub.exports.verifying import Known, find_known, known_of
from mas_hub.identity.schemas import LanguageSchema
from mas_hub.language import LANGUAGES
from mas_hub.web.answers import body
from mas_hub.web.guard import signed_in
from mas_hub.web.languages import request_language
from mas_hub.web.openapi import describe
from mas_hub.web.session import current_actor

blueprint = Blueprint("exports", __name__)


@blueprint.get("/api/meetings/<int:meeting_id>/exports")
@describe("What one's own agency can take away now")
@signed_in
def exports(meeting_id: int) -> Response:
    if request.args:
        raise NotFound
    with snapshot() as session:
        actor = enter_to_take(session, current_actor(), meeting_id)
    document = read_document(meeting_id, actor.agency_id, actor.language)
    return jsonify(
        {
            "interim": document.interim,
            "seq": document.sequence,
            "agency": asdict(document.agency),
            "formats": list(FORMATS),
            "owned": len(document.owned),
            "involved": len(document.involved),
        }
    )


@blueprint.get("/api/meetings/<int:meeting_id>/exports/<format_name>")
@describe(
    "Download one's own agency's export as pdf, docx, xlsx, csv, json, ics, txt, or all of them as zip",
    query={"language": "en or cy; one's own when left out", "limit": "for txt: how many characters at most"},
    files=(*(each.mime for each in FORMATS.values()), bundle.MIME),
)
@signed_in
def download(meeting_id: int, format_name: str) -> Response:
    if set(request.args) - {"language", "limit"}:
        raise NotFound
    language = request.args.get("language", request_language())
    if language not in LANGUAGES:
        raise NotFound
    limit = _limit(request.args.get("limit"))
    if format_name == "zip" and limit is None:
        export = take_all(current_actor(), meeting_id, language)
    else:
        export = take_export(current_actor(), meeting_id, format_name, language, limit=limit)
    response = Response(export.content, content_type=export.mime)
    response.headers["Content-Disposition"] = f'attachment; filename="{export.file_name}"'
    return response


@blueprint.post("/api/meetings/<int:meeting_id>/exports/zip")
@describe("Every format in one encrypted ZIP; its passphrase is said here, once", request=LanguageSchema)
@signed_in
def locked(meeting_id: int) -> Response:
    said, somebody = body(LanguageSchema), current_actor()
    passphrase = bundle.new_passphrase()
    export = take_all(somebody, meeting_id, said["language"], passphrase)
    return jsonify(
        {
            "ok": True,
            "file_name": export.file_name,
            "content": base64.b64encode(export.content).decode("ascii"),
            "passphrase": passphrase,
        }
    )


@blueprint.post("/api/exports/verify")
@describe("Whether a file is an unaltered export of one's own agency: by its SHA-256", request=DigestSchema)
@signed_in
def verify() -> Response:
    said, somebody = body(DigestSchema), current_actor()
    with snapshot() as session:
        row = find_known(session, said["sha256"], agency_id=somebody.agency_id)
    return jsonify({"ok": True, "known": None if row is None else _as_json(known_of(row))})


def _as_json(known: Known) -> dict[str, Any]:
    return {**asdict(known), "taken_at": clock.iso(known.taken_at)}


def _limit(asked: str | None) -> int | None:
    """How many characters a text may have, where somebody asks for a limit."""
    if asked is None:
        return None
    limit = int(asked) if asked.isascii() and asked.isdigit() else 0
    if not as_text.LEAST <= limit <= as_text.MOST:
        bounds = {"min": as_text.LEAST, "max": as_text.MOST}
        raise Invalid("check_your_answers", fields={"limit": ("out_of_range", bounds)})
    return limit
