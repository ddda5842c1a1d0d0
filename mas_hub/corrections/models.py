from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from mas_hub.db import Base
from mas_hub.meetings.subjects import SubjectRow


class Addendum(SubjectRow, Base):
    """What its agency or the chair adds to the record once it stands: beside one entry, or (nulls) to the whole."""

    __tablename__ = "addenda"

    corrects_type: Mapped[str | None] = mapped_column(String(40))
    corrects_id: Mapped[int | None]
    text: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    added_at: Mapped[datetime]
