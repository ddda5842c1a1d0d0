"""A meeting's plan as its page sends it to be saved again, and the plan of another meeting on the same case."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from mas_hub.db import snapshot, transaction
from mas_hub.meetings.planning import get_planned, plan_meeting, plan_view, save_plan
from mas_hub.meetings.queries import get_meeting
from mas_hub.meetings.schemas import Plan
from tests.sitting import NOW, Sitting

USUAL = {
    "scheduled_at": NOW,
    "purpose": "decision_making",
    "criteria": ["drift"],
    "criteria_other": "",
    "planned_minutes": 60,
    "template": "standard",
    "information_shared": "assigned",
    "advisers": [],
    "observers": [],
}
FIRST = {"csc": "beth", "police": "dina", "health": "callum", "housing": "hugo"}
"""Who speaks for an agency where nobody else is named."""


def plan_of(sitting: Sitting) -> dict[str, Any]:
    with snapshot() as session:
        actor = sitting.actor("amara")
        return as_sent(plan_view(session, actor, get_planned(session, actor, sitting.meeting_id)))


def as_sent(plan: Mapping[str, Any]) -> dict[str, Any]:
    """What a page sends, of what it reads."""
    return {name: plan[name] for name in Plan().fields}


def another_meeting(sitting: Sitting, *agencies: str) -> int:
    """Another one on the sitting's case, planned by its chair, with these agencies' usual representatives."""
    return plan_another(sitting, {agency: [FIRST[agency]] for agency in agencies}).meeting_id


def plan_another(sitting: Sitting, invited: Mapping[str, Sequence[str]], **changed: Any) -> Sitting:
    """The same with the representatives given by agency, and what else is `changed`."""
    with transaction() as session:
        amara = sitting.actor("amara")
        meeting = plan_meeting(session, amara, case_id=get_meeting(session, sitting.meeting_id).case_id)
        tables = [
            {
                "agency_id": sitting.agencies[agency],
                "representatives": [sitting.people[who] for who in people],
                "recorders": [],
            }
            for agency, people in invited.items()
        ]
        save_plan(session, amara, meeting.id, **{**USUAL, "version": meeting.version, "invited": tables, **changed})
        return replace(sitting, meeting_id=meeting.id)
