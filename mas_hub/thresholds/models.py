from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Text
from sqlalchemy.orm import Mapped, mapped_column

from mas_hub.db import Base
from mas_hub.meetings.subjects import SubjectRow, Withdrawable


class ThresholdPosition(SubjectRow, Withdrawable, Base):
    """Where an agency places the case. `history` holds where it stood before, oldest first."""

    __tablename__ = "threshold_positions"

    level: Mapped[int]
    evidence: Mapped[str] = mapped_column(Text)
    would_change_view: Mapped[str] = mapped_column(Text)
    history: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    added_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class Disagreement(SubjectRow, Base):
    """Open, resolved (how) or escalated (to whom, by when)."""

    __tablename__ = "disagreements"

    about: Mapped[str] = mapped_column(Text)
    between: Mapped[list[int]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(default="open")
    how: Mapped[str] = mapped_column(Text, default="")
    raised_at: Mapped[datetime]
    escalated_to: Mapped[int | None]
    escalated_because: Mapped[str] = mapped_column(Text, default="")
    immediate_risk: Mapped[bool] = mapped_column(default=False)
    stage: Mapped[int | None]
    stage_name: Mapped[dict[str, str] | None] = mapped_column(JSON)
    due_on: Mapped[date | None]
