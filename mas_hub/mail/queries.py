"""What became of messages, for whoever runs the service. No addresses, no facts."""

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.mail.models import QueuedMail

RECENT = timedelta(days=7)


def mail_state(session: Session) -> Mapping[str, int | str | None]:
    """How many wait and since when, how many were sent and given up in a week, and what the last trouble was."""
    waiting = QueuedMail.state == "waiting"
    recent = QueuedMail.finished_at >= clock.now() - RECENT
    count = dict(
        session.execute(select(QueuedMail.state, func.count()).where(recent | waiting).group_by(QueuedMail.state)).all()
    )
    oldest = session.scalar(select(func.min(QueuedMail.queued_at)).where(waiting))
    trouble = session.scalar(
        select(QueuedMail.trouble)
        .where(QueuedMail.trouble != "", recent | waiting)
        .order_by(QueuedMail.id.desc())
        .limit(1)
    )
    return {
        "waiting": count.get("waiting", 0),
        "waiting_since": clock.iso(oldest),
        "sent": count.get("sent", 0),
        "failed": count.get("failed", 0),
        "trouble": trouble or "",
    }
