from mas_hub.db import snapshot
from mas_hub.meetings.models import Meeting
from mas_hub.thresholds.queries import open_disagreements_of_case
from tests.sitting import Sitting


def about(sitting: Sitting, *, but_of: int | None = None, meeting_id: int | None = None) -> list[tuple[int, str]]:
    with snapshot() as session:
        case_id = session.get_one(Meeting, meeting_id or sitting.meeting_id).case_id
        found = open_disagreements_of_case(session, case_id, but_of=but_of)
        return [(meeting.id, disagreement.about) for meeting, disagreement in found]


def test_open_and_escalated_ones_live_on_and_resolved_ones_do_not(opened: Sitting) -> None:
    ids = opened.agencies
    between = [ids["csc"], ids["police"]]
    for words in ("Who leads.", "Whether to wait."):
        opened.do("beth", "raise_disagreement", about=words, between=between)
    first, second, third = opened.views("disagreement")
    opened.do("amara", "resolve_disagreement", of=second["id"], version=1, how="Social care leads.")
    opened.do("amara", "escalate_disagreement", of=third["id"], version=1, owner=ids["csc"], reason="Apart.")
    assert about(opened) == [(opened.meeting_id, first["about"]), (opened.meeting_id, "Whether to wait.")]


def test_they_are_the_cases_own_and_those_of_one_meeting_can_be_left_out(closed: Sitting) -> None:
    assert about(closed) == [(closed.meeting_id, "Health holds level 4.")]
    assert about(closed, but_of=closed.meeting_id) == []
    assert about(closed, meeting_id=closed.other_meeting_id) == []
