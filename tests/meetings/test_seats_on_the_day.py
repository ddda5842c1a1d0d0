"""Agencies invited late, people seated on the day, seats that are taken away."""

import pytest

from mas_hub.db import snapshot, transaction
from mas_hub.errors import Conflict, Invalid, NotFound
from mas_hub.exports.actions import read_document
from mas_hub.identity.guests import add_guest
from mas_hub.meetings.home import home
from tests.acting import seat_of
from tests.sitting import GROUND_RULES, NO_SUCH_ID, Sitting


def test_agency_invited_late_has_the_duty_to_record_and_its_export(opened: Sitting) -> None:
    invited = opened.do("amara", "invite_agency", agency=opened.agencies["camhs"])[0].subject
    assert (invited["attendance"], invited["name"]["en"]) == ("invited", "Fellshire camhs")
    with snapshot() as session:
        live = home(session, opened.actor("kit"))["live"]
    assert {(card["meeting_id"], card["role"], card["binds_me"]) for card in live} == {
        (opened.other_meeting_id, "representative", True),
        (opened.meeting_id, "recorder", True),
    }
    document = read_document(opened.meeting_id, opened.agencies["camhs"], "en")
    assert "Fellshire camhs" in str(document)


@pytest.mark.parametrize("key", ["csc", "school"])
def test_agency_is_invited_once(opened: Sitting, key: str) -> None:
    refusal = opened.refused("amara", "invite_agency", agency=opened.agencies[key])
    assert (type(refusal), refusal.code) == (Conflict, "agency_already_invited")


def test_agency_that_is_none_cannot_be_invited(opened: Sitting) -> None:
    refusal = opened.refused("amara", "invite_agency", agency=999)
    assert refusal.fields == {"agency": "unknown_agency"}


def test_deputy_is_seated_accepts_the_rules_and_speaks_for_the_agency(opened: Sitting) -> None:
    seat = opened.do("amara", "seat_person", person=opened.people["sian"], role="representative")[0].subject
    assert (seat["role"], seat["ground_rules_accepted_at"], seat["removed"]) == ("representative", None, False)
    assert opened.refused("sian", "add_reflection", prompt="analysis", text="x").code == "ground_rules_not_accepted"
    opened.do("sian", "accept_ground_rules", version=GROUND_RULES)
    opened.do("sian", "add_threshold_position", level=3, evidence="Attendance fell to 61%.")
    school = next(each for each in opened.views("invitation") if each["agency_id"] == opened.agencies["school"])
    assert school["attendance"] == "present"


@pytest.mark.parametrize("role", ["representative", "recorder"])
def test_nobody_speaks_or_records_for_an_agency_that_is_not_invited(opened: Sitting, role: str) -> None:
    refusal = opened.refused("amara", "seat_person", person=opened.people["hugo"], role=role)
    assert (type(refusal), refusal.fields) == (Invalid, {"person": "agency_to_be_invited_first"})
    opened.do("amara", "invite_agency", agency=opened.agencies["housing"])
    assert opened.do("amara", "seat_person", person=opened.people["hugo"], role=role)


@pytest.mark.parametrize("role", ["adviser", "observer"])
def test_advisers_and_observers_come_from_anywhere(opened: Sitting, role: str) -> None:
    assert opened.do("amara", "seat_person", person=opened.people["hugo"], role=role)[0].subject["role"] == role


def test_person_has_one_seat(opened: Sitting) -> None:
    refusal = opened.refused("amara", "seat_person", person=opened.people["beth"], role="observer")
    assert (type(refusal), refusal.code) == (Conflict, "already_seated")
    assert opened.refused("amara", "seat_person", person=999, role="observer").fields == {"person": "unknown_person"}
    refusal = opened.refused("amara", "seat_person", person=opened.people["hugo"], role="facilitator")
    assert refusal.fields == {"role": "not_one_of"}


def test_nobody_removes_the_chair(opened: Sitting) -> None:
    seat = seat_of(opened, "amara")
    refusal = opened.refused("amara", "remove_seat", of=seat["id"], version=seat["version"], reason="Of my own accord.")
    assert (type(refusal), refusal.code) == (Conflict, "chair_keeps_seat")


def test_who_lost_their_seat_does_and_sees_nothing_more_until_they_are_seated_again(opened: Sitting) -> None:
    seat = seat_of(opened, "beth")
    gone = opened.do("amara", "remove_seat", of=seat["id"], version=seat["version"], reason="Another case of hers.")
    assert (gone[0].subject["removed"], gone[0].subject["removed_because"]) == (True, "Another case of hers.")
    assert type(opened.refused("beth", "add_reflection", prompt="analysis", text="x")) is NotFound
    with snapshot() as session:
        assert all(cards in ([], False) for cards in home(session, opened.actor("beth")).values())
    again = opened.refused("amara", "remove_seat", of=seat["id"], version=gone[0].subject["version"], reason="Twice.")
    assert again.code == "seat_already_removed"
    assert opened.view("position")["withdrawn"] is False
    seated = opened.do("amara", "seat_person", person=opened.people["beth"], role="representative")[0].subject
    assert (seated["id"], seated["removed"], seated["removed_because"]) == (seat["id"], False, "")
    assert opened.refused("beth", "add_reflection", prompt="analysis", text="x").code == "ground_rules_not_accepted"


def test_guest_of_another_meeting_is_as_unknown_here_as_nobody(opened: Sitting) -> None:
    with transaction() as session:
        guest = add_guest(session, agency_id=opened.agencies["health"], name="Gus Made-up", job="Advocate").id
    for person in (guest, NO_SUCH_ID):
        refusal = opened.refused("amara", "seat_person", person=person, role="observer")
        assert refusal.fields == {"person": "unknown_person"}
