"""One log entry as everybody is told of it."""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

import orjson

from mas_hub import clock
from mas_hub.keyed_hashes import canonical

__all__ = ["Entry", "View", "canonical"]

View = dict[str, Any]
"""A thing's whole view: `{type, id, version, ...}`, ready for JSON."""


@dataclass(frozen=True)
class Entry:
    """`body` is the JSON of `subject`, the view as it became with this entry; a stub where it was erased."""

    meeting_id: int
    stream: str
    seq: int
    kind: str
    at: datetime
    person_id: int
    agency_id: int
    act_id: str
    subject_type: str
    subject_id: int
    body: str

    @cached_property
    def subject(self) -> View:
        view: View = json.loads(self.body)
        return view

    @cached_property
    def json(self) -> orjson.Fragment:
        """`as_json()` as text, for orjson to put where it belongs: made once, however many are told of it."""
        whole = {**self.without_body(), "act_id": self.act_id, "subject": orjson.Fragment(self.body)}
        return orjson.Fragment(orjson.dumps(whole))

    def as_json(self) -> dict[str, Any]:
        return {**self.without_body(), "act_id": self.act_id, "subject": self.subject}

    def without_body(self) -> dict[str, Any]:
        """For the activity list: what happened, by whom, to which thing."""
        return {
            "meeting_id": self.meeting_id,
            "stream": self.stream,
            "seq": self.seq,
            "kind": self.kind,
            "at": clock.iso(self.at),
            "by": {"person_id": self.person_id, "agency_id": self.agency_id},
            "subject": {"type": self.subject_type, "id": self.subject_id},
        }
