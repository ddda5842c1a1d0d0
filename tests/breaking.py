"""Gwen, who leads on assurance and has no seat, opens the record of the prepared meeting in an emergency."""

from datetime import timedelta
from typing import Any

from sqlalchemy import update

from mas_hub import clock
from mas_hub.db import transaction
from mas_hub.emergency.actions import break_glass
from mas_hub.emergency.queries import access_view
from mas_hub.identity.models import SecondFactor, SignInSession
from mas_hub.identity.queries import actor_from_token
from mas_hub.meeting_log import View
from tests.sitting import Sitting, token_of

WHO = "gwen"
REFERENCE = "FS-2291"
REASON = "The police rang: K. is missing since noon."


def prove(sitting: Sitting, who: str = WHO) -> None:
    """They have a second factor, and showed it just now."""
    with transaction() as session:
        if session.get(SecondFactor, sitting.people[who]) is None:
            session.add(
                SecondFactor(person_id=sitting.people[who], sealed="sealed", last_step=0, confirmed_at=clock.now())
            )
        session.execute(
            update(SignInSession)
            .where(SignInSession.person_id == sitting.people[who])
            .values(created_at=clock.now() - timedelta(minutes=1), proved_at=clock.now(), last_seen_at=clock.now())
        )


def break_in(sitting: Sitting, reason: str = REASON, who: str = WHO) -> View:
    prove(sitting, who)
    with transaction() as session:
        actor = actor_from_token(session, token_of(who))
        return access_view(session, break_glass(session, actor, sitting.meeting_id, reference=REFERENCE, reason=reason))


def reply_path(sitting: Sitting, access: View | dict[str, Any]) -> str:
    return f"/api/meetings/{sitting.meeting_id}/emergency/{access['id']}/replies"
