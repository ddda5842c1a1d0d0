"""What is shipped for each nation, and how the partnership's own values are laid over it."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from datetime import date

import pytest

from mas_hub.practice.errors import PracticeDataError, UnknownNation
from mas_hub.practice.items import Item, Name
from mas_hub.practice.profile import NATIONS, ON_A_BOARD, Profile, profile

CLOCKS = {
    "england": {
        "referral_decision": (1, "working_days"),
        "assessment": (45, "working_days"),
        "initial_conference": (15, "working_days"),
        "first_core_group": (10, "working_days"),
        "core_group_monthly": (1, "months"),
        "review_conference": (3, "months"),
        "looked_after_review": (20, "working_days"),
        "looked_after_visit": (1, "weeks"),
    },
    "wales": {
        "referral_decision": (1, "working_days"),
        "assessment": (42, "working_days"),
        "initial_conference": (15, "working_days"),
        "first_core_group": (10, "working_days"),
        "core_group_monthly": (1, "months"),
        "review_conference": (3, "months"),
        "conference_summary": (5, "working_days"),
        "looked_after_plan": (10, "working_days"),
        "adult_enquiry": (7, "working_days"),
    },
}
SECTORS = [
    "childrens_social_care",
    "adult_social_care",
    "police",
    "icb_designated_health",
    "health_visiting_school_nursing",
    "midwifery",
    "general_practice",
    "acute_health",
    "camhs",
    "adult_mental_health",
    "school_college",
    "early_years",
    "probation",
    "youth_justice",
    "housing",
    "substance_misuse",
    "domestic_abuse_service",
    "cafcass",
    "voluntary_sector",
]
WELSH_SECTORS = ["local_health_board", "nhs_trust", "cafcass_cymru"]
PROMPTS = [
    "voice_of_the_child",
    "analysis",
    "strengths",
    "difficulties",
    "statutory_requirement",
    "process_challenge",
    "learning",
    "wellbeing",
    "hypothesis",
    "proportionality",
    "early_risk",
    "identity",
    "trauma",
    "family_engagement",
]
SOURCED = {"source": "The partnership's own procedures", "as_of": "2026-10-01"}
BOTH = pytest.mark.parametrize("nation", NATIONS)


def parts(value: object) -> Iterator[object]:
    """The value and everything inside it."""
    yield value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from parts(getattr(value, field.name))
    elif isinstance(value, tuple):
        for one in value:
            yield from parts(one)


@BOTH
def test_every_item_says_where_it_holds_where_it_was_read_and_when(nation: str) -> None:
    items = [part for part in parts(profile(nation)) if isinstance(part, Item)]
    assert len(items) > 90
    for item in items:
        assert item.jurisdiction in (nation, "england_and_wales", "local") or getattr(item, "only_in", None), item.key
        assert item.source.en
        assert item.source.cy
        assert item.as_of >= date(2026, 1, 1)


@BOTH
def test_every_text_is_in_both_languages(nation: str) -> None:
    names = [part for part in parts(profile(nation)) if isinstance(part, Name)]
    same = {name.en for name in names if name.en == name.cy}
    assert all(name.en.strip() and name.cy.strip() for name in names)
    assert same == {"Cafcass", "Cafcass Cymru", "CAMHS"}


@BOTH
def test_clocks_of_the_nation(nation: str) -> None:
    assert {clock.key: (clock.amount, clock.unit) for clock in profile(nation).clocks} == CLOCKS[nation]


def test_clocks_start_and_end_as_the_scenarios_say() -> None:
    spans = {clock.key: (clock.start, clock.ends_with) for clock in profile("england").clocks + profile("wales").clocks}
    assert spans["referral_decision"] == (("referral", "report"), None)
    assert spans["initial_conference"] == (("strategy_discussion",), "initial_conference")
    assert spans["first_core_group"] == (("initial_conference",), "first_core_group")
    assert spans["review_conference"] == (("initial_conference",), "review_conference")
    assert spans["core_group_monthly"] == (("first_core_group", "core_group"), None)
    assert spans["looked_after_review"] == (("became_looked_after",), "looked_after_review")
    assert spans["adult_enquiry"] == (("report",), "adult_enquiry_completed")
    for nation, start in (("england", "referral"), ("wales", "section_47_start")):
        clock = profile(nation).find_clock("assessment")
        assert clock
        assert (clock.start, clock.ends_with) == ((start,), "assessment_completed")


@BOTH
def test_levels_stages_and_signs(nation: str) -> None:
    chosen = profile(nation)
    assert [level.level for level in chosen.levels] == [1, 2, 3, 4]
    assert [(one.stage, one.working_days) for one in chosen.escalation_stages] == [(1, 2), (2, 5), (3, 2), (4, None)]
    assert {sign.key: sign.months for sign in chosen.drift_signs} == {"long_plan": 18, "repeat_plan": None}


def test_sectors_offered_by_nation_and_found_over_the_border() -> None:
    assert [sector.key for sector in profile("england").sectors] == SECTORS
    assert [sector.key for sector in profile("wales").sectors] == SECTORS + WELSH_SECTORS
    assert profile("england").find_sector("local_health_board")
    codes = [sector.code for sector in profile("wales").all_sectors]
    assert len(set(codes)) == len(codes)
    assert {"CSC", "HLT", "POL", "SCH", "CAM", "HOU", "PRO"} <= set(codes)


@BOTH
def test_prompts_and_words(nation: str) -> None:
    chosen = profile(nation)
    assert [prompt.key for prompt in chosen.prompts] == PROMPTS
    assert [one.key for one in chosen.criteria] == ["threshold", "drift", "emotional_impact", "other"]
    assert [one.key for one in chosen.stands] == ["agree", "reservations", "disagree", "abstain"]
    assert [one.key for one in chosen.attendances] == ["invited", "present", "apologies", "absent"]
    assert len(chosen.milestone_kinds) == 15


def test_an_adults_voice_is_asked_for_in_other_words() -> None:
    voice = profile("wales").find_prompt("voice_of_the_child")
    assert voice
    assert voice.name_for("adult_at_risk") != voice.name_for("child") == voice.name_for("unborn_child")
    assert voice.adult_hint not in (None, voice.hint)
    standard = profile("wales").find_template("standard")
    assert standard
    assert [stage.name.en for stage in standard.stages_for("adult_at_risk")][1] == "The person's voice"


def test_templates() -> None:
    chosen = profile("england")
    assert [template.key for template in chosen.templates] == ["standard", "short", "reflective", "crisis"]
    standard, reflective = chosen.find_template("standard"), chosen.find_template("reflective")
    assert standard
    assert reflective
    keys = ["welcome", "childs_voice", "thresholds", "drift", "impact", "decisions", "close"]
    names = ["Welcome", "Child's voice", "Thresholds", "Drift", "Impact on us", "Decisions", "Close"]
    assert [stage.key for stage in standard.stages] == keys
    assert [stage.name.en for stage in standard.stages] == names
    assert standard.minutes == 90
    assert {stage.key for stage in reflective.stages} & {"decisions", "learning"} == {"learning"}
    assert chosen.find_template("tea") is None


@pytest.mark.parametrize(
    ("template", "wanted", "key"),
    [
        ("standard", "drift", "drift"),
        ("standard", "DRIFT", "drift"),
        ("standard", "Child's voice", "childs_voice"),
        ("standard", "child\u2019s voice", "childs_voice"),
        ("standard", "Llais y plentyn", "childs_voice"),
        ("standard", "llais yr oedolyn", "childs_voice"),
        ("short", "Impact on us", "impact"),
        ("reflective", "decisions", "decisions"),
        ("own", "Croeso", "welcome"),
    ],
)
def test_a_stage_is_found_by_key_or_name(template: str, wanted: str, key: str) -> None:
    stage = profile("wales").find_stage(template, wanted)
    assert stage
    assert stage.key == key


def test_a_stage_is_the_templates_own_first_and_an_unknown_one_is_none() -> None:
    own = profile("england").find_stage("short", "decisions")
    assert own
    assert own.minutes == 15
    assert profile("england").find_stage("standard", "tea") is None


def test_ground_rules() -> None:
    rules = profile("england").ground_rules
    assert rules.version == "2026-2"
    assert 6 <= len(rules.en) == len(rules.cy) <= 9


@BOTH
def test_reference_answer_is_json_in_both_languages(nation: str) -> None:
    answer = json.loads(json.dumps(profile(nation).as_json()))
    assert answer["nation"] == nation
    assert set(answer["levels"][0]["name"]) == {"en", "cy"}
    assert {"key", "name", "start", "ends_with", "amount", "unit", "jurisdiction", "source", "as_of"} <= set(
        answer["clocks"][0]
    )
    assert set(answer["ground_rules"]["text"]) == {"en", "cy"}
    assert answer["templates"][0]["stages"][0]["minutes"] == 5
    assert set(profile(nation).board_texts) == set(ON_A_BOARD)


def test_unknown_nation_is_refused() -> None:
    with pytest.raises(UnknownNation) as refused:
        profile("scotland")
    assert refused.value.code == "unknown_nation"


def test_a_profile_is_loaded_once() -> None:
    assert profile("england") is profile("england")
    overrides = {"clocks": {"assessment": {"amount": 40, **SOURCED}}}
    assert profile("england", overrides) is profile("england", dict(overrides))


def overridden(section: str, key: str, **fields: object) -> Profile:
    return profile("england", {section: {key: {**SOURCED, **fields}}})


def test_a_local_value_replaces_and_is_marked_local() -> None:
    clock = overridden("clocks", "assessment", amount=40, unit="working_days").find_clock("assessment")
    shipped = profile("england").find_clock("assessment")
    assert clock
    assert shipped
    assert (clock.amount, clock.jurisdiction, clock.as_of) == (40, "local", date(2026, 10, 1))
    assert clock.source.cy == SOURCED["source"]
    assert (clock.name, clock.start, clock.ends_with) == (shipped.name, shipped.start, shipped.ends_with)
    assert (shipped.amount, shipped.jurisdiction) == (45, "england")


def test_a_local_name_may_lack_a_language() -> None:
    second = overridden("levels", "2", name={"en": "Early help"}).levels[1]
    assert second.name == Name("Early help", "Early help")


def test_a_clock_that_is_local_by_nature_can_be_added() -> None:
    chosen = overridden(
        "clocks",
        "conference_summary",
        name={"en": "Summary", "cy": "Crynodeb"},
        start=["initial_conference"],
        amount=3,
        unit="working_days",
    )
    assert chosen.find_clock("conference_summary")
    assert not profile("england").find_clock("conference_summary")


def test_local_ground_rules_come_into_force() -> None:
    rules = overridden("ground_rules", "local-1", text={"en": ["Be kind."], "cy": ["Byddwch yn garedig."]}).ground_rules
    assert (rules.version, rules.jurisdiction) == ("local-1", "local")


def test_a_shipped_version_that_was_changed_locally_stays_in_force() -> None:
    rules = overridden("ground_rules", "2026-1", text={"en": ["Be kind."], "cy": ["Byddwch yn garedig."]}).ground_rules
    assert (rules.version, rules.en) == ("2026-1", ("Be kind.",))


def test_local_stages_may_use_the_shipped_ones() -> None:
    tea = {"key": "tea", "minutes": 5, "name": {"en": "Tea"}, "prompt": {"en": "?"}}
    stages = [{"key": "welcome", "minutes": 10}, tea]
    template = overridden("templates", "own", name={"en": "Ours"}, stages=stages).find_template("own")
    assert template
    assert [(stage.name.cy, stage.minutes) for stage in template.stages] == [("Croeso", 10), ("Tea", 5)]


@pytest.mark.parametrize(
    ("section", "key", "fields", "reason"),
    [
        ("clocks", "assessment", {"amount": 0}, "clocks.assessment: amount must be a whole number"),
        ("clocks", "assessment", {"amount": "45"}, "clocks.assessment: amount must be a whole number"),
        ("clocks", "assessment", {"unit": "days"}, "clocks.assessment: unit must be one of"),
        ("clocks", "assessment", {"start": ["tea"]}, "clocks.assessment: start must be a list of"),
        ("clocks", "assessment", {"ends_with": "tea"}, "clocks.assessment: ends_with must be one of"),
        ("clocks", "assessment", {"colour": "red"}, "clocks.assessment: unknown field colour"),
        ("clocks", "assessment", {"name": {"fr": "Thé"}}, "clocks.assessment: name must have a text"),
        ("clocks", "assessment", {"source": None}, "clocks.assessment: source of the local value is missing"),
        ("clocks", "assessment", {"as_of": None}, "clocks.assessment: as_of of the local value is missing"),
        ("clocks", "assessment", {"as_of": "soon"}, "clocks.assessment: as_of must be a date"),
        ("clocks", "assessment", {"jurisdiction": "england"}, "jurisdiction of a local value is local"),
        ("clocks", "none", {"amount": 1}, "none means no statutory expectation"),
        ("clocks", "asessment", {"amount": 1}, "clocks.asessment: name must have a text"),
        ("levels", "5", {"name": {"en": "Five"}}, "there are four levels"),
        ("escalation_stages", "6", {"name": {"en": "Six"}}, "numbered from 1 without a gap"),
        ("sectors", "police", {"code": "police"}, "code must be three capital letters"),
        ("sectors", "police", {"code": "CSC"}, "code CSC is already that of"),
        ("templates", "short", {"stages": []}, "templates.short: stages must be a list"),
        ("templates", "short", {"stages": [{"key": "welcome"}]}, "(welcome): minutes must be a whole number"),
        ("templates", "short", {"stages": [{"key": "drift", "minutes": 5}] * 2}, "a stage stands twice"),
        ("ground_rules", "local-1", {"text": {"en": ["A", "B"], "cy": ["A"]}}, "as many rules in Welsh"),
        ("tea", "biscuits", {}, "unknown section tea"),
    ],
)
def test_a_local_value_that_does_not_fit_is_refused_by_name(
    section: str, key: str, fields: dict[str, object], reason: str
) -> None:
    with pytest.raises(PracticeDataError) as refused:
        overridden(section, key, **fields)
    assert reason in str(refused.value)
