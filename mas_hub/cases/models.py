"""A case and the dated events from which the statutory clocks count."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mas_hub.db import Base


class Case(Base):
    __tablename__ = "cases"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    reference: Mapped[str] = mapped_column(String(60))
    subject_initials: Mapped[str] = mapped_column(String(20))
    subject_type: Mapped[str] = mapped_column(String(20))
    age_band: Mapped[str] = mapped_column(String(40))
    capacity: Mapped[str] = mapped_column(String(20), default="")
    """The person's mental capacity for what is in question (S1, "lack of capacity"); empty: nothing is said of it."""
    capacity_words: Mapped[str] = mapped_column(Text, default="")
    facilitator_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    purged_at: Mapped[datetime | None]
    """When it was deleted at the end of its time: then only its number is left."""
    milestones: Mapped[list["Milestone"]] = relationship(
        order_by="(Milestone.on, Milestone.id)", cascade="all, delete-orphan", lazy="selectin"
    )


class Milestone(Base):
    __tablename__ = "milestones"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    on: Mapped[date]
