"""An agency prepares on its own, before the meeting and in it, and shares what it likes in one step."""

from typing import Any

import pytest
from sqlalchemy import delete

from mas_hub.db import snapshot, transaction
from mas_hub.errors import Conflict, DomainError, Invalid
from mas_hub.meeting_log import Entry, entries_after, fold, heads_of, verify
from mas_hub.meetings.board import board
from mas_hub.meetings.models import Invitation
from mas_hub.meetings.subjects import private_views_of, views_of
from mas_hub.preparation.actions import save_preparation
from mas_hub.preparation.queries import find_preparation, list_ready, own_preparation
from tests.plans import another_meeting
from tests.sitting import GROUND_RULES, PREPARED, Sitting, everything


def save(sitting: Sitting, who: str, **said: Any) -> dict[str, Any]:
    with transaction() as session:
        return own_preparation(save_preparation(session, sitting.entering(session, who), **{**PREPARED, **said}))


def refused(sitting: Sitting, who: str, **said: Any) -> DomainError:
    before = everything()
    with pytest.raises(DomainError) as refusal:
        save(sitting, who, **said)
    assert everything() == before
    return refusal.value


def shown(sitting: Sitting, who: str) -> dict[str, Any]:
    with snapshot() as session:
        return board(session, sitting.entering(session, who))


def own_log(sitting: Sitting, agency: str) -> list[Entry]:
    return sitting.log(f"agency:{sitting.agencies[agency]}")


def test_what_was_prepared_for_one_meeting_is_not_what_was_prepared_for_another(planned: Sitting) -> None:
    again = another_meeting(planned, "csc")
    with snapshot() as session:
        assert find_preparation(session, planned.meeting_id, planned.agencies["csc"]) is not None
        assert find_preparation(session, again, planned.agencies["csc"]) is None


def test_an_agency_that_is_not_invited_after_all_is_not_said_to_be_ready(planned: Sitting) -> None:
    save(planned, "callum", version=0)
    with transaction() as session:
        csc, health = planned.agencies["csc"], planned.agencies["health"]
        assert list_ready(session, planned.meeting_id) == sorted([csc, health])
        session.execute(delete(Invitation).where(Invitation.agency_id == health))
        assert list_ready(session, planned.meeting_id) == [csc]


def test_one_edits_what_the_other_of_the_same_agency_began(planned: Sitting) -> None:
    assert save(planned, "dina", version=0, to_raise="Callouts.")["version"] == 1
    assert save(planned, "rhys", version=1, to_raise="Callouts in May.")["to_raise"] == "Callouts in May."


def test_version_conflict_shows_what_stands_now(planned: Sitting) -> None:
    mine = refused(planned, "dina", version=2)
    assert (type(mine), mine.code) == (Conflict, "stale")
    assert mine.current is not None
    assert mine.current["version"] == 0
    now = save(planned, "dina", version=0, to_raise="Callouts.")
    assert refused(planned, "dora", version=0).current == now


@pytest.mark.parametrize("who", ["amara", "arun", "olu"])
def test_nobody_prepares_for_an_agency_they_do_not_speak_for(planned: Sitting, who: str) -> None:
    assert refused(planned, who, version=0).code == "may_not_prepare"


def test_level_is_one_there_is(planned: Sitting) -> None:
    assert refused(planned, "dina", version=0, level=9).fields == {"level": "no_such_level"}


def test_plan_knows_who_is_ready_and_home_what_is_to_prepare(planned: Sitting) -> None:
    save(planned, "dina", version=0, ready=False)
    with snapshot() as session:
        assert list_ready(session, planned.meeting_id) == [planned.agencies["csc"]]


def test_before_opening_it_is_in_no_stream(planned: Sitting) -> None:
    with snapshot() as session:
        own = [f"agency:{agency}" for agency in planned.agencies.values()]
        assert private_views_of(session, planned.meeting_id, own)["preparation"] == []


