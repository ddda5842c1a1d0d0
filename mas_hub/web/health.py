"""Whether this server can serve."""

import logging

from flask import Blueprint, Response, jsonify
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from mas_hub import __version__
from mas_hub.db import snapshot
from mas_hub.errors import Unavailable
from mas_hub.web.guard import public
from mas_hub.web.openapi import describe

log = logging.getLogger(__name__)

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@describe("Whether the server can serve", response={"status": "ok", "version": "0.1.0"})
@public("asked by what watches over the server; says nothing but ok and a version")
def healthz() -> tuple[Response, int]:
    try:
        with snapshot() as session:
            session.execute(text("SELECT 1"))
    except (SQLAlchemyError, Unavailable) as error:
        log.error("the database does not answer: %s", type(error).__qualname__)
        return jsonify(status="unavailable", version=__version__), 503
    return jsonify(status="ok", version=__version__), 200
