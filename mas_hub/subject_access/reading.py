"""A stream as text, for somebody who reads it all before any of it is released."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mas_hub import clock, meeting_log
from mas_hub.identity.models import Agency, Person
from mas_hub.language import named, text

AGENCIES = ("agency_id", "owner_agency_id", "between", "involves", "concerns", "placed", "from", "to")
PEOPLE = ("person_id", "facilitator_id", "deputy_id", "chair_id")
"""Under these names a number is an agency's or a person's."""
NOT_SAID = ("version", "colour", "agency_colour")


class Names:
    def __init__(self, session: Session, language: str) -> None:
        self._language = language
        self._people = dict(session.execute(select(Person.id, Person.name)).all())
        self._agencies = {agency.id: named(agency.name, language) for agency in session.scalars(select(Agency))}

    def of_agency(self, agency_id: int | None) -> str | None:
        return None if agency_id is None else self._agencies.get(agency_id, str(agency_id))

    def of_person(self, person_id: int) -> str:
        return self._people.get(person_id, str(person_id))

    def of_stream(self, stream: str) -> str:
        """Whose words a stream holds, to judge who has to be asked before they go anywhere."""
        kind, _, rest = stream.partition(":")
        if kind == "point":
            author, _, chair = rest.partition(":")
            who = {"author": self.of_person(int(author)), "chair": self.of_person(int(chair))}
        else:
            who = {"agency": (self.of_agency(int(rest)) or "") if rest else ""}
        return text(f"subject_access.whose_{kind}", self._language, **who)

    def of_number(self, name: str, number: int) -> str:
        """What a number stands for under the `name` that a view gives it."""
        last = name.rpartition(".")[2]
        if last in AGENCIES:
            return self.of_agency(number) or ""
        return self.of_person(number) if last in PEOPLE else str(number)


def readable(names: Names, whose: str, entries: Iterable[meeting_log.Entry]) -> Iterator[str]:
    yield whose
    for entry in entries:
        at = entry.at.astimezone(clock.LOCAL)
        who = f"{names.of_person(entry.person_id)}, {names.of_agency(entry.agency_id)}"
        yield f"\n{entry.seq}. {at:%d/%m/%Y %H:%M} · {who} · {entry.kind.replace('_', ' ')}"
        yield from (f"   {line}" for line in _said(names, "", entry.subject))


def _said(names: Names, name: str, value: Any) -> Iterator[str]:
    """All that a view says, each with the name under which it stands: what is not, or not yet, is left out."""
    if isinstance(value, Mapping):
        for key, each in value.items():
            yield from _said(names, f"{name}.{key}" if name else key, each)
    elif isinstance(value, list):
        for each in value:
            yield from _said(names, name, each)
    elif value and isinstance(value, str):
        yield f"{name}: {value}"
    elif value is True:
        yield f"{name}: true"
    elif isinstance(value, int) and value is not False and name.rpartition(".")[2] not in NOT_SAID:
        yield f"{name}: {names.of_number(name, value)}"
