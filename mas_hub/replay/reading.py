"""YAML that remembers on which line everything stands, so that what is wrong can be pointed at."""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from mas_hub.errors import Invalid
from mas_hub.language import text
from mas_hub.replay.schema import Scenario
from mas_hub.web.fields import load

Path_ = tuple[str, ...]


class ScenarioError(Exception):
    """The file cannot be replayed: which line, and why."""

    def __init__(self, file: str, line: int, reason: str) -> None:
        super().__init__(f"{file}, line {line}: {reason}")
        self.line = line
        self.reason = reason


@dataclass(frozen=True)
class Source:
    """What a file holds, and the line (from 1) of each thing in it by its path."""

    file: str
    data: dict[str, Any]
    lines: dict[Path_, int]

    def line(self, *path: str | int) -> int:
        """The line of `path`, or of the nearest thing around it."""
        steps = tuple(str(step) for step in path)
        while steps not in self.lines and steps:
            steps = steps[:-1]
        return self.lines.get(steps, 1)

    def error(self, reason: str, *path: str | int) -> ScenarioError:
        return ScenarioError(self.file, self.line(*path), reason)


def read_scenario(file: Path) -> Source:
    """Read and check a scenario. Raises `ScenarioError` with the line and the reason when its shape is wrong."""
    try:
        content = file.read_text(encoding="utf-8")
    except OSError as error:
        raise ScenarioError(str(file), 1, error.strerror or "cannot be read") from None
    except UnicodeDecodeError:
        raise ScenarioError(str(file), 1, "is not UTF-8 text") from None
    return check(parse(content, str(file)))


def parse(content: str, file: str) -> Source:
    try:
        root = yaml.compose(content, Loader=yaml.SafeLoader)
        _refuse_repeats(root, file)
        data = yaml.safe_load(content)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ScenarioError(file, line, f"this is not YAML: {error.problem}") from None
    except (yaml.YAMLError, ValueError) as error:
        raise ScenarioError(file, 1, f"this is not YAML: {error}") from None
    if root is None or not isinstance(data, dict):
        raise ScenarioError(file, 1, "a scenario is a mapping that begins with `partnership:`")
    return Source(file, data, dict(_lines(root, ())))


def check(source: Source) -> Source:
    """The same source with its data loaded by the schema, and every reference to a key known."""
    try:
        loaded = load(Scenario(), source.data)
    except Invalid as error:
        path, code = min(error.fields.items(), key=lambda item: source.line(*item[0].split(".")))
        raise source.error(f"{path}: {_say(code)}", *path.split(".")) from None
    checked = Source(source.file, loaded, source.lines)
    _check_references(checked)
    return checked


def _check_references(source: Source) -> None:
    data = source.data
    agencies = _keys(source, "agencies")
    people = _keys(source, "people")

    def known(key: str, keys: set[str], *path: str | int) -> None:
        if key not in keys:
            raise source.error(f"{key!r} is not the key of anything above", *path)

    for number, person in enumerate(data["people"]):
        known(person["agency"], agencies, "people", number, "agency")
    meeting = data["meeting"]
    known(meeting["facilitator"], people, "meeting", "facilitator")
    for number, invited in enumerate(meeting["invited"]):
        known(invited["agency"], agencies, "meeting", "invited", number, "agency")
        for key in (*invited["participants"], *invited["recorders"]):
            known(key, people, "meeting", "invited", number)
    for role in ("advisers", "observers"):
        for key in meeting[role]:
            known(key, people, "meeting", role)
    for number, act in enumerate(data["acts"]):
        for key in act["by"]:
            known(key, people, "acts", number, "by")


def _keys(source: Source, section: str) -> set[str]:
    keys: set[str] = set()
    for number, item in enumerate(source.data[section]):
        if item["key"] in keys:
            raise source.error(f"the key {item['key']!r} is used twice", section, number, "key")
        keys.add(item["key"])
    return keys


def _say(code: Any) -> str:
    name, params = code if isinstance(code, tuple) else (code, {})
    return text(f"refusals.{name}", "en", **params)


def _lines(node: yaml.Node, path: Path_) -> Iterator[tuple[Path_, int]]:
    yield path, node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inside = (*path, str(key.value))
            yield from _lines(value, inside)
            yield inside, key.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            yield from _lines(value, (*path, str(number)))


def _refuse_repeats(node: yaml.Node | None, file: str) -> None:
    if isinstance(node, yaml.MappingNode):
        seen: set[Hashable] = set()
        for key, value in node.value:
            if key.value in seen:
                raise ScenarioError(file, key.start_mark.line + 1, f"{key.value!r} is given twice")
            seen.add(key.value)
            _refuse_repeats(value, file)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            _refuse_repeats(value, file)
