"""The partnership that is measured: meetings open and filled, people signed in, all by the product's own acts."""

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import argon2

import mas_hub.rooms  # noqa: F401 (every act is registered)
from mas_hub import clock, db, meeting_log
from mas_hub.db import snapshot
from mas_hub.identity.queries import list_people
from mas_hub.identity.steps import sign_in
from mas_hub.replay.setting import Cast, introduce, open_and_seat, plan

TABLE = 12
"""People in an ordinary meeting."""
SECTORS = ("childrens_social_care", "police", "health_visiting_school_nursing", "school_college", "camhs", "housing")
PASSWORD = "a made-up password"
TEXT = (
    "Two of the last five visits found nobody at home. Grandmother says he sleeps in his coat, and that he asked her "
    "whether he may come to her on Fridays."
)
LONG = 500
"""Entries of the meeting that is joined late."""
GROWN = (100, 1_000, 10_000)
"""Entries of the meetings in which the cost of an act is compared."""
DECISIONS = 200
"""Agreed in the meeting that is taken away."""


@dataclass(frozen=True)
class Meeting:
    """`people` are ids, the chair first. `entries` counts what was written on the board, not the opening."""

    id: int
    people: Sequence[int]
    entries: int = 0


@dataclass(frozen=True)
class Stage:
    """`tables`: the ordinary meetings. `halls`: a large one by its number of participants. `grown`: by entries."""

    folder: Path
    tables: Sequence[Meeting]
    halls: Mapping[int, Meeting]
    late: Meeting
    grown: Mapping[int, Meeting]
    decided: Meeting

    @property
    def meetings(self) -> list[Meeting]:
        return [*self.tables, *self.halls.values(), self.late, *self.grown.values(), self.decided]

    def copy_to(self, folder: Path) -> dict[int, str]:
        """A data folder as it was prepared, for one run of the server; everybody signs in. Their tokens."""
        folder.mkdir()
        for name in ("mas_hub.sqlite", "key"):
            shutil.copy(self.folder / name, folder / name)
        db.configure(f"sqlite:///{folder / 'mas_hub.sqlite'}")
        tokens = sign_everybody_in()
        db.close()
        return tokens


def sign_everybody_in() -> dict[int, str]:
    """A session's token for each person there is."""
    with snapshot() as session:
        people = [(person.id, person.email) for person in list_people(session)]
    return {id_: sign_in(email, PASSWORD, address="127.0.0.1", device="").token for id_, email in people}


def prepare(folder: Path, *, tables: int, halls: Sequence[int]) -> Stage:
    """Set everything up in `folder`. No number of people in `halls` is above that of all the `tables` together."""
    folder.mkdir()
    db.configure(f"sqlite:///{folder / 'mas_hub.sqlite'}")
    db.upgrade()
    meeting_log.configure_key(folder / "key")
    cast, keys = introduce_everybody(tables)
    stage = Stage(
        folder,
        hold_tables(cast, keys),
        {size: hold(cast, keys[:size]) for size in halls},
        hold(cast, keys[:TABLE], LONG),
        {entries: hold(cast, keys[TABLE : 2 * TABLE], entries) for entries in GROWN},
        hold(cast, keys[:TABLE], decisions=DECISIONS),
    )
    db.close()
    return stage


def introduce_everybody(tables: int) -> tuple[Cast, list[str]]:
    """A partnership in the configured database with people for so many tables, and their keys."""
    keys = [f"p{number}" for number in range(tables * TABLE)]
    # A hash that costs next to nothing to check: nobody tries signing in here.
    quick = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    return introduce(partnership(keys), password_hash=quick), keys


def hold_tables(cast: Cast, keys: Sequence[str], *, of: int = TABLE) -> list[Meeting]:
    """Meetings of so many each, open, with everybody at one of them."""
    return [hold(cast, keys[first : first + of]) for first in range(0, len(keys), of)]


def partnership(keys: Sequence[str]) -> dict[str, Any]:
    return {
        "partnership": {"name": {"en": "Fellshire Safeguarding Partnership", "cy": None}, "nation": "england"},
        "agencies": [
            {"key": sector, "sector": sector, "name": {"en": f"Fellshire {sector}", "cy": None}, "record_system": ""}
            for sector in SECTORS
        ],
        "people": [
            {
                "key": key,
                "agency": _agency(key),
                "name": f"Made-up Person {key}",
                "job": "Practitioner",
                "language": "en",
                "roles": ["facilitator"],
            }
            for key in keys
        ],
    }


def _agency(key: str) -> str:
    return SECTORS[int(key[1:]) % len(SECTORS)]


def hold(everybody: Cast, keys: Sequence[str], entries: int = 0, *, decisions: int = 0) -> Meeting:
    """A meeting in which all of `keys` have accepted the ground rules, the first as its chair."""
    cast = everybody.for_another_meeting()
    chair, *others = keys
    data: dict[str, Any] = {
        "case": {
            "reference": f"FS-{chair}-{len(keys)}-{entries}-{decisions}",
            "subject_initials": "K.T.",
            "subject_type": "child",
            "age_band": "5-9",
        },
        "milestones": [],
        "meeting": {
            "purpose": "decision_making",
            "criteria": ["threshold"],
            "criteria_other": "",
            "scheduled_at": clock.now(),
            "planned_minutes": 90,
            "template": "standard",
            "information_shared": "assigned",
            "session_model": "group",
            "lawful_basis": "",
            "lawful_basis_note": "",
            "facilitator": chair,
            "deputy": None,
            "invited": [
                {
                    "agency": sector,
                    "participants": [key for key in others if _agency(key) == sector],
                    "recorders": [],
                    "attendance": None,
                }
                for sector in SECTORS
            ],
            "advisers": [],
            "observers": [],
        },
    }
    plan(data, cast)
    open_and_seat(data, cast)
    for number in range(entries):
        cast.do(keys[number % len(keys)], "add_reflection", {"prompt": "analysis", "text": TEXT})
    for number in range(decisions):
        _decide(cast, chair, keys[1 + number % (len(keys) - 1)])
    return Meeting(cast.meeting_id, [cast.people[key] for key in keys], entries)


def _decide(cast: Cast, chair: str, proposer: str) -> None:
    """A decision that the proposer's agency owns and every other one is involved in, agreed."""
    owner = cast.agencies[_agency(proposer)]
    said = {
        "owner": owner,
        "involves": [each for each in cast.agencies.values() if each != owner],
        "text": TEXT,
        "measure": TEXT,
        "responsible": "Team manager",
        "due": (clock.today() + timedelta(days=28)).isoformat(),
        "reflects_child": TEXT,
        "rationale": TEXT,
    }
    proposed = cast.do(proposer, "propose_decision", said)[0].subject
    cast.do(chair, "agree_decision", {"of": proposed["id"], "version": proposed["version"]})
