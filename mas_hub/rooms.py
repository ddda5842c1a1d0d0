"""Every room that registers acts, things on the board or routes. Importing this module makes the application whole."""

from flask import Flask

import mas_hub.challenges.actions
import mas_hub.chronology.actions
import mas_hub.citations.actions
import mas_hub.corrections.actions
import mas_hub.decisions.actions
import mas_hub.decisions.reading_back
import mas_hub.drift.actions
import mas_hub.facilitation.capacity
import mas_hub.facilitation.floor
import mas_hub.facilitation.points
import mas_hub.follow_up.progress_routes
import mas_hub.follow_up.reminder_routes
import mas_hub.joining.actions
import mas_hub.learning.actions
import mas_hub.mail
import mas_hub.meetings.actions
import mas_hub.meetings.calling_off
import mas_hub.meetings.chairing
import mas_hub.meetings.register
import mas_hub.meetings.seating
import mas_hub.network.actions
import mas_hub.preparation.actions
import mas_hub.reflections.actions
import mas_hub.requirements.actions
import mas_hub.thresholds.actions
import mas_hub.thresholds.escalating
import mas_hub.thresholds.following
import mas_hub.thresholds.rounds  # noqa: F401
from mas_hub.advice.routes import blueprint as advice
from mas_hub.agreements.routes import blueprint as agreements
from mas_hub.assurance.routes import blueprint as assurance
from mas_hub.cases.routes import blueprint as cases
from mas_hub.challenges.routes import blueprint as challenges
from mas_hub.chronology.routes import blueprint as chronology
from mas_hub.emergency.routes import blueprint as emergency
from mas_hub.evidence.routes import blueprint as evidence
from mas_hub.exports.bulk_routes import blueprint as bulk
from mas_hub.exports.routes import blueprint as exports
from mas_hub.feedback.routes import blueprint as feedback
from mas_hub.follow_up.routes import blueprint as follow_up
from mas_hub.identity import routes as identity
from mas_hub.integration import routes as integration
from mas_hub.joining.routes import blueprint as joining
from mas_hub.learning.routes import blueprint as learning
from mas_hub.local_practice.routes import blueprint as local_practice
from mas_hub.meetings.routes import blueprint as meetings
from mas_hub.network.routes import blueprint as network
from mas_hub.preparation.routes import blueprint as preparation
from mas_hub.requirements.routes import blueprint as requirements
from mas_hub.retention.routes import blueprint as retention
from mas_hub.returns.routes import blueprint as returns
from mas_hub.subject_access.routes import blueprint as subject_access
from mas_hub.thresholds.routes import blueprint as thresholds
from mas_hub.traces.routes import blueprint as traces
from mas_hub.training.routes import blueprint as training

BLUEPRINTS = (
    advice,
    agreements,
    assurance,
    bulk,
    cases,
    challenges,
    chronology,
    emergency,
    evidence,
    exports,
    feedback,
    follow_up,
    joining,
    learning,
    local_practice,
    meetings,
    network,
    preparation,
    requirements,
    retention,
    returns,
    subject_access,
    thresholds,
    traces,
    training,
)


def register(app: Flask) -> None:
    """Every room's routes."""
    identity.init(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    integration.init(app)
