"""A note of who looked at what about a case: once for each sign-in and thing, however often a page connects again."""

from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import Actor
from mas_hub.audit.actions import Detail, record_once
from mas_hub.audit.chaining import is_noted
from mas_hub.db import write_together
from mas_hub.errors import Unavailable


@dataclass(frozen=True)
class Opening:
    """Somebody opens something of a meeting, or of a case. `what` as in the audit: `board_opened`."""

    actor: Actor
    what: str
    meeting_id: int | None = None
    case_id: int | None = None

    @property
    def once(self) -> str:
        thing = f"meeting {self.meeting_id}" if self.meeting_id else f"case {self.case_id}"
        if self.actor.session_id is None:
            return f"{self.what}, {thing}, person {self.actor.person_id}, {clock.today()}"
        return f"{self.what}, {thing}, session {self.actor.session_id} {self.actor.sign_in}"


def new_opening(
    session: Session, actor: Actor, what: str, *, meeting_id: int | None = None, case_id: int | None = None
) -> Opening | None:
    """What has to be noted before anything of it leaves. None where it was noted already during this sign-in."""
    opening = Opening(actor, what, meeting_id, case_id)
    return None if is_noted(session, opening.once) else opening


def note(opening: Opening | None) -> None:
    """Outside of any transaction and before the answer. When it cannot be noted, `Unavailable`: nothing leaves."""
    if opening is None:
        return
    try:
        write_together(lambda session: _record(session, opening))
    except SQLAlchemyError:
        raise Unavailable("opening_not_noted") from None


def _record(session: Session, opening: Opening) -> None:
    detail: dict[str, Detail] = {} if opening.case_id is None else {"case_id": opening.case_id}
    record_once(session, opening.actor, opening.what, opening.once, meeting_id=opening.meeting_id, **detail)
