"""The registry of acts and `perform`, the one way anything happens in a meeting.

An act is registered beside its action::

    @act(AddThresholdPosition, Can.STATE_POSITION)
    def add_threshold_position(session, actor, *, level, evidence, would_change_view): ...
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from marshmallow import Schema
from sqlalchemy.orm import Session

from mas_hub.access.actor import Actor, MeetingActor
from mas_hub.access.audience import may_be_answered
from mas_hub.access.permissions import Can, require
from mas_hub.db import write_together
from mas_hub.errors import Conflict, Forbidden, Invalid, NotFound
from mas_hub.identity.sessions import note_activity
from mas_hub.meeting_log import Entry, appended, entries_done, remember_act
from mas_hub.meetings.later import enter_to_see_through
from mas_hub.meetings.queries import enter, hold, hold_free
from mas_hub.web.fields import load

ActorSource = Callable[[Session], Actor]
"""Where an act's actor comes from, read in the act's own transaction: a session's token, or replay."""

OPEN = frozenset({"open"})
PLANNED = frozenset({"planned"})
POSTPONED = frozenset({"postponed"})
"""Begun, to go on another day."""
CLOSED = frozenset({"closed"})


@dataclass(frozen=True)
class Act:
    name: str
    schema: type[Schema]
    permission: Can
    states: frozenset[str]
    before_ground_rules: bool
    action: Callable[..., object]
    loader: Schema = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "loader", self.schema())  # made once: it costs more than loading does


ACTS: dict[str, Act] = {}

A = TypeVar("A", bound=Callable[..., object])


def act(
    schema: type[Schema], permission: Can, *, states: frozenset[str] = OPEN, before_ground_rules: bool = False
) -> Callable[[A], A]:
    """Register the decorated action by its name. It takes `session, actor` and its schema's fields by keyword."""

    def register(action: A) -> A:
        name = action.__name__
        ACTS[name] = Act(name, schema, permission, states, before_ground_rules, action)
        return action

    return register


def perform(source: ActorSource, meeting_id: int, name: str, act_id: str, data: dict[str, Any]) -> list[Entry]:
    """Do the act `name`, once. Returns what it appended to the log, as far as whoever did it reads that.

    The same `act_id` by the same person gets the first answer again; with other data it is a conflict. Raises a
    `DomainError` when refused, and then nothing has changed.
    """
    if not 8 <= len(act_id) <= 64 or not act_id.isascii() or not act_id.isprintable():
        raise Invalid("act_id_needed")
    return write_together(
        lambda session: _do(session, source, meeting_id, name, act_id, data), of=meeting_id, hold=hold_free
    )


def _do(
    session: Session, source: ActorSource, meeting_id: int, name: str, act_id: str, data: dict[str, Any]
) -> list[Entry]:
    hold(session, meeting_id)
    person = source(session)
    note_activity(session, person)
    wanted = ACTS.get(name)
    come_in = enter_to_see_through if wanted is not None and wanted.permission is Can.SEE_THROUGH else enter
    actor = replace(come_in(session, person, meeting_id), act_id=act_id)
    if wanted is None:
        raise NotFound("no_such_act")
    try:
        first_time = remember_act(session, actor, name, data)
    except KeyError:
        raise Conflict("act_id_used") from None
    if not first_time:
        # Also when doing it took away the permission: who handed the chair over is answered as before.
        return _answer(actor, entries_done(session, meeting_id, actor.person_id, act_id))
    require(actor, wanted.permission)
    if actor.meeting.state not in wanted.states:
        raise Conflict(f"meeting_is_{actor.meeting.state}")
    if not (wanted.before_ground_rules or actor.ground_rules_accepted):
        raise Forbidden("ground_rules_not_accepted")
    wanted.action(session, actor, **load(wanted.loader, data))
    return _answer(actor, appended(session))


def _answer(actor: MeetingActor, entries: list[Entry]) -> list[Entry]:
    return [entry for entry in entries if may_be_answered(actor, entry.stream)]
