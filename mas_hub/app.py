"""`create_app()`: the settings, the rooms and their doors, put together."""

from datetime import timedelta
from functools import partial

from flask import Flask

from mas_hub import db, mail, meeting_log, rooms, web
from mas_hub.audit.chaining import begin_chain
from mas_hub.clock import fix_for_server
from mas_hub.config import Settings, SettingsError
from mas_hub.follow_up.reminding import keep_reminding
from mas_hub.identity.expiry import last_for
from mas_hub.identity.queries import find_partnership
from mas_hub.live.bus import bus_at
from mas_hub.live.gate import SocketGate, behind_proxies
from mas_hub.live.server import LiveServer
from mas_hub.mail.worker import Postman
from mas_hub.meetings import doors
from mas_hub.meetings.routes import describe_acts
from mas_hub.retention.idle import keep_warning
from mas_hub.web import openapi
from mas_hub.web.headers import on_every_answer


def create_app(settings: Settings, *, of_this_version: bool = False) -> Flask:
    """The whole application on the database that `settings` name. Its live server is `app.extensions["live"]`.

    `of_this_version`: a database without the schema of this version is refused.
    """
    db.configure(settings.url, pool=settings.database_pool)
    db.reach()
    if of_this_version:
        db.require_this_version()
    _refuse_demo_in_production(settings)
    meeting_log.open_log(settings.key_path)
    begin_chain()
    last_for(idle=timedelta(minutes=settings.idle_minutes), absolute=timedelta(hours=settings.session_hours))
    if settings.now is not None:
        fix_for_server(settings.now)
    app = Flask("mas_hub", static_folder=None)
    web.init(app, settings)
    rooms.register(app)
    openapi.add_paths(app, describe_acts)
    identify = partial(doors.identify, secure=settings.secure_cookies)
    live = LiveServer(app, settings, doors.SeatsAndSessions(), bus_at(settings.redis_url))
    doors.install(live)
    _send_mail(settings, live)
    gate = SocketGate(app.wsgi_app, settings, identify, live.bounds.calls)
    everything = on_every_answer(gate, settings)
    app.wsgi_app = behind_proxies(everything, settings.trusted_proxies)  # type: ignore[assignment, method-assign]
    app.extensions["live"] = live
    return app


def _send_mail(settings: Settings, live: LiveServer) -> None:
    if settings.smtp is None:
        mail.configure(None)
        return
    postman = Postman(settings.smtp)
    mail.configure(settings.smtp, postman.nudge)
    live.tasks += [postman.run, keep_reminding, keep_warning]


def _refuse_demo_in_production(settings: Settings) -> None:
    """The demo's people and their password are known to everybody."""
    if not settings.production:
        return
    with db.snapshot() as session:
        partnership = find_partnership(session)
    if partnership is not None and partnership.demo:
        raise SettingsError("This database holds the demo and is refused in production. Use another MAS_HUB_DATA.")
