from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mas_hub.db import Base
from mas_hub.meetings.subjects import SubjectRow


class Decision(SubjectRow, Base):
    """`agency_id` is the proposer's; the owner is the agency that will carry it out. `answers`: `[{type, id}]`.

    `authority`: empty, within_role or needs_sign_off (row 22). `family_...`: what is shared with the family, by whom,
    when (row 14).
    """

    __tablename__ = "decisions"

    state: Mapped[str] = mapped_column(String(20), default="proposed")
    owner_agency_id: Mapped[int | None] = mapped_column(ForeignKey("agencies.id"))
    involves: Mapped[list[int]] = mapped_column(JSON)
    text: Mapped[str] = mapped_column(Text)
    measure: Mapped[str] = mapped_column(Text)
    responsible: Mapped[str] = mapped_column(Text)
    due: Mapped[date | None]
    reflects_child: Mapped[str] = mapped_column(Text)
    rationale: Mapped[str] = mapped_column(Text)
    answers: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    authority: Mapped[str] = mapped_column(String(20), default="")
    sign_off_by: Mapped[str] = mapped_column(Text, default="")
    family_what: Mapped[str] = mapped_column(Text, default="")
    family_by: Mapped[str] = mapped_column(Text, default="")
    family_on: Mapped[date | None]
    proposed_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    agreed_at: Mapped[datetime | None]
    withdrawn_because: Mapped[str] = mapped_column(Text, default="")
    handed_over: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list, server_default="[]")
    """`[{from, to, at}]`: agencies that owned it before and handed it on, oldest first."""


class ReadBack(SubjectRow, Base):
    """The walk through what was agreed, before closing. `confirmed`: `[{agency_id, person_id, decisions, at}]`."""

    __tablename__ = "read_backs"
    __table_args__ = (UniqueConstraint("meeting_id"),)

    started_at: Mapped[datetime]
    confirmed: Mapped[list[dict[str, Any]]] = mapped_column(JSON)


class Consent(SubjectRow, Base):
    """One agency's stand on one decision; a new one replaces it, an amended decision makes it lapse."""

    __tablename__ = "consents"
    __table_args__ = (UniqueConstraint("decision_id", "agency_id"),)

    decision_id: Mapped[int] = mapped_column(ForeignKey("decisions.id"))
    stand: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(Text)
    lapsed: Mapped[bool] = mapped_column(default=False)
    given_at: Mapped[datetime]
