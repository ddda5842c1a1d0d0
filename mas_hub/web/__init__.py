"""The HTTP side of every room: cookies, CSRF, headers, answers, guards, the built page."""

from typing import Any

from flask import Flask
from werkzeug.routing import BaseConverter, IntegerConverter, Map

from mas_hub.config import Settings
from mas_hub.web import answers, bounds, csrf, frontend, headers, health, monitored, openapi, session
from mas_hub.web.fields import GREATEST_ID


class _IdConverter(IntegerConverter):
    """`<int:...>` in an address is a row's id: what no database could hold is not found."""

    def __init__(self, map: Map, **options: Any) -> None:
        super().__init__(map, **{"min": 1, "max": GREATEST_ID, **options})


class _WordConverter(BaseConverter):
    """`<...>` in an address is a name that the program made: what holds anything else is not found."""

    regex = "[a-zA-Z0-9_-]{1,64}"


def init(app: Flask, settings: Settings) -> None:
    """Wire the web's ways into `app`. To be called before the rooms' blueprints are registered."""
    app.url_map.converters["int"] = _IdConverter
    app.url_map.converters["default"] = _WordConverter
    session.use_settings(app, settings)
    monitored.install(app, settings)
    answers.install(app)
    bounds.install(app, settings)
    app.before_request(csrf.check)
    headers.install(app, settings)
    frontend.install(app)
    for blueprint in (health.blueprint, monitored.blueprint, openapi.blueprint, frontend.blueprint):
        app.register_blueprint(blueprint)
