"""What a scenario begins with: its partnership, agencies, people and case, and its meeting planned and opened."""

import re
import unicodedata
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy.orm import Session

from mas_hub.access.actor import Actor
from mas_hub.cases.actions import open_case
from mas_hub.db import snapshot, transaction
from mas_hub.identity.actions import add_agency, add_person
from mas_hub.identity.partnership import create_partnership
from mas_hub.identity.queries import get_person
from mas_hub.meeting_log import Entry, View
from mas_hub.meetings.acts import ActorSource, perform
from mas_hub.meetings.planning import plan_meeting, save_plan
from mas_hub.meetings.queries import get_meeting, list_invitations, list_seats, rules_of

Thing = tuple[str, int]
"""Type and id of what is on the board."""


@dataclass
class Cast:
    """The ids that stand behind a scenario's keys.

    `things`: what acts made, by the key they gave it. `seen`: the latest view of everything that acts touched.
    """

    agencies: dict[str, int] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    things: dict[str, Thing] = field(default_factory=dict)
    seen: dict[Thing, View] = field(default_factory=dict)
    meeting_id: int = 0

    def agency_key(self, agency_id: int) -> str:
        return next(key for key, each in self.agencies.items() if each == agency_id)

    def for_another_meeting(self) -> "Cast":
        return replace(self, things={}, seen={}, meeting_id=0)

    def seat_of(self, key: Any) -> int | None:
        """The seat of the person `key`, as far as acts have touched it; everybody has accepted the ground rules."""
        person_id = self.people.get(str(key))
        seats = (view for (type_, _), view in self.seen.items() if type_ == "seat")
        return next((view["id"] for view in seats if view["person_id"] == person_id), None)

    def actor(self, key: str) -> ActorSource:
        return lambda session: actor_of(session, self.people[key])

    def do(self, key: str, act: str, data: dict[str, Any]) -> list[Entry]:
        """One act of the person `key` through `perform`, under an id of its own."""
        entries = perform(self.actor(key), self.meeting_id, act, str(uuid.uuid4()), data)
        for entry in entries:
            self.seen[entry.subject["type"], entry.subject["id"]] = entry.subject
        return entries


def introduce(data: Mapping[str, Any], *, demo: bool = False, password_hash: str | None = None) -> Cast:
    """Write the partnership, its agencies and its people. Who chairs the meeting may facilitate."""
    cast = Cast()
    domain = _slug(_first(data["partnership"]["name"])).split(".")[0] or "partnership"
    meeting = data.get("meeting", {"facilitator": None, "deputy": None, "invited": []})
    recorders = {key for invited in meeting["invited"] for key in _recording_from_another_seat(meeting, invited)}
    taken: set[str] = set()
    with transaction() as session:
        create_partnership(session, **data["partnership"], demo=demo)
        for number, agency in enumerate(data["agencies"], 1):
            facts = {name: agency[name] for name in ("sector", "name", "record_system")}
            address = f"safeguarding@{_slug(agency['key']) or f'agency{number}'}.example"
            cast.agencies[agency["key"]] = add_agency(session, key=agency["key"], contact_address=address, **facts).id
        for person in data["people"]:
            key = person["key"]
            roles = {*person["roles"]}
            roles |= {"facilitator"} if key in (meeting["facilitator"], meeting["deputy"]) else set()
            roles |= {"recorder"} if key in recorders else set()
            cast.people[key] = add_person(
                session,
                agency_id=cast.agencies[person["agency"]],
                email=_address(person, domain, taken),
                roles=roles,
                password_hash=password_hash,
                **{name: person[name] for name in ("name", "job", "language")},
            ).id
    return cast


