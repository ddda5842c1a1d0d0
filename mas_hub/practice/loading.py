"""From data files and local overrides to checked items, by section."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from mas_hub.practice.errors import PracticeDataError
from mas_hub.practice.items import Item
from mas_hub.practice.reading import Fields
from mas_hub.practice.sections import READERS, Known

SHARED_FILES = (
    "vocabulary.yaml",
    "local_defaults.yaml",
    "sectors.yaml",
    "prompts.yaml",
    "sources.yaml",
    "templates.yaml",
    "ground_rules.yaml",
)
LOCAL = "local overrides"

Raw = dict[str, dict[str, Any]]
Sections = dict[str, tuple[Item, ...]]


class _Parsed:
    """Items of all sections as raw fields, and which file each came from."""

    def __init__(self) -> None:
        self.items: dict[str, dict[str, dict[str, Any]]] = {section: {} for section in READERS}
        self.origin: dict[tuple[str, str], str] = {}
        self.stages: dict[str, dict[str, Any]] = {}

    def add_file(self, file: str, text: str) -> None:
        try:
            # In C where there is libyaml, as every start reads all of these files.
            content = yaml.load(text, yaml.CSafeLoader) if yaml.__with_libyaml__ else yaml.safe_load(text)
        except yaml.YAMLError as problem:
            raise PracticeDataError(f"{file}: not YAML: {problem}") from problem
        content = _mapping(file, content)
        defaults = _mapping(f"{file}: defaults", content.pop("defaults", {}))
        stages = _mapping(f"{file}: stages", content.pop("stages", {}))
        self.stages |= {str(key): _mapping(f"{file}: stages.{key}", raw) for key, raw in stages.items()}
        for section, key, raw in _walk(file, content):
            if key in self.items[section]:
                raise PracticeDataError(f"{file}: {section}.{key}: stands twice")
            self.items[section][key] = {**defaults, **raw}
            self.origin[section, key] = file

    def add_overrides(self, overrides: Mapping[str, Any]) -> None:
        """By section and key, partial. What is overridden is local, and says its own source and date."""
        for section, key, raw in _walk(LOCAL, overrides):
            for field in ("source", "as_of"):
                if raw.get(field) is None:
                    raise PracticeDataError(f"{LOCAL}: {section}.{key}: {field} of the local value is missing")
            if raw.get("jurisdiction", "local") != "local":
                raise PracticeDataError(f"{LOCAL}: {section}.{key}: jurisdiction of a local value is local")
            self.items[section][key] = {**self.items[section].get(key, {}), **raw, "jurisdiction": "local"}
            self.origin[section, key] = LOCAL

    def read(self) -> Sections:
        known = Known(tuple(self.items["milestone_kinds"]), tuple(self.items["subject_types"]), self.stages)
        return {
            section: tuple(self._read_one(section, key, raw, known) for key, raw in items.items())
            for section, items in self.items.items()
        }

    def _read_one(self, section: str, key: str, raw: dict[str, Any], known: Known) -> Item:
        file = self.origin[section, key]
        fields = Fields(f"{file}: {section}.{key}", raw, one_language=file == LOCAL)
        item = READERS[section](key, fields, known)
        fields.finish()
        return item


def load_sections(files_text: Iterable[tuple[str, str]], overrides: Mapping[str, Any] | None = None) -> Sections:
    """Read the files' texts (name, text), lay the overrides over them and check the whole. Raises PracticeDataError."""
    parsed = _Parsed()
    for file, text in files_text:
        parsed.add_file(file, text)
    if overrides:
        parsed.add_overrides(overrides)
    sections = parsed.read()
    _check_whole(sections)
    return sections


@lru_cache
def shipped_files(nation: str) -> tuple[tuple[str, str], ...]:
    folder = files("mas_hub.practice") / "data"
    names = (*SHARED_FILES, f"{nation}.yaml")
    return tuple((name, (folder / name).read_text(encoding="utf-8")) for name in names)


def _check_whole(sections: Sections) -> None:
    if [item.key for item in sections["levels"]] != ["1", "2", "3", "4"]:
        raise PracticeDataError("levels: there must be four, 1 to 4, in that order")
    stages = [item.key for item in sections["escalation_stages"]]
    if stages != [str(number) for number in range(1, len(stages) + 1)]:
        raise PracticeDataError("escalation_stages: must be numbered from 1 without a gap, in order")
    codes: dict[str, str] = {}
    for sector in sections["sectors"]:
        code = getattr(sector, "code", "")
        if code in codes:
            raise PracticeDataError(f"sectors.{sector.key}: code {code} is already that of {codes[code]}")
        codes[code] = sector.key
    for section in READERS:
        if not sections[section]:
            raise PracticeDataError(f"{section}: there is none")


def _walk(file: str, content: Mapping[str, Any]) -> Iterable[tuple[str, str, dict[str, Any]]]:
    for section, items in content.items():
        if section not in READERS:
            raise PracticeDataError(f"{file}: unknown section {section}")
        for key, raw in _mapping(f"{file}: {section}", items).items():
            yield section, str(key), _mapping(f"{file}: {section}.{key}", raw)


def _mapping(where: str, raw: object) -> dict[Any, Any]:
    if not isinstance(raw, Mapping):
        raise PracticeDataError(f"{where}: must be a mapping")
    return dict(raw)
