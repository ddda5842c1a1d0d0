"""What the earlier meetings on a case left to follow up: carried over to the next, as far as each may see it."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import MeetingActor
from mas_hub.access.permissions import Can, require
from mas_hub.cases.models import Case
from mas_hub.decisions.models import Decision
from mas_hub.drift.models import DriftConcern
from mas_hub.follow_up.queries import decision_states
from mas_hub.identity.labels import find_agency_label
from mas_hub.local_practice.queries import practice_of
from mas_hub.meetings.models import Meeting, Seat
from mas_hub.meetings.queries import find_invitation, get_meeting, list_invitations
from mas_hub.practice.concerns import is_pinned, reckon_concern
from mas_hub.practice.reckoning import reckon
from mas_hub.preparation.rules import reads_all_of_last_time
from mas_hub.reflections.queries import list_standing
from mas_hub.thresholds.models import Disagreement
from mas_hub.thresholds.queries import open_disagreements_of_case

Json = dict[str, Any]
MayRead = Callable[[Meeting, Iterable[int | None]], bool]
"""Whether the actor reads something of that earlier meeting that names these agencies."""


def last_time(session: Session, actor: MeetingActor) -> Json:
    """What came of the last closed meeting, and the disagreements of all earlier ones that are not settled.

    Whoever may read none of it gets the same answer as on a case without an earlier meeting.
    """
    require(actor, Can.READ_BOARD)
    meeting = get_meeting(session, actor.meeting.id)
    may_read = _reader(session, actor, meeting)
    last = _last_closed_before(session, meeting)
    left: Json = {"decisions": [], "proposed": [], "drift": [], "early_risks": [], "disagreements": []}
    if last is not None:
        left["decisions"] = _decisions(session, actor, last, may_read)
        left["proposed"] = _proposed(session, last, may_read)
        left["drift"] = _drift(session, meeting, last, may_read)
        left["early_risks"] = _early_risks(session, last, may_read)
    left["disagreements"] = _disagreements(session, actor, meeting, may_read)
    shown = last is not None and (any(left.values()) or may_read(last, ()))
    return {"held_on": _day(last) if last is not None and shown else None, **left}


def _reader(session: Session, actor: MeetingActor, meeting: Meeting) -> MayRead:
    whole: dict[int, bool] = {}

    def may_read(earlier: Meeting, named: Iterable[int | None]) -> bool:
        if earlier.id not in whole:
            whole[earlier.id] = reads_all_of_last_time(
                chairs=actor.chairs,
                was_there=_was_there(session, actor, earlier.id),
                all_reached=meeting.information_shared == "all_reached",
                accepted=actor.ground_rules_accepted,
            )
        return whole[earlier.id] or (Can.PREPARE in actor.can and actor.agency_id in named)

    return may_read


def _was_there(session: Session, actor: MeetingActor, meeting_id: int) -> bool:
    """Whether the agency for which they sit here was present at that meeting, or they themselves saw its board."""
    invitation = find_invitation(session, meeting_id, actor.agency_id)
    if Can.PREPARE in actor.can and invitation is not None and invitation.attendance == "present":
        return True
    own_seat = select(Seat.id).where(
        Seat.meeting_id == meeting_id,
        Seat.person_id == actor.person_id,
        Seat.ground_rules_accepted_at.is_not(None),
        Seat.removed.is_(False),
    )
    return session.scalar(own_seat) is not None


def _last_closed_before(session: Session, meeting: Meeting) -> Meeting | None:
    earlier = select(Meeting).where(
        Meeting.case_id == meeting.case_id,
        Meeting.id != meeting.id,
        Meeting.state == "closed",
        Meeting.closed_at <= (meeting.opened_at or clock.now()),
    )
    return session.scalar(earlier.order_by(Meeting.closed_at.desc(), Meeting.id.desc()).limit(1))


def _decisions(session: Session, actor: MeetingActor, last: Meeting, may_read: MayRead) -> list[Json]:
    agreed = [each for each in _in_state(session, last, "agreed") if may_read(last, _named_in(each))]
    states = decision_states(session, agreed, of_agency=None if actor.chairs else actor.agency_id)
    return [{**_decision(session, each), **states[each.id]} for each in agreed]


def _proposed(session: Session, last: Meeting, may_read: MayRead) -> list[Json]:
    return [
        _decision(session, each) for each in _in_state(session, last, "proposed") if may_read(last, _named_in(each))
    ]


def _drift(session: Session, meeting: Meeting, last: Meeting, may_read: MayRead) -> list[Json]:
    """What had not happened by then, reckoned again with the case's milestones as they are now."""
    concerns = session.scalars(
        select(DriftConcern)
        .where(DriftConcern.meeting_id == last.id, DriftConcern.withdrawn.is_(False))
        .order_by(DriftConcern.id)
    )
    practice, case = practice_of(session), session.get_one(Case, meeting.case_id)
    milestones = [(milestone.kind, milestone.on) for milestone in case.milestones]
    day = meeting.meeting_day or clock.today()

    def now(concern: DriftConcern) -> Json:
        about = (concern.expectation, concern.since, concern.from_milestone)
        if is_pinned(practice, *about):
            return reckon_concern(practice, *about, milestones, day).as_json()
        counted_from = date.fromisoformat(concern.reckoning["counted_from"])
        return reckon(practice, concern.expectation, counted_from, milestones, day).as_json()

    return [
        {
            "id": concern.id,
            "what": concern.what,
            "agency": find_agency_label(session, concern.agency_id),
            "expectation": concern.expectation,
            "then": concern.reckoning,
            "now": now(concern),
        }
        for concern in concerns
        if may_read(last, [concern.agency_id])
    ]


