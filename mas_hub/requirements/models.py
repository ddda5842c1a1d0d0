from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mas_hub.db import Base
from mas_hub.meetings.bringing import Preparable
from mas_hub.meetings.subjects import SubjectRow


class Requirement(Preparable, Base):
    """What one agency has to do on this case by law or procedure.

    `every` None: once. `child`: no, seen, or alone; `seen_by`: who has to see the child; `asks`: what the child is
    asked about."""

    __tablename__ = "requirements"
    BROUGHT = ("kind", "what", "basis", "every", "unit", "next_due", "child", "seen_by", "asks")

    kind: Mapped[str] = mapped_column(String(20))
    what: Mapped[str] = mapped_column(Text)
    basis: Mapped[str] = mapped_column(Text, default="")
    every: Mapped[int | None]
    unit: Mapped[str] = mapped_column(String(10))
    next_due: Mapped[date | None]
    child: Mapped[str] = mapped_column(String(10))
    seen_by: Mapped[str] = mapped_column(Text, default="")
    asks: Mapped[list[str]] = mapped_column(JSON)
    origin_id: Mapped[int | None] = mapped_column(ForeignKey("requirements.id"))


class Burden(SubjectRow, Base):
    """What all of them together ask of the child, counted anew whenever one changes (`rules.reckon`)."""

    __tablename__ = "burdens"
    __table_args__ = (UniqueConstraint("meeting_id"),)

    reckoned: Mapped[dict[str, Any]] = mapped_column(JSON)
