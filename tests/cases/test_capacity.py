"""A case says how it stands with the person's mental capacity, if there is anything to say (S1; row 49)."""

from typing import Any

import pytest

from mas_hub.cases.actions import open_case, update_case
from mas_hub.cases.queries import case_view
from mas_hub.cases.rules import may_be_asked_capacity
from mas_hub.cases.schemas import CaseSchema
from mas_hub.db import transaction
from mas_hub.errors import Invalid
from mas_hub.web.fields import load
from mas_hub.web.whole import whole
from tests.sitting import Sitting

SAID = {"capacity": "lacks", "capacity_words": "Where to live; an advocate speaks."}
FACTS: dict[str, Any] = {
    "reference": "A-1",
    "subject_initials": "M.",
    "subject_type": "adult_at_risk",
    "age_band": "70-79",
    "milestones": [],
}


def test_it_is_kept_and_taken_back(planned: Sitting) -> None:
    amara = planned.actor("amara")
    with transaction() as session:
        case = open_case(session, amara, **load(CaseSchema(), {**FACTS, **SAID}))
        assert SAID.items() <= case_view(case).items()
        emptied = {**FACTS, "capacity": "", "capacity_words": ""}
        changed = update_case(session, amara, case.id, version=1, **load(whole(CaseSchema), emptied))
        assert (changed.capacity, changed.capacity_words) == ("", "")


@pytest.mark.parametrize(
    "said", [{"capacity": "none"}, {"capacity": None}, {"capacity_words": "x" * 501}, {"capacity_words": "a\x00b"}]
)
def test_what_is_no_answer_is_refused_at_its_field(said: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refused:
        load(CaseSchema(), {**FACTS, **said})
    assert list(refused.value.fields) == list(said)


@pytest.mark.parametrize(
    ("subject", "band", "asked"),
    [
        ("adult_at_risk", "", True),
        ("unborn_child", "16", False),
        ("child", "", False),
        ("child", "5-9", False),
        ("child", "15-17", True),
        ("child", "16yrs", True),
        ("child", "17 mlwydd oed", True),
        ("child", "18 months", False),
        ("child", "16-18 months", False),
        ("child", "16 i 18 mis", False),
        ("child", "20 weeks", False),
        ("child", "born 2016", False),
    ],
)
def test_it_is_asked_from_16_on(subject: str, band: str, asked: bool) -> None:
    assert may_be_asked_capacity(subject, band) is asked


@pytest.mark.parametrize("field", ["capacity", "capacity_words"])
def test_of_whom_it_is_not_asked_nothing_of_it_is_kept(planned: Sitting, field: str) -> None:
    amara, younger = planned.actor("amara"), {**FACTS, "subject_type": "child", "age_band": "5-9"}
    with pytest.raises(Invalid) as refused, transaction() as session:
        open_case(session, amara, **load(CaseSchema(), {**younger, field: SAID[field]}))
    assert refused.value.fields == {field: "capacity_from_16"}
    with transaction() as session:
        case = open_case(session, amara, **load(CaseSchema(), {**FACTS, **SAID}))
    with pytest.raises(Invalid) as refused, transaction() as session:
        update_case(session, amara, case.id, version=1, **load(whole(CaseSchema), {**younger, **SAID}))
    assert refused.value.fields == {"capacity": "capacity_from_16"}
    with transaction() as session:  # a scenario's file is taken as it is
        open_case(session, amara, by_hand=False, **load(CaseSchema(), {**younger, **SAID}))
