from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from mas_hub.db import Base


class SupervisionAgreement(Base):
    """One agency's agreement with the partnership (docs/domain.md, rows 5, 30 and 31), which meets every so many weeks.

    `cases`: which are brought to supervision; empty where it was kept before that was asked.
    """

    __tablename__ = "supervision_agreements"

    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"), primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    purpose: Mapped[str] = mapped_column(Text)
    cases: Mapped[str] = mapped_column(Text, default="")
    every_weeks: Mapped[int]
    confidentiality: Mapped[str] = mapped_column(Text)
    disagreement: Mapped[str] = mapped_column(Text)
    signed_by: Mapped[str] = mapped_column(String(200))
    begins: Mapped[date]
    review_on: Mapped[date]
    changed_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    changed_at: Mapped[datetime]
