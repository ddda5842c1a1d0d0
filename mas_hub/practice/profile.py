"""A nation's practice profile: thresholds, clocks, stages and words, with what the partnership overrides locally."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, TypeVar, cast

import orjson

from mas_hub.practice.errors import UnknownNation
from mas_hub.practice.items import (
    Clock,
    DriftSign,
    EscalationStage,
    GroundRules,
    Item,
    Json,
    Level,
    Name,
    Prompt,
    Sector,
    Source,
    Stage,
    Template,
    Term,
    items_json,
)
from mas_hub.practice.loading import Sections, load_sections, shipped_files
from mas_hub.practice.sections import NATIONS, TERMS

__all__ = [
    "NATIONS",
    "Clock",
    "DriftSign",
    "EscalationStage",
    "GroundRules",
    "Level",
    "Name",
    "Profile",
    "Prompt",
    "Sector",
    "Source",
    "Stage",
    "Template",
    "Term",
    "profile",
]

_Found = TypeVar("_Found", bound=Item)

ON_A_BOARD = ("levels", "clocks", "escalation_stages", "prompts", "ground_rules", "support_signposts")


@dataclass(frozen=True)
class Profile:
    """`sectors` are those the nation offers; `all_sectors` also those of agencies from over the border."""

    nation: str
    levels: tuple[Level, ...]
    clocks: tuple[Clock, ...]
    escalation_stages: tuple[EscalationStage, ...]
    drift_signs: tuple[DriftSign, ...]
    all_sectors: tuple[Sector, ...]
    prompts: tuple[Prompt, ...]
    sources: tuple[Source, ...]
    templates: tuple[Template, ...]
    ground_rules: GroundRules
    criteria: tuple[Term, ...]
    milestone_kinds: tuple[Term, ...]
    stands: tuple[Term, ...]
    attendances: tuple[Term, ...]
    risk_sources: tuple[Term, ...]
    subject_types: tuple[Term, ...]
    purposes: tuple[Term, ...]
    roles: tuple[Term, ...]
    support_signposts: tuple[Term, ...]

    @property
    def sectors(self) -> tuple[Sector, ...]:
        return tuple(sector for sector in self.all_sectors if sector.only_in in (None, self.nation))

    def find_clock(self, key: str) -> Clock | None:
        return _find(self.clocks, key)

    def find_sector(self, key: str) -> Sector | None:
        return _find(self.all_sectors, key)

    def find_prompt(self, key: str) -> Prompt | None:
        return _find(self.prompts, key)

    def find_source(self, key: str) -> Source | None:
        return _find(self.sources, key)

    def find_template(self, key: str) -> Template | None:
        return _find(self.templates, key)

    def find_stage(self, template: str, wanted: str) -> Stage | None:
        """The stage meant by a key or a name in either language, whatever the case: the template's own first, then
        any other template's, because stages guide and never forbid."""
        own = [one for one in self.templates if one.key == template]
        others = [one for one in self.templates if one.key != template]
        stages = [stage for one in own + others for stage in one.stages]
        return next((stage for stage in stages if _plain(wanted) in _known_as(stage)), None)

    def as_json(self) -> Json:
        """The answer to `GET /api/reference`: every name as {en, cy}, every item with its source and date."""
        lists: dict[str, Iterable[Item]] = {
            "levels": self.levels,
            "clocks": self.clocks,
            "escalation_stages": self.escalation_stages,
            "drift_signs": self.drift_signs,
            "sectors": self.sectors,
            "prompts": self.prompts,
            "sources": self.sources,
            "templates": self.templates,
            **{section: getattr(self, section) for section in TERMS},
        }
        return {
            "nation": self.nation,
            **{section: items_json(tuple(items)) for section, items in lists.items()},
            "ground_rules": self.ground_rules.as_json(),
        }

    @cached_property
    def board_texts(self) -> dict[str, bytes]:
        """The part of it that a board's snapshot carries, as JSON by name: all kept boards have the same."""
        whole = self.as_json()
        return {key: orjson.dumps(whole[key]) for key in ON_A_BOARD}


def profile(nation: str, overrides: Mapping[str, Any] | None = None) -> Profile:
    """The nation's profile with the partnership's own values laid over it, checked; the same one each time.

    `overrides` have the shape of the data files (section, key, fields) and need only the fields that differ, with
    `source` and `as_of`. Raises UnknownNation, or PracticeDataError naming file, item and reason."""
    if nation not in NATIONS:
        raise UnknownNation(nation)
    return _profile(nation, json.dumps(overrides, sort_keys=False, default=str) if overrides else None)


@lru_cache(maxsize=32)
def _profile(nation: str, overrides: str | None) -> Profile:
    local = json.loads(overrides) if overrides else None
    sections = load_sections(shipped_files(nation), local)
    return _assemble(nation, sections, list((local or {}).get("ground_rules", ())))


def _assemble(nation: str, sections: Sections, local_rules: Sequence[str]) -> Profile:
    """`local_rules`: the versions of the ground rules that are the partnership's; the last is in force, whatever is
    shipped after it."""
    given: dict[str, Any] = dict(sections)
    given["all_sectors"] = given.pop("sectors")
    versions = [cast(GroundRules, each) for each in sections["ground_rules"]]
    own = [each for each in versions if each.key in local_rules]
    given["ground_rules"] = (own or versions)[-1]
    return Profile(nation=nation, **given)


def _find(items: Iterable[_Found], key: str) -> _Found | None:
    return next((item for item in items if item.key == key), None)


def _known_as(stage: Stage) -> set[str]:
    names = [stage.name, *([stage.adult_name] if stage.adult_name else [])]
    return {_plain(stage.key), *(_plain(text) for name in names for text in (name.en, name.cy))}


def _plain(wanted: str) -> str:
    """Case, apostrophes and the way words are joined do not matter."""
    bare = wanted.casefold().replace("'", "").replace("\u2019", "")
    return " ".join(bare.replace("_", " ").replace("-", " ").split())
