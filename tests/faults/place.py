"""Where somebody sits: which streams are theirs, and what they say there."""

import random
import re
from dataclasses import dataclass
from typing import Any

PRIVATELY = 0.3
"""How much of what is said is said in private."""
NAMED = re.compile(rb'["~]((?:agency|chair|point):[\d:]+)["~]')
"""A private stream, as messages name it, and as it stands in what is said there: a canary."""

Said = tuple[str, dict[str, Any]]
"""An act and its data."""


@dataclass
class Place:
    """Who reads what is worked out here anew and never asked of the server.

    `writes_up`: of each agency one person keeps its preparation, which the others would find changed under their hands.
    """

    meeting_id: int
    person_id: int
    agency_id: int
    chair_id: int
    writes_up: bool = False
    prepared: int = 0

    @property
    def chairs(self) -> bool:
        return self.person_id == self.chair_id

    def reads(self, stream: str) -> bool:
        kind, _, whose = stream.partition(":")
        of_agency = whose == str(self.agency_id)
        match kind:
            case "shared":
                return True
            case "agency":
                return of_agency and not self.chairs
            case "chair":
                return of_agency or self.chairs
            case "point":
                return str(self.person_id) in whose.split(":")
            case _:
                return False

    def not_theirs(self, payload: bytes) -> set[str]:
        """The private streams that a message names or quotes and that this person does not read."""
        return {stream for each in NAMED.findall(payload) if not self.reads(stream := each.decode())}

    def something_to_say(self, chance: random.Random, number: int) -> Said:
        """To everybody; or for the agency alone, to it and the chair, or to the chair in private."""
        if self.chairs or chance.random() >= PRIVATELY:
            return "add_reflection", {"prompt": "analysis", "text": f"Thought {number}."}
        kinds = [self._capacity, self._point, *([self._preparation] if self.writes_up else [])]
        return chance.choice(kinds)(number)

    def _preparation(self, number: int) -> Said:
        self.prepared += 1
        text = f"Ours alone, {number}. ~agency:{self.agency_id}~"
        return "prepare", {"version": self.prepared - 1, "to_raise": text}

    def _capacity(self, number: int) -> Said:
        return "state_capacity", {"level": "over", "words": f"Too much, {number}. ~chair:{self.agency_id}~"}

    def _point(self, number: int) -> Said:
        text = f"Between us, {number}. ~point:{self.person_id}:{self.chair_id}~"
        return "raise_private_point", {"text": text}
