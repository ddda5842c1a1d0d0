from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from mas_hub.db import Base


class Receipt(Base):
    """One agency's word on one meeting: recorded, under which reference of its own; or why not. The last counts."""

    __tablename__ = "receipts"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    recorded: Mapped[bool]
    reference: Mapped[str] = mapped_column(String(200))
    recorded_on: Mapped[date | None]
    why_not: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
