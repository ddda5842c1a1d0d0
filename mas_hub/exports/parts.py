"""What an export is made of: facts and codes, no wording. The writers turn codes into words of `language`."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

Language = Literal["en", "cy"]


@dataclass(frozen=True)
class Agency:
    """`name` in the document's language, or in the other where the agency has only that."""

    id: int
    name: str
    code: str


@dataclass(frozen=True)
class Person:
    """Somebody with a seat. `took_part`: they accepted the ground rules and saw the board."""

    name: str
    job: str
    role: str
    agency: Agency
    took_part: bool


@dataclass(frozen=True)
class Invited:
    agency: Agency
    attendance: str
    people: tuple[Person, ...]


@dataclass(frozen=True)
class Case:
    reference: str
    subject_initials: str
    subject_type: str
    age_band: str
    capacity: str
    capacity_words: str


@dataclass(frozen=True)
class Meeting:
    """`reference` is the case's, a slash and the meeting's number. Next meeting: a day, or why there is none."""

    id: int
    reference: str
    partnership: str
    nation: str
    state: str
    purpose: str
    session_model: str
    criteria: tuple[str, ...]
    criteria_other: str
    information_shared: str
    lawful_basis: str
    lawful_basis_note: str
    day: date
    scheduled_at: datetime | None
    opened_at: datetime | None
    closed_at: datetime | None
    next_meeting_on: date | None
    no_next_meeting_because: str


@dataclass(frozen=True)
class Voice:
    """What was said for the child, unborn child or adult, and which agency brought it."""

    agency: Agency
    text: str


@dataclass(frozen=True)
class Stand:
    """One invited agency's stand on a decision. `stand` None: none was recorded, and that is part of the record."""

    agency: Agency
    stand: str | None
    reason: str


@dataclass(frozen=True)
class Source:
    """Something published that is cited: its title, where in it, its address on the web; the last two may be empty."""

    title: str
    place: str
    link: str


@dataclass(frozen=True)
class Answer:
    """What a decision or a reflection answers. `text` is one line, empty where only the kind of thing may be said."""

    kind: str
    agency: Agency
    text: str
    prompt: str | None = None
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True)
class Involvement:
    """Somebody involved with the child or adult, by role, as `agency` said. `service`: whose people, where not its
    own; empty otherwise."""

    agency: Agency
    service: str
    people: str
    does: str
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True)
class Owned:
    """An agency that owned a decision before, and the moment until which it did."""

    agency: Agency
    until: datetime


@dataclass(frozen=True)
class Decision:
    """An agreed decision, full enough to act on. `number` counts the meeting's proposals, so it never changes.

    `rationale` and `answers` are given to the owner alone. `authority`: within_role, needs_sign_off, or empty.
    `handed_over`: who owned it before, oldest first.
    """

    id: int
    number: int
    reference: str
    owner: Agency
    involves: tuple[Agency, ...]
    proposed_by: Agency
    handed_over: tuple[Owned, ...]
    text: str
    measure: str
    responsible: str
    due: date | None
    reflects_child: str
    authority: str
    sign_off_by: str
    family_what: str
    family_by: str
    family_on: date | None
    rationale: str
    agreed_at: datetime | None
    answers: tuple[Answer, ...]
    sources: tuple[Source, ...]
    stands: tuple[Stand, ...]


@dataclass(frozen=True)
class Change:
    """What one issue changed after the one before it: `what` are the names of the document's own fields."""

    issue: int
    at: datetime
    what: tuple[str, ...]


@dataclass(frozen=True)
class Summary:
    """Another agency's decision in one line, where the facilitator lets everybody know what was reached."""

    number: int
    reference: str
    owner: Agency
    line: str
    due: date | None


@dataclass(frozen=True)
class Reflection:
    prompt: str
    text: str
    added_at: datetime | None
    answers: tuple[Answer, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Addendum:
    """What was added once the meeting had closed. `corrects`: the kind of entry beside which it stands, None for the
    record as a whole; `reference`: of the decision, where it is about one that the document holds."""

    id: int
    added_at: datetime
    by: Agency
    by_facilitator: bool
    corrects: str | None
    reference: str
    text: str
    reason: str


@dataclass(frozen=True)
class Document:
    """Everything one agency takes away, as the record stood at entry `sequence` of the shared stream.

    `interim`: the meeting had not closed. `id` names this copy: meeting, agency's code, sequence. `issue` counts from
    1 at closing (None before), and `changes` say what each later one changed. `voice` is the
    child's, in a meeting held to reflect only; where nobody gave it, `voice_not_heard_because` may say why. `summaries`
    is None unless the meeting shares all that was reached; `reflections` is None unless it was held to reflect only.
    """

    id: str
    language: Language
    sequence: int
    interim: bool
    issue: int | None = field(default=None, kw_only=True)
    changes: tuple[Change, ...] = field(default=(), kw_only=True)
    made_at: datetime
    agency: Agency
    record_system: str
    attendance: str
    case: Case
    meeting: Meeting
    facilitator: Person | None
    invited: tuple[Invited, ...]
    others_present: tuple[Person, ...]
    owned: tuple[Decision, ...]
    involved: tuple[Decision, ...]
    summaries: tuple[Summary, ...] | None
    reflections: tuple[Reflection, ...] | None
    voice: tuple[Voice, ...]
    voice_not_heard_because: str
    network: tuple[Involvement, ...]
    addenda: tuple[Addendum, ...]

    @property
    def reflective(self) -> bool:
        return self.reflections is not None
