"""A dozen meetings of which an agency answers for its part."""

from datetime import datetime

import pytest

from mas_hub import clock
from mas_hub.db import transaction
from mas_hub.meetings.models import Meeting
from tests.assurance.test_figures import DAYS, add_meeting
from tests.sitting import Sitting


@pytest.fixture
def year(closed: Sitting) -> Sitting:
    """A dozen meetings of April to June, to which the school was invited and did not come; it owns their decisions."""
    with transaction() as session:
        case_id = session.get_one(Meeting, closed.meeting_id).case_id
        for number, day in enumerate(DAYS):
            add_meeting(
                session, closed, case_id, datetime(day.year, day.month, day.day, 10, tzinfo=clock.LOCAL), number
            )
    return closed
