"""One reader for each section of the practice data: fields in, item out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypedDict, cast

from mas_hub.practice.items import (
    Clock,
    DriftSign,
    EscalationStage,
    GroundRules,
    Interval,
    Item,
    Level,
    Prompt,
    Sector,
    Source,
    Stage,
    Template,
    Term,
    Unit,
)
from mas_hub.practice.reading import JURISDICTIONS, Fields

if TYPE_CHECKING:
    from datetime import date

    from mas_hub.practice.items import Name

NATIONS = ("england", "wales")
SOURCES_ABOUT = ("guidance", "statute", "research", "local")
UNITS = ("working_days", "weeks", "months")
TERMS = (
    "criteria",
    "milestone_kinds",
    "stands",
    "attendances",
    "risk_sources",
    "subject_types",
    "purposes",
    "roles",
    "support_signposts",
)


class _Provenance(TypedDict):
    key: str
    jurisdiction: str
    source: Name
    as_of: date


class Known:
    """What an item may refer to: kinds of milestone and of subject, and the shared stages as raw fields."""

    def __init__(
        self,
        milestone_kinds: tuple[str, ...],
        subject_types: tuple[str, ...],
        stages: Mapping[str, Mapping[str, Any]],
    ) -> None:
        self.milestone_kinds = milestone_kinds
        self.subject_types = subject_types
        self.stages = stages


def _provenance(key: str, fields: Fields) -> _Provenance:
    return {
        "key": key,
        "jurisdiction": fields.choice("jurisdiction", JURISDICTIONS),
        "source": fields.source(),
        "as_of": fields.day("as_of"),
    }


def read_term(key: str, fields: Fields, known: Known) -> Term:
    return Term(**_provenance(key, fields), name=fields.name("name"))


def read_level(key: str, fields: Fields, known: Known) -> Level:
    if key not in ("1", "2", "3", "4"):
        raise fields.error("there are four levels, 1 to 4")
    name = fields.name("name")
    return Level(**_provenance(key, fields), name=name, level=int(key), short=fields.optional_name("short") or name)


def read_clock(key: str, fields: Fields, known: Known) -> Clock:
    if key == "none":
        raise fields.error("none means no statutory expectation and cannot be a clock")
    return Clock(
        **_provenance(key, fields),
        name=fields.name("name"),
        start=fields.choices("start", known.milestone_kinds),
        ends_with=fields.optional_choice("ends_with", known.milestone_kinds),
        amount=fields.whole("amount"),
        unit=cast(Unit, fields.choice("unit", UNITS)),
        note=fields.optional_name("note"),
        then=_read_intervals(fields),
        again_with=fields.optional_choice("again_with", known.milestone_kinds),
        stopped_by=fields.optional_choices("stopped_by", known.milestone_kinds),
        recorded_elsewhere=fields.yes_or_no("recorded_elsewhere"),
        about=fields.optional_choices("about", known.subject_types),
    )


def _read_intervals(fields: Fields) -> tuple[Interval, ...]:
    raw = fields.get("then", [])
    if not isinstance(raw, list):
        raise fields.error("then must be a list of {amount, unit}")
    return tuple(_read_interval(Fields(f"{fields.where}.then[{at}]", one)) for at, one in enumerate(raw, 1))


def _read_interval(fields: Fields) -> Interval:
    interval = Interval(fields.whole("amount"), cast(Unit, fields.choice("unit", UNITS)))
    fields.finish()
    return interval


def read_escalation_stage(key: str, fields: Fields, known: Known) -> EscalationStage:
    if not re.fullmatch(r"[1-9]", key):
        raise fields.error("a stage is numbered from 1 to 9")
    return EscalationStage(
        **_provenance(key, fields),
        name=fields.name("name"),
        stage=int(key),
        working_days=fields.optional_whole("working_days"),
    )


def read_drift_sign(key: str, fields: Fields, known: Known) -> DriftSign:
    return DriftSign(**_provenance(key, fields), name=fields.name("name"), months=fields.optional_whole("months"))


def read_sector(key: str, fields: Fields, known: Known) -> Sector:
    name, code = fields.name("name"), fields.text("code")
    if not re.fullmatch(r"[A-Z]{3}", code):
        raise fields.error("code must be three capital letters")
    return Sector(
        **_provenance(key, fields),
        name=name,
        short=fields.optional_name("short") or name,
        code=code,
        only_in=fields.optional_choice("only_in", NATIONS),
    )


def read_source(key: str, fields: Fields, known: Known) -> Source:
    link = fields.get("link", "") or ""
    if not isinstance(link, str) or not re.fullmatch(r"(https?://[\x21-\x7e]+)?", link):
        raise fields.error("link must be an address on the web")
    return Source(
        **_provenance(key, fields),
        name=fields.name("name"),
        about=fields.choice("about", SOURCES_ABOUT),
        link=link,
    )


def read_prompt(key: str, fields: Fields, known: Known) -> Prompt:
    return Prompt(
        **_provenance(key, fields),
        name=fields.name("name"),
        hint=fields.name("hint"),
        adult_name=fields.optional_name("adult_name"),
        adult_hint=fields.optional_name("adult_hint"),
    )


def read_ground_rules(key: str, fields: Fields, known: Known) -> GroundRules:
    provenance = _provenance(key, fields)
    text = Fields(f"{fields.where}.text", fields.get("text"))
    en, cy = text.lines("en"), text.lines("cy")
    text.finish()
    if len(en) != len(cy):
        raise fields.error("text must have as many rules in Welsh as in English")
    return GroundRules(**provenance, en=en, cy=cy)


def read_template(key: str, fields: Fields, known: Known) -> Template:
    raw = fields.get("stages")
    if not isinstance(raw, list) or not raw:
        raise fields.error("stages must be a list")
    stages = tuple(_read_stage(f"{fields.where}.stages[{at}]", one, known, fields) for at, one in enumerate(raw, 1))
    if len({stage.key for stage in stages}) < len(stages):
        raise fields.error("a stage stands twice")
    return Template(**_provenance(key, fields), name=fields.name("name"), stages=stages)


def _read_stage(where: str, raw: object, known: Known, template: Fields) -> Stage:
    """A template's stage: its own fields over those of the shared stage with that key, if there is one."""
    own = Fields(where, raw)
    key = own.text("key")
    merged = {**known.stages.get(key, {}), **cast(Mapping[str, Any], raw)}
    fields = Fields(f"{where} ({key})", merged, one_language=template.one_language)
    stage = Stage(
        key=fields.text("key"),
        name=fields.name("name"),
        prompt=fields.name("prompt"),
        minutes=fields.whole("minutes"),
        adult_name=fields.optional_name("adult_name"),
        adult_prompt=fields.optional_name("adult_prompt"),
    )
    fields.finish()
    return stage


Reader = Callable[[str, Fields, Known], Item]
READERS: dict[str, Reader] = {
    "levels": read_level,
    "clocks": read_clock,
    "escalation_stages": read_escalation_stage,
    "drift_signs": read_drift_sign,
    "sectors": read_sector,
    "prompts": read_prompt,
    "sources": read_source,
    "templates": read_template,
    "ground_rules": read_ground_rules,
    **dict.fromkeys(TERMS, read_term),
}
