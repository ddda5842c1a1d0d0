"""What a meeting says gets in the way, and the copy of it that the partnership reads.

The copy refers to nothing: the meeting's own row knows its copy, and goes with the case; then nobody knows any more
where the copy came from (docs/decisions/0051).
"""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from mas_hub.db import Base
from mas_hub.meetings.subjects import SubjectRow


class ProcessChallenge(SubjectRow, Base):
    """`concerns`: agencies by id. `state` and `answer` are the copy's, once it is sent."""

    __tablename__ = "process_challenges"

    process: Mapped[str] = mapped_column(String(40))
    obstacle: Mapped[str] = mapped_column(Text)
    would_help: Mapped[str] = mapped_column(Text)
    concerns: Mapped[list[int]] = mapped_column(JSON)
    raised_at: Mapped[datetime]
    withdrawn: Mapped[bool] = mapped_column(default=False)
    sent_on: Mapped[date | None]
    state: Mapped[str] = mapped_column(String(20), default="")
    answer: Mapped[str] = mapped_column(Text, default="")
    copy: Mapped[str | None] = mapped_column(ForeignKey("partnership_challenges.key"), unique=True)


class PartnershipChallenge(Base):
    """`key` is drawn, so that it tells nothing of the order; `month` is the first day of the month it was sent in."""

    __tablename__ = "partnership_challenges"

    key: Mapped[str] = mapped_column(String(32), primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    month: Mapped[date]
    process: Mapped[str] = mapped_column(String(40))
    obstacle: Mapped[str] = mapped_column(Text)
    would_help: Mapped[str] = mapped_column(Text)
    concerns: Mapped[list[int]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(20), default="received")
    answer: Mapped[str] = mapped_column(Text, default="")