def test_opening_brings_it_into_the_agency_s_own_stream_and_tells_the_chair_nothing(planned: Sitting) -> None:
    answer = planned.do("amara", "open_meeting")
    assert {entry.stream for entry in answer} == {"shared"}
    (brought,) = own_log(planned, "csc")
    assert (brought.kind, brought.person_id) == ("preparation_brought", planned.people["beth"])
    assert brought.subject["to_raise"] == PREPARED["to_raise"]
    assert own_log(planned, "police") == []
    assert planned.do("amara", "accept_ground_rules", version=GROUND_RULES)


def test_agency_s_stream_adds_up_to_its_tables(opened: Sitting) -> None:
    opened.do("beth", "prepare", version=1, to_raise="K. was seen.")
    opened.do("dina", "prepare", version=0, to_raise="Callouts.")
    opened.do("dina", "share_preparation", version=1)
    with snapshot() as session:
        meeting_id = opened.meeting_id
        streams = heads_of(session, [meeting_id])[meeting_id]
        for own in (f"agency:{opened.agencies['csc']}", f"agency:{opened.agencies['police']}"):
            log = [*opened.log(), *entries_after(session, meeting_id, own, 0)]
            tables = (
                views_of(session, meeting_id)["preparation"]
                + private_views_of(session, meeting_id, [own])["preparation"]
            )
            assert fold(log)["preparation"] == sorted(tables, key=lambda view: int(view["id"]))
        assert verify(session) == []
    assert own_log(opened, "csc")[-1].kind == "preparation_changed"
    assert set(streams) >= {f"agency:{opened.agencies[key]}" for key in ("csc", "police", "health", "school")}


def test_sharing_puts_it_on_the_board_and_the_position_so_far_among_the_positions(opened: Sitting) -> None:
    opened.do("dina", "prepare", **{**PREPARED, "version": 0, "level": 3, "evidence": "canary"})
    shared, involved, position = opened.do("dina", "share_preparation", version=1)
    assert (shared.kind, shared.stream, shared.subject["version"]) == ("preparation_shared", "shared", 2)
    assert (shared.subject["level"], shared.subject["evidence"]) == (None, "")
    assert (involved.kind, involved.subject["people"]) == ("involvement_added", PREPARED["involved"])
    assert (position.kind, position.subject["level"]) == ("threshold_position_added", 3)
    assert [view["agency_id"] for view in shown(opened, "callum")["views"]["preparation"]] == [
        opened.agencies["police"]
    ]
    assert opened.refused("dina", "share_preparation", version=2).code == "preparation_is_shared"
    assert opened.refused("dina", "prepare", version=2).code == "preparation_is_shared"


def test_standing_position_is_left_as_it_is(opened: Sitting) -> None:
    entries = opened.do("beth", "share_preparation", version=1)
    assert [entry.kind for entry in entries] == ["preparation_shared", "involvement_added"]
    assert opened.view("position")["level"] == 3
    with snapshot() as session:
        kept = find_preparation(session, opened.meeting_id, opened.agencies["csc"])
        assert own_preparation(kept)["evidence"] == PREPARED["evidence"]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"level": 3}, {"evidence": "position_needs_evidence"}),
        ({"evidence": "Two callouts."}, {"level": "position_needs_level"}),
        ({"ready": True}, {}),
    ],
)
def test_half_a_position_or_nothing_is_not_shared(opened: Sitting, said: dict[str, Any], field: dict[str, str]) -> None:
    opened.do("dina", "prepare", version=0, **said)
    refusal = opened.refused("dina", "share_preparation", version=1)
    assert (type(refusal), refusal.fields) == (Invalid, field)


def test_agency_without_a_preparation_is_told_so(opened: Sitting) -> None:
    assert opened.refused("dina", "share_preparation", version=1).code == "nothing_prepared"
    assert opened.refused("rhys", "share_preparation", version=1).code == "may_not_share_preparation"


def test_only_its_own_seats_hear_of_it_in_the_meeting(opened: Sitting) -> None:
    for who in ("amara", "dina", "callum", "arun", "olu", "rhys"):
        board_now = shown(opened, who)
        assert board_now["views"]["preparation"] == []
        assert "preparation_brought" not in [line["kind"] for line in board_now["activity"]]
    own = shown(opened, "beth")
    assert own["views"]["preparation"][0]["evidence"] == PREPARED["evidence"]
    assert [line["kind"] for line in own["activity"]].count("preparation_brought") == 1
