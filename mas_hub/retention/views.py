"""What is kept until when, as it is told. Who has no part in a case learns its number and its days, nothing it says."""

from typing import Any

from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import Actor
from mas_hub.identity.models import Person
from mas_hub.identity.queries import roles_in_force
from mas_hub.retention.idle import BEGUN
from mas_hub.retention.models import Hold, RetentionRules
from mas_hub.retention.queries import KeptCase, KeptMeeting, find_asked, periods_of
from mas_hub.retention.rules import NO_DAY, keeps_until, why_it_keeps

Json = dict[str, Any]


def rules_view(session: Session) -> Json:
    own, periods = session.get(RetentionRules, 1), periods_of(session)
    return {
        "version": own.version if own else 0,
        "child_months": periods.child,
        "adult_months": periods.adult,
        "backup_days": periods.backup_days,
        "basis": own.basis if own else "",
        "set_by": session.get_one(Person, own.set_by).name if own else None,
        "set_at": clock.iso(own.set_at) if own else None,
    }


def kept_view(session: Session, actor: Actor, kept: KeptCase) -> Json:
    """For who looks after retention. The case's own reference is among what they do not see."""
    return {
        "case_id": kept.id,
        "state": kept.state,
        "chair": session.get_one(Person, kept.chair_id).name,
        "meetings": [
            {"id": each.id, "state": each.state, "day": each.day.isoformat() if each.day else None}
            for each in kept.meetings
        ],
        "last_on": kept.last_on.isoformat() if kept.last_on else None,
        "due_on": kept.due_on.isoformat() if kept.due_on else None,
        "months": kept.months,
        "unrecorded": kept.unrecorded,
        "because": [_because_view(session, actor, each) for each in kept.meetings if each.ended is None],
        "hold": hold_view(session, kept.hold),
        "asked": _asked_view(session, actor, kept),
    }


def _because_view(session: Session, actor: Actor, meeting: KeptMeeting) -> Json:
    """Which meeting keeps the case, why and since when; where that ends by itself until when, and who can end it."""
    by = session.get_one(Person, meeting.facilitator_id)
    why = why_it_keeps(meeting.state, meeting.day, clock.today())
    since = meeting.touched if why == NO_DAY else meeting.opened
    in_use = meeting.state in BEGUN and meeting.touched == clock.today()
    active = by.active and "facilitator" in roles_in_force(session, by)
    return {
        "meeting_id": meeting.id,
        "why": why,
        "day": meeting.day.isoformat() if meeting.day else None,
        "since": since.isoformat() if since else None,
        "until": keeps_until(meeting.touched).isoformat() if meeting.touched and not in_use else None,
        "facilitator": by.name,
        "active": active,
        "mine": by.id == actor.person_id,
    }


def _asked_view(session: Session, actor: Actor, kept: KeptCase) -> Json | None:
    """Who asked for it to be deleted, and whether that was the reader."""
    asked = find_asked(session, kept)
    if asked is None:
        return None
    by = session.get_one(Person, asked.asked_by)
    return {"by": by.name, "at": clock.iso(asked.asked_at), "mine": by.id == actor.person_id}


def hold_view(session: Session, hold: Hold | None) -> Json | None:
    if hold is None:
        return None
    by = session.get_one(Person, hold.placed_by)
    return {"reason": hold.reason, "by": by.name, "at": clock.iso(hold.placed_at)}
