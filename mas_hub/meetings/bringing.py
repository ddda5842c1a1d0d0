"""What an agency showed in a case's earlier meetings and may bring to this one (docs/decisions/0017).

Nothing is carried over by itself, and nobody brings another agency's.
"""

from collections.abc import Collection
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from mas_hub.access.actor import MeetingActor
from mas_hub.errors import Conflict
from mas_hub.meetings.models import Meeting
from mas_hub.meetings.subjects import SubjectRow, Withdrawable


class Bringable(SubjectRow, Withdrawable):
    """`shown`: it is on the board; until the meeting opens it is the agency's own preparation. `origin_id`: what it
    began as in an earlier meeting on the case."""

    shown: Mapped[bool] = mapped_column(default=False)
    origin_id: Mapped[int | None]


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
        elif row.shown:
            latest.setdefault(root, row)
    found = [row for root, row in latest.items() if root not in here and not row.withdrawn]
    return sorted(found, key=lambda row: row.id)


def to_bring(session: Session, actor: MeetingActor, model: type[B], of: Collection[int] | None) -> list[B]:
    """Those chosen of what is offered; `of` None: all. Raises Conflict when that is nothing.

    What is not offered, another agency's too, is as absent as what never was.
    """
    offered = list_earlier(session, actor, model)
    chosen = [row for row in offered if of is None or row.id in of]
    if not chosen:
        raise Conflict("no_earlier_events")
    return chosen
