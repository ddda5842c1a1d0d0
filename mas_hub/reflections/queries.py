from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.meeting_log import View
from mas_hub.meetings.subjects import by, register_rows
from mas_hub.reflections.models import Reflection


def list_standing(session: Session, meeting_id: int, prompt: str) -> Sequence[Reflection]:
    """The reflections under one prompt that were not withdrawn."""
    return session.scalars(
        select(Reflection).where(
            Reflection.meeting_id == meeting_id, Reflection.prompt == prompt, Reflection.withdrawn.is_(False)
        )
    ).all()


def list_all(session: Session, meeting_id: int, prompt: str) -> Sequence[Reflection]:
    """The reflections under one prompt, withdrawn ones among them."""
    return session.scalars(
        select(Reflection)
        .where(Reflection.meeting_id == meeting_id, Reflection.prompt == prompt)
        .order_by(Reflection.id)
    ).all()


def reflection_view(reflection: Reflection) -> View:
    if reflection.text is None:
        return {"type": "reflection", "id": reflection.id, "version": reflection.version, "erased": True}
    return {
        "type": "reflection",
        "id": reflection.id,
        "version": reflection.version,
        "agency_id": reflection.agency_id,
        "prompt": reflection.prompt,
        "text": reflection.text,
        "answers": reflection.answers,
        "added_at": clock.iso(reflection.added_at),
        "withdrawn": reflection.withdrawn,
        "withdrawn_because": reflection.withdrawn_because,
        "by": by(reflection),
    }


register_rows("reflection", Reflection, reflection_view)
