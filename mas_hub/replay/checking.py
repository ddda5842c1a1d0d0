"""Whether a scenario has the right shape and every key in it names something. If not, the line and the reason."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from marshmallow import Schema, fields, validate

from mas_hub.errors import FieldRefusal, Invalid
from mas_hub.language import text
from mas_hub.replay.on_the_day import fields_of, people_of
from mas_hub.replay.reading import Source, read_file
from mas_hub.replay.schema import Scenario
from mas_hub.web.fields import load

FILLED_IN = "version"
"""The field of an act that replay fills in."""


def read_scenario(file: Path) -> Source:
    """Read and check a scenario. Raises `ScenarioError` with the line and the reason when its shape is wrong."""
    return check(read_file(file))


def check(source: Source) -> Source:
    """The same source with its data loaded by the schema, and every reference to a key known."""
    try:
        loaded = load(Scenario(), source.data)
    except Invalid as error:
        path, refusal = min(error.fields.items(), key=lambda item: source.line(*item[0].split(".")))
        raise source.error(_reason(source.data, path.split("."), refusal), *path.split(".")) from None
    checked = Source(source.file, loaded, source.lines)
    _check_references(checked)
    _check_acts(checked)
    return checked


def _check_references(source: Source) -> None:
    data = source.data
    agencies, people = _keys(source, "agencies"), _keys(source, "people")

    def known(key: str, what: str, keys: Iterable[str], *path: str | int) -> None:
        if key not in keys:
            raise source.error(f"no {what} has the key `{key}`.", *path)

    for number, person in enumerate(data["people"]):
        known(person["agency"], "agency", agencies, "people", number, "agency")
    meeting = data["meeting"]
    known(meeting["facilitator"], "person", people, "meeting", "facilitator")
    seen: set[str] = set()
    for number, invited in enumerate(meeting["invited"]):
        place = ("meeting", "invited", number)
        known(invited["agency"], "agency", agencies, *place, "agency")
        if invited["agency"] in seen:
            raise source.error(f"`{invited['agency']}` is invited twice.", *place)
        seen.add(invited["agency"])
        for role in ("participants", "recorders"):
            for key in invited[role]:
                known(key, "person", people, *place, role)
                if people[key]["agency"] != invited["agency"]:
                    raise source.error(f"`{key}` does not belong to the agency `{invited['agency']}`.", *place, role)
    for role in ("advisers", "observers"):
        for key in meeting[role]:
            known(key, "person", people, "meeting", role)
    if meeting["deputy"] is not None:
        known(meeting["deputy"], "person", people, "meeting", "deputy")
    for number, act in enumerate(data["acts"]):
        for key in act["by"]:
            known(key, "person", people, "acts", number, "by")


def _check_acts(source: Source) -> None:
    """An act that is to succeed has the fields of its kind, and a key that no other has. One that is to be refused may
    say anything: being refused is what it is there for."""
    agencies = {agency["key"] for agency in source.data["agencies"]}
    people = {person["key"] for person in source.data["people"]}
    acts = [(number, act) for number, act in enumerate(source.data["acts"]) if not act["refused"]]
    keys: set[str] = set()
    for number, act in acts:
        if act["key"] in keys:
            raise source.error(f"the key `{act['key']}` is used twice.", "acts", number, "key")
        if act["key"] is not None:
            keys.add(act["key"])
    for number, act in acts:
        known = fields_of(act["do"])
        for name in act["said"]:
            if name not in known:
                raise source.error(f"`{name}` is not a field of {act['do']}.", "acts", number, name)
        for name, required in known.items():
            if required and name not in act["said"] and name != FILLED_IN:
                raise source.error(f"{act['do']} needs `{name}`.", "acts", number)
        for name, key in _named(act["said"], people_of(act)):
            if key not in people:
                raise source.error(f"no person has the key `{key}`.", "acts", number, name)
        for name, key in _named(act["said"], {"of", "answers"}.difference(people_of(act))):
            if key not in keys:
                raise source.error(f"no act makes anything with the key `{key}`.", "acts", number, name)
        for name, key in _named(act["said"], ("agency", "owner", "between", "involves", "concerns")):
            if key not in agencies:
                raise source.error(f"no agency has the key `{key}`.", "acts", number, name)


def _named(said: Mapping[str, Any], fields_with_keys: Iterable[str]) -> Iterable[tuple[str, str]]:
    for name in fields_with_keys:
        value = said.get(name)
        for key in value if isinstance(value, list) else [value]:
            if isinstance(key, str) and key:
                yield name, key


def _keys(source: Source, section: str) -> dict[str, Mapping[str, Any]]:
    keys: dict[str, Mapping[str, Any]] = {}
    for number, item in enumerate(source.data[section]):
        if item["key"] in keys:
            raise source.error(f"the key `{item['key']}` is used twice.", section, number, "key")
        keys[item["key"]] = item
    return keys


def _reason(data: Any, path: list[str], refusal: FieldRefusal) -> str:
    """What is wrong at `path`, in a sentence. `refusal` is what the schema says of it."""
    code, params = (refusal, {}) if isinstance(refusal, str) else refusal
    *around, name = path
    found = _at(data, path)
    place = f"{_spelt(around)}." if around else ""
    if code == "unknown_field":
        return f"`{place}{name}` is not part of a scenario."
    if code == "required" and found is _NOTHING:
        return f"`{place}{name}` is missing."
    if code == "not_one_of":
        return f"`{place}{name}` is `{found}`. Possible are {', '.join(_choices(path))}."
    return f"`{place}{name}`: {text(f'refusals.{code}', 'en', **params)}"


_NOTHING = object()


def _at(data: Any, path: list[str]) -> Any:
    for step in path:
        if isinstance(data, dict) and step in data:
            data = data[step]
        elif isinstance(data, list) and step.isdigit() and int(step) < len(data):
            data = data[int(step)]
        else:
            return _NOTHING
    return data


def _spelt(path: list[str]) -> str:
    """`people.2.agency` as people count: the third of the people."""
    return ".".join(f"{int(step) + 1}" if step.isdigit() else step for step in path)


def _choices(path: list[str]) -> list[str]:
    """What the schema offers at `path`."""
    here: Schema | fields.Field[Any] = Scenario()
    for step in path:
        if isinstance(here, fields.Nested):
            here = here.schema
        if isinstance(here, Schema):
            here = here.fields[step]
        elif isinstance(here, fields.List):
            here = here.inner
    offered = here.validators if isinstance(here, fields.Field) else []
    return [str(choice) for each in offered if isinstance(each, validate.OneOf) for choice in each.choices]
