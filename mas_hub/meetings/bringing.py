"""What an agency showed in a case's earlier meetings and may bring to this one (docs/decisions/0017).

Nothing is carried over by itself, and nobody brings another agency's.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, ClassVar, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from mas_hub import clock
from mas_hub.access.actor import MeetingActor
from mas_hub.errors import Conflict
from mas_hub.meetings.models import Meeting
from mas_hub.meetings.subjects import SubjectRow, Withdrawable, belongs_to


class Bringable(SubjectRow, Withdrawable):
    """`origin_id`: what it began as in an earlier meeting on the case. `BROUGHT`: what of it comes along."""

    BROUGHT: ClassVar[tuple[str, ...]]

    origin_id: Mapped[int | None]
    added_at: Mapped[datetime]

    def on_board(self) -> bool:
        return True


class Preparable(Bringable):
    """`shown`: it is on the board; until the meeting opens it is the agency's own preparation."""

    shown: Mapped[bool] = mapped_column(default=False)

    def on_board(self) -> bool:
        return self.shown


B = TypeVar("B", bound=Bringable)


def list_earlier(session: Session, actor: MeetingActor, model: type[B]) -> list[B]:
    """What the actor's own agency showed in earlier meetings, as it last stood, and is not here yet."""
    rows = session.scalars(
        select(model)
        .join(Meeting, Meeting.id == model.meeting_id)
        .where(Meeting.case_id == actor.meeting.case_id, model.agency_id == actor.agency_id)
        .order_by(model.id.desc())
    )
    latest: dict[int, B] = {}
    here = set()
    for row in rows:
        root = row.origin_id or row.id
        if row.meeting_id == actor.meeting.id:
            here.add(root)
        elif row.on_board():
            latest.setdefault(root, row)
    found = [row for root, row in latest.items() if root not in here and not row.withdrawn]
    return sorted(found, key=lambda row: row.id)


def chosen_of(offered: Iterable[B], of: Collection[int] | None) -> list[B]:
    """Those chosen of what is offered; `of` None: all. Raises `Conflict` when that is nothing.

    What is not offered, another agency's too, is as absent as what never was.
    """
    chosen = [row for row in offered if of is None or row.id in of]
    if not chosen:
        raise Conflict("no_earlier_events")
    return chosen


def bring(session: Session, actor: MeetingActor, earlier: Iterable[B], **also: Any) -> list[B]:
    """Copies into this meeting, in the same order, each with its origin and what is said of all of them."""
    brought = []
    for each in earlier:
        row = type(each)(**belongs_to(actor), **{name: getattr(each, name) for name in each.BROUGHT}, **also)
        row.origin_id, row.added_at = each.origin_id or each.id, clock.now()
        brought.append(row)
    session.add_all(brought)
    session.flush()
    return brought
