"""Setting how long cases are kept, and holding one back (docs/decisions/0037)."""

from typing import Any

from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import Actor
from mas_hub.access.permissions import Can, require
from mas_hub.audit.actions import record
from mas_hub.cases.models import Case
from mas_hub.db import locked
from mas_hub.db.versions import check_version, revise
from mas_hub.errors import Conflict, NotFound
from mas_hub.identity.fresh import require_fresh
from mas_hub.identity.models import Partnership
from mas_hub.retention.models import Hold, PurgeRequest, RetentionRules
from mas_hub.retention.queries import find_hold, get_kept, may_hold
from mas_hub.retention.views import rules_view


def set_retention(session: Session, actor: Actor, *, version: int, **said: Any) -> dict[str, Any]:
    """`version` is 0 while the rules are as shipped. `basis`: which of the partnership's policies says so."""
    require(actor, Can.SET_RETENTION)
    require_fresh(session, actor)
    locked(session, Partnership, 1)  # two administrators may set them for the first time at once
    own = session.get(RetentionRules, 1, populate_existing=True)
    check_version(own, version, lambda _: rules_view(session))
    own = own or RetentionRules(id=1, version=0)
    changed = revise(own, said)
    own.set_by, own.set_at = actor.person_id, clock.now()
    session.add(own)
    session.flush()
    record(
        session,
        actor,
        "retention_set",
        changed=changed,
        child_months=own.child_months,
        adult_months=own.adult_months,
        backup_days=own.backup_days,
    )
    return rules_view(session)


def place_hold(session: Session, actor: Actor, case_id: int, *, reason: str) -> Hold:
    """From now on nothing deletes the case, until the hold is lifted. Whoever asked for that asks anew then."""
    _enter(session, actor, case_id)
    if find_hold(session, case_id) is not None:
        raise Conflict("on_hold_already")
    hold = Hold(case_id=case_id, reason=reason, placed_by=actor.person_id, placed_at=clock.now())
    session.add(hold)
    session.flush()
    record(session, actor, "hold_placed", case_id=case_id, hold_id=hold.id)
    asked = session.get(PurgeRequest, case_id, populate_existing=True)
    if asked is not None:
        session.delete(asked)
        session.flush()
        record(session, actor, "purge_taken_back", case_id=case_id, asked_by=asked.asked_by)
    return hold


def lift_hold(session: Session, actor: Actor, case_id: int, *, reason: str) -> Hold:
    """By one person, freshly signed in: deleting the case after it takes two more steps of two people."""
    _enter(session, actor, case_id)
    require_fresh(session, actor)
    hold = find_hold(session, case_id)
    if hold is None:
        raise Conflict("not_on_hold")
    hold.lifted_by, hold.lifted_at, hold.lifted_because = actor.person_id, clock.now(), reason
    session.flush()
    record(session, actor, "hold_lifted", case_id=case_id, hold_id=hold.id)
    return hold


def _enter(session: Session, actor: Actor, case_id: int) -> None:
    """A case that the actor may hold; another facilitator's is as absent as one that never was."""
    require(actor, Can.HOLD_CASES)
    if locked(session, Case, case_id) is None or not may_hold(actor, get_kept(session, case_id)):
        raise NotFound
