"""What a practice profile is made of. Every item says where it holds, where it was read and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

Unit = Literal["working_days", "weeks", "months"]
Json = dict[str, Any]


@dataclass(frozen=True)
class Name:
    """One text in both languages."""

    en: str
    cy: str

    def in_language(self, language: str) -> str:
        return self.cy if language == "cy" else self.en

    def as_json(self) -> Json:
        return {"en": self.en, "cy": self.cy}


@dataclass(frozen=True, kw_only=True)
class Item:
    """`jurisdiction`: england, wales, england_and_wales, or local (the partnership's own, or never law anywhere)."""

    key: str
    jurisdiction: str
    source: Name
    as_of: date

    def provenance(self) -> Json:
        """`source` is the citation as one string; `source_text` the same in both languages."""
        return {
            "jurisdiction": self.jurisdiction,
            "source": self.source.en,
            "source_text": self.source.as_json(),
            "as_of": self.as_of.isoformat(),
        }

    def as_json(self) -> Json:
        return {"key": self.key, **self.provenance()}


@dataclass(frozen=True, kw_only=True)
class Term(Item):
    """A word that may be chosen: a criterion, a stand, a role, a kind of milestone ..."""

    name: Name

    def as_json(self) -> Json:
        return {**super().as_json(), "name": self.name.as_json()}


@dataclass(frozen=True, kw_only=True)
class Source(Term):
    """Something published that may be cited. `about`: guidance, statute, research or local; `link` may be empty."""

    about: str
    link: str

    def as_json(self) -> Json:
        return {**super().as_json(), "about": self.about, "link": self.link}


@dataclass(frozen=True, kw_only=True)
class Level(Term):
    """One of the four ordered thresholds; `short` labels the chart."""

    level: int
    short: Name

    def as_json(self) -> Json:
        return {**super().as_json(), "level": self.level, "short": self.short.as_json()}


@dataclass(frozen=True)
class Interval:
    amount: int
    unit: Unit

    def as_json(self) -> Json:
        return {"amount": self.amount, "unit": self.unit}


@dataclass(frozen=True, kw_only=True)
class Clock(Term):
    """A statutory time limit. `start`: milestone kinds it may count from; `ends_with` None: no milestone ends it.

    What comes again: `then`, how long after each time it was held the next is due, the last of them for ever;
    `again_with`, the milestone kind of the further times. `stopped_by`: kinds after which nothing more is due.
    `about`: the kinds of subject it is for, empty for all. `recorded_elsewhere`: that a case names no such event does
    not mean that there was none, so nothing is called late.
    """

    start: tuple[str, ...]
    ends_with: str | None
    amount: int
    unit: Unit
    note: Name | None
    then: tuple[Interval, ...] = ()
    again_with: str | None = None
    stopped_by: tuple[str, ...] = ()
    recorded_elsewhere: bool = False
    about: tuple[str, ...] = ()

    @property
    def interval(self) -> Interval:
        return Interval(self.amount, self.unit)

    def as_json(self) -> Json:
        return {
            **super().as_json(),
            "start": list(self.start),
            "ends_with": self.ends_with,
            "amount": self.amount,
            "unit": self.unit,
            "note": optional_json(self.note),
            "then": [interval.as_json() for interval in self.then],
            "again_with": self.again_with,
            "stopped_by": list(self.stopped_by),
            "recorded_elsewhere": self.recorded_elsewhere,
            "about": list(self.about),
        }


@dataclass(frozen=True, kw_only=True)
class EscalationStage(Term):
    """`working_days` None: that stage has no time limit of its own."""

    stage: int
    working_days: int | None

    def as_json(self) -> Json:
        return {**super().as_json(), "stage": self.stage, "working_days": self.working_days}


@dataclass(frozen=True, kw_only=True)
class DriftSign(Term):
    """A sign of drift that no clock measures. `months`: the age of a plan from which it counts."""

    months: int | None

    def as_json(self) -> Json:
        return {**super().as_json(), "months": self.months}


@dataclass(frozen=True, kw_only=True)
class Sector(Term):
    """`code`: three capitals, distinct. `only_in`: the one nation whose lists offer it."""

    short: Name
    code: str
    only_in: str | None

    def as_json(self) -> Json:
        return {**super().as_json(), "short": self.short.as_json(), "code": self.code}


@dataclass(frozen=True, kw_only=True)
class Prompt(Term):
    """What a reflection answers. The adult's wording is used when the meeting is about an adult at risk."""

    hint: Name
    adult_name: Name | None
    adult_hint: Name | None

    def name_for(self, subject_type: str) -> Name:
        return self.adult_name if subject_type == "adult_at_risk" and self.adult_name else self.name

    def as_json(self) -> Json:
        return {
            **super().as_json(),
            "hint": self.hint.as_json(),
            "adult_name": optional_json(self.adult_name),
            "adult_hint": optional_json(self.adult_hint),
        }


@dataclass(frozen=True, kw_only=True)
class Stage:
    """A part of a meeting. The adult's wording is used when the meeting is about an adult at risk."""

    key: str
    name: Name
    prompt: Name
    minutes: int
    adult_name: Name | None
    adult_prompt: Name | None
    hidden_round: bool = False
    """Positions are placed unseen when it begins."""

    def for_subject(self, subject_type: str) -> Stage:
        if subject_type != "adult_at_risk":
            return self
        return replace(self, name=self.adult_name or self.name, prompt=self.adult_prompt or self.prompt)

    def as_json(self) -> Json:
        return {
            "key": self.key,
            "name": self.name.as_json(),
            "prompt": self.prompt.as_json(),
            "minutes": self.minutes,
            **({"hidden_round": True} if self.hidden_round else {}),
        }


@dataclass(frozen=True, kw_only=True)
class Template(Term):
    stages: tuple[Stage, ...]

    @property
    def minutes(self) -> int:
        return sum(stage.minutes for stage in self.stages)

    def stages_for(self, subject_type: str) -> tuple[Stage, ...]:
        return tuple(stage.for_subject(subject_type) for stage in self.stages)

    def as_json(self) -> Json:
        stages = [stage.as_json() for stage in self.stages]
        return {**super().as_json(), "minutes": self.minutes, "stages": stages}


@dataclass(frozen=True, kw_only=True)
class GroundRules(Item):
    """`key` is the version; both languages have the same rules in the same order."""

    en: tuple[str, ...]
    cy: tuple[str, ...]

    @property
    def version(self) -> str:
        return self.key

    def as_json(self) -> Json:
        text = {"en": list(self.en), "cy": list(self.cy)}
        return {**self.provenance(), "version": self.version, "text": text}


def optional_json(name: Name | None) -> Json | None:
    return name.as_json() if name else None


def items_json(items: Sequence[Item]) -> list[Json]:
    return [item.as_json() for item in items]
