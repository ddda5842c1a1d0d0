"""The return as files, read back by readers that know nothing of their writers; no word of a case in any of them."""

import hashlib
import io
import json
from datetime import date
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import delete, select

from mas_hub import db
from mas_hub.audit.models import AuditRow
from mas_hub.db import snapshot, transaction
from mas_hub.errors import NotFound, Unavailable
from mas_hub.identity.models import PersonRole
from mas_hub.language import text
from mas_hub.returns.formats import FORMATS
from mas_hub.returns.statements import KEYS, SECTIONS
from mas_hub.returns.taking import ReturnFile, take_return
from tests.doors.test_canaries import say_everything
from tests.exports.reading import docx_texts, every_byte, everything_read
from tests.returns.writing import YEAR, answers, save, submit, the_year_after
from tests.sitting import Sitting

SAID = {
    "smart": {"rating": "partly", "evidence": "=SUM(A1)", "action": "Train everybody.", "by_whom": "Head of pastoral"},
    "voice": {"rating": "not_in_place", "evidence": "Ar y gweill\nLine two 😀"},
}
LANGUAGES = ("en", "cy")


@pytest.fixture
def submitted(year: Sitting) -> Sitting:
    save(year, answers=answers(**{**SAID, "smart": {**SAID["smart"], "by_when": date(2027, 9, 1)}}), summary="Better.")
    with the_year_after():
        submit(year)
    return year


def take(sitting: Sitting, who: str, kind: str, language: str = "en", **which: Any) -> ReturnFile:
    asked = {"edition": None, "format": kind, "language": language, **which}
    return take_return(sitting.actor(who), sitting.agencies["school"], YEAR, **asked)


def sheets(content: bytes) -> dict[str, list[list[str]]]:
    book = load_workbook(io.BytesIO(content))
    return {
        sheet.title: [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]
        for sheet in book.worksheets
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_pages_say_every_statement_figure_and_action(submitted: Sitting, kind: str, language: str) -> None:
    content = take(submitted, "gwen", kind, language).content
    said = " ".join(everything_read(kind, content).split())
    for key in KEYS:
        assert " ".join(text(f"returns.statement.{key}", language).split()) in said
    for key in ("rating.partly", "rating.not_in_place", "figures.recording", "figure.recording.bound", "file.planned"):
        assert text(f"returns.{key}", language) in said
    for each in ("Train everybody.", "Head of pastoral", "Better.", "=SUM(A1)", "Sian Made-up", "2027"):
        assert each in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_workbook_has_a_row_for_each_statement_and_figure_and_calculates_nothing(
    submitted: Sitting, language: str
) -> None:
    found = sheets(take(submitted, "gwen", "xlsx", language).content)
    said, figures, about = found.values()
    assert len(said) == 1 + len(KEYS)
    assert len(figures) > 40
    assert "=SUM(A1)" in [row[3] for row in said]
    assert about[1][1]


def test_json_holds_codes_whatever_the_language(submitted: Sitting) -> None:
    english, welsh = (json.loads(take(submitted, "gwen", "json", each).content) for each in LANGUAGES)
    assert english["schema"] == "mas_hub/return/1"
    assert english["figures"] == welsh["figures"]
    assert english["figures"]["deciding"]["invited"] == 7
    assert [each["rating"] for each in english["statements"]] == [each["rating"] for each in welsh["statements"]]
    assert {each["section"] for each in english["statements"]} == set(SECTIONS)
    assert english["submitted"]["by"] == "Sian Made-up"
    smart = next(each for each in english["statements"] if each["key"] == "smart")
    assert (smart["by_when"], smart["action"]) == ("2027-09-01", "Train everybody.")


@pytest.mark.parametrize("kind", FORMATS)
def test_same_file_whenever_and_by_whomever_it_is_taken(submitted: Sitting, kind: str) -> None:
    first = take(submitted, "gwen", kind)
    with the_year_after():
        assert take(submitted, "sian", kind).content == first.content
    assert first.file_name == f"{first.file_name.split('-')[0]}-2026-2027-annual-return.{kind}"
    with snapshot() as session:
        rows = session.scalars(select(AuditRow).where(AuditRow.what == "return_taken")).all()
    assert {row.sha256 for row in rows} == {hashlib.sha256(first.content).hexdigest()}
    assert [row.detail["of_agency"] for row in rows] == [submitted.agencies["school"]] * 2


def test_a_draft_says_that_it_is_one(year: Sitting) -> None:
    content = take(year, "sian", "docx", "cy")
    assert text("returns.file.draft_note", "cy") in list(docx_texts(content.content))
    assert content.file_name.endswith("-ffurflen-flynyddol-drafft.docx")
    with pytest.raises(NotFound):
        take(year, "gwen", "docx")


def test_no_word_of_a_case_in_any_file(opened: Sitting) -> None:
    say_everything(opened)
    known = ("canary", "FS-2291", "FS-7777", "K.T.", "K.", "Amara")
    for kind in FORMATS:
        for language in LANGUAGES:
            for who, agency in (("sian", "school"), ("kit", "camhs")):
                asked: dict[str, Any] = {"edition": None, "format": kind, "language": language}
                content = take_return(opened.actor(who), opened.agencies[agency], YEAR, **asked).content
                bare = every_byte(kind, content) if kind != "pdf" else everything_read(kind, content).encode()
                assert [word for word in known if word.encode() in bare] == []


def test_what_cannot_be_noted_is_not_taken(submitted: Sitting) -> None:
    with db.engine().begin() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER no_audit BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'disk full'); END"
        )
    with pytest.raises(Unavailable, match="audit_unavailable"):
        take(submitted, "gwen", "json")


def test_who_leads_no_more_when_it_is_made_gets_nothing(submitted: Sitting, monkeypatch: pytest.MonkeyPatch) -> None:
    def dismissed(*_: object) -> bytes:
        with transaction() as session:
            session.execute(delete(PersonRole).where(PersonRole.person_id == submitted.people["gwen"]))
        return b""

    monkeypatch.setattr("mas_hub.blocking._runner", [dismissed])
    with pytest.raises(NotFound):
        take(submitted, "gwen", "json")
