"""Refusals as JSON in the person's language, the same at every door, and the reading of what was sent."""

import logging
import math
import secrets
from typing import Any

from flask import Flask, Response, jsonify, request
from marshmallow import Schema, fields, validate
from werkzeug.exceptions import BadRequest, HTTPException

from mas_hub.errors import DomainError, FieldRefusal, SignedOut, TooMany
from mas_hub.language import LANGUAGES, text
from mas_hub.monitoring import figures, logs
from mas_hub.nesting import require_shallow
from mas_hub.web.fields import GREATEST_ID, load
from mas_hub.web.languages import request_language, visitor_language
from mas_hub.web.whole import whole

log = logging.getLogger(__name__)

LARGEST_BODY = 1024 * 1024

_HTTP_CODES = {
    400: "malformed",
    404: "not_found",
    405: "method_not_allowed",
    413: "body_too_large",
    415: "not_json",
}


def body(schema: type[Schema]) -> dict[str, Any]:
    """What `schema` makes of the request's JSON, all of it for a PUT. Raises `Invalid`, or an HTTP error for what is
    not JSON."""
    try:
        sent = request.get_json()
        require_shallow(sent)
    except (RecursionError, ValueError):
        raise BadRequest from None
    return load(whole(schema) if request.method == "PUT" else schema, sent)


class _OnVersion(Schema):
    version = fields.Integer(required=True, validate=validate.Range(min=1, max=GREATEST_ID))


VERSION_ASKED = {"version": "the one that is removed"}
"""The query of a route that removes what others may have changed. A proxy may drop the body of a DELETE."""


def version_asked() -> int:
    """The one named in the request's query. Raises `Invalid`."""
    version: int = load(_OnVersion, request.args.to_dict())["version"]
    return version


def render(error: DomainError, language: str) -> dict[str, Any]:
    """The refusal as every door answers it: `{ok, code, message, fields, words, current?, retry_after?}`.

    `words` has `{message, fields}` by language: what stands on a page follows the page into the other one.
    """
    words = {each: _said(error, each) for each in LANGUAGES}
    own = words[language if language in words else LANGUAGES[0]]
    answer: dict[str, Any] = {"ok": False, "code": error.code, **own, "words": words}
    if error.current is not None:
        answer["current"] = error.current
    if isinstance(error, TooMany):
        answer["retry_after"] = error.retry_after
    return answer


def render_unexpected(error: BaseException, language: str) -> dict[str, Any]:
    """What is said when something failed that nobody foresaw. The log has the same reference, and no content."""
    reference = secrets.token_hex(4)
    figures.unexpected.inc()
    log.error("unexpected %s, reference %s\n%s", type(error).__qualname__, reference, logs.in_frames(error))
    said = DomainError("unexpected", reference=reference)
    return {**render(said, language), "reference": reference}


def _said(error: DomainError, language: str) -> dict[str, Any]:
    return {
        "message": text(f"refusals.{error.code}", language, **error.params),
        "fields": {_writable(name): _field_message(refusal, language) for name, refusal in error.fields.items()},
    }


def _writable(name: str) -> str:
    """A field that nobody knows is named as it was sent; half a character could not be written."""
    return name.encode("utf-8", "replace").decode("utf-8")


def _field_message(refusal: FieldRefusal, language: str) -> str:
    code, params = (refusal, {}) if isinstance(refusal, str) else refusal
    return text(f"refusals.{code}", language, **params)


def install(app: Flask) -> None:
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY

    @app.errorhandler(DomainError)
    def _refuse(error: DomainError) -> tuple[Response, int]:
        response = jsonify(render(error, _language_for(error)))
        if isinstance(error, TooMany):
            response.headers["Retry-After"] = str(math.ceil(error.retry_after))
        return response, error.status

    @app.errorhandler(HTTPException)
    def _refuse_request(error: HTTPException) -> tuple[Response, int] | HTTPException:
        status = error.code or 500
        if status < 400:
            return error  # a redirect to the address with its slash
        code = _HTTP_CODES.get(status, "malformed" if status < 500 else "unavailable")
        response = jsonify(render(DomainError(code), request_language()))
        for name, value in error.get_headers():
            if name == "Allow":
                response.headers[name] = value
        return response, status

    @app.errorhandler(Exception)
    def _fail(error: Exception) -> tuple[Response, int]:
        return jsonify(render_unexpected(error, visitor_language())), 500


def _language_for(error: DomainError) -> str:
    return visitor_language() if isinstance(error, SignedOut) else request_language()
