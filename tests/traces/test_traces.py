"""An agency's recorder sees who took and read what is theirs; nobody's own doings, and no other agency's."""

import csv
import hashlib
import io
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from mas_hub import db
from mas_hub.access.actor import Actor
from mas_hub.access.audit_audience import ABOUT_IT, ABOUT_ITS_PEOPLE, ANYBODY_S, OF_ITS_OWN_PEOPLE
from mas_hub.audit.actions import record
from mas_hub.audit.models import AuditRow
from mas_hub.db import snapshot, transaction
from mas_hub.errors import Invalid, Unavailable
from mas_hub.language import LANGUAGES, catalogue
from mas_hub.traces.queries import Wanted, count_rows, list_meetings, list_rows, said, usual
from mas_hub.traces.taking import take_audit
from tests.sitting import Sitting


@pytest.fixture
def done(opened: Sitting) -> Sitting:
    """What people of several agencies did around the meeting and without one."""
    ours, other = opened.meeting_id, opened.other_meeting_id
    agencies, people = opened.agencies, opened.people
    with transaction() as session:

        def note(who: str, what: str, meeting_id: int | None = None, **detail: Any) -> None:
            record(session, opened.actor(who), what, meeting_id=meeting_id, **detail)

        note("beth", "board_opened", ours)
        note("beth", "preparation_opened", ours)
        note("beth", "export_taken", ours, format="pdf", language="en")
        note("beth", "not_known_yet", ours)
        note("beth", "signed_in", session_id=1)
        note("dina", "preparation_opened", ours)
        note("dina", "signed_in", session_id=2)
        note("hugo", "board_opened", other)
        note("amara", "plan_opened", other)
        note("ines", "person_updated", of_person=people["dina"])
        note("ines", "person_updated", of_person=people["beth"])
        note("ines", "agreement_kept", of_agency=agencies["police"])
        record(session, None, "sign_in_failed", person_id=people["dina"], address="192.0.2.7")
        stranger = Actor(people["freya"], agencies["school"])
        record(session, stranger, "emergency_opened", meeting_id=ours)
        record(session, stranger, "plan_opened", meeting_id=ours)
    return opened


def seen(sitting: Sitting, agency: str, wanted: Wanted = Wanted()) -> list[tuple[str, str | None]]:  # noqa: B008
    """What is shown to an agency, oldest first, of what the fixture noted, and who is named."""
    with snapshot() as session:
        rows = list_rows(session, sitting.agencies[agency], wanted, most=500)
        assert count_rows(session, sitting.agencies[agency], wanted) == len(rows)
        first = session.scalars(
            select(AuditRow.id).where(AuditRow.what == "board_opened").order_by(AuditRow.id)
        ).first()
    return [(row["what"], row["who"]) for row in reversed(rows) if row["id"] >= (first or 0)]


def test_an_agency_sees_its_own_and_what_anybody_did_with_the_record(done: Sitting) -> None:
    assert seen(done, "police") == [
        ("board_opened", "Beth Made-up"),
        ("export_taken", "Beth Made-up"),
        ("preparation_opened", "Dina Made-up"),
        ("signed_in", "Dina Made-up"),
        ("person_updated", None),
        ("agreement_kept", None),
        ("emergency_opened", "Freya Made-up"),
        ("plan_opened", None),
    ]


def test_its_own_people_s_unknown_doings_are_shown_neutrally(done: Sitting) -> None:
    kinds = [what for what, _ in seen(done, "csc", Wanted(meeting=done.meeting_id))]
    assert kinds == [
        "board_opened", "preparation_opened", "export_taken", "not_known_yet", "emergency_opened", "plan_opened",
    ]  # fmt: skip
    assert said("not_known_yet", "en") == "Something else was noted (not_known_yet)"
    assert "not_known_yet" in said("not_known_yet", "cy")


def test_a_meeting_that_one_was_not_invited_to_is_as_absent(done: Sitting) -> None:
    with snapshot() as session:
        assert [each["id"] for each in list_meetings(session, done.agencies["police"])] == [done.meeting_id]
    assert seen(done, "police", Wanted(meeting=done.other_meeting_id)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_that_is_shown_has_words(language: str) -> None:
    kinds = ANYBODY_S | OF_ITS_OWN_PEOPLE | ABOUT_IT | ABOUT_ITS_PEOPLE
    assert {kind for kind in kinds if f"audit.{kind}" not in catalogue(language)} == set()


def test_days_are_both_included(done: Sitting) -> None:
    day = date(2026, 9, 21)
    assert seen(done, "police", Wanted(first=day, last=day)) == seen(done, "police")
    assert seen(done, "police", Wanted(last=date(2026, 9, 20))) == []
    assert seen(done, "police", Wanted(first=date(2026, 9, 22))) == []


def test_without_a_meeting_and_a_day_it_is_the_last_90_days(done: Sitting) -> None:
    bounded = usual(Wanted())
    assert bounded == Wanted(first=date(2026, 6, 23))
    assert seen(done, "police", bounded) == seen(done, "police")
    for asked in (Wanted(meeting=1), Wanted(first=date(2020, 1, 1)), Wanted(last=date(2026, 9, 1))):
        assert usual(asked) == asked


def test_the_file_holds_the_same_and_is_noted(done: Sitting) -> None:
    rhys = done.actor("rhys")
    files = [take_audit(rhys, Wanted(), language) for language in LANGUAGES]
    for language, file in zip(LANGUAGES, files, strict=True):
        content = file.decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(content)))
        code, who = (catalogue(language)[f"audit.column.{name}"] for name in ("code", "who"))
        assert ("export_taken", "Beth Made-up") in [(row[code], row[who]) for row in rows]
        assert "192.0.2.7" not in content
    with snapshot() as session:
        taken = session.scalars(select(AuditRow).where(AuditRow.what == "audit_taken")).all()
    assert [(row.person_id, row.sha256) for row in taken] == [
        (rhys.person_id, hashlib.sha256(file).hexdigest()) for file in files
    ]
    with pytest.raises(Invalid):
        take_audit(rhys, Wanted(first=date(2026, 9, 22), last=date(2026, 9, 21)), "en")


def test_a_file_that_cannot_be_noted_is_not_taken(done: Sitting) -> None:
    with db.engine().begin() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER no_audit BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'disk full'); END"
        )
    with pytest.raises(Unavailable, match="audit_unavailable"):
        take_audit(done.actor("rhys"), Wanted(), "en")
