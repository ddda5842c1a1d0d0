from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from mas_hub.db import Base
from mas_hub.meetings.subjects import SubjectRow, Withdrawable


class Reflection(SubjectRow, Withdrawable, Base):
    """`text` is null once a wellbeing note has been erased. `answers`: `[{type, id}]`, what it takes up."""

    __tablename__ = "reflections"

    prompt: Mapped[str] = mapped_column(String(40))
    text: Mapped[str | None] = mapped_column(Text)
    answers: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    added_at: Mapped[datetime]
