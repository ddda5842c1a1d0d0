"""YAML that remembers on which line everything stands, so that what is wrong can be pointed at."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import yaml

Steps = tuple[str, ...]
"""Where something stands: `("people", "2", "name")`."""

MOST_THINGS = 500_000
"""More than this, aliases counted as often as they are used, is not read."""

_TAG = "tag:yaml.org,2002:"
_PLAIN_TAGS = frozenset(
    _TAG + name for name in ("map", "seq", "str", "int", "float", "bool", "null", "timestamp", "merge")
)
_MISREAD_TAGS = frozenset(_TAG + name for name in ("int", "float", "bool", "timestamp"))
"""What YAML makes of `0071`, `1e5`, `NO` and `2026-01-02` where a text was meant."""

_NOT_TEXT = frozenset({"date", "scheduled_at", "planned_minutes"})
NOT_TEXT_IN_ACTS = frozenset(
    {"refused", "version", "level", "immediate_risk", "ready", "every", "chair_away_minutes", "scheduled_at"}
    | {"since", "due", "began", "ended", "next_due", "family_on", "next_meeting_on"}
)
"""All else is: somebody who `asks: [NO]`, or `text: 2026`, means what is written there."""


class ScenarioError(Exception):
    """The file cannot be replayed: which line (0: none of them), and why."""

    def __init__(self, file: str, line: int, reason: str) -> None:
        super().__init__(f"{file}, line {line}: {reason}" if line else f"{file}: {reason}")
        self.line = line
        self.reason = reason


@dataclass(frozen=True)
class Source:
    """What a file holds, and the line (from 1) of each thing in it."""

    file: str
    data: dict[str, Any]
    lines: dict[Steps, int]

    def line(self, *path: str | int) -> int:
        """The line of `path`, or of the nearest thing around it."""
        steps = tuple(str(step) for step in path)
        while steps not in self.lines and steps:
            steps = steps[:-1]
        return self.lines.get(steps, 1)

    def error(self, reason: str, *path: str | int) -> ScenarioError:
        return ScenarioError(self.file, self.line(*path), reason)


def read_file(file: Path) -> Source:
    """Raises `ScenarioError` when there is no such file or it is not YAML."""
    try:
        content = file.read_text(encoding="utf-8")
    except OSError as error:
        raise ScenarioError(str(file), 0, f"this file cannot be read ({error.strerror}).") from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise ScenarioError(str(file), line, "this is not UTF-8 text.") from None
    return parse(content, str(file))


def parse(content: str, file: str) -> Source:
    """Every text in its composed form (NFC), as everywhere: a key is the same key however its `ŵ` was typed."""
    content = unicodedata.normalize("NFC", content)
    try:
        return _parse(content, file)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ScenarioError(file, line, f"this is not YAML ({error.problem}).") from None
    except yaml.reader.ReaderError as error:
        line = content.count("\n", 0, error.position) + 1
        raise ScenarioError(file, line, "this line has an invisible control character in it.") from None
    except RecursionError:
        raise ScenarioError(file, 1, "this is nested too deeply.") from None


class _Loader(yaml.SafeLoader):
    """Reads a date that does not exist, or a number too long for Python, as the text it is: its reader refuses it."""


def _whole(loader: Any, node: yaml.ScalarNode) -> str:
    """A character that JSON wrote in parts (`\\ud83e\\uddf8`, `w\\u0302`) is one; half of one stays as it is."""
    value = str(loader.construct_scalar(node))
    return unicodedata.normalize("NFC", value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass"))


def _as_read_or_as_written(tag: str) -> None:
    read = yaml.SafeLoader.yaml_constructors[tag]

    def construct(loader: Any, node: yaml.ScalarNode) -> Any:
        try:
            return read(loader, node)
        except (ValueError, OverflowError):
            return node.value

    _Loader.add_constructor(tag, construct)


for _tag in _MISREAD_TAGS:
    _as_read_or_as_written(_tag)
_Loader.add_constructor(_TAG + "str", _whole)
_Loader.add_constructor(_TAG + "merge", lambda _, node: node.value)  # a lone `<<`, and below a lone `=`, are texts
_Loader.yaml_implicit_resolvers = {
    first: resolvers for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items() if first != "="
}


def _parse(content: str, file: str) -> Source:
    loader = _Loader(content)
    try:
        root = loader.get_single_node()
        if not isinstance(root, yaml.MappingNode):
            raise ScenarioError(file, 1, "a scenario begins with `partnership:`.")
        if sum(1 for _ in islice(_checked(root, file, set()), MOST_THINGS + 1)) > MOST_THINGS:
            raise ScenarioError(file, 1, "this holds too much.")
        data = loader.construct_document(root)
    finally:
        loader.dispose()
    return Source(file, _with_texts(root, data, ()), dict(_lines(root, ())))


def _checked(node: yaml.Node, file: str, around: set[int]) -> Iterator[None]:
    """Every node, once checked: nothing twice, nothing inside itself, nothing that JSON could not hold."""
    yield
    line = node.start_mark.line + 1
    if node.tag not in _PLAIN_TAGS:
        raise ScenarioError(file, line, f"{node.tag.removeprefix(_TAG)} is not something a scenario can hold.")
    if id(node) in around:
        raise ScenarioError(file, line, "this contains itself.")
    if isinstance(node, yaml.ScalarNode):
        return
    if isinstance(node, yaml.MappingNode):
        _refuse_repeats(node, file)
    for inner in node.value:
        value = inner[1] if isinstance(node, yaml.MappingNode) else inner
        yield from _checked(value, file, around | {id(node)})


def _refuse_repeats(node: yaml.MappingNode, file: str) -> None:
    seen: set[str] = set()
    for key, _ in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise ScenarioError(file, line, "a word is needed before the colon.")
        if key.value in seen:
            raise ScenarioError(file, line, f"`{key.value}` is given twice.")
        seen.add(key.value)


def _with_texts(node: yaml.Node, data: Any, path: Steps) -> Any:
    """`data` as made from `node`, with what was meant as text as it is written in the file."""
    if isinstance(node, yaml.MappingNode):
        inner = {key.value: value for key, value in node.value}
        return {
            name: _with_texts(inner[name], value, (*path, name)) if name in inner else value
            for name, value in data.items()
        }
    if isinstance(node, yaml.SequenceNode):
        return [
            _with_texts(*pair, (*path, str(number))) for number, pair in enumerate(zip(node.value, data, strict=True))
        ]
    return node.value if node.tag in _MISREAD_TAGS and _is_text(path) else data


def _is_text(path: Steps) -> bool:
    match path:
        case ("acts", _, name, *_):
            return name not in NOT_TEXT_IN_ACTS
        case ("expect", *_):
            return False
        case _:
            return path[-1] not in _NOT_TEXT


def _lines(node: yaml.Node, path: Steps) -> Iterator[tuple[Steps, int]]:
    yield path, node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inside = (*path, str(key.value))
            yield from _lines(value, inside)
            yield inside, key.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            yield from _lines(value, (*path, str(number)))
