from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
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


class TemplateVersion(Base):
    """One version of a meeting template, never changed. `stages`: `{key, name, prompt, minutes, hidden_round}` each."""

    __tablename__ = "template_versions"
    __table_args__ = (UniqueConstraint("key", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(40))
    version: Mapped[int]
    name: Mapped[dict[str, str]] = mapped_column(JSON)
    stages: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    offered: Mapped[bool]
    made_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    made_at: Mapped[datetime]
