from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from mas_hub.db import Base
from mas_hub.meetings.subjects import SubjectRow, Withdrawable


class Citation(SubjectRow, Withdrawable, Base):
    """One source beside one entry. `source` is its key on the partnership's list, empty for one that is not on it.

    What it is called is kept as it was when it was cited, so that the record says the same whatever the list becomes.
    """

    __tablename__ = "citations"

    about_type: Mapped[str] = mapped_column(String(40))
    about_id: Mapped[int]
    source: Mapped[str] = mapped_column(String(60), default="")
    title_en: Mapped[str] = mapped_column(Text)
    title_cy: Mapped[str] = mapped_column(Text)
    link: Mapped[str] = mapped_column(Text, default="")
    place: Mapped[str] = mapped_column(Text, default="")
    added_at: Mapped[datetime]
