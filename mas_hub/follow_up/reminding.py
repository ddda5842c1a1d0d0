"""Reminding agencies by e-mail of what waits for them, after the days that the partnership set.

Only that something waits, and where: no case content leaves this way. One reminder an agency, however much waits.
"""

import logging
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import Actor
from mas_hub.access.permissions import Can, require
from mas_hub.audit.actions import record
from mas_hub.background import without_end
from mas_hub.db import add_unless_there, locked, snapshot, table_of, transaction
from mas_hub.db.versions import check_version, revise
from mas_hub.errors import DomainError
from mas_hub.follow_up.duties import ASKED, OWNED, Duty, days_of, duties_after
from mas_hub.follow_up.models import Reminder, Reminding
from mas_hub.follow_up.rules import Days, may_remind_again
from mas_hub.follow_up.writing_to import tell_agency
from mas_hub.identity.models import Agency, Partnership
from mas_hub.identity.queries import get_partnership, get_person
from mas_hub.mail import is_on, link, queue_mail
from mas_hub.mail.queries import mail_state
from mas_hub.meetings.models import Meeting
from mas_hub.practice.working_days import is_working_day, working_days_between

log = logging.getLogger(__name__)

LOOK_EVERY_S = 600.0
FROM_HOUR = 8
LOOK_BACK = timedelta(days=2 * 365)


def keep_reminding() -> None:
    """A worker's endless task. Several workers do not remind twice: see `_remind`."""
    without_end(remind_agencies, every_s=LOOK_EVERY_S, failed="agencies could not be reminded")


def remind_agencies() -> list[int]:
    """Remind those whose turn it is today, by working day, from the morning on; who was reminded."""
    if not is_on() or clock.now().astimezone(clock.LOCAL).hour < FROM_HOUR:
        return []
    today = clock.today()
    with snapshot() as session:
        nation, days = get_partnership(session).nation, days_of(session)
        if not days.by_email or not is_working_day(today, nation):
            return []
        due = [
            agency_id
            for agency_id in _agencies_waited_for(session, days, nation, today)
            if may_remind_again(_last_reminded(session, agency_id), today, nation, days.repeat)
        ]
    return [agency_id for agency_id in due if _remind(agency_id, today)]


def _agencies_waited_for(session: Session, days: Days, nation: str, today: date) -> list[int]:
    meetings = session.scalars(
        select(Meeting).where(Meeting.state == "closed", Meeting.closed_at >= clock.now() - LOOK_BACK)
    )
    here = set(session.scalars(select(Agency.id).where(Agency.active)))
    due = {duty.agency_id for duty in duties_after(session, meetings) if _is_due(duty, days, nation, today)}
    return sorted(due & here)


def _is_due(duty: Duty, days: Days, nation: str, today: date) -> bool:
    """A receipt late, progress asked for, or a hand-over unanswered for as long as a receipt may take."""
    return duty.late or any(
        (each.part == OWNED and each.wanted.asked)
        or (
            each.part == ASKED
            and each.hand_over is not None
            and working_days_between(clock.local_day(each.hand_over.asked_at), today, nation) >= days.receipt
        )
        for each in duty.decisions
    )


def _last_reminded(session: Session, agency_id: int) -> date | None:
    return session.scalar(select(func.max(Reminder.on)).where(Reminder.agency_id == agency_id))


def _remind(agency_id: int, today: date) -> bool:
    """Once a day at most, whichever worker comes first: the row is the claim, and stands or falls with the messages."""
    with transaction() as session:
        if not add_unless_there(session, table_of(Reminder), {"agency_id": agency_id, "on": today}):
            return False
        try:
            return tell_agency(session, agency_id) > 0
        except DomainError as unusable:
            log.warning("agency %s cannot be reminded: %s", agency_id, unusable.code)
            return False


def set_reminders(session: Session, actor: Actor, *, version: int, **days: Any) -> dict[str, Any]:
    """`version` is 0 while they are as shipped."""
    require(actor, Can.SET_REMINDERS)
    locked(session, Partnership, 1)  # two administrators may set them for the first time at once
    own = session.get(Reminding, 1, populate_existing=True)
    check_version(own, version, lambda _: reminders_view(session))
    own = own or Reminding(id=1, version=0)
    changed = revise(own, days)
    session.add(own)
    session.flush()
    record(session, actor, "reminders_set", changed=changed)
    return reminders_view(session)


def reminders_view(session: Session) -> dict[str, Any]:
    own, days = session.get(Reminding, 1), days_of(session)
    return {
        "version": own.version if own else 0,
        "receipt_days": days.receipt,
        "progress_days": days.progress,
        "repeat_days": days.repeat,
        "by_email": days.by_email,
        "mail": {"on": is_on(), **mail_state(session)},
    }


def send_trial(session: Session, actor: Actor) -> bool:
    """A message to the administrator's own address, to see that e-mail works."""
    require(actor, Can.SET_REMINDERS)
    person = get_person(session, actor.person_id)
    record(session, actor, "trial_mail_sent")
    return queue_mail(session, person.email, "trial", person.language, link=link("/"))
