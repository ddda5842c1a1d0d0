"""The person who acts, as the database knows them at this moment."""

from dataclasses import dataclass, field
from datetime import date, datetime

from mas_hub.access.permissions import (
    CHAIR_OF_A_LATER_MEETING,
    IN_AN_EMERGENCY,
    NEVER_A_GUEST_S,
    NOT_WHO_LEFT_S,
    SPEAKS_FOR_AGENCY,
    WHO_LEFT_SITS_AS,
    Can,
    permissions_of,
)


@dataclass(frozen=True)
class Actor:
    """Somebody who signed in. `roles` are partnership-wide (`identity.rules.ROLES`)."""

    person_id: int
    agency_id: int
    roles: frozenset[str] = frozenset()
    language: str = "en"
    session_id: int | None = None
    seen_at: datetime | None = None
    """When their session was last known to be used; to the minute."""
    token_id: int | None = field(default=None, kw_only=True)
    """Of the token through which their agency's record system acts for them."""
    sign_in: str = field(default="", kw_only=True)
    """A piece of the hash of their session's token: numbers of sessions begin anew after a restore, this does not."""
    guest_of: int | None = field(default=None, kw_only=True)
    """The one meeting that their session holds for, when they came without an account."""

    agency_left: bool = field(default=False, kw_only=True)
    """Their agency is in the partnership no more; they come in to keep its records."""

    @property
    def can(self) -> frozenset[Can]:
        return permissions_of(self.roles, None)


@dataclass(frozen=True)
class MeetingFacts:
    """What the rules ask of the meeting in which somebody acts. `meeting_day` is the local day on which it is held."""

    id: int
    case_id: int
    state: str
    purpose: str
    nation: str
    meeting_day: date
    facilitator_id: int
    deputy_id: int | None = None


@dataclass(frozen=True)
class MeetingActor(Actor):
    """Somebody in a meeting. `role` is their seat's, or `recorder` for a recorder of an invited agency without a seat.

    `chairs_later`: they chair an open later meeting on the case, and have no other part in this one.
    `in_emergency`: they have no part in it, and opened its record in an emergency that lasts.
    `left_agency`: the agency that their seat is of is not theirs any more.
    `records` says that they are a recorder, by their partnership-wide role, of an agency invited to this meeting.
    """

    role: str = ""
    records: bool = False
    left_agency: bool = False
    chairs_later: bool = False
    in_emergency: bool = False
    seat_id: int | None = None
    ground_rules_accepted: bool = False
    meeting: MeetingFacts = field(kw_only=True)
    act_id: str = field(default="", kw_only=True)

    @property
    def can(self) -> frozenset[Can]:
        if self.chairs_later:
            return CHAIR_OF_A_LATER_MEETING
        if self.in_emergency:
            return IN_AN_EMERGENCY if Can.BREAK_GLASS in permissions_of(self.roles, None) else frozenset()
        seat_role = self.role if self.seat_id is not None else None
        deputy = seat_role is not None and self.person_id == self.meeting.deputy_id
        spoke = self.left_agency and seat_role in SPEAKS_FOR_AGENCY
        chaired = self.agency_left and seat_role not in SPEAKS_FOR_AGENCY
        if spoke or (seat_role and chaired):
            seat_role = WHO_LEFT_SITS_AS
        granted = permissions_of(self.roles, seat_role, records=self.records, deputy=deputy)
        if spoke:
            granted -= NOT_WHO_LEFT_S
        return granted if self.guest_of is None else granted - NEVER_A_GUEST_S

    @property
    def chairs(self) -> bool:
        return Can.CHAIR in self.can


def without_a_seat(
    actor: Actor,
    meeting: MeetingFacts,
    *,
    agency_id: int,
    role: str = "",
    chairs_later: bool = False,
    in_emergency: bool = False,
) -> MeetingActor:
    """Somebody who reads or follows up a meeting without having had a part in it, for the reason given."""
    return MeetingActor(
        person_id=actor.person_id,
        agency_id=agency_id,
        roles=actor.roles,
        language=actor.language,
        session_id=actor.session_id,
        sign_in=actor.sign_in,
        role=role,
        chairs_later=chairs_later,
        in_emergency=in_emergency,
        ground_rules_accepted=True,
        meeting=meeting,
    )
