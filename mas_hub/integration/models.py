from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mas_hub.db import Base


class ApiToken(Base):
    """Lets an agency's record system in, for its `maker`, until it ends. Only the SHA-256 of the token is kept."""

    __tablename__ = "api_tokens"

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"), index=True)
    maker_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    name: Mapped[str] = mapped_column(String(200))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    scopes: Mapped[list[str]] = mapped_column(JSON)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class Offered(Base):
    """A meeting's newest issue for an agency, under the `number` it had when it was new: what a cursor counts.

    Numbers are the agency's own, without end and in no way the meeting's; a later issue takes the next one. `seq`: how
    far the meeting's log had come when this issue was known to be the newest.
    """

    __tablename__ = "offered_issues"
    __table_args__ = (UniqueConstraint("agency_id", "number"),)

    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"), primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), primary_key=True)
    number: Mapped[int]
    issue: Mapped[int]
    seq: Mapped[int]
