"""Reads of what the partnership keeps for itself, and of the shipped practice where it keeps nothing."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.db import table_of
from mas_hub.db.prepared import Prepared
from mas_hub.errors import NotFound
from mas_hub.identity.models import Partnership, Person
from mas_hub.local_practice.models import GroundRulesVersion
from mas_hub.practice.profile import Profile, profile

_partnership = table_of(Partnership)
_PRACTICE = Prepared(select(_partnership.c.nation, _partnership.c.overrides))


@dataclass(frozen=True)
class Rules:
    """Ground rules of one version, the same in both languages."""

    version: str
    en: tuple[str, ...]
    cy: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        return {"version": self.version, "text": {"en": list(self.en), "cy": list(self.cy)}}


def practice_of(session: Session) -> Profile:
    """The partnership's practice profile: its nation's, with what it overrides locally."""
    session.flush()  # where it is being changed
    found = _PRACTICE.first(session, {})
    if found is None:
        raise NotFound("no_partnership")
    return profile(found.nation, found.overrides)


def rules_in_force(session: Session) -> Rules:
    """The last version that somebody made; else those of the practice profile."""
    made = select(GroundRulesVersion).where(GroundRulesVersion.made_by.is_not(None))
    last = session.scalar(made.order_by(GroundRulesVersion.id.desc()).limit(1))
    return _rules(last) if last is not None else _shipped(session)


def rules_of_version(session: Session, version: str) -> Rules:
    """As they stood when a meeting began with them."""
    kept = find_version(session, version)
    return _rules(kept) if kept is not None else _shipped(session)


def find_version(session: Session, version: str) -> GroundRulesVersion | None:
    return session.scalar(select(GroundRulesVersion).where(GroundRulesVersion.version == version))


def ground_rules_view(session: Session) -> dict[str, Any]:
    """Every version, the newest first; the first is in force. Of those that were shipped: the last, and each that a
    meeting began with."""
    rows = session.execute(
        select(GroundRulesVersion, Person.name)
        .outerjoin(Person, Person.id == GroundRulesVersion.made_by)
        .order_by(GroundRulesVersion.made_by.is_(None), GroundRulesVersion.id.desc())
    ).all()
    made = [
        {**_rules(row).as_json(), "made_at": clock.iso(row.made_at), "made_by": name}
        for row, name in rows
        if row.made_by
    ]
    shipped = [_shipped(session), *(_rules(row) for row, _ in rows if not row.made_by)]
    seen = {each["version"] for each in made}
    came = [
        {**each.as_json(), "made_at": None, "made_by": None}
        for each in {rules.version: rules for rules in reversed(shipped)}.values()
        if each.version not in seen
    ]
    return {"versions": [*made, *reversed(came)]}


def _rules(row: GroundRulesVersion) -> Rules:
    return Rules(row.version, tuple(row.en), tuple(row.cy))


def _shipped(session: Session) -> Rules:
    rules = practice_of(session).ground_rules
    return Rules(rules.version, rules.en, rules.cy)
