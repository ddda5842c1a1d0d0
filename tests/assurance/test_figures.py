"""The figures of a partnership in which a dozen meetings were held, against what was put there."""

import csv
import hashlib
import io
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, select, update

from mas_hub import clock, db
from mas_hub.assurance.actions import take_figures
from mas_hub.assurance.queries import figures
from mas_hub.audit.actions import record
from mas_hub.audit.models import AuditRow
from mas_hub.db import snapshot, transaction
from mas_hub.decisions.models import Decision
from mas_hub.drift.models import DriftConcern
from mas_hub.errors import Forbidden, NotFound, Unavailable
from mas_hub.follow_up.models import Receipt
from mas_hub.meetings.models import Invitation, Meeting
from mas_hub.thresholds.models import Disagreement, ThresholdPosition
from tests.sitting import Sitting

FIRST, LAST = date(2026, 4, 1), date(2026, 9, 1)
DAYS = [date(2026, 4, 13), date(2026, 5, 11), date(2026, 6, 15)] * 4
"""Mondays on which social care, the police and the school were invited, and the school did not come."""


@pytest.fixture
def year(closed: Sitting) -> Sitting:
    with transaction() as session:
        meeting = session.get_one(Meeting, closed.meeting_id)
        for number, day in enumerate(DAYS):
            held = datetime(day.year, day.month, day.day, 10, tzinfo=clock.LOCAL)
            add_meeting(session, closed, meeting.case_id, held, number)
    return closed


def add_meeting(session: Any, sitting: Sitting, case_id: int, held: datetime, number: int) -> None:
    csc, police, school = (sitting.agencies[key] for key in ("csc", "police", "school"))
    meeting = Meeting(
        case_id=case_id,
        facilitator_id=sitting.people["amara"],
        state="closed",
        purpose="reflective" if number % 2 else "decision_making",
        criteria=["drift"],
        meeting_day=held.date(),
        opened_at=held,
        closed_at=held + timedelta(minutes=100 if number < 7 else 80),
    )
    session.add(meeting)
    session.flush()
    mine = {"meeting_id": meeting.id, "agency_id": csc, "person_id": sitting.people["beth"]}
    for agency, attendance in ((csc, "present"), (police, "present"), (school, "absent")):
        session.add(Invitation(meeting_id=meeting.id, agency_id=agency, attendance=attendance))
    for agency, level in ((csc, 4), (police, 2)):
        place = {"level": level, "evidence": "canary-evidence", "would_change_view": ""}
        session.add(ThresholdPosition(**{**mine, "agency_id": agency}, **place, added_at=held, changed_at=held))
    session.add(
        Disagreement(
            **mine,
            about="canary-about",
            between=[csc, police],
            state="resolved" if number < 8 else "open",
            raised_at=held,
            settled_at=held + timedelta(days=7) if number < 8 else None,
        )
    )
    session.add(
        DriftConcern(
            **mine,
            what="canary-what",
            effect_on_child="canary-effect",
            risk_source="adults",
            expectation="initial_conference",
            reckoning={"days": 4 if number < 6 else 0},
            raised_at=held,
        )
    )
    session.add(
        Decision(
            **mine,
            state="agreed",
            owner_agency_id=school,
            involves=[],
            text="canary-text",
            measure="",
            responsible="",
            due=date(2026, 7, 1),
            reflects_child="",
            rationale="",
            answers=[],
            proposed_at=held,
            changed_at=held,
            agreed_at=held,
        )
    )
    if number < 9:
        session.add(
            Receipt(
                meeting_id=meeting.id,
                agency_id=csc,
                person_id=sitting.people["beth"],
                recorded=True,
                reference="canary-reference",
                why_not="",
                at=held + timedelta(days=number),
            )
        )
        record(session, sitting.actor("beth"), "export_taken", meeting_id=meeting.id, sha256="0" * 64)


def read(agency_id: int | None = None) -> dict[str, dict[str, list[Any]]]:
    """`{table: {row: cells}}`"""
    with snapshot() as session:
        found = figures(session, first=FIRST, last=LAST, agency_id=agency_id)
    return {table["key"]: {row["key"]: row["cells"] for row in table["rows"]} for table in found["tables"]}


def test_meetings_and_who_came(year: Sitting) -> None:
    found = read()
    assert {month: cells[0] for month, cells in found["by_month"].items()} == {
        "2026-04": "few",
        "2026-05": "few",
        "2026-06": "few",
        "2026-07": 0,
        "2026-08": 0,
        "2026-09": "few",  # the prepared ones
        "all": 15,
    }
    assert found["by_kind"]["because_drift"] == [10]
    assert found["by_kind"]["reflective"] == [5]
    assert found["how_held"]["over_time"] == [5]
    assert found["how_held"]["voice"] == [15]
    assert found["by_agency"][str(year.agencies["school"])] == [15, 0, 0, 10]
    assert found["by_agency"][str(year.agencies["police"])][:2] == [15, 15]


