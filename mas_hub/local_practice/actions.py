"""Changing what the partnership keeps for itself. Nothing is overwritten: an edit makes a new version."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import Actor
from mas_hub.access.permissions import Can, require
from mas_hub.audit.actions import record
from mas_hub.db import locked
from mas_hub.errors import Conflict, Invalid
from mas_hub.identity.models import Partnership
from mas_hub.local_practice.models import GroundRulesVersion
from mas_hub.local_practice.queries import Rules, find_version, ground_rules_view, rules_in_force
from mas_hub.local_practice.rules import check_ground_rules, next_version


def edit_ground_rules(session: Session, actor: Actor, *, edits: str, en: Sequence[str], cy: Sequence[str]) -> Rules:
    """A new version, in force from now on. Meetings that have begun keep theirs."""
    require(actor, Can.KEEP_PRACTICE)
    locked(session, Partnership, 1)  # two people must not make the same version
    present = rules_in_force(session)
    if present.version != edits:
        raise Conflict("stale", current=ground_rules_view(session))
    check_ground_rules(en, cy)
    if (tuple(en), tuple(cy)) == (present.en, present.cy):
        raise Invalid("nothing_changed")
    taken = [present.version, *session.scalars(select(GroundRulesVersion.version))]
    rules = Rules(next_version(clock.today().year, taken), tuple(en), tuple(cy))
    _keep(session, rules, made_by=actor.person_id)
    record(session, actor, "ground_rules_edited", version=rules.version)
    return rules


def keep_rules_in_force(session: Session) -> str:
    """The version that a meeting begins with now. Shipped ones are kept from here on, whatever is shipped later."""
    rules = rules_in_force(session)
    if find_version(session, rules.version) is None:
        locked(session, Partnership, 1)
        if find_version(session, rules.version) is None:
            _keep(session, rules, made_by=None)
    return rules.version


def _keep(session: Session, rules: Rules, *, made_by: int | None) -> None:
    session.add(
        GroundRulesVersion(
            version=rules.version, en=list(rules.en), cy=list(rules.cy), made_by=made_by, made_at=clock.now()
        )
    )
    session.flush()
