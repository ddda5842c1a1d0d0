"""What an agency's part is of: the meetings it was invited to or sat in, what a worker said for it, what names it."""

import pytest
from sqlalchemy import select

from mas_hub.access.audience import SHARED
from mas_hub.audit.actions import record
from mas_hub.db import snapshot, transaction
from mas_hub.meetings.models import Seat
from mas_hub.retention.covering import belonging
from mas_hub.subject_access.whose import NOT_OF_THE_CASE, About, Whose
from tests.retention.test_keeping import case_of
from tests.sitting import Sitting


def meetings(sitting: Sitting, agency: str, about: About) -> list[int]:
    with snapshot() as session:
        return Whose(sitting.agencies[agency]).meetings(session, about)


@pytest.mark.parametrize(
    ("agency", "part"),
    [("csc", True), ("school", True), ("camhs", True), ("housing", False)],
    ids=lambda each: str(each),
)
def test_an_agency_that_was_invited_or_sat_there_has_part_in_it(opened: Sitting, agency: str, part: bool) -> None:
    """The school was invited and absent; camhs was not invited, and advises and observes."""
    assert meetings(opened, agency, About(case_id=case_of(opened))) == [opened.meeting_id] * part


def test_whose_seats_were_taken_away_had_none(opened: Sitting) -> None:
    with transaction() as session:
        for seat in session.scalars(select(Seat).where(Seat.agency_id == opened.agencies["camhs"])):
            seat.removed = True
    assert meetings(opened, "camhs", About(case_id=case_of(opened))) == []
    assert meetings(opened, "csc", About(case_id=case_of(opened))) == [opened.meeting_id]


def test_where_a_worker_sat_is_told_to_the_agency_for_which_they_did(opened: Sitting) -> None:
    beth = About(person_id=opened.people["beth"])
    assert meetings(opened, "csc", beth) == [opened.meeting_id]
    assert meetings(opened, "police", beth) == []


def test_what_a_worker_said_is_theirs_and_of_the_agency_for_which_they_said_it(opened: Sitting) -> None:
    beth = About(person_id=opened.people["beth"])
    with snapshot() as session:
        said = {
            agency: Whose(opened.agencies[agency]).entries(session, beth, opened.meeting_id, SHARED)
            for agency in ("csc", "police")
        }
    assert {entry.person_id for entry in said["csc"]} == {opened.people["beth"]}
    assert said["police"] == []


def test_who_looked_is_told_of_one_s_own_people_alone(opened: Sitting) -> None:
    case = About(case_id=case_of(opened))
    with transaction() as session:
        for who in ("beth", "dina"):
            record(session, opened.entering(session, who), "board_opened", meeting_id=opened.meeting_id)
    with snapshot() as session:
        whole = {row.agency_id for row in Whose().audit(session, case)}
        part = {row.agency_id for row in Whose(opened.agencies["police"]).audit(session, case)}
    assert (part, part < whole) == ({opened.agencies["police"]}, True)


def test_of_a_part_no_row_is_taken_that_names_no_agency_and_none_of_what_was_said_of_a_meeting(opened: Sitting) -> None:
    case = About(case_id=case_of(opened))
    tables = {table.name: table for table in belonging()}
    nobodys = [
        each for each in tables.values() if not any(column.name.endswith("agency_id") for column in each.columns)
    ]
    assert nobodys
    for table in nobodys:
        assert (table.name, str(Whose(opened.agencies["csc"]).rows(table, case))) == (table.name, "false")
    for name in NOT_OF_THE_CASE:
        assert (name, str(Whose().rows(tables[name], case))) == (name, "false")
