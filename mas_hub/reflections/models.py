from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from mas_hub.db import Base
from mas_hub.meetings.subjects import SubjectRow, Withdrawable


class Reflection(SubjectRow, Withdrawable, Base):
    """`text` is null once a wellbeing note has been erased."""

    __tablename__ = "reflections"

    prompt: Mapped[str] = mapped_column(String(40))
    text: Mapped[str | None] = mapped_column(Text)
    added_at: Mapped[datetime]
