from datetime import datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from mas_hub.db import Base


class EmergencyReply(Base):
    """What an agency, or the chair as such, said of an emergency access: that it has seen it, perhaps with a question.

    `question` is empty where it only acknowledged; `answer` until whoever opened the record has answered.
    """

    __tablename__ = "emergency_replies"

    id: Mapped[int] = mapped_column(primary_key=True)
    access_id: Mapped[int] = mapped_column(ForeignKey("emergency_accesses.id"), index=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    as_chair: Mapped[bool]
    at: Mapped[datetime]
    question: Mapped[str] = mapped_column(Text, default="")
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None]
