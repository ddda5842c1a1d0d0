"""What a scenario begins with: its partnership, agencies, people and case, and its meeting planned and opened."""

import re
import unicodedata
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from mas_hub.access.actor import Actor
from mas_hub.cases.actions import open_case
from mas_hub.db import snapshot, transaction
from mas_hub.identity.actions import add_agency, add_person, create_partnership
from mas_hub.identity.queries import get_person
from mas_hub.meetings.acts import ActorSource, perform
from mas_hub.meetings.planning import plan_meeting, save_plan
from mas_hub.meetings.queries import list_invitations, list_seats, practice_of

PasswordHash = str | None


@dataclass
class Cast:
    """The ids that stand behind a scenario's keys. `things`: `{key: (type, id)}` of what acts made."""

    agencies: dict[str, int] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    things: dict[str, tuple[str, int]] = field(default_factory=dict)
    meeting_id: int = 0

    def agency_key(self, agency_id: int) -> str:
        return next(key for key, each in self.agencies.items() if each == agency_id)


def introduce(data: Mapping[str, Any], *, demo: bool = False, password_hash: PasswordHash = None) -> Cast:
    """Write the partnership, its agencies and its people. The meeting's facilitator may facilitate."""
    cast = Cast()
    domain = _word(next(name for name in data["partnership"]["name"].values() if name)) + ".example"
    facilitator = data.get("meeting", {}).get("facilitator")
    with transaction() as session:
        create_partnership(session, **data["partnership"], demo=demo)
        for agency in data["agencies"]:
            facts = {name: agency[name] for name in ("sector", "name", "record_system")}
            cast.agencies[agency["key"]] = add_agency(
                session, key=agency["key"], contact_address=f"safeguarding@{_slug(agency['key'])}.example", **facts
            ).id
        taken: set[str] = set()
        for person in data["people"]:
            roles = {*person["roles"], *(["facilitator"] if person["key"] == facilitator else [])}
            email = _address(person, domain, taken)
            cast.people[person["key"]] = add_person(
                session,
                agency_id=cast.agencies[person["agency"]],
                name=person["name"],
                job=person["job"],
                email=email,
                roles=roles,
                password_hash=password_hash,
            ).id
    return cast


def plan(data: Mapping[str, Any], cast: Cast) -> None:
    """Open the case and plan the meeting, as its facilitator does on the page."""
    meeting = data["meeting"]
    with transaction() as session:
        facilitator = actor_of_person(session, cast.people[meeting["facilitator"]])
        case = open_case(session, facilitator, **data["case"], milestones=data["milestones"])
        planned = plan_meeting(session, facilitator, case_id=case.id)
        details = ("purpose", "criteria", "criteria_other", "planned_minutes", "template", "information_shared")
        save_plan(
            session,
            facilitator,
            planned.id,
            version=planned.version,
            scheduled_at=meeting["scheduled_at"],
            invited=[
                {
                    "agency_id": cast.agencies[invited["agency"]],
                    "representatives": [cast.people[key] for key in invited["participants"]],
                    "recorders": [
                        cast.people[key] for key in invited["recorders"] if key not in invited["participants"]
                    ],
                }
                for invited in meeting["invited"]
            ],
            advisers=[cast.people[key] for key in meeting["advisers"]],
            observers=[cast.people[key] for key in meeting["observers"]],
            **{name: meeting[name] for name in details},
        )
        cast.meeting_id = planned.id


def open_and_seat(data: Mapping[str, Any], cast: Cast) -> None:
    """Open the meeting, accept the ground rules for everybody with a seat and note who came."""
    chair = by(cast, data["meeting"]["facilitator"])
    do(cast, chair, "open_meeting", {})
    with snapshot() as session:
        seated = [seat.person_id for seat in list_seats(session, cast.meeting_id)]
        version = practice_of(session).ground_rules.version
    for person_id in seated:
        do(cast, _person(person_id), "accept_ground_rules", {"version": version})
    with snapshot() as session:
        noted = {each.agency_id: each.attendance for each in list_invitations(session, cast.meeting_id)}
    for invited in data["meeting"]["invited"]:
        agency_id, attendance = cast.agencies[invited["agency"]], invited["attendance"]
        if attendance is not None and attendance != noted[agency_id]:
            do(cast, chair, "record_attendance", {"agency": agency_id, "attendance": attendance})


def by(cast: Cast, key: str) -> ActorSource:
    return _person(cast.people[key])


def do(cast: Cast, source: ActorSource, act: str, data: dict[str, Any]) -> list[Any]:
    """One act through `perform`, under an id of its own."""
    return perform(source, cast.meeting_id, act, str(uuid.uuid4()), data)


def actor_of_person(session: Session, person_id: int) -> Actor:
    """Replay's own source of actors: a person as they are, with no session."""
    person = get_person(session, person_id)
    return Actor(person.id, person.agency_id, frozenset(person.roles), person.language)


def _person(person_id: int) -> Callable[[Session], Actor]:
    return lambda session: actor_of_person(session, person_id)


def _address(person: Mapping[str, Any], domain: str, taken: set[str]) -> str:
    name = _slug(person["name"]) or _slug(person["key"]) or "person"
    address = f"{name}@{domain}"
    number = 2
    while address in taken:
        address = f"{name}.{number}@{domain}"
        number += 1
    taken.add(address)
    return address


def _word(name: str) -> str:
    return _slug(name).split(".")[0] or "partnership"


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii")
    return ".".join(re.findall(r"[a-z0-9]+", plain.replace("'", "").lower()))
