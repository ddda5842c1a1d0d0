"""What the partnership makes of a challenge: no act of the meeting, since it knows of none, but told in its log."""

import uuid
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import Actor
from mas_hub.access.permissions import Can, require
from mas_hub.audit.actions import record
from mas_hub.challenges.models import PartnershipChallenge, ProcessChallenge
from mas_hub.challenges.queries import challenge_view, find_origin, partnership_view
from mas_hub.challenges.rules import REMOVED, check_answer, check_still_there, is_shown
from mas_hub.db import locked
from mas_hub.db.versions import check_version
from mas_hub.errors import NotFound
from mas_hub.identity.queries import list_agencies
from mas_hub.meeting_log import append
from mas_hub.meetings.models import Meeting
from mas_hub.meetings.queries import hold
from mas_hub.meetings.reading import reading


def answer_challenge(
    session: Session, actor: Actor, key: str, *, version: int, state: str, answer: str
) -> dict[str, Any]:
    """How far the partnership is with it, and its words to those who raised it. One that is not shown yet is absent."""
    require(actor, Can.ANSWER_CHALLENGES)
    origin = find_origin(session, key)
    if origin is not None:
        hold(session, origin.meeting_id)
        session.expire(origin)
        origin = find_origin(session, key)  # its case may have been deleted meanwhile
    challenge = locked(session, PartnershipChallenge, key)
    if challenge is None or not is_shown(challenge.month, clock.today()):
        raise NotFound
    names = {agency.id: agency.name for agency in list_agencies(session)}
    check_version(challenge, version, lambda challenge: partnership_view(challenge, names))
    check_still_there(challenge.state)
    check_answer(state, answer)
    challenge.state, challenge.answer = state, answer
    if state == REMOVED:
        challenge.obstacle = challenge.would_help = ""
    challenge.version += 1
    session.flush()
    record(session, actor, "challenge_answered", challenge=key, state=state)
    if origin is not None:
        _tell_meeting(session, actor, origin, state, answer)
    return partnership_view(challenge, names)


def _tell_meeting(session: Session, actor: Actor, origin: ProcessChallenge, state: str, answer: str) -> None:
    meeting = session.get_one(Meeting, origin.meeting_id)
    origin.state, origin.answer = state, answer
    origin.version += 1
    session.flush()
    teller = replace(reading(session, actor, meeting), act_id=str(uuid.uuid4()))
    append(session, teller, "process_challenge_answered", challenge_view(origin))
