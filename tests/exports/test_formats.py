"""Every format of one document says the same."""

import csv
import io
import json
from typing import Any

import pytest
from pypdf import PdfReader

from mas_hub.exports import as_csv, as_json, as_pdf
from mas_hub.exports.formats import FORMATS, file_name
from mas_hub.exports.parts import Document
from tests.exports.made_up import HEALTH, HOUSING, NAMES, NEVER, POLICE, PROBATION, document, views


def rows_of(taken: Document) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(as_csv.write(taken).decode("utf-8-sig"), newline="")))


def pdf_text(taken: Document) -> str:
    """The text of every page in one line; an endless word's break marks are taken out again."""
    pages = PdfReader(io.BytesIO(as_pdf.write(taken))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split()).replace("\u200b", "")


def said_in_json(taken: Document) -> Any:
    return json.loads(as_json.write(taken))


@pytest.mark.parametrize("agency", sorted(NAMES))
@pytest.mark.parametrize("language", ["en", "cy"])
def test_every_format_has_the_agency_s_decisions_in_full(agency: int, language: str) -> None:
    taken = document(agency, language=language)
    printed, rows, facts = pdf_text(taken), rows_of(taken), said_in_json(taken)
    cells = [set(row.values()) for row in rows]
    for part, decisions in (("owned", taken.owned), ("involved", taken.involved)):
        assert [each["text"] for each in facts[part]] == [each.text for each in decisions]
        for each in decisions:
            for fact in (
                each.text,
                each.measure,
                each.responsible,
                each.reflects_child,
                each.reference,
                each.rationale,
            ):
                assert " ".join(fact.split()) in printed
                assert not fact or any(fact in row for row in cells)
            assert each.due is not None
            assert any(each.due.isoformat() in row for row in cells)
            for stand in each.stands:
                assert stand.agency.name in printed
                assert stand.reason in printed
    assert [row for row in cells if not {taken.id, taken.case.reference, taken.meeting.reference} <= row] == []
    assert all(voice.text in printed for voice in taken.voice)


@pytest.mark.parametrize("agency", sorted(NAMES))
@pytest.mark.parametrize("purpose", ["decision_making", "reflective"])
def test_no_format_has_what_is_never_exported(agency: int, purpose: str) -> None:
    taken = document(agency, of=views(purpose=purpose, information_shared="all_reached"))
    for written in (pdf_text(taken), str(rows_of(taken)), str(said_in_json(taken))):
        assert [canary for canary in NEVER if canary in written] == []


def test_the_json_names_its_schema_and_its_moment() -> None:
    facts = said_in_json(document(HEALTH))
    assert facts["schema"] == "mas_hub/export/1"
    assert (facts["sequence"], facts["made_at"]) == (57, "2026-09-21T15:10:00.000000Z")
    assert facts["owned"][0]["due"] == "2026-11-02"
    assert facts["owned"][0]["stands"][6] == {
        "agency": {"id": PROBATION, "name": "Probation Service, Fellshire", "code": "PRO"},
        "stand": None,
        "reason": "",
    }


def test_an_agency_without_decisions_has_a_row_that_says_so() -> None:
    (row,) = rows_of(document(HOUSING))
    assert row["Your part"] == "Nothing for your agency: record that the meeting was held"
    assert row["Meeting reference"] == "FS-2291/14"
    assert row["Voice of the child or person"] == ""


def test_a_spreadsheet_reads_the_bytes_as_they_are() -> None:
    written = as_csv.write(document(HEALTH))
    assert written.startswith(b"\xef\xbb\xbf")
    assert written.count(b"\r\n") == 3
    assert [row["Stand: HOU"] for row in rows_of(document(HEALTH))] == [
        "Agree with reservations: K. should not be singled out in front of other pupils.",
        "No stand recorded",
    ]


def test_a_reflective_meeting_is_written_as_reflections() -> None:
    taken = document(POLICE, of=views(purpose="reflective"))
    printed = pdf_text(taken)
    assert "It made no decisions." in printed
    assert "Police get minutes only after three weeks." in printed
    assert [row["Your part"] for row in rows_of(taken)] == ["Reflection: Challenge to a process"]
    assert "Decisions your agency owns" not in printed


def test_all_that_was_reached_is_one_line_in_every_format() -> None:
    taken = document(HOUSING, of=views(information_shared="all_reached"))
    assert "Confirm licence conditions." in pdf_text(taken)
    assert [row["Your part"] for row in rows_of(taken)] == ["Summary only"] * 3
    assert "second line" not in pdf_text(taken) + str(rows_of(taken))


def test_an_interim_copy_says_so_in_every_format() -> None:
    taken = document(interim=True, of=views(state="open", closed_at=None, next_meeting_on=None))
    printed = pdf_text(taken)
    assert "This is an interim copy." in printed
    assert "Not set yet" in printed
    assert said_in_json(taken)["interim"] is True
    assert rows_of(taken)[0]["Status"].startswith("Interim")


def test_welsh_is_welsh_to_the_dates() -> None:
    printed = pdf_text(document(HEALTH, language="cy"))
    for words in ("Penderfyniadau y mae eich asiantaeth yn berchen arnynt", "Llun 2 Tach 2026",
                  "Cyfrinachol: diogelu", "Dim safiad wedi'i gofnodi", "Tudalen 1 o"):  # fmt: skip
        assert words in printed
    assert "Decision" not in printed


@pytest.mark.parametrize(
    ("subject_type", "heading"),
    [
        ("child", "The child's voice"),
        ("unborn_child", "The voice of the unborn child"),
        ("adult_at_risk", "The person's voice"),
    ],
)
def test_the_voice_is_named_for_whose_it_is(subject_type: str, heading: str) -> None:
    of = views(purpose="reflective")
    of["meeting"][0]["case"]["subject_type"] = subject_type
    assert heading in pdf_text(document(of=of))


def test_file_names_are_made_here_and_hold_no_initials() -> None:
    assert file_name(document(HEALTH), "pdf") == "FS-2291-2026-09-21-hea-decisions.pdf"
    assert file_name(document(HEALTH, language="cy"), "csv") == "FS-2291-2026-09-21-hea-penderfyniadau.csv"
    of = views(purpose="reflective")
    of["meeting"][0]["case"]["reference"] = '../../ŵ"\r\nX: y'
    assert (
        file_name(document(HEALTH, of=of, interim=True), "json") == "w-X-y-2026-09-21-hea-reflections-interim-57.json"
    )
    assert list(FORMATS) == ["pdf", "docx", "xlsx", "csv", "json", "ics", "txt"]
