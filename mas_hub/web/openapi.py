"""The OpenAPI document, made from the routes themselves: what each is for, takes and answers, and who may call it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from flask import Blueprint, Flask, Response, current_app
from marshmallow import Schema
from werkzeug.routing import Rule

from mas_hub import __version__
from mas_hub.language import LANGUAGES
from mas_hub.web.csrf import HEADER, SAFE
from mas_hub.web.guard import guard_of, public
from mas_hub.web.whole import whole

P = ParamSpec("P")
R = TypeVar("R")

AddPaths = Callable[[APISpec], object]
_EXTRA = "mas_hub_openapi_paths"
_TEXT = "mas_hub_openapi_text"

blueprint = Blueprint("openapi", __name__)

_SAID = {
    "message": {"type": "string", "description": "what happened and what to do, in the person's language"},
    "fields": {"type": "object", "additionalProperties": {"type": "string"}},
}
REFUSAL = {
    "type": "object",
    "required": ["ok", "code", "message", "fields", "words"],
    "properties": {
        "ok": {"type": "boolean", "const": False},
        "code": {"type": "string"},
        **_SAID,
        "words": {
            "type": "object",
            "description": "message and fields in each language, for a page that is switched to the other",
            "required": list(LANGUAGES),
            "properties": {
                each: {"type": "object", "required": ["message", "fields"], "properties": _SAID} for each in LANGUAGES
            },
        },
        "current": {"type": "object", "description": "the present view of what somebody else changed meanwhile"},
        "retry_after": {"type": "number", "description": "the seconds after which it may be sent again"},
        "reference": {"type": "string", "description": "under which the server's log has what failed unforeseen"},
    },
}

REFUSED = {
    "description": "Refused.",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Refusal"}}},
}
"""What every route answers but with what it is for."""


@dataclass(frozen=True)
class Description:
    summary: str
    request: type[Schema] | None
    response: type[Schema] | Mapping[str, Any] | None
    example: Mapping[str, Any] | None = None
    query: Mapping[str, str] | None = None
    files: tuple[str, ...] = ()
    unwell: Mapping[str, Any] | None = None


def describe(
    summary: str,
    *,
    request: type[Schema] | None = None,
    response: type[Schema] | Mapping[str, Any] | None = None,
    example: Mapping[str, Any] | None = None,
    query: Mapping[str, str] | None = None,
    files: tuple[str, ...] = (),
    unwell: Mapping[str, Any] | None = None,
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """What a route is for. `response` is a schema, or an example of the answer; `example` is of the request's body, and
    `query` says what each part of the address's query means. `files`: the answer is a file of one of these media types.
    `unwell`: an example of what is answered with 503 instead of a refusal."""

    def describing(view: Callable[P, R]) -> Callable[P, R]:
        view.description = Description(  # type: ignore[attr-defined]
            summary, request, response, example, query, files, unwell
        )
        return view

    return describing


def description_of(view: Callable[..., object]) -> Description | None:
    return getattr(view, "description", None)


def add_paths(app: Flask, call: AddPaths) -> None:
    """`call` adds to the document what no route of its own shows: the acts."""
    app.extensions.setdefault(_EXTRA, []).append(call)


@blueprint.get("/api/openapi.json")
@describe("This document")
@public("the API's shape is no secret")
def openapi() -> Response:
    """Made once: it takes a third of a second, during which nobody else is answered, and anybody may ask for it."""
    if _TEXT not in current_app.extensions:
        current_app.extensions[_TEXT] = current_app.json.dumps(document(current_app))
    return Response(current_app.extensions[_TEXT], mimetype="application/json")


def document(app: Flask) -> dict[str, Any]:
    spec = APISpec(
        title="mas_hub",
        version=__version__,
        openapi_version="3.1.0",
        info={"description": "One live board for multi-agency supervision meetings. Refusals come in one shape."},
        plugins=[MarshmallowPlugin()],
    )
    spec.components.schema("Refusal", REFUSAL)
    spec.components.security_scheme("session", {"type": "apiKey", "in": "cookie", "name": "mas_hub_session"})
    spec.components.security_scheme("token", {"type": "http", "scheme": "bearer"})
    for rule in sorted(app.url_map.iter_rules(), key=lambda each: each.rule):
        view = app.view_functions[rule.endpoint]
        about = description_of(view)
        if about is not None:
            operations = {method.lower(): _operation(rule, method, about, view) for method in _methods(rule)}
            spec.path(path=re.sub(r"<(?:[^:<>]+:)?([^<>]+)>", r"{\1}", rule.rule), operations=operations)
    for call in app.extensions.get(_EXTRA, []):
        call(spec)
    made: dict[str, Any] = spec.to_dict()
    return made


def _methods(rule: Rule) -> list[str]:
    return sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})


def _operation(rule: Rule, method: str, about: Description, view: Callable[..., object]) -> dict[str, Any]:
    guard = guard_of(view)
    parameters = [
        {"in": "path", "name": name, "required": True, "schema": _path_type(rule, name)}
        for name in sorted(rule.arguments)
    ]
    parameters += [
        {"in": "query", "name": name, "description": meaning, "schema": {"type": "string"}}
        for name, meaning in (about.query or {}).items()
    ]
    if method not in SAFE and not (guard and guard.token):
        parameters.append({"in": "header", "name": HEADER, "required": True, "schema": {"type": "string"}})
    operation: dict[str, Any] = {
        "summary": about.summary,
        "description": guard.in_words if guard else "",
        "operationId": f"{rule.endpoint.rpartition('.')[2]}_{method.lower()}",
        "parameters": parameters,
        "responses": {"200": _answer(about), "default": REFUSED},
    }
    if about.unwell is not None:
        operation["responses"]["503"] = {"description": "Unwell.", "content": _object(about.unwell)}
    if guard is not None and guard.permission is not None:
        operation["x-permission"] = guard.permission.value
    if guard is not None and guard.signed_in:
        operation["security"] = [{"session": []}]
    if guard is not None and guard.token:
        operation["security"] = [{"token": [guard.scope] if guard.scope else []}]
    if about.request is not None:
        schema = whole(about.request) if method == "PUT" else about.request
        media: dict[str, Any] = {"schema": schema, **({"example": dict(about.example)} if about.example else {})}
        operation["requestBody"] = {"required": True, "content": {"application/json": media}}
    return operation


def _path_type(rule: Rule, name: str) -> dict[str, Any]:
    return {"type": "integer", "minimum": 1} if f"<int:{name}>" in rule.rule else {"type": "string"}


def _answer(about: Description) -> dict[str, Any]:
    if about.files:
        content: dict[str, Any] = {mime: {} for mime in about.files}
    elif about.response is None or isinstance(about.response, Mapping):
        content = _object(about.response)
    else:
        content = {"application/json": {"schema": about.response}}
    return {"description": "Done.", "content": content}


def _object(example: Mapping[str, Any] | None) -> dict[str, Any]:
    shown = {} if example is None else {"example": dict(example)}
    return {"application/json": {"schema": {"type": "object"}, **shown}}
