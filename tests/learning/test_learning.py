"""Learning from published reviews: kept by the partnership, put before a meeting, noted in it."""

from typing import Any

import pytest

from mas_hub.db import snapshot, transaction
from mas_hub.errors import Conflict, Forbidden, Invalid, NotFound
from mas_hub.learning.actions import add_point, change_point, choose_learning
from mas_hub.learning.queries import learning_of, list_points
from mas_hub.meeting_log import fold, verify
from mas_hub.retention.purging import purge_again
from tests.sitting import GROUND_RULES, NOW, Sitting

POINT: dict[str, Any] = {
    "title": {"en": "Ask who else lives there", "cy": None},
    "text": {"en": "Adults who were not known were not asked about.", "cy": None},
    "review": "Child H",
    "publisher": "Fellshire Partnership",
    "year": 2025,
    "link": "https://reviews.example/h",
}


def add(sitting: Sitting, who: str = "gwen", **said: Any) -> int:
    with transaction() as session:
        return add_point(session, sitting.actor(who), **{**POINT, **said}).id


def choose(sitting: Sitting, *points: int, who: str = "amara") -> None:
    with transaction() as session:
        choose_learning(session, sitting.entering(session, who), points=points)


def of_meeting(sitting: Sitting, who: str = "amara") -> dict[str, Any]:
    with snapshot() as session:
        return learning_of(session, sitting.entering(session, who))


def on_board(sitting: Sitting) -> list[dict[str, Any]]:
    return [dict(view) for view in sitting.views("learning_point")]


def test_lead_and_administrator_keep_it_and_nobody_else(planned: Sitting) -> None:
    for who in ("gwen", "ines"):
        add(planned, who)
    for who in ("amara", "beth", "sian"):
        with pytest.raises(Forbidden):
            add(planned, who)
    with snapshot() as session:
        assert [point["version"] for point in list_points(session)] == [1, 1]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("link", "http://reviews.example/h"),
        ("link", "https://x"),
        ("link", "https://a.example/ b"),
        ("link", "javascript:x.y"),
        ("year", 2027),
        ("year", 25),
    ],
)
def test_it_is_of_a_review_that_is_published(planned: Sitting, field: str, value: Any) -> None:
    with pytest.raises(Invalid) as refused:
        add(planned, **{field: value})
    assert list(refused.value.fields) == [field]


def test_change_of_an_older_version_is_refused_and_what_is_offered_no_longer_is_not_chosen(planned: Sitting) -> None:
    number = add(planned)
    with transaction() as session:
        change_point(session, planned.actor("gwen"), number, **{**POINT, "version": 1, "offered": False})
    with pytest.raises(Conflict) as stale, transaction() as session:
        change_point(session, planned.actor("gwen"), number, **{**POINT, "version": 1, "offered": True})
    with pytest.raises(NotFound), transaction() as session:
        change_point(session, planned.actor("gwen"), 999_999, **{**POINT, "version": 1, "offered": True})
    assert (stale.value.current or {})["version"] == 2
    with pytest.raises(Invalid) as refused:
        choose(planned, number)
    assert refused.value.fields == {"points": "learning_not_offered"}


def test_whoever_plans_chooses_and_everybody_invited_reads_while_preparing(planned: Sitting) -> None:
    one, two = add(planned), add(planned, review="Child J")
    choose(planned, two, one)
    for who in ("amara", "beth", "arun"):
        assert [point["id"] for point in of_meeting(planned, who)["chosen"]] == [two, one]
    assert [point["id"] for point in of_meeting(planned)["offered"]] == [two, one]
    assert of_meeting(planned, "beth")["offered"] is None
    with pytest.raises(Forbidden):
        choose(planned, one, who="beth")
    choose(planned, one, one)
    assert [point["id"] for point in of_meeting(planned)["chosen"]] == [one]


def test_it_stands_on_the_board_as_it_was_when_the_meeting_opened(planned: Sitting) -> None:
    number = add(planned)
    choose(planned, number)
    assert on_board(planned) == []
    planned.do("amara", "open_meeting")
    planned.do("olu", "accept_ground_rules", version=GROUND_RULES)
    assert planned.kinds().count("learning_put") == 1  # though four agencies came to the table
    with transaction() as session:
        later = {**POINT, "review": "Renamed", "version": 1, "offered": False}
        change_point(session, planned.actor("gwen"), number, **later)
    [shown] = on_board(planned)
    assert (shown["review"], shown["title"]["en"], shown["meant"]) == ("Child H", "Ask who else lives there", "")
    assert of_meeting(planned, "beth")["chosen"][0]["review"] == "Child H"
    with pytest.raises(Conflict):
        choose(planned, number)
    planned.do("amara", "accept_ground_rules", version=GROUND_RULES)
    planned.do("amara", "note_learning", of=shown["id"], version=1, meant="We had not asked about the lodger.")
    assert on_board(planned)[0]["meant"] == "We had not asked about the lodger."
    assert fold(planned.log())["learning_point"] == on_board(planned)
    with snapshot() as session:
        assert verify(session) == []


def test_what_it_meant_goes_with_the_case_and_the_point_stays(planned: Sitting) -> None:
    choose(planned, add(planned))
    with transaction() as session:
        purge_again(session, 1, NOW, {})
    with snapshot() as session:
        assert [point["review"] for point in list_points(session)] == ["Child H"]
