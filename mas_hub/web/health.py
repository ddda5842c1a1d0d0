"""Whether this server can serve."""

import logging

from flask import Blueprint, Response, jsonify
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from mas_hub import __version__
from mas_hub.db import is_up_to_date, snapshot
from mas_hub.errors import Unavailable
from mas_hub.web.guard import public
from mas_hub.web.openapi import describe

log = logging.getLogger(__name__)

blueprint = Blueprint("health", __name__)

WELL = {"status": "ok", "version": "0.1.0"}
READY = {"status": "ok", "checks": {"database": "ok", "schema": "ok"}}


@blueprint.get("/healthz")
@describe("Whether the server can serve", response=WELL, unwell={**WELL, "status": "unavailable"})
@public("asked by what watches over the server; says nothing but ok and a version")
def healthz() -> tuple[Response, int]:
    try:
        with snapshot() as session:
            session.execute(text("SELECT 1"))
    except (SQLAlchemyError, Unavailable) as error:
        log.error("the database does not answer: %s", type(error).__qualname__)
        return jsonify(status="unavailable", version=__version__), 503
    return jsonify(status="ok", version=__version__), 200


@blueprint.get("/readyz")
@describe(
    "Whether people may be sent here: the database answers, and has the schema of this version",
    response=READY,
    unwell={"status": "unavailable", "checks": {"database": "unavailable", "schema": "unknown"}},
)
@public("asked by what spreads people over workers; says nothing but ok")
def readyz() -> tuple[Response, int]:
    checks = {"database": "ok", "schema": "ok"}
    try:
        if not is_up_to_date():
            checks["schema"] = "older or newer than this version"
    except (SQLAlchemyError, Unavailable) as error:
        log.error("the database does not answer: %s", type(error).__qualname__)
        checks = {"database": "unavailable", "schema": "unknown"}
    ready = set(checks.values()) == {"ok"}
    return jsonify(status="ok" if ready else "unavailable", checks=checks), 200 if ready else 503
