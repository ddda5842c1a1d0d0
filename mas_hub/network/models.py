from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from mas_hub.db import Base
from mas_hub.meetings.bringing import Bringable


class Involvement(Bringable, Base):
    """Somebody who is involved with the child or adult, by role (docs/domain.md, row 23).

    `by_chair`: whoever chaired said so, who speaks for no agency. `service`: where it is not the agency that says so;
    empty for one's own people. `does`: what they do, how often.
    """

    __tablename__ = "involvements"
    BROUGHT = ("service", "people", "does")

    by_chair: Mapped[bool] = mapped_column(default=False)
    service: Mapped[str] = mapped_column(String(200), default="")
    people: Mapped[str] = mapped_column(Text)
    does: Mapped[str] = mapped_column(Text, default="")
    origin_id: Mapped[int | None] = mapped_column(ForeignKey("involvements.id"))
