"""What becomes of a decision: its owner reports, again and again; or hands it to an agency that takes it on.

Beside the meeting's record, as receipts are: the record stays as the meeting made it (docs/decisions/0030). Only a
hand-over that was accepted is told in the log, since from then on another agency owns the decision.
"""

import uuid
from dataclasses import replace

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import MeetingActor
from mas_hub.access.permissions import Can, require
from mas_hub.audit.actions import record
from mas_hub.decisions.models import Decision
from mas_hub.decisions.queries import decision_view
from mas_hub.errors import Conflict, Invalid, NotFound
from mas_hub.follow_up.models import HandOver, ProgressReport
from mas_hub.follow_up.rules import check_can_take, check_owner, check_progress, check_still_here, check_unanswered
from mas_hub.follow_up.writing_to import tell_agency
from mas_hub.meeting_log import append
from mas_hub.meetings.partners import list_agencies_that_left
from mas_hub.meetings.queries import hold, list_invited_agencies
from mas_hub.meetings.subjects import get_row


def report_progress(
    session: Session, actor: MeetingActor, decision_id: int, *, state: str, words: str
) -> ProgressReport:
    """The agency is the actor's own, and owns the decision now."""
    decision = _owned(session, actor, decision_id)
    check_progress(state, words)
    report = ProgressReport(
        decision_id=decision.id,
        agency_id=actor.agency_id,
        person_id=actor.person_id,
        state=state,
        words=words,
        at=clock.now(),
    )
    session.add(report)
    session.flush()
    record(session, actor, "progress_reported", meeting_id=actor.meeting.id, decision=decision.id, state=state)
    return report


def ask_hand_over(session: Session, actor: MeetingActor, decision_id: int, *, to: int, why: str) -> HandOver:
    """Ask another invited agency to take the decision on. Until it accepts, the actor's agency owns it."""
    decision = _owned(session, actor, decision_id)
    check_can_take(to, actor.agency_id, list_invited_agencies(session, actor.meeting.id))
    check_still_here(to, list_agencies_that_left(session, actor.meeting.id), field="to")
    asked = HandOver(
        decision_id=decision.id,
        from_agency_id=actor.agency_id,
        to_agency_id=to,
        state="asked",
        why=why,
        asked_by_id=actor.person_id,
        asked_at=clock.now(),
    )
    try:
        with session.begin_nested():
            session.add(asked)
            session.flush()
    except IntegrityError:
        raise Conflict("hand_over_asked") from None
    record(session, actor, "hand_over_asked", meeting_id=actor.meeting.id, decision=decision.id, to_agency=to)
    tell_agency(session, to)
    return asked


def answer_hand_over(
    session: Session, actor: MeetingActor, hand_over_id: int, *, accept: bool, answer: str
) -> HandOver:
    """The agency that was asked takes the decision on, or says why not."""
    asked, decision = _asked(session, actor, hand_over_id, by="to_agency_id")
    if not accept and not answer:
        raise Invalid("check_your_answers", fields={"answer": "hand_over_needs_why_not"})
    if accept:
        check_still_here(actor.agency_id, list_agencies_that_left(session, actor.meeting.id), field="accept")
    _finish(asked, actor, "accepted" if accept else "declined", answer)
    if accept:
        _give(session, actor, decision, asked)
    session.flush()
    what = "hand_over_accepted" if accept else "hand_over_declined"
    record(session, actor, what, meeting_id=actor.meeting.id, decision=decision.id)
    tell_agency(session, asked.from_agency_id)
    return asked


def take_back_hand_over(session: Session, actor: MeetingActor, hand_over_id: int) -> HandOver:
    """The agency that asked does not ask any more."""
    asked, decision = _asked(session, actor, hand_over_id, by="from_agency_id")
    _finish(asked, actor, "taken_back", "")
    session.flush()
    record(session, actor, "hand_over_taken_back", meeting_id=actor.meeting.id, decision=decision.id)
    return asked


def _owned(session: Session, actor: MeetingActor, decision_id: int) -> Decision:
    decision = _agreed(session, actor, decision_id)
    check_owner(decision.owner_agency_id, actor.agency_id)
    return decision


def _agreed(session: Session, actor: MeetingActor, decision_id: int) -> Decision:
    require(actor, Can.REPORT_PROGRESS)
    if actor.meeting.state != "closed":
        raise Conflict("progress_after_close")
    hold(session, actor.meeting.id)
    decision = get_row(session, actor, Decision, decision_id)
    concerned = actor.agency_id == decision.owner_agency_id or actor.agency_id in decision.involves
    if decision.state != "agreed" or not concerned:
        raise NotFound("no_such_entry")
    session.refresh(decision)
    return decision


def _asked(session: Session, actor: MeetingActor, hand_over_id: int, *, by: str) -> tuple[HandOver, Decision]:
    require(actor, Can.REPORT_PROGRESS)
    hold(session, actor.meeting.id)
    asked = session.get(HandOver, hand_over_id, populate_existing=True)
    if asked is None or getattr(asked, by) != actor.agency_id:
        raise NotFound("no_such_entry")
    decision = get_row(session, actor, Decision, asked.decision_id)
    check_unanswered(asked.state)
    return asked, decision


def _finish(asked: HandOver, actor: MeetingActor, state: str, answer: str) -> None:
    asked.state, asked.answer = state, answer
    asked.answered_by_id, asked.answered_at = actor.person_id, clock.now()


def _give(session: Session, actor: MeetingActor, decision: Decision, asked: HandOver) -> None:
    """From now on the other agency owns it; the first stays involved, since its own files speak of it."""
    others = [agency for agency in decision.involves if agency not in (asked.to_agency_id, asked.from_agency_id)]
    decision.owner_agency_id = asked.to_agency_id
    decision.involves = [asked.from_agency_id, *others]
    decision.handed_over = [
        *decision.handed_over,
        {"from": asked.from_agency_id, "to": asked.to_agency_id, "at": clock.iso(asked.answered_at)},
    ]
    decision.version += 1
    session.flush()
    append(session, replace(actor, act_id=str(uuid.uuid4())), "decision_handed_over", decision_view(decision))
