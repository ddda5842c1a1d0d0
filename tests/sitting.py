"""One made-up supervision meeting, prepared once at three points (planned, opened, closed) and copied for each test.
`tests.convening` prepares it.

Amara facilitates. Social care (Beth), police (Dina, and Dora who has not accepted the ground rules) and health (Callum)
are at the table; the school is invited, absent, and has only its recorder Sian, who has no seat. Arun advises, and so
does Nia, who is named to take the chair when Amara is away. Olu observes, Rhys records for the police. Ines
administers. Freya facilitates another meeting, in which Hugo represents. Gwen leads on assurance, without a seat.
"""

import shutil
import uuid
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

import mas_hub.advice.models
import mas_hub.agreements.models
import mas_hub.challenges.actions
import mas_hub.chronology.actions
import mas_hub.citations.actions
import mas_hub.corrections.actions
import mas_hub.decisions.actions
import mas_hub.decisions.reading_back
import mas_hub.drift.actions
import mas_hub.emergency.queries
import mas_hub.facilitation.capacity
import mas_hub.facilitation.floor
import mas_hub.facilitation.points
import mas_hub.follow_up.queries
import mas_hub.joining.actions
import mas_hub.learning.actions
import mas_hub.live.models
import mas_hub.meetings.actions
import mas_hub.meetings.calling_off
import mas_hub.meetings.chairing
import mas_hub.meetings.register
import mas_hub.meetings.seating
import mas_hub.network.actions
import mas_hub.preparation.actions
import mas_hub.reflections.actions
import mas_hub.requirements.actions
import mas_hub.thresholds.actions
import mas_hub.thresholds.escalating
import mas_hub.thresholds.following
import mas_hub.thresholds.rounds
import mas_hub.training.models  # noqa: F401 (each registers its acts and what is on the board)
from mas_hub import clock, db, meeting_log
from mas_hub.access.actor import Actor, MeetingActor
from mas_hub.db import snapshot
from mas_hub.db.connected import Current
from mas_hub.errors import DomainError, NotFound
from mas_hub.meeting_log import Entry, View
from mas_hub.meetings.acts import perform
from mas_hub.meetings.board import readable_heads
from mas_hub.meetings.queries import enter
from mas_hub.meetings.subjects import get_view, merged, private_views_of, views_of

NOW = datetime(2026, 9, 21, 13, 30, tzinfo=clock.LOCAL)
GROUND_RULES = "2026-2"
NO_SUCH_ID = 999_999

AGENCIES = {
    "csc": "childrens_social_care",
    "police": "police",
    "health": "health_visiting_school_nursing",
    "school": "school_college",
    "camhs": "camhs",
    "housing": "housing",
}
PEOPLE = {
    "amara": ("csc", ["facilitator"]),
    "beth": ("csc", []),
    "dina": ("police", []),
    "dora": ("police", []),
    "callum": ("health", []),
    "arun": ("camhs", []),
    "olu": ("camhs", []),
    "nia": ("camhs", ["facilitator"]),
    "rhys": ("police", []),
    "sian": ("school", ["recorder"]),
    "ines": ("csc", ["administrator", "assurance_lead"]),
    "freya": ("health", ["facilitator"]),
    "hugo": ("housing", []),
    "kit": ("camhs", ["recorder"]),
    "gwen": ("health", ["assurance_lead"]),
}
SEATED = ("amara", "beth", "dina", "dora", "callum", "arun", "nia", "olu", "rhys")

PREPARED: dict[str, Any] = {
    "to_raise": "Nobody has seen K. at home since June.",
    "involved": "Social worker, weekly.",
    "level": 4,
    "evidence": "Two missed visits.",
    "ready": True,
}
SMART: dict[str, Any] = {
    "text": "Hold a core group within five working days.",
    "measure": "Minutes sent to every member.",
    "responsible": "Team manager",
    "due": "2026-09-28",
    "reflects_child": "K. asked who will come.",
}


