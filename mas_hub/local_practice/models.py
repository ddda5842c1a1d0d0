from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from mas_hub.db import Base


class GroundRulesVersion(Base):
    """One version of the ground rules, never changed. `made_by` None: the shipped ones, kept as a meeting began with
    them."""

    __tablename__ = "ground_rules"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column(String(20), unique=True)
    en: Mapped[list[str]] = mapped_column(JSON)
    cy: Mapped[list[str]] = mapped_column(JSON)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    made_at: Mapped[datetime]
