from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from mas_hub.db import Base


class Receipt(Base):
    """One agency's word on one meeting: recorded, under which reference of its own; or why not. The last counts."""

    __tablename__ = "receipts"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    recorded: Mapped[bool]
    reference: Mapped[str] = mapped_column(String(200))
    recorded_on: Mapped[date | None]
    why_not: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


class ProgressReport(Base):
    """What the owner of a decision said of it, once. Never changed: the last counts, the earlier ones are its history.

    `agency_id` owned the decision when it was said. `state` is one of `rules.PROGRESS`.
    """

    __tablename__ = "progress_reports"

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decisions.id"), index=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    state: Mapped[str] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


class HandOver(Base):
    """A decision's owner asks another invited agency to take it on; until that accepts, the first one owns it.

    `state`: asked, accepted, declined, or taken back by whoever asked.
    """

    __tablename__ = "hand_overs"
    __table_args__ = (
        Index(
            "uq_hand_overs_decision_id_asked",
            "decision_id",
            unique=True,
            sqlite_where=text("state = 'asked'"),
            postgresql_where=text("state = 'asked'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decisions.id"), index=True)
    from_agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"))
    to_agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"))
    state: Mapped[str] = mapped_column(String(20), default="asked")
    why: Mapped[str] = mapped_column(Text)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    answered_at: Mapped[datetime | None]


class Reminding(Base):
    """After how many working days who is reminded, as the partnership set it. No row while it is as shipped."""

    __tablename__ = "reminding"

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    version: Mapped[int] = mapped_column(default=1)
    receipt_days: Mapped[int]
    progress_days: Mapped[int]
    repeat_days: Mapped[int]
    by_email: Mapped[bool]


class Reminder(Base):
    """An agency was reminded by e-mail on this day. The key keeps several workers from doing so twice."""

    __tablename__ = "reminders"

    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"), primary_key=True)
    on: Mapped[date] = mapped_column(primary_key=True)