def test_a_purged_meeting_was_held_all_the_same(year: Sitting) -> None:
    before = read()
    with transaction() as session:
        session.execute(update(Meeting).values(state="purged"))
    after = read()
    assert (after["by_month"], after["by_agency"]) == (before["by_month"], before["by_agency"])
    assert after["how_held"]["closed"] == [0]


def test_what_was_said_as_counts(year: Sitting) -> None:
    found = read()
    assert found["spread"]["apart_2"] == [10]
    assert found["disagreements"]["raised"] == [15]
    assert found["disagreements"]["resolved"] == [10]
    assert found["disagreements"]["days_to_settle"] == [5]
    assert found["drift"]["initial_conference"] == [10, 5]
    assert found["decisions"]["agreed"] == [15]
    assert found["progress"]["nothing_said"] == [15]
    assert found["progress"]["overdue"] == [10]


def test_who_recorded_how_soon_and_who_took_no_document(year: Sitting) -> None:
    found = read()
    csc, school = (found["recorded"][str(year.agencies[key])] for key in ("csc", "school"))
    assert csc == [15, 10, 0, "few", "few", "few"]
    assert school == [15, 0, 0, 15, 10, 15]
    assert sum(cells != [0] for cells in found["how_soon"].values()) >= 2


def test_one_agency_s_figures_are_of_the_meetings_it_was_invited_to(year: Sitting) -> None:
    mine = read(year.agencies["school"])
    assert list(mine["by_agency"]) == list(mine["recorded"]) == [str(year.agencies["school"])]
    assert mine["spread"]["apart_2"] == [10]
    assert mine["how_soon"] == {key: [0] for key in mine["how_soon"]}
    with snapshot() as session, pytest.raises(NotFound):
        figures(session, first=FIRST, last=LAST, agency_id=999_999)


def test_of_fewer_meetings_than_five_nothing_is_broken_down(year: Sitting) -> None:
    with snapshot() as session:
        few = figures(session, first=date(2026, 4, 1), last=date(2026, 4, 1), agency_id=None)
        none = figures(session, first=date(2026, 8, 1), last=date(2026, 8, 1), agency_id=None)
        enough = figures(session, first=FIRST, last=LAST, agency_id=None)
    assert [each["withheld"] for each in (few, none, enough)] == [True, True, False]
    for table in few["tables"] + none["tables"]:
        if not table["exact"] and table["key"] != "training":  # which counts people, not meetings
            assert {cell for row in table["rows"] for cell in row["cells"]} <= {None}
            assert not (table["key"] in ("by_agency", "recorded") and table["rows"])  # nor who was asked
    assert read()["looks"]["exports"] == [10]


def test_what_cannot_be_noted_is_not_taken(year: Sitting) -> None:
    with db.engine().begin() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER no_audit BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'disk full'); END"
        )
    with pytest.raises(Unavailable, match="audit_unavailable"):
        take_figures(year.actor("gwen"), first=FIRST, last=LAST, agency_id=None, language="en")


def test_no_word_of_a_case_and_no_small_count_leaves(year: Sitting) -> None:
    with snapshot() as session:
        found = figures(session, first=FIRST, last=LAST, agency_id=None)
    assert "canary" not in str(found)
    assert "FS-" not in str(found)
    for table in found["tables"]:
        for row in table["rows"]:
            for cell in row["cells"]:
                small = isinstance(cell, int) and not isinstance(cell, bool) and 0 < cell < 5
                assert table["exact"] or not small, (table["key"], row["key"], cell)


@pytest.mark.parametrize("language", ["en", "cy"])
def test_file_says_the_same_and_the_audit_knows_it(year: Sitting, language: str) -> None:
    taken = take_figures(year.actor("gwen"), first=FIRST, last=LAST, agency_id=None, language=language)
    lines = list(csv.reader(io.StringIO(taken.content.decode("utf-8-sig"))))
    with snapshot() as session:
        [row] = session.scalars(select(AuditRow).where(AuditRow.what == "figures_taken"))
        found = figures(session, first=FIRST, last=LAST, agency_id=None)
    assert row.sha256 == hashlib.sha256(taken.content).hexdigest()
    assert len(lines) == 1 + sum(len(row["cells"]) for table in found["tables"] for row in table["rows"])
    assert all(len(line) == 4 and all(line) for line in lines)
    with pytest.raises(Forbidden):
        take_figures(year.actor("amara"), first=FIRST, last=LAST, agency_id=None, language=language)


@pytest.fixture
def asked() -> Iterator[list[str]]:
    """Every statement that goes to the database."""
    statements: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        statements.append(statement)

    event.listen(db.engine(), "before_cursor_execute", note)
    yield statements
    event.remove(db.engine(), "before_cursor_execute", note)


def test_more_meetings_are_no_more_questions(year: Sitting, asked: list[str]) -> None:
    read()
    few = len(asked)
    with transaction() as session:
        case_id = session.get_one(Meeting, year.meeting_id).case_id
        for number in range(30):
            add_meeting(session, year, case_id, datetime(2026, 7, 6, 10, tzinfo=clock.LOCAL), number)
    asked.clear()
    read()
    assert len(asked) == few < 80
