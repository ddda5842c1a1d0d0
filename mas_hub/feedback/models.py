from sqlalchemy import Boolean, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mas_hub.db import Base


class Feedback(Base):
    """One person's, of one meeting. `place` is drawn, and orders what is shown; when it was given is not kept."""

    __tablename__ = "feedback"
    __table_args__ = (UniqueConstraint("meeting_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    safe: Mapped[str] = mapped_column(String(10))
    heard: Mapped[str] = mapped_column(String(10))
    well_spent: Mapped[str] = mapped_column(String(10))
    different: Mapped[str] = mapped_column(Text)
    with_name: Mapped[bool] = mapped_column(Boolean)
    place: Mapped[str] = mapped_column(String(20))


class FeedbackResponse(Base):
    """The chair's, to all who gave feedback."""

    __tablename__ = "feedback_responses"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    text: Mapped[str] = mapped_column(Text)
