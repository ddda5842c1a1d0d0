from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mas_hub.db import Base
from mas_hub.meetings.subjects import SubjectRow


class LearningPoint(Base):
    """What a published review taught; nothing of a case is in it. `title` and `text`: in one language at least."""

    __tablename__ = "learning_points"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    title: Mapped[dict[str, str | None]] = mapped_column(JSON)
    text: Mapped[dict[str, str | None]] = mapped_column(JSON)
    review: Mapped[str] = mapped_column(String(300))
    publisher: Mapped[str] = mapped_column(String(200))
    year: Mapped[int]
    link: Mapped[str] = mapped_column(String(1000))
    offered: Mapped[bool] = mapped_column(Boolean)
    changed_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    changed_at: Mapped[datetime]


class ChosenLearning(SubjectRow, Base):
    """A point put before one meeting. `facts`: the point as it was when the meeting opened; null until then.

    `meant`: what it meant for this supervision, in the words of whoever chairs."""

    __tablename__ = "chosen_learning"
    __table_args__ = (UniqueConstraint("meeting_id", "point_id"),)

    point_id: Mapped[int] = mapped_column(ForeignKey("learning_points.id"))
    facts: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    meant: Mapped[str] = mapped_column(Text, default="")
