from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from mas_hub.db import Base
from mas_hub.meetings.subjects import SubjectRow, Withdrawable


class ThresholdPosition(SubjectRow, Withdrawable, Base):
    """Where an agency places the case. `history` holds where it stood before, oldest first; `tested` what the agency
    held against its own view (`rules.TESTS`).

    `hidden`: what is here now only its own agency reads; `shared_as` is the view that the others still see, if any.
    """

    __tablename__ = "threshold_positions"

    level: Mapped[int]
    evidence: Mapped[str] = mapped_column(Text)
    would_change_view: Mapped[str] = mapped_column(Text)
    tested: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    history: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    added_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    hidden: Mapped[bool] = mapped_column(default=False)
    shared_as: Mapped[dict[str, Any] | None] = mapped_column(JSON)


class PositionRound(SubjectRow, Base):
    """A hidden round (S1, "challenge fixed views"): agencies place the case unseen, then all are revealed at once.

    `placed`: the agencies that have placed it in this round, never where.
    """

    __tablename__ = "position_rounds"

    state: Mapped[str] = mapped_column(String(20), default="hidden")
    placed: Mapped[list[int]] = mapped_column(JSON, default=list)
    started_at: Mapped[datetime]
    revealed_at: Mapped[datetime | None]


class Disagreement(SubjectRow, Base):
    """Open, resolved (how) or escalated (to whom, by when). `earlier_stages`: those behind it, oldest first."""

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
    escalated_at: Mapped[datetime | None]
    earlier_stages: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    settled_at: Mapped[datetime | None]
