"""The log's tables. Entries are never updated or deleted, which the database itself holds (`db.append_only`).

But a body is erased, and a purged meeting's entries go once its row in `purged_meetings` stands.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mas_hub.db import AppendOnly, Base


class LogStream(Base):
    """The head of one stream: how many entries, the last one's hash, and a MAC over both: a cut-off tail shows."""

    __tablename__ = "log_streams"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), primary_key=True)
    stream: Mapped[str] = mapped_column(String(40), primary_key=True)
    count: Mapped[int]
    last_hash: Mapped[str] = mapped_column(String(64))
    mac: Mapped[str] = mapped_column(String(64))


class LogEntry(Base):
    __tablename__ = "log_entries"
    __table_args__ = (
        UniqueConstraint("meeting_id", "stream", "seq"),
        Index("ix_log_entries_act", "meeting_id", "person_id", "act_id"),
        {"info": {"append_only": AppendOnly(emptied=frozenset({"body", "salt"}), gone_with="purged_meetings")}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    stream: Mapped[str] = mapped_column(String(40))
    seq: Mapped[int]
    kind: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime]
    person_id: Mapped[int]
    agency_id: Mapped[int]
    act_id: Mapped[str] = mapped_column(String(64))
    subject_type: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    subject_version: Mapped[int]
    body: Mapped[str | None] = mapped_column(Text)
    salt: Mapped[str | None] = mapped_column(String(64))
    body_digest: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class ActDone(Base):
    """That a person's act was done, so that a retry gets the same answer. Of its data only a keyed digest is kept."""

    __tablename__ = "acts_done"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(primary_key=True)
    act_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    act: Mapped[str] = mapped_column(String(60))
    data_mac: Mapped[str] = mapped_column(String(64))


class PurgedMeeting(Base):
    """What is left of a meeting's log once it was deleted at the end of its time: that it was, and by which rule.

    The heads of its streams stay where they are; `mac` covers them and everything here. `about`: ids, days and counts.
    """

    __tablename__ = "purged_meetings"
    __table_args__ = ({"info": {"append_only": AppendOnly()}},)

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), primary_key=True)
    at: Mapped[datetime]
    about: Mapped[dict[str, Any]] = mapped_column(JSON)
    mac: Mapped[str] = mapped_column(String(64))