@dataclass(frozen=True)
class Sitting:
    """Ids by name, and the acts of the people who have them. `things`: what is already on the board, `(type, id)`."""

    folder: Path
    meeting_id: int
    other_meeting_id: int
    agencies: Mapping[str, int]
    people: Mapping[str, int]
    things: Mapping[str, tuple[str, int]]

    def do(self, who: str, act: str, *, act_id: str | None = None, **data: Any) -> list[Entry]:
        return self.do_in(self.meeting_id, who, act, act_id=act_id, **data)

    def do_in(self, meeting_id: int, who: str, act: str, *, act_id: str | None = None, **data: Any) -> list[Entry]:
        return perform(
            lambda _: self.actor(who),
            meeting_id,
            act,
            str(uuid.uuid4()) if act_id is None else act_id,
            data,
        )

    def actor(self, who: str) -> Actor:
        """Somebody with the roles they have here, and no session that could end while a test moves the clock."""
        agency, roles = PEOPLE[who]
        return Actor(self.people[who], self.agencies[agency], frozenset(roles))

    def refused(self, who: str, act: str, **data: Any) -> DomainError:
        """The refusal of an act that must be refused, and must leave every table as it was."""
        before = everything()
        with pytest.raises(DomainError) as refusal:
            self.do(who, act, **data)
        assert everything() == before
        return refusal.value

    def entering(self, session: Session, who: str, meeting_id: int | None = None) -> MeetingActor:
        return enter(session, self.actor(who), self.meeting_id if meeting_id is None else meeting_id)

    def views(self, subject_type: str) -> list[View]:
        """Those on the board, and those in anybody's private stream."""
        with snapshot() as session:
            streams = meeting_log.heads_of(session, [self.meeting_id])[self.meeting_id]
            private = private_views_of(session, self.meeting_id, streams)
            return views_of(session, self.meeting_id)[subject_type] + private.get(subject_type, [])

    def seen_by(self, who: str, subject_type: str) -> list[View]:
        """What `who` sees of one type, private streams among it."""
        streams = self.streams_of(who)
        with snapshot() as session:
            seen = merged(views_of(session, self.meeting_id), private_views_of(session, self.meeting_id, streams))
        return seen[subject_type]

    def view(self, key: str) -> View:
        subject_type, subject_id = self.things[key]
        with snapshot() as session, suppress(NotFound):
            return get_view(session, self.meeting_id, subject_type, subject_id)
        return next(view for view in self.views(subject_type) if view["id"] == subject_id)

    def edit(self, key: str, **data: Any) -> dict[str, Any]:
        """`data` for an act on something on the board, as it is now."""
        view = self.view(key)
        return {"of": view["id"], "version": view["version"], **data}

    def moving(self, key: str, **data: Any) -> dict[str, Any]:
        """`data` for an act on an agency's own position, which needs no id."""
        return {"version": self.view(key)["version"], **data}

    def log(self, stream: str = "shared") -> list[Entry]:
        with snapshot() as session:
            return meeting_log.entries_after(session, self.meeting_id, stream, 0)

    def streams_of(self, who: str) -> frozenset[str]:
        """The streams that there are and that `who` reads."""
        with snapshot() as session:
            return frozenset(readable_heads(session, self.entering(session, who)))

    def log_of(self, streams: Iterable[str]) -> list[Entry]:
        with snapshot() as session:
            return [e for each in streams for e in meeting_log.entries_after(session, self.meeting_id, each, 0)]

    def all_streams(self) -> list[str]:
        with snapshot() as session:
            return sorted(meeting_log.heads_of(session, [self.meeting_id])[self.meeting_id])

    def kinds(self) -> list[str]:
        return [entry.kind for entry in self.log()]


def everything() -> dict[str, list[Any]]:
    """Every row of every table, read past SQLAlchemy because tests ask for it often."""
    connection = db.engine().raw_connection()
    try:
        cursor = connection.cursor()
        return {
            name: cursor.execute(f'SELECT * FROM "{name}" ORDER BY rowid').fetchall()
            for name in db.Base.metadata.tables
        }
    finally:
        connection.close()


def refusal(doing: Callable[[], Any]) -> DomainError:
    """Of what changes nothing."""
    before = everything()
    with pytest.raises(DomainError) as refused:
        doing()
    assert everything() == before
    return refused.value


def token_of(person: str) -> str:
    """The token of the session that everybody has in a prepared database."""
    return f"the-token-of-{person}"


def api_token_of(recorder: str) -> str:
    """The token of their agency's record system, which both recorders have made in a prepared database."""
    return f"mas_hub_the-token-of-{recorder}"


def take(prepared: Sitting, stage: str) -> Sitting:
    """A copy of one prepared database, configured and ready."""
    return take_file(prepared, prepared.folder / f"{stage}.sqlite")


def copy_to(prepared: Sitting, stage: str, folder: Path) -> Path:
    """One prepared database with its key, for a server of its own. The folder."""
    shutil.copy(prepared.folder / f"{stage}.sqlite", folder / "mas_hub.sqlite")
    shutil.copy(prepared.folder / "key", folder / "key")
    return folder


def take_file(prepared: Sitting, file: Path) -> Sitting:
    """A copy of `file`. It is always under the same path, with the same engine, which compiles each statement once."""
    folder = prepared.folder / "work"
    folder.mkdir(exist_ok=True)
    db.close()
    for old in folder.glob("mas_hub.sqlite*"):
        old.unlink()
    shutil.copy(file, folder / "mas_hub.sqlite")
    shutil.copy(prepared.folder / "key", folder / "key")
    url = f"sqlite:///{folder / 'mas_hub.sqlite'}"
    Current.engine = _engines[url] if url in _engines else _engines.setdefault(url, db.configure(url))
    meeting_log.configure_key(folder / "key")
    return replace(prepared, folder=folder)


_engines: dict[str, Engine] = {}
