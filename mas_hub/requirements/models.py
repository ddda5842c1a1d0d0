from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mas_hub.db import Base
from mas_hub.meetings.subjects import SubjectRow, Withdrawable


class Requirement(SubjectRow, Withdrawable, Base):
    """What one agency has to do on this case by law or procedure.

    `every` None: once. `child`: no, seen, or alone; `seen_by`: who has to see the child; `asks`: what the child is
    asked about. `shown`: it is on the board; until the meeting opens it is the agency's own preparation."""

    __tablename__ = "requirements"

    kind: Mapped[str] = mapped_column(String(20))
    what: Mapped[str] = mapped_column(Text)
    basis: Mapped[str] = mapped_column(Text, default="")
    every: Mapped[int | None]
    unit: Mapped[str] = mapped_column(String(10))
    next_due: Mapped[date | None]
    child: Mapped[str] = mapped_column(String(10))
    seen_by: Mapped[str] = mapped_column(Text, default="")
    asks: Mapped[list[str]] = mapped_column(JSON)
    shown: Mapped[bool] = mapped_column(default=False)
    added_at: Mapped[datetime]


class Burden(SubjectRow, Base):
    """What all of them together ask of the child, counted anew whenever one changes (`rules.reckon`)."""

    __tablename__ = "burdens"
    __table_args__ = (UniqueConstraint("meeting_id"),)

    reckoned: Mapped[dict[str, Any]] = mapped_column(JSON)
