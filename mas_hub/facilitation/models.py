from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mas_hub.db import Base
from mas_hub.meetings.subjects import SubjectRow


class Hand(SubjectRow, Base):
    """Somebody who asks to speak: `up`, then `speaking`, then `down`."""

    __tablename__ = "hands"

    state: Mapped[str] = mapped_column(String(20), default="up")
    raised_at: Mapped[datetime]


class Readiness(SubjectRow, Base):
    """Whether an agency is ready to move on: said in one stage, known by when it began, and counting in that one."""

    __tablename__ = "readiness"
    __table_args__ = (UniqueConstraint("meeting_id", "agency_id"),)

    ready: Mapped[bool]
    stage_started_at: Mapped[datetime | None]


class Capacity(SubjectRow, Base):
    """What an agency can carry just now (S2, caseloads and capacity)."""

    __tablename__ = "capacities"
    __table_args__ = (UniqueConstraint("meeting_id", "agency_id"),)

    level: Mapped[str] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(Text)
    stated_at: Mapped[datetime]


class PrivatePoint(SubjectRow, Base):
    """Told by `person_id` to whoever was in the chair then. `text` is null once its author has taken it back."""

    __tablename__ = "private_points"

    chair_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    text: Mapped[str | None] = mapped_column(Text)
    sharing: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20), default="waiting")
    answer: Mapped[str] = mapped_column(Text, default="")
    raised_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    shared_at: Mapped[datetime | None]
