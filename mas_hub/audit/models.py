"""One row for each act off the board, in one of a few chains. Rows are never changed or deleted."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from mas_hub.db import AppendOnly, Base


class AuditRow(Base):
    """Without foreign keys: the row outlives what it names. `person_id` None: nobody known (a failed sign-in).

    `lane` says in which chain it stands and `seq` as which; `digest` is that of everything about whom and what
    (`chaining.said_of`) under `salt`. `once` names what is written down one time only.
    """

    __tablename__ = "audit"
    __table_args__ = (
        Index("ix_audit_lane_seq", "lane", "seq"),
        Index("ix_audit_what_at", "what", "at"),
        {"info": {"append_only": AppendOnly(filled=frozenset({"lane", "seq", "salt", "digest", "hash"}))}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    person_id: Mapped[int | None] = mapped_column(index=True)
    agency_id: Mapped[int | None] = mapped_column(index=True)
    meeting_id: Mapped[int | None] = mapped_column(index=True)
    what: Mapped[str] = mapped_column(String(60))
    detail: Mapped[dict[str, Any]] = mapped_column(JSON)
    sha256: Mapped[str | None] = mapped_column(String(64), index=True)
    once: Mapped[str | None] = mapped_column(String(80), index=True)
    lane: Mapped[int | None]
    seq: Mapped[int | None]
    salt: Mapped[str | None] = mapped_column(String(64))
    digest: Mapped[str | None] = mapped_column(String(64))
    hash: Mapped[str | None] = mapped_column(String(64))


class AuditLane(Base):
    """The head of one chain: how many rows, the last one's hash, and a MAC over both: a cut-off tail shows."""

    __tablename__ = "audit_lanes"

    lane: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    count: Mapped[int]
    last_hash: Mapped[str] = mapped_column(String(64))
    mac: Mapped[str] = mapped_column(String(64))
