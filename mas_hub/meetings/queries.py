"""Reads of meetings: who somebody is in one, who was invited and who sits in it."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import ARRAY, Integer, and_, any_, bindparam, select
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import Actor, MeetingActor, MeetingFacts
from mas_hub.access.permissions import require_within
from mas_hub.db import is_sqlite, table_of
from mas_hub.db.prepared import Prepared, kept_in_transaction
from mas_hub.errors import Gone, NotFound
from mas_hub.identity.queries import get_partnership
from mas_hub.local_practice.queries import Rules, practice_of, rules_in_force, rules_of_version
from mas_hub.local_practice.templates import get_template
from mas_hub.meeting_log import find_stub
from mas_hub.meetings.models import Invitation, Meeting, Seat
from mas_hub.practice.profile import Stage

_meetings, _seats, _invitations = table_of(Meeting), table_of(Seat), table_of(Invitation)
_ENTER = Prepared(  # asked on every act, so made once (docs/decisions/0007)
    select(
        _meetings.c.id,
        _meetings.c.case_id,
        _meetings.c.state,
        _meetings.c.purpose,
        _meetings.c.meeting_day,
        _meetings.c.opened_at,
        _meetings.c.scheduled_at,
        _meetings.c.facilitator_id,
        _meetings.c.deputy_id,
        _meetings.c.facts["nation"].as_string().label("nation"),
        _seats.c.id.label("seat_id"),
        _seats.c.agency_id,
        _seats.c.role,
        _seats.c.ground_rules_accepted_at,
        _invitations.c.id.label("invitation_id"),
    )
    .select_from(
        _meetings.outerjoin(
            _seats,
            and_(
                _seats.c.meeting_id == _meetings.c.id,
                _seats.c.person_id == bindparam("of_person"),
                _seats.c.removed.is_(False),
            ),
        ).outerjoin(
            _invitations,
            and_(_invitations.c.meeting_id == _meetings.c.id, _invitations.c.agency_id == bindparam("of_agency")),
        )
    )
    .where(_meetings.c.id == bindparam("of_meeting"))
)


_HOLD = Prepared(
    select(_meetings.c.id).where(_meetings.c.id == bindparam("of_meeting")).with_for_update(key_share=True)
)
_HOLD_FREE = Prepared(
    select(_meetings.c.id)
    .where(_meetings.c.id == any_(bindparam("of_meetings", type_=ARRAY(Integer))))
    .order_by(_meetings.c.id)
    .with_for_update(key_share=True, skip_locked=True)
)


def hold(session: Session, meeting_id: int) -> None:
    """Until the end of this transaction nobody else, at no other worker, acts in this meeting.

    Take it before reading anything that a check depends on. SQLite has one writer as it is. Rows that refer to the
    meeting (somebody who joins) need not wait.
    """
    held = kept_in_transaction(session)
    if is_sqlite() or ("held", meeting_id) in held:
        return
    _HOLD.later(session, {"of_meeting": meeting_id})
    kept_in_transaction(session)["held", meeting_id] = True


def hold_free(session: Session, meeting_ids: Sequence[int]) -> set[int]:
    """Those of the meetings in which nobody else acts at this moment, held as `hold` does; without waiting."""
    held = {row.id for row in _HOLD_FREE.all(session, {"of_meetings": meeting_ids})}
    kept_in_transaction(session).update({("held", meeting_id): True for meeting_id in held})
    return held


def enter(session: Session, actor: Actor, meeting_id: int) -> MeetingActor:
    """The actor as they are in this meeting. Without a seat, or the duty to record for an invited agency: not found.
    Who keeps the records of an agency that has left has part in what has closed.

    Raises `Gone` to who had either in a meeting that was deleted."""
    require_within(actor, meeting_id)
    asked = {"of_meeting": meeting_id, "of_person": actor.person_id, "of_agency": actor.agency_id}
    row = _ENTER.first(session, asked)
    if row is None:
        raise NotFound
    seated = row.seat_id is not None
    for_own_agency = not seated or row.agency_id == actor.agency_id  # a seat may outlast a move to another agency
    records = "recorder" in actor.roles and row.invitation_id is not None and for_own_agency
    was_open = row.state in ("open", "closed") or (row.state == "purged" and row.opened_at is not None)
    if not seated and not (records and was_open):
        raise NotFound
    if actor.agency_left and row.state not in ("closed", "purged"):
        raise NotFound
    if row.state == "purged":
        raise deleted(session, meeting_id)
    return MeetingActor(
        person_id=actor.person_id,
        agency_id=row.agency_id if seated else actor.agency_id,
        roles=actor.roles,
        language=actor.language,
        session_id=actor.session_id,
        sign_in=actor.sign_in,
        token_id=actor.token_id,
        guest_of=actor.guest_of,
        agency_left=actor.agency_left,
        role=row.role if seated else "recorder",
        records=records,
        left_agency=not for_own_agency,
        seat_id=row.seat_id,
        ground_rules_accepted=row.ground_rules_accepted_at is not None,
        meeting=MeetingFacts(
            id=row.id,
            case_id=row.case_id,
            state=row.state,
            purpose=row.purpose,
            nation=row.nation or get_partnership(session).nation,
            meeting_day=row.meeting_day or clock.local_day(row.scheduled_at or clock.now()),
            facilitator_id=row.facilitator_id,
            deputy_id=row.deputy_id,
        ),
    )


def enter_and_hold(session: Session, actor: Actor, meeting_id: int) -> MeetingActor:
    """Enter to change something outside `perform`: what is read of the meeting stays so until the end of this
    transaction."""
    hold(session, meeting_id)
    return enter(session, actor, meeting_id)


def facts_of(session: Session, meeting: Meeting) -> MeetingFacts:
    """What the rules ask of a meeting in which somebody acts without a part in it."""
    return MeetingFacts(
        id=meeting.id,
        case_id=meeting.case_id,
        state=meeting.state,
        purpose=meeting.purpose,
        nation=meeting.facts["nation"] if meeting.facts else get_partnership(session).nation,
        meeting_day=meeting.meeting_day or clock.today(),
        facilitator_id=meeting.facilitator_id,
        deputy_id=meeting.deputy_id,
    )


def deleted(session: Session, meeting_id: int) -> Gone:
    """What those are told who had part in a meeting that was deleted at the end of its time."""
    stub = find_stub(session, meeting_id)
    day = clock.local_day(stub.at) if stub is not None else clock.today()
    return Gone("record_deleted", day=f"{day:%d/%m/%Y}")


def rules_of(session: Session, meeting: Meeting) -> Rules:
    """The ground rules that it was opened with; until then, those in force."""
    if meeting.ground_rules_version is None:
        return rules_in_force(session)
    return rules_of_version(session, meeting.ground_rules_version)


def find_stage(session: Session, meeting: Meeting, wanted: str) -> Stage | None:
    """The stage meant by a key or a name: the meeting's own template's first, then any other's."""
    practice = practice_of(session)
    own = get_template(session, meeting.template, meeting.template_version)
    if meeting.template_version is not None and own is not None:
        practice = replace(practice, templates=(own, *practice.templates))
    return practice.find_stage(meeting.template, wanted)


def get_meeting(session: Session, meeting_id: int) -> Meeting:
    meeting = session.get(Meeting, meeting_id)
    if meeting is None:
        raise NotFound
    return meeting


def list_invitations(session: Session, meeting_id: int) -> Sequence[Invitation]:
    return session.scalars(select(Invitation).where(Invitation.meeting_id == meeting_id).order_by(Invitation.id)).all()


def list_seats(session: Session, meeting_id: int) -> Sequence[Seat]:
    return session.scalars(select(Seat).where(Seat.meeting_id == meeting_id).order_by(Seat.id)).all()


def find_invitation(session: Session, meeting_id: int, agency_id: int) -> Invitation | None:
    return session.scalar(
        select(Invitation).where(Invitation.meeting_id == meeting_id, Invitation.agency_id == agency_id)
    )


def list_invited_agencies(session: Session, meeting_id: int) -> set[int]:
    """The ids of the agencies invited to a meeting."""
    return set(session.scalars(select(Invitation.agency_id).where(Invitation.meeting_id == meeting_id)))
