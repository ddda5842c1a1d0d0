from datetime import date

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from mas_hub.db import Base
from mas_hub.meetings.bringing import Preparable


class ChronologyEvent(Preparable, Base):
    """A key event in one agency's lane. `ended` None: it was on one day."""

    __tablename__ = "chronology_events"
    BROUGHT = ("began", "ended", "what", "source")

    began: Mapped[date]
    ended: Mapped[date | None]
    what: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text, default="")
    origin_id: Mapped[int | None] = mapped_column(ForeignKey("chronology_events.id"))
