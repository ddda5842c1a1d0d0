from dataclasses import replace
from datetime import date

import pytest

from mas_hub.access.actor import MeetingActor, MeetingFacts
from mas_hub.access.audience import may_see, may_take_away

OWN_AGENCY, OTHER_AGENCY = 4, 5
OWN_ID, OTHER_ID = 40, 50
STREAMS = ("shared", "agency:4", "agency:5", "chair:4", "chair:5", "point:40:50", "point:60:40", "point:60:50")

# Who reads which stream, the columns as STREAMS. Everybody here is person 40 of agency 4.
READERS = {
    "facilitator": "yes - - yes yes yes yes -",
    "representative": "yes yes - yes - yes yes -",
    "adviser": "yes - - - - yes yes -",
    "observer": "yes - - - - yes yes -",
    "recorder": "yes yes - yes - yes yes -",
}


def somebody(role: str, *, seat_id: int | None = 1, accepted: bool = True, records: bool = False) -> MeetingActor:
    facts = MeetingFacts(1, 1, "open", "decision_making", "england", date(2026, 9, 21), OTHER_ID)
    return MeetingActor(
        OWN_ID,
        OWN_AGENCY,
        frozenset({"recorder"} if records else ()),
        role=role,
        records=records,
        seat_id=seat_id,
        ground_rules_accepted=accepted,
        meeting=facts,
    )


@pytest.mark.parametrize("role", sorted(READERS))
def test_seat_reads_what_the_table_says(role: str) -> None:
    for stream, expected in zip(STREAMS, READERS[role].split(), strict=True):
        assert (stream, may_see(somebody(role), stream)) == (stream, expected == "yes")


@pytest.mark.parametrize("role", ["representative", "adviser", "observer"])
def test_a_guest_reads_what_is_shared_and_their_own_points_alone(role: str) -> None:
    guest = replace(somebody(role), guest_of=1)
    assert [each for each in STREAMS if may_see(guest, each)] == ["shared", "point:40:50", "point:60:40"]


def test_in_an_emergency_what_is_shared_is_read_and_not_even_what_one_once_told_the_chair() -> None:
    reader = replace(somebody("emergency", seat_id=None), in_emergency=True, roles=frozenset({"assurance_lead"}))
    assert [each for each in STREAMS if may_see(reader, each)] == ["shared"]


@pytest.mark.parametrize("stream", ["agency:40", "agency:14", "chair:40", "chair:44", "point:400:504", "point:4:140"])
def test_whose_number_another_s_only_begins_or_ends_with_is_somebody_else(stream: str) -> None:
    assert not may_see(somebody("representative"), stream)


def test_who_chaired_for_an_agency_that_has_left_hears_no_more_than_an_observer() -> None:
    """The seat is still the chair's in the record of the closed meeting."""
    chaired = replace(somebody("facilitator"), agency_left=True)
    assert [each for each in STREAMS if may_see(chaired, each)] == ["shared", "point:40:50", "point:60:40"]


@pytest.mark.parametrize("role", sorted(READERS))
@pytest.mark.parametrize("stream", STREAMS)
def test_nobody_reads_before_accepting_the_ground_rules(role: str, stream: str) -> None:
    assert not may_see(somebody(role, accepted=False), stream)


@pytest.mark.parametrize("stream", STREAMS)
def test_recorder_without_a_seat_reads_no_stream(stream: str) -> None:
    assert not may_see(somebody("recorder", seat_id=None, accepted=True, records=True), stream)


@pytest.mark.parametrize(
    "stream", ["", "everything", "agency", "agency:", "point:", "point::", "agency:40", "shared-not"]
)
def test_what_is_no_known_stream_is_nobodys(stream: str) -> None:
    assert not may_see(somebody("representative"), stream)


@pytest.mark.parametrize(
    ("role", "accepted", "records", "state", "may"),
    [
        ("representative", True, False, "open", True),
        ("representative", False, False, "open", False),
        ("representative", False, False, "closed", True),
        ("representative", False, True, "open", True),
        ("recorder", False, False, "open", False),
        ("recorder", False, True, "open", True),
    ],
)
def test_an_interim_export_shows_the_board_and_asks_for_its_rules_first(
    role: str, accepted: bool, records: bool, state: str, may: bool
) -> None:
    asking = somebody(role, accepted=accepted, records=records)
    assert may_take_away(replace(asking, meeting=replace(asking.meeting, state=state))) is may
