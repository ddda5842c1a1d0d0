"""An agency's capacity is read by that agency and the chair."""

from tests.acting import seat_of
from tests.sitting import GROUND_RULES, Sitting


def test_capacity_is_read_by_its_own_agency_and_the_chair(opened: Sitting) -> None:
    opened.do("dina", "state_capacity", level="over", words="canary-capacity")
    for who, reads in {
        "amara": True,
        "dina": True,
        "rhys": True,
        "beth": False,
        "callum": False,
        "arun": False,
        "olu": False,
    }.items():
        assert (who, [view["words"] for view in opened.seen_by(who, "capacity")]) == (
            who,
            ["canary-capacity"] if reads else [],
        )
    assert "canary" not in str(opened.log())


def test_said_again_it_replaces_what_was_said(opened: Sitting) -> None:
    opened.do("dina", "state_capacity", level="stretched")
    opened.do("dina", "state_capacity", level="room", words="Cover has come.")
    assert [(view["level"], view["version"]) for view in opened.seen_by("amara", "capacity")] == [("room", 2)]


def test_who_cannot_carry_it_says_what(opened: Sitting) -> None:
    assert opened.refused("dina", "state_capacity", level="over").fields == {"words": "capacity_needs_words"}


def test_who_only_looks_on_by_now_is_not_answered_again_what_was_their_agency_s(opened: Sitting) -> None:
    """The act is not done twice, and its answer goes no further than what they read."""
    said = {"act_id": "said-before-0001", "level": "over", "words": "canary-capacity"}
    assert [entry.kind for entry in opened.do("dina", "state_capacity", **said)] == ["capacity_stated"]
    seat = seat_of(opened, "dina")
    opened.do("amara", "remove_seat", of=seat["id"], version=seat["version"], reason="She looks on from here.")
    opened.do("amara", "seat_person", person=opened.people["dina"], role="observer")
    opened.do("dina", "accept_ground_rules", version=GROUND_RULES)
    assert opened.do("dina", "state_capacity", **said) == []
