from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from mas_hub.db import Base
from mas_hub.meetings.subjects import SubjectRow, Withdrawable


class DriftConcern(SubjectRow, Withdrawable, Base):
    """`reckoning` is calculated, never typed, and kept as it was on the meeting day (practice.reckoning.Reckoning)."""

    __tablename__ = "drift_concerns"

    what: Mapped[str] = mapped_column(Text)
    effect_on_child: Mapped[str] = mapped_column(Text)
    risk_source: Mapped[str] = mapped_column(String(20))
    expectation: Mapped[str] = mapped_column(String(40))
    since: Mapped[date | None]
    from_milestone: Mapped[str | None] = mapped_column(String(40))
    reckoning: Mapped[dict[str, Any]] = mapped_column(JSON)
    raised_at: Mapped[datetime]
