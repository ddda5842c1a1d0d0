from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mas_hub.db import Base


class AgencyReturn(Base):
    """One agency's return of one year (docs/domain.md, row 44; docs/decisions/0055). `year`: in which it begins.

    A draft until `submitted_at`; from then on it stays as it is, with its `figures` and `facts` (names as they were),
    and what has to be put right is the next `edition`. `answers`: `{statement: {rating, evidence, action, by_whom,
    by_when}}`.
    """

    __tablename__ = "agency_returns"
    __table_args__ = (UniqueConstraint("agency_id", "year", "edition"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"))
    year: Mapped[int]
    edition: Mapped[int]
    answers: Mapped[dict[str, dict[str, Any]]] = mapped_column(JSON)
    summary: Mapped[str] = mapped_column(Text)
    approved_by: Mapped[str] = mapped_column(String(200))
    changed_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    changed_at: Mapped[datetime]
    submitted_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    submitted_at: Mapped[datetime | None]
    figures: Mapped[list[Any] | None] = mapped_column(JSON)
    facts: Mapped[dict[str, Any] | None] = mapped_column(JSON)
