from dataclasses import replace

import pytest

from mas_hub.db import transaction
from mas_hub.meetings.models import Meeting
from tests.sitting import GROUND_RULES, Sitting


@pytest.fixture
def reflective(planned: Sitting) -> Sitting:
    """The same meeting, planned to reflect only, and opened."""
    with transaction() as session:
        session.get_one(Meeting, planned.meeting_id).purpose = "reflective"
    planned.do("amara", "open_meeting")
    planned.do("beth", "accept_ground_rules", version=GROUND_RULES)
    return replace(planned, things={})
