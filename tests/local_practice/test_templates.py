"""Templates of the partnership's own: an edit is a new version, and a meeting keeps the one it was planned with."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pytest

from mas_hub.db import snapshot, transaction
from mas_hub.errors import Conflict, Forbidden, Invalid, NotFound
from mas_hub.local_practice.templates import edit_template, make_template, offered_templates, templates_view
from mas_hub.meetings.planning import get_planned, plan_view, save_plan
from tests.plans import plan_of
from tests.sitting import Sitting


def stage(key: str, en: str, cy: str, minutes: int = 10, **more: Any) -> dict[str, Any]:
    prompt = {"en": f"{en}?", "cy": f"{cy}?"}
    return {
        "key": key,
        "name": {"en": en, "cy": cy},
        "prompt": prompt,
        "minutes": minutes,
        "hidden_round": False,
        **more,
    }


NAME = {"en": "Peer group", "cy": "Grŵp cyfoedion"}
STAGES = [stage("welcome", "Welcome", "Croeso"), stage("", "Place it", "Ei osod", hidden_round=True)]


def make(sitting: Sitting, who: str = "ines", **changed: Any) -> str:
    with transaction() as session:
        return make_template(session, sitting.actor(who), **{"name": NAME, "stages": STAGES, **changed}).key


def edit(sitting: Sitting, key: str, version: int, **changed: Any) -> int:
    said: Mapping[str, Any] = {"name": NAME, "stages": STAGES, "offered": True, **changed}
    with transaction() as session:
        return edit_template(session, sitting.actor("amara"), key, version=version, **said).version


def plan_with(sitting: Sitting, template: str) -> None:
    plan = plan_of(sitting)
    changed = {"scheduled_at": datetime.fromisoformat(plan["scheduled_at"]), "template": template}
    with transaction() as session:
        save_plan(session, sitting.actor("amara"), sitting.meeting_id, **{**plan, **changed})


def stages_of(sitting: Sitting) -> list[str]:
    return [each["name"]["en"] for each in sitting.views("meeting")[0]["stages"]]


def test_a_meeting_keeps_the_version_it_was_planned_with(planned: Sitting) -> None:
    key = make(planned)
    plan_with(planned, key)
    edit(planned, key, 1, stages=[stage("", "Other", "Arall")])
    assert stages_of(planned) == ["Welcome", "Place it"]
    plan_with(planned, key)
    assert stages_of(planned) == ["Welcome", "Place it"]
    with snapshot() as session:
        actor = planned.actor("amara")
        shown = plan_view(session, actor, get_planned(session, actor, planned.meeting_id))["own_template"]
    assert [each["name"]["en"] for each in shown["stages"]] == ["Welcome", "Place it"]
    plan_with(planned, "short")
    plan_with(planned, key)
    assert stages_of(planned) == ["Other"]


def test_a_stage_may_begin_with_a_hidden_round_once(planned: Sitting) -> None:
    plan_with(planned, make(planned))
    planned.do("amara", "open_meeting")
    planned.do("amara", "accept_ground_rules", version="2026-2")
    assert planned.views("meeting")[0]["stage"] == "welcome"
    kinds = [entry.kind for entry in planned.do("amara", "set_stage", stage="Place it")]
    assert kinds == ["stage_set", "positions_hidden"]
    planned.do("amara", "reveal_positions")
    planned.do("amara", "set_stage", stage="welcome")
    assert [entry.kind for entry in planned.do("amara", "set_stage", stage="ei osod")] == ["stage_set"]


def test_what_is_no_longer_offered_cannot_be_chosen_and_stays_where_it_was_chosen(planned: Sitting) -> None:
    key, other = make(planned), make(planned, "amara")
    assert (key, other) == ("local-1", "local-2")
    plan_with(planned, key)
    edit(planned, key, 1, offered=False)
    edit(planned, other, 1, offered=False)
    plan_with(planned, key)
    with pytest.raises(Invalid) as refusal:
        plan_with(planned, other)
    assert refusal.value.fields == {"template": "unknown_template"}
    with snapshot() as session:
        assert offered_templates(session) == []
        assert [row["version"] for row in templates_view(session)["own"]] == [2, 2]


def test_what_was_copied_as_it_was_keeps_its_words_for_an_adult(planned: Sitting) -> None:
    with snapshot() as session:
        standard = templates_view(session)["shipped"][0]["stages"]
    make(planned, stages=[{**each, "hidden_round": False} for each in standard])
    with snapshot() as session:
        (own,) = offered_templates(session)
    assert [each.name.en for each in own.stages_for("adult_at_risk")][1] == "The person's voice"


def test_edits_that_cannot_be_made(planned: Sitting) -> None:
    with pytest.raises(Forbidden):
        make(planned, "beth")
    key = make(planned)
    with pytest.raises(Conflict, match="stale"):
        edit(planned, key, 7)
    with pytest.raises(NotFound):
        edit(planned, "local-9", 1)
    for stages, fields in (
        ([stage("", "A", "A"), stage("", "a", "B")], {"stages.1.name.en": "stage_name_twice"}),
        ([stage("x", "A", "A"), stage("x", "B", "B")], {"stages": "stage_twice"}),
        ([stage("", "A", "A", 240), stage("", "B", "B", 240), stage("", "C", "C", 1)], {"stages": "template_too_long"}),
    ):
        with pytest.raises(Invalid) as refusal:
            make(planned, stages=stages)
        assert refusal.value.fields == fields
