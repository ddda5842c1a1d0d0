"""A case says how it stands with the person's mental capacity, if there is anything to say (S1; row 49)."""

from typing import Any

import pytest

from mas_hub.cases.actions import open_case, update_case
from mas_hub.cases.queries import case_view
from mas_hub.cases.schemas import CaseSchema
from mas_hub.db import transaction
from mas_hub.errors import Invalid
from mas_hub.web.fields import load
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
        changed = update_case(session, amara, case.id, version=1, **load(CaseSchema(), FACTS))
        assert (changed.capacity, changed.capacity_words) == ("", "")


@pytest.mark.parametrize(
    "said", [{"capacity": "none"}, {"capacity": None}, {"capacity_words": "x" * 501}, {"capacity_words": "a\x00b"}]
)
def test_what_is_no_answer_is_refused_at_its_field(said: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refused:
        load(CaseSchema(), {**FACTS, **said})
    assert list(refused.value.fields) == list(said)
