"""Who is here: a row per socket and a heartbeat per worker. Rows of a worker that has gone silent do not count."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from mas_hub.db import Base


class Worker(Base):
    """`beat_at` is in seconds since the epoch, by the machine's own clock."""

    __tablename__ = "workers"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    beat_at: Mapped[float]


class Presence(Base):
    __tablename__ = "presence"

    socket: Mapped[str] = mapped_column(String(40), primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), primary_key=True)
    worker_id: Mapped[str] = mapped_column(String(36), index=True)
    person_id: Mapped[int]
