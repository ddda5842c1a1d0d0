"""Adding, amending and withdrawing a reflection; at close the child's voice is asked for and wellbeing is erased."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import MeetingActor
from mas_hub.access.permissions import Can
from mas_hub.db.prepared import add_row
from mas_hub.db.versions import revise
from mas_hub.meeting_log import append, erase
from mas_hub.meetings.act_schemas import Withdrawing
from mas_hub.meetings.acts import act
from mas_hub.meetings.closing import closing_check, closing_step
from mas_hub.meetings.subjects import (
    belongs_to,
    check_changes,
    check_on_board,
    get_to_change,
    withdraw,
)
from mas_hub.reflections.models import Reflection
from mas_hub.reflections.queries import list_all, list_standing, reflection_view
from mas_hub.reflections.schemas import AddReflection, AmendReflection


@act(AddReflection, Can.REFLECT)
def add_reflection(
    session: Session, actor: MeetingActor, *, prompt: str, text: str, answers: Sequence[Mapping[str, Any]]
) -> None:
    check_on_board(session, actor.meeting.id, answers)
    reflection = Reflection(**belongs_to(actor), prompt=prompt, text=text, answers=list(answers), added_at=clock.now())
    add_row(session, reflection)
    append(session, actor, "reflection_added", reflection_view(reflection))


@act(AmendReflection, Can.REFLECT)
def amend_reflection(session: Session, actor: MeetingActor, *, of: int, version: int, **changed: Any) -> None:
    """Fields not given keep their value."""
    check_changes(changed)
    reflection = _changeable(session, actor, of, version)
    check_on_board(session, actor.meeting.id, changed.get("answers", ()))
    revise(reflection, changed)
    append(session, actor, "reflection_amended", reflection_view(reflection))


@act(Withdrawing, Can.REFLECT)
def withdraw_reflection(session: Session, actor: MeetingActor, *, of: int, version: int, reason: str) -> None:
    reflection = _changeable(session, actor, of, version)
    withdraw(reflection, reason)
    append(session, actor, "reflection_withdrawn", reflection_view(reflection))


@closing_check
def voice_was_heard(session: Session, actor: MeetingActor, closing: Mapping[str, Any]) -> Mapping[str, str]:
    """The child's voice (for an adult: the person's) is on the board, or why it could not be heard (S1; S2)."""
    if closing["childs_voice_not_heard_because"] or list_standing(session, actor.meeting.id, "voice_of_the_child"):
        return {}
    return {"childs_voice_not_heard_because": "voice_needed"}


@closing_step
def erase_wellbeing(session: Session, actor: MeetingActor) -> None:
    """What people said of the work's weight on them was for the room; it is erased, here and in the log (S1; S2)."""
    for reflection in list_all(session, actor.meeting.id, "wellbeing"):
        reflection.text = None
        reflection.withdrawn_because = ""
        reflection.version += 1
        session.flush()
        erase(session, actor, "reflection", reflection.id, reflection.version)


def _changeable(session: Session, actor: MeetingActor, of: int, version: int) -> Reflection:
    return get_to_change(session, actor, Reflection, of, version, reflection_view)
