"""The partnership's list of challenges over HTTP. In a meeting they are acts."""

from flask import Blueprint, Response, jsonify

from mas_hub.access.permissions import Can
from mas_hub.challenges.answering import answer_challenge
from mas_hub.challenges.queries import list_for_partnership
from mas_hub.challenges.schemas import AnswerChallenge
from mas_hub.db import snapshot, transaction
from mas_hub.web.answers import body
from mas_hub.web.guard import needs
from mas_hub.web.openapi import describe
from mas_hub.web.session import current_actor

blueprint = Blueprint("challenges", __name__)


@blueprint.get("/api/challenges")
@describe("What meetings say gets in the way of working together, without meeting, case or who said it")
@needs(Can.ANSWER_CHALLENGES)
def challenges() -> Response:
    with snapshot() as session:
        return jsonify({"challenges": list_for_partnership(session)})


@blueprint.put("/api/challenges/<key>")
@describe("Say how far the partnership is with a challenge, to those who raised it", request=AnswerChallenge)
@needs(Can.ANSWER_CHALLENGES)
def answer(key: str) -> Response:
    actor, said = current_actor(), body(AnswerChallenge)
    with transaction() as session:
        return jsonify(answer_challenge(session, actor, key, **said))
