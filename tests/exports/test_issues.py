"""Interim copies, the final one, and the issues after it: made from the log as it stood at a number."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from mas_hub.db import snapshot
from mas_hub.exports.actions import read_document
from mas_hub.exports.document import Views, build
from mas_hub.exports.formats import FORMATS, file_name
from mas_hub.exports.issues import document_of
from mas_hub.exports.parts import Document
from mas_hub.meeting_log import Entry
from mas_hub.meetings.subjects import views_of
from tests.exports.made_up import HEALTH, MADE_AT, PROBATION, document, views
from tests.exports.reading import read
from tests.sitting import SMART, Sitting

CLOSED_AT = datetime(2026, 9, 21, 14, 5, tzinfo=UTC)


def make(agency: int = HEALTH) -> Any:
    def made(of: Views, seq: int, interim: bool) -> Document:
        return build(of, agency, seq=seq, interim=interim, made_at=MADE_AT, language="en")

    return made


def entry(seq: int, act: str, subject: dict[str, Any]) -> Entry:
    at, about = CLOSED_AT + timedelta(hours=seq), (subject["type"], subject["id"], json.dumps(subject))
    return Entry(14, "shared", seq, "something_done", at, 1, 1, act, *about)


def entries(*later: tuple[str, dict[str, Any]]) -> list[Entry]:
    """A closed meeting's log: everything that is on its board, then its closing, then what each later act changed."""
    of = views()
    (meeting,) = of.pop("meeting")
    subjects = [{**meeting, "state": "open", "version": 1}, *(view for each in of.values() for view in each), meeting]
    acts = [f"act-{number}" for number in range(len(subjects))] + [act for act, _ in later]
    subjects += [subject for _, subject in later]
    return [entry(seq, act, subject) for seq, (act, subject) in enumerate(zip(acts, subjects, strict=True), start=1)]


def changed(kind: str, which: int, **facts: Any) -> dict[str, Any]:
    view = next(view for view in views()[kind] if view["id"] == which)
    return {**view, "version": view["version"] + 1, **facts}


def test_before_closing_there_is_no_issue_and_at_closing_the_first() -> None:
    log = entries()
    before = document_of(log[:-1], make())
    assert (before.interim, before.issue, before.changes) == (True, None, ())
    final = document_of(log, make())
    assert (final.interim, final.issue, final.changes) == (False, 1, ())
    assert final.sequence == len(log)
    assert replace(final, id="", sequence=0, issue=None) == replace(document(HEALTH), id="", sequence=0)


def test_what_changes_afterwards_makes_the_next_issue_and_says_so() -> None:
    late = changed("invitation", HEALTH, attendance="absent")
    log = entries(("late-1", late), ("late-2", {**changed("invitation", PROBATION, attendance="absent"), "version": 9}))
    taken = document_of(log, make())
    assert taken.issue == 3
    assert [(each.issue, each.what) for each in taken.changes] == [(2, ("attendance", "invited")), (3, ("invited",))]
    assert [each.at for each in taken.changes] == [entry.at for entry in log[-2:]]
    assert document_of(log[:-1], make()).issue == 2
    assert document_of(log[:-2], make()).issue == 1


def test_what_an_agency_never_sees_makes_no_issue_of_its_document() -> None:
    log = entries(("late-1", changed("reflection", 7, text="CANARY wellbeing dread, again")))
    assert document_of(log, make()).issue == 1


def test_one_act_of_several_entries_makes_one_issue() -> None:
    log = entries(
        ("late-1", changed("invitation", HEALTH, attendance="absent")),
        ("late-1", changed("invitation", PROBATION, attendance="absent")),
    )
    assert [each.issue for each in document_of(log, make()).changes] == [2]


@pytest.mark.parametrize("name", sorted(FORMATS))
@pytest.mark.parametrize("language", ["en", "cy"])
def test_every_format_says_which_issue_it_is(name: str, language: str) -> None:
    log = entries(("late-1", changed("invitation", HEALTH, attendance="absent")))
    taken = replace(document_of(log, make()), language=language)  # type: ignore[arg-type]
    text = " ".join(read(name, taken).split())
    if name == "json":
        assert "attendance" in text
        return
    assert ("Final, issue 2" if language == "en" else "Terfynol, rhifyn 2") in text
    if name not in ("csv", "xlsx"):
        assert ("who was invited or there changed" if language == "en" else "newidiodd pwy a wahoddwyd") in text


def test_a_later_issue_has_a_name_of_its_own() -> None:
    log = entries(("late-1", changed("invitation", HEALTH, attendance="absent")))
    assert file_name(document_of(log, make()), "pdf") == "FS-2291-2026-09-21-hea-decisions-issue-2.pdf"


def facts(taken: Document) -> Document:
    return replace(taken, made_at=MADE_AT)


def test_a_copy_taken_between_two_acts_is_the_record_at_its_number(opened: Sitting) -> None:
    """Also while others write: whatever is done later, the log up to that number gives the same document again."""
    police = opened.agencies["police"]
    taken = [read_document(opened.meeting_id, police, "en")]
    opened.do("amara", "agree_decision", **opened.edit("decision"))
    taken.append(read_document(opened.meeting_id, police, "en"))
    opened.do("dina", "propose_decision", **{**SMART, "owner": police})
    opened.do("dina", "add_reflection", prompt="voice_of_the_child", text="K. likes school.")
    taken.append(read_document(opened.meeting_id, police, "en"))
    opened.do("amara", "close_meeting", no_next_meeting_because="Not needed.")
    taken.append(read_document(opened.meeting_id, police, "en"))
    assert len({each.sequence for each in taken}) == len(taken)
    for each in taken:
        again = read_document(opened.meeting_id, police, "en", upto=each.sequence)
        assert facts(again) == facts(each)
    assert [each.issue for each in taken] == [None, None, None, 1]


def test_the_log_gives_the_document_that_the_tables_give(closed: Sitting) -> None:
    with snapshot() as session:
        of = views_of(session, closed.meeting_id)
    for agency in ("csc", "police", "health", "school"):
        from_log = read_document(closed.meeting_id, closed.agencies[agency], "en")
        from_tables = build(
            of,
            closed.agencies[agency],
            seq=from_log.sequence,
            interim=False,
            made_at=from_log.made_at,
            language="en",
        )
        assert from_log == replace(from_tables, issue=1)


def test_an_addendum_makes_a_new_issue_for_whom_it_concerns_alone(closed: Sitting) -> None:
    decision_id = closed.view("decision")["id"]
    before = {
        agency: read_document(closed.meeting_id, closed.agencies[agency], "en") for agency in ("police", "health")
    }
    closed.do(
        "amara",
        "add_addendum",
        corrects={"type": "decision", "id": decision_id},
        text="The core group is on Tuesday, not Monday.",
        reason="The day was misheard.",
    )
    concerned = [name for name, each in before.items() if each.owned or each.involved]
    assert concerned
    for agency in before:
        taken = read_document(closed.meeting_id, closed.agencies[agency], "en")
        assert taken.issue == (2 if agency in concerned else 1)
        assert [each.what for each in taken.changes] == ([("addenda",)] if agency in concerned else [])
    assert "a correction was added" in read("pdf", read_document(closed.meeting_id, closed.agencies["police"], "en"))