def plan(data: Mapping[str, Any], cast: Cast) -> None:
    """Open the case and plan the meeting, as its facilitator does on the page."""
    meeting = data["meeting"]
    with transaction() as session:
        facilitator = actor_of(session, cast.people[meeting["facilitator"]])
        case = open_case(session, facilitator, by_hand=False, **data["case"], milestones=data["milestones"])
        planned = plan_meeting(session, facilitator, case_id=case.id)
        details = ("purpose", "criteria", "planned_minutes", "template", "information_shared", "lawful_basis")
        save_plan(
            session,
            facilitator,
            planned.id,
            version=planned.version,
            scheduled_at=meeting["scheduled_at"],
            invited=[
                {
                    "agency_id": cast.agencies[invited["agency"]],
                    "representatives": [cast.people[key] for key in _representing(meeting, invited)],
                    "recorders": [cast.people[key] for key in _recording(meeting, invited)],
                }
                for invited in meeting["invited"]
            ],
            advisers=[cast.people[key] for key in meeting["advisers"]],
            observers=[cast.people[key] for key in meeting["observers"]],
            deputy_id=cast.people[meeting["deputy"]] if meeting["deputy"] else None,
            session_model=meeting["session_model"],
            lawful_basis_note=meeting["lawful_basis_note"],
            criteria_other=meeting["criteria_other"] or ("Not said." if "other" in meeting["criteria"] else ""),
            **{name: meeting[name] for name in details},
        )
        cast.meeting_id = planned.id


def open_and_seat(data: Mapping[str, Any], cast: Cast) -> None:
    """Open the meeting, accept the ground rules for everybody with a seat and note who came."""
    chair = data["meeting"]["facilitator"]
    cast.do(chair, "open_meeting", {})
    with snapshot() as session:
        seated = {seat.person_id for seat in list_seats(session, cast.meeting_id)}
    for key, person_id in cast.people.items():
        if person_id in seated:
            accept_ground_rules(cast, key)
    with snapshot() as session:
        noted = {each.agency_id: each.attendance for each in list_invitations(session, cast.meeting_id)}
    for invited in data["meeting"]["invited"]:
        agency_id = cast.agencies[invited["agency"]]
        came = invited["attendance"] or ("present" if invited["participants"] else noted[agency_id])
        if came != noted[agency_id]:
            cast.do(chair, "record_attendance", {"agency": agency_id, "attendance": came})


def accept_ground_rules(cast: Cast, key: str) -> None:
    """As the person does at the door, before the board is shown to them."""
    with snapshot() as session:
        version = rules_of(session, get_meeting(session, cast.meeting_id)).version
    cast.do(key, "accept_ground_rules", {"version": version})


def actor_of(session: Session, person_id: int) -> Actor:
    """Replay's own source of actors: a person as they are, with no session."""
    person = get_person(session, person_id)
    return Actor(person.id, person.agency_id, frozenset(person.roles), person.language)


def _representing(meeting: Mapping[str, Any], invited: Mapping[str, Any]) -> list[str]:
    """An agency's participants; one of them who chairs the meeting does not speak for it as well."""
    return [key for key in invited["participants"] if key != meeting["facilitator"]]


def _recording(meeting: Mapping[str, Any], invited: Mapping[str, Any]) -> list[str]:
    """An agency's recorders who have no other seat."""
    return [key for key in invited["recorders"] if key not in _recording_from_another_seat(meeting, invited)]


def _recording_from_another_seat(meeting: Mapping[str, Any], invited: Mapping[str, Any]) -> set[str]:
    """They keep that seat; it is as the agency's recorder, by role, that they have its duties."""
    others = {meeting["facilitator"], *invited["participants"], *meeting["advisers"], *meeting["observers"]}
    return others.intersection(invited["recorders"])


def _address(person: Mapping[str, Any], domain: str, taken: set[str]) -> str:
    name = (_slug(person["name"]) or _slug(person["key"]) or "person")[:100]
    address = f"{name}@{domain}.example"
    number = 2
    while address in taken:
        address = f"{name}.{number}@{domain}.example"
        number += 1
    taken.add(address)
    return address


def _first(name: Mapping[str, str | None]) -> str:
    return next(text for text in name.values() if text)


def _slug(name: str) -> str:
    """`Elin O'Neill-Ward` as `elin.oneill.ward`: what may stand in an address."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii")
    return ".".join(re.findall(r"[a-z0-9]+", plain.replace("'", "").lower()))
