"""How long cases are kept, and what is kept in spite of it."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from mas_hub.db import Base


class RetentionRules(Base):
    """As the partnership set them. No row while they are as shipped. `basis`: which of its policies says so."""

    __tablename__ = "retention_rules"

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    version: Mapped[int] = mapped_column(default=1)
    child_months: Mapped[int]
    adult_months: Mapped[int]
    backup_days: Mapped[int]
    basis: Mapped[str] = mapped_column(Text)
    set_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    set_at: Mapped[datetime]


class Hold(Base):
    """A case is kept whatever its period, until the hold is lifted. `reason` says nothing about the family."""

    __tablename__ = "holds"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    reason: Mapped[str] = mapped_column(Text)
    placed_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    placed_at: Mapped[datetime]
    lifted_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    lifted_at: Mapped[datetime | None]
    lifted_because: Mapped[str] = mapped_column(Text, default="", server_default="")


class PurgeRequest(Base):
    """Somebody asked for a case to be deleted; another has to confirm it. Gone with the case, or when taken back."""

    __tablename__ = "purge_requests"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    asked_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[datetime]


class BackupTaken(Base):
    """A backup that was written, so that it is known which may still hold what was deleted here since."""

    __tablename__ = "backups_taken"

    id: Mapped[int] = mapped_column(primary_key=True)
    made_at: Mapped[datetime]
    file: Mapped[str] = mapped_column(String(255))
