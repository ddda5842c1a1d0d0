from datetime import date, datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from mas_hub.db import Base
from mas_hub.meetings.subjects import SubjectRow, Withdrawable


class ChronologyEvent(SubjectRow, Withdrawable, Base):
    """A key event in one agency's lane. `ended` None: it was on one day.

    `shown`: it is on the board; until the meeting opens it is the agency's own preparation. `origin_id`: the event of
    an earlier meeting on the case as which it began."""

    __tablename__ = "chronology_events"

    began: Mapped[date]
    ended: Mapped[date | None]
    what: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text, default="")
    shown: Mapped[bool] = mapped_column(default=False)
    origin_id: Mapped[int | None] = mapped_column(ForeignKey("chronology_events.id"))
    added_at: Mapped[datetime]
