"""One log entry as everybody is told of it."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mas_hub import clock

View = dict[str, Any]
"""A thing's whole view: `{type, id, version, ...}`, ready for JSON."""


@dataclass(frozen=True)
class Entry:
    meeting_id: int
    stream: str
    seq: int
    kind: str
    at: datetime
    person_id: int
    agency_id: int
    act_id: str
    subject: View

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
            "subject": {"type": self.subject["type"], "id": self.subject["id"]},
        }


def canonical(value: object) -> str:
    """JSON that is the same for the same value, for digests and the database."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
