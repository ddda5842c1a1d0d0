"""What is told to the chair in private stays between the two, whatever happens."""

from typing import Any

import pytest

from mas_hub.db import snapshot
from mas_hub.errors import Conflict
from mas_hub.meeting_log import View, verify
from tests.sitting import Sitting, everything

OTHERS = ("dina", "callum", "arun", "olu", "rhys")


def tell(sitting: Sitting, who: str = "beth", **data: Any) -> View:
    return sitting.do(who, "raise_private_point", **{"text": "canary-point", **data})[0].subject


def on(point: View, **data: Any) -> dict[str, Any]:
    return {"of": point["id"], "version": point["version"], **data}


def test_point_is_read_by_its_author_and_the_chair(opened: Sitting) -> None:
    tell(opened)
    stream = f"point:{opened.people['beth']}:{opened.people['amara']}"
    assert [view["text"] for view in opened.seen_by("amara", "private_point")] == ["canary-point"]
    assert [view["text"] for view in opened.seen_by("beth", "private_point")] == ["canary-point"]
    for who in OTHERS:
        assert stream not in opened.streams_of(who)
        assert opened.seen_by(who, "private_point") == []
    assert "canary-point" not in str(opened.log())


@pytest.mark.parametrize("who", ["beth", "arun", "olu", "rhys"])
def test_everybody_at_the_table_can_tell_the_chair_something(opened: Sitting, who: str) -> None:
    tell(opened, who)
    assert opened.refused("amara", "raise_private_point", text="To myself.").code == "chair_tells_nobody"


def test_chair_answers_it_and_puts_it_aside(opened: Sitting) -> None:
    point = tell(opened)
    answered = opened.do("amara", "answer_private_point", **on(point, answer="I will ask about it."))[0].subject
    assert (answered["state"], answered["answer"]) == ("answered", "I will ask about it.")
    aside = opened.do("amara", "set_private_point_aside", **on(answered))[0].subject
    assert aside["state"] == "set_aside"
    refusal = opened.refused("amara", "answer_private_point", **on(point, answer="Late."))
    assert (type(refusal), refusal.code, refusal.current) == (Conflict, "stale", aside)


def test_point_is_shared_only_as_its_author_agreed(opened: Sitting) -> None:
    point = tell(opened)
    assert opened.refused("amara", "share_private_point", **on(point)).code == "sharing_not_allowed"
    point = opened.do("beth", "allow_sharing", **on(point, sharing="unnamed"))[0].subject
    private, shared = opened.do("amara", "share_private_point", **on(point))
    assert (private.stream, shared.stream) == (f"point:{opened.people['beth']}:{opened.people['amara']}", "shared")
    assert shared.subject["text"] == "canary-point"
    assert shared.subject["agency_id"] is None
    assert "by" not in shared.subject
    assert shared.person_id == opened.people["amara"]
    again = opened.refused("amara", "share_private_point", **on(private.subject))
    assert again.code == "point_already_shared"
    assert opened.refused("beth", "allow_sharing", **on(private.subject, sharing="no")).code == "point_already_shared"


def test_its_agency_is_named_where_the_author_agreed_to_that(opened: Sitting) -> None:
    point = tell(opened, "dina", sharing="agency")
    opened.do("amara", "share_private_point", **on(point))
    assert [view["agency_id"] for view in opened.views("shared_point")] == [opened.agencies["police"]]


def test_point_taken_back_is_erased_everywhere_with_its_answer(opened: Sitting) -> None:
    point = tell(opened)
    answered = opened.do("amara", "answer_private_point", **on(point, answer="canary-answer"))[0].subject
    opened.do("beth", "take_back_private_point", **on(answered))
    assert "canary" not in str(everything())
    assert opened.seen_by("amara", "private_point")[0]["erased"]
    assert opened.refused("amara", "answer_private_point", **on(answered, answer="x")).code == "point_taken_back"
    with snapshot() as session:
        assert verify(session) == []


def test_what_was_told_does_not_pass_on_with_the_chair(opened: Sitting) -> None:
    """Beth may have told Amara about Nia; then Nia takes the chair."""
    point = tell(opened, sharing="unnamed")
    seat = next(view for view in opened.views("seat") if view["person_id"] == opened.people["nia"])
    opened.do("amara", "hand_over_chair", to=seat["id"])
    assert opened.seen_by("nia", "private_point") == []
    assert opened.refused("nia", "share_private_point", **on(point)).code == "no_such_entry"
    tell(opened, text="canary-second")
    assert [view["text"] for view in opened.seen_by("nia", "private_point")] == ["canary-second"]
    assert [view["text"] for view in opened.seen_by("amara", "private_point")] == ["canary-point"]
    assert len(opened.seen_by("beth", "private_point")) == 2
    opened.do("amara", "answer_private_point", **on(point, answer="I will take it further."))
