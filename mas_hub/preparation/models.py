from datetime import datetime

from sqlalchemy import Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mas_hub.db import Base
from mas_hub.meetings.subjects import SubjectRow


class Preparation(SubjectRow, Base):
    """What one agency brings to one meeting: its own until it shares it (docs/decisions/0015).

    `level` and `evidence` are its position so far; they never leave the agency's stream. `person_id` is whoever saved
    it last.
    """

    __tablename__ = "preparations"
    __table_args__ = (UniqueConstraint("meeting_id", "agency_id"),)

    to_raise: Mapped[str] = mapped_column(Text, default="")
    involved: Mapped[str] = mapped_column(Text, default="")
    level: Mapped[int | None]
    evidence: Mapped[str] = mapped_column(Text, default="")
    ready: Mapped[bool] = mapped_column(default=False)
    changed_at: Mapped[datetime]
    shared_at: Mapped[datetime | None]
