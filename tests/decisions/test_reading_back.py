from datetime import timedelta

from mas_hub import clock
from mas_hub.errors import Conflict
from tests.sitting import NOW, SMART, Sitting


def agreed(sitting: Sitting) -> int:
    sitting.do("amara", "agree_decision", **sitting.edit("decision"))
    return sitting.things["decision"][1]


def confirmed(sitting: Sitting) -> dict[int, list[int]]:
    return {each["agency_id"]: each["decisions"] for each in sitting.views("read_back")[0]["confirmed"]}


def test_each_agency_confirms_what_it_owns_and_is_involved_in(opened: Sitting) -> None:
    decision = agreed(opened)
    opened.do("amara", "start_read_back")
    opened.do("dina", "confirm_read_back", seen=[decision])
    opened.do("callum", "confirm_read_back", seen=[decision])
    opened.do("beth", "confirm_read_back", seen=[])
    ids = opened.agencies
    assert confirmed(opened) == {ids["police"]: [decision], ids["health"]: [decision], ids["csc"]: []}


def test_nobody_confirms_what_they_have_not_read(opened: Sitting) -> None:
    decision = agreed(opened)
    opened.do("amara", "start_read_back")
    for who, seen in (("dina", []), ("beth", [decision])):
        refusal = opened.refused(who, "confirm_read_back", seen=seen)
        assert (type(refusal), refusal.code) == (Conflict, "read_back_changed")


def test_what_was_agreed_later_is_confirmed_anew(opened: Sitting) -> None:
    first = agreed(opened)
    opened.do("amara", "start_read_back")
    opened.do("dina", "confirm_read_back", seen=[first])
    made = opened.do("beth", "propose_decision", owner=opened.agencies["police"], **SMART)[0].subject
    opened.do("amara", "agree_decision", of=made["id"], version=1)
    assert confirmed(opened) == {opened.agencies["police"]: [first]}
    with clock.fixed(NOW + timedelta(minutes=5)):
        opened.do("dina", "confirm_read_back", seen=[made["id"], first])
    assert confirmed(opened) == {opened.agencies["police"]: [first, made["id"]]}


def test_it_begins_once_and_before_anybody_confirms(opened: Sitting) -> None:
    assert opened.refused("dina", "confirm_read_back", seen=[]).code == "read_back_not_started"
    opened.do("amara", "start_read_back")
    assert opened.refused("amara", "start_read_back").code == "read_back_already_started"


def test_what_is_not_confirmed_holds_up_no_closing(opened: Sitting) -> None:
    agreed(opened)
    opened.do("amara", "start_read_back")
    opened.do("amara", "close_meeting", no_next_meeting_because="The plan is working.")
    assert confirmed(opened) == {}
