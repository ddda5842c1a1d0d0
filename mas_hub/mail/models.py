"""Messages that wait to be sent and, for a while, those that were."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from mas_hub.db import Base


class QueuedMail(Base):
    """One message to one address, `waiting`, `sent` or `failed`.

    `facts` fill the template's blanks; they are emptied once it was sent or given up, as a link may let somebody in.
    `due` and `claimed_until` are seconds since 1970 of the machine's own clock: a worker tries a waiting one that is
    due, and no other worker takes it before its claim has run out.
    """

    __tablename__ = "mail_queue"
    __table_args__ = (Index("ix_mail_queue_state_due", "state", "due"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    to: Mapped[str] = mapped_column(String(254))
    template: Mapped[str] = mapped_column(String(60))
    language: Mapped[str] = mapped_column(String(2))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    message_id: Mapped[str] = mapped_column(String(200), unique=True)
    queued_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    since: Mapped[float]
    due: Mapped[float]
    claimed_until: Mapped[float] = mapped_column(default=0.0)
    attempts: Mapped[int] = mapped_column(default=0)
    trouble: Mapped[str] = mapped_column(String(200), default="")