def _early_risks(session: Session, last: Meeting, may_read: MayRead) -> list[Json]:
    """What could have become serious if nobody acted: whether somebody did is asked again (S2, row 19)."""
    noted = sorted(list_standing(session, last.id, "early_risk"), key=lambda each: each.id)
    return [
        {"id": each.id, "text": each.text, "agency": find_agency_label(session, each.agency_id)}
        for each in noted
        if may_read(last, [each.agency_id])
    ]


def _disagreements(session: Session, actor: MeetingActor, meeting: Meeting, may_read: MayRead) -> list[Json]:
    """Those not settled and, on the board of an open meeting, those settled since it opened."""
    before = meeting.opened_at or clock.now()
    since = meeting.opened_at if meeting.state == "open" else None
    follows = actor.chairs and actor.ground_rules_accepted and meeting.state == "open"
    found = open_disagreements_of_case(session, meeting.case_id, but_of=meeting.id, settled_since=since)
    return [
        {
            **_disagreement(session, raised_in, each),
            "to_see_through": _to_see_through(session, raised_in, each) if follows else None,
        }
        for raised_in, each in found
        if (raised_in.opened_at or before) <= before and may_read(raised_in, each.between)
    ]


def _in_state(session: Session, meeting: Meeting, state: str) -> list[Decision]:
    found = select(Decision).where(Decision.meeting_id == meeting.id, Decision.state == state)
    return list(session.scalars(found.order_by(Decision.id)))


def _named_in(decision: Decision) -> list[int | None]:
    """The owner and those involved; while it is only proposed, the proposer too."""
    proposer = [decision.agency_id] if decision.state == "proposed" else []
    return [decision.owner_agency_id, *decision.involves, *proposer]


def _decision(session: Session, decision: Decision) -> Json:
    return {
        "id": decision.id,
        "text": decision.text,
        "measure": decision.measure,
        "responsible": decision.responsible,
        "due": decision.due.isoformat() if decision.due else None,
        "owner": find_agency_label(session, decision.owner_agency_id),
        "involves": [find_agency_label(session, agency_id) for agency_id in decision.involves],
    }


def _disagreement(session: Session, raised_in: Meeting, disagreement: Disagreement) -> Json:
    escalated = disagreement.state == "escalated"
    return {
        "id": disagreement.id,
        "about": disagreement.about,
        "between": [find_agency_label(session, agency_id) for agency_id in disagreement.between],
        "raised_on": _day(raised_in),
        "state": disagreement.state,
        "how": disagreement.how,
        "owner": find_agency_label(session, disagreement.escalated_to) if escalated else None,
        "stage_name": disagreement.stage_name if escalated else None,
        "due": disagreement.due_on.isoformat() if escalated and disagreement.due_on else None,
    }


def _to_see_through(session: Session, raised_in: Meeting, disagreement: Disagreement) -> Json | None:
    """What the acts that settle or advance it need: they are done in the meeting that raised it, which has closed."""
    if raised_in.state != "closed" or disagreement.state == "resolved":
        return None
    return {
        "meeting_id": raised_in.id,
        "version": disagreement.version,
        "stage": disagreement.stage if disagreement.state == "escalated" else None,
        "owners": [find_agency_label(session, each.agency_id) for each in list_invitations(session, raised_in.id)],
    }


def _day(meeting: Meeting) -> str | None:
    return meeting.meeting_day.isoformat() if meeting.meeting_day else None
