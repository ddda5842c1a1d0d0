"""Plans without a day, and meetings that were opened and never closed: what they keep and for how long, and what their
facilitator is told (docs/decisions/0059, 0061)."""

import logging
from collections.abc import Collection, Mapping
from datetime import date, datetime

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import Actor
from mas_hub.access.permissions import Can, require
from mas_hub.audit.actions import record
from mas_hub.audit.models import AuditRow
from mas_hub.background import without_end
from mas_hub.db import snapshot, transaction
from mas_hub.errors import Conflict, DomainError, NotFound
from mas_hub.identity.models import Person
from mas_hub.identity.queries import roles_in_force
from mas_hub.mail import is_on, link, queue_mail
from mas_hub.meeting_log import last_written
from mas_hub.meetings.models import Meeting
from mas_hub.meetings.queries import hold
from mas_hub.retention.rules import keeps_until, warned_from

log = logging.getLogger(__name__)

LOOK_EVERY_S = 3600.0
WARNED, ASKED_ABOUT = "plan_warned", "plan_asked_about"
LEFT_OPEN_WARNED, LEFT_OPEN_ASKED_ABOUT = "left_open_warned", "left_open_asked_about"
NO_CHANGE = (WARNED, ASKED_ABOUT, LEFT_OPEN_WARNED, LEFT_OPEN_ASKED_ABOUT)
ASK_AGAIN_DAYS = 7
BEGUN = ("open", "postponed")


def touched_on(session: Session, meeting_ids: Collection[int]) -> Mapping[int, date]:
    """When each was last changed, by audit and log. That somebody looked at it or was told of it is no change."""
    rows = session.execute(
        select(AuditRow.meeting_id, func.max(AuditRow.at))
        .where(
            AuditRow.meeting_id.in_(meeting_ids),
            AuditRow.what.not_like("%\\_opened", escape="\\"),
            AuditRow.what.not_in(NO_CHANGE),
        )
        .group_by(AuditRow.meeting_id)
    )
    last = {meeting_id: at for meeting_id, at in rows if meeting_id is not None}
    for meeting_id, at in last_written(session, meeting_ids).items():
        last[meeting_id] = max(at, last.get(meeting_id, at))
    return {meeting_id: clock.local_day(at) for meeting_id, at in last.items()}


def lapses(state: str, scheduled_at: datetime | None) -> bool:
    """Whether it is one that keeps its case only so long after it was last touched."""
    begun = state == "open" or (state == "postponed" and (scheduled_at is None or scheduled_at < clock.now()))
    return begun or (state == "planned" and scheduled_at is None)


def keep_warning() -> None:
    """A worker's task, without end. Several workers do not warn twice: see `_warn`."""
    without_end(
        warn_of_idle_meetings, every_s=LOOK_EVERY_S, failed="facilitators could not be told of what lies untouched"
    )


def warn_of_idle_meetings() -> list[int]:
    """Tell the facilitators of plans without a day and meetings left open that soon keep their case no longer, once for
    each time they lay untouched."""
    if not is_on():
        return []
    with snapshot() as session:
        idle = [each.id for each in session.scalars(_unfinished()) if lapses(each.state, each.scheduled_at)]
        touched = touched_on(session, idle)
    due = [each for each in idle if each in touched and warned_from(touched[each]) <= clock.today()]
    return [each for each in due if _warn(each)]


def _warn(meeting_id: int) -> bool:
    with transaction() as session:
        hold(session, meeting_id)
        meeting = _find_idle(session, meeting_id)
        if meeting is None:
            return False
        touched = touched_on(session, [meeting_id])[meeting_id]
        warned = LEFT_OPEN_WARNED if meeting.state in BEGUN else WARNED
        told = _last(session, meeting_id, warned)
        if warned_from(touched) > clock.today() or (told is not None and told > touched):
            return False
        record(session, None, warned, meeting_id=meeting_id)
        return _write(session, meeting, touched)


def ask_about_idle(session: Session, actor: Actor, meeting_id: int) -> None:
    """Who looks after retention has its facilitator asked, by e-mail, to give a plan without a day one or cancel it, or
    to close a meeting that was left open. One in which something was done today is none that was left."""
    require(actor, Can.SEE_RETENTION)
    hold(session, meeting_id)
    meeting = _find_idle(session, meeting_id)
    touched = touched_on(session, [meeting_id]).get(meeting_id)
    if meeting is None or (meeting.state in BEGUN and touched == clock.today()):
        raise NotFound
    if not is_on():
        raise Conflict("plan_ask_without_mail")
    about = LEFT_OPEN_ASKED_ABOUT if meeting.state in BEGUN else ASKED_ABOUT
    asked = _last(session, meeting_id, about)
    if asked is not None and (clock.today() - asked).days < ASK_AGAIN_DAYS:
        raise Conflict("plan_asked_already", days=ASK_AGAIN_DAYS)
    if touched is None or not _write(session, meeting, touched):
        raise Conflict("left_open_ask_nobody" if meeting.state in BEGUN else "plan_ask_nobody")
    record(session, actor, about, meeting_id=meeting_id)


def _write(session: Session, meeting: Meeting, touched: date) -> bool:
    """To the facilitator, while they come in: where to go and until when it keeps; nothing else."""
    meeting_id, to = meeting.id, session.get_one(Person, meeting.facilitator_id)
    if "facilitator" not in roles_in_force(session, to) or not to.active:
        return False
    day = keeps_until(touched)
    template, page = ("meeting_left_open", "") if meeting.state in BEGUN else ("plan_without_day", "/plan")
    try:
        said = {"link": link(f"/meetings/{meeting_id}{page}"), "day": f"{day:%d/%m/%Y}"}
        return queue_mail(session, to.email, template, to.language, **said)
    except DomainError as unusable:
        log.warning("the facilitator of meeting %s cannot be written to: %s", meeting_id, unusable.code)
        return False


def _unfinished() -> Select[Meeting]:
    no_day = and_(Meeting.state == "planned", Meeting.scheduled_at.is_(None))
    return select(Meeting).where(or_(no_day, Meeting.state.in_(BEGUN))).order_by(Meeting.id)


def _find_idle(session: Session, meeting_id: int) -> Meeting | None:
    meeting = session.scalar(_unfinished().where(Meeting.id == meeting_id))
    return meeting if meeting is not None and lapses(meeting.state, meeting.scheduled_at) else None


def _last(session: Session, meeting_id: int, what: str) -> date | None:
    at = session.scalar(select(func.max(AuditRow.at)).where(AuditRow.meeting_id == meeting_id, AuditRow.what == what))
    return clock.local_day(at) if at is not None else None
