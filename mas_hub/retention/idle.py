"""Plans without a day: what they keep and for how long, and what their facilitator is told (docs/decisions/0059)."""

import logging
import time as machine
from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import Actor
from mas_hub.access.permissions import Can, require
from mas_hub.audit.actions import record
from mas_hub.audit.models import AuditRow
from mas_hub.db import snapshot, transaction
from mas_hub.errors import Conflict, DomainError, NotFound, Unavailable
from mas_hub.identity.models import Person
from mas_hub.mail import is_on, link, queue_mail
from mas_hub.meetings.models import Meeting
from mas_hub.meetings.queries import hold
from mas_hub.retention.rules import keeps_until, warned_from

log = logging.getLogger(__name__)

LOOK_EVERY_S = 3600.0
TEMPLATE = "plan_without_day"
WARNED, ASKED_ABOUT = "plan_warned", "plan_asked_about"
ASK_AGAIN_DAYS = 7


def touched_on(session: Session, meeting_ids: Collection[int]) -> Mapping[int, date]:
    """When each was last changed, by the audit. That somebody looked at it or was told of it is no change."""
    rows = session.execute(
        select(AuditRow.meeting_id, func.max(AuditRow.at))
        .where(
            AuditRow.meeting_id.in_(meeting_ids),
            AuditRow.what.not_like("%\\_opened", escape="\\"),
            AuditRow.what.not_in((WARNED, ASKED_ABOUT)),
        )
        .group_by(AuditRow.meeting_id)
    )
    return {meeting_id: clock.local_day(at) for meeting_id, at in rows if meeting_id is not None}


def keep_warning() -> None:
    """A worker's task, without end. Several workers do not warn twice: see `_warn`."""
    while True:
        try:
            warn_of_idle_plans()
        except Unavailable:
            pass  # the database has been logged as away
        except Exception:
            log.exception("facilitators could not be told of plans without a day; it is tried again")
        machine.sleep(LOOK_EVERY_S)


def warn_of_idle_plans() -> list[int]:
    """Tell the facilitators of plans that soon keep their case no longer, once for each time they lay untouched."""
    if not is_on():
        return []
    with snapshot() as session:
        idle = list(session.scalars(_without_day()))
        touched = touched_on(session, idle)
    due = [each for each in idle if each in touched and warned_from(touched[each]) <= clock.today()]
    return [each for each in due if _warn(each)]


def _warn(meeting_id: int) -> bool:
    with transaction() as session:
        hold(session, meeting_id)
        if session.scalar(_without_day().where(Meeting.id == meeting_id)) is None:
            return False
        touched = touched_on(session, [meeting_id])[meeting_id]
        told = _last(session, meeting_id, WARNED)
        if warned_from(touched) > clock.today() or (told is not None and told > touched):
            return False
        record(session, None, WARNED, meeting_id=meeting_id)
        return _write(session, meeting_id, touched)


def ask_about_plan(session: Session, actor: Actor, meeting_id: int) -> None:
    """Who looks after retention has its facilitator asked, by e-mail, to give a plan without a day one or cancel it."""
    require(actor, Can.SEE_RETENTION)
    hold(session, meeting_id)
    if session.scalar(_without_day().where(Meeting.id == meeting_id)) is None:
        raise NotFound
    if not is_on():
        raise Conflict("plan_ask_without_mail")
    asked = _last(session, meeting_id, ASKED_ABOUT)
    if asked is not None and (clock.today() - asked).days < ASK_AGAIN_DAYS:
        raise Conflict("plan_asked_already", days=ASK_AGAIN_DAYS)
    touched = touched_on(session, [meeting_id]).get(meeting_id)
    if touched is None or not _write(session, meeting_id, touched):
        raise Conflict("plan_ask_nobody")
    record(session, actor, ASKED_ABOUT, meeting_id=meeting_id)


def _write(session: Session, meeting_id: int, touched: date) -> bool:
    """To the facilitator, while they have an account: where to go and until when it keeps; nothing else."""
    to = session.get_one(Person, session.get_one(Meeting, meeting_id).facilitator_id)
    if not to.active:
        return False
    day = keeps_until(touched)
    try:
        said = {"link": link(f"/meetings/{meeting_id}/plan"), "day": f"{day:%d/%m/%Y}"}
        return queue_mail(session, to.email, TEMPLATE, to.language, **said)
    except DomainError as unusable:
        log.warning("the facilitator of meeting %s cannot be written to: %s", meeting_id, unusable.code)
        return False


def _without_day() -> Select[int]:
    return select(Meeting.id).where(Meeting.state == "planned", Meeting.scheduled_at.is_(None)).order_by(Meeting.id)


def _last(session: Session, meeting_id: int, what: str) -> date | None:
    at = session.scalar(select(func.max(AuditRow.at)).where(AuditRow.meeting_id == meeting_id, AuditRow.what == what))
    return clock.local_day(at) if at is not None else None
