"""Whatever people write: nothing is calculated, nothing is read as markup, nothing is lost."""

import io
import json
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from mas_hub.exports import as_csv, as_docx, as_json, as_pdf, as_xlsx, fonts
from mas_hub.exports.as_csv import safe
from mas_hub.exports.characters import visible
from mas_hub.exports.formats import FORMATS
from mas_hub.exports.parts import Document
from tests.exports.made_up import HEALTH, decision, document, views
from tests.exports.reading import components, csv_rows, docx_texts, everything_read, xlsx_rows

# What a schema lets through: no control characters but tab and line breaks, no surrogates.
texts = st.text(st.characters(exclude_categories=("Cc", "Cs")) | st.sampled_from("\n\t=+-@'\"#$*_\\"), max_size=60)

NASTY = [
    "=HYPERLINK(\"http://x\")", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "'=1",
    "#panic(\"x\")", "$x$ *b* _i_ `c` <l> @ref \\ [a] {b} // c /* d */", "https://example.org/a?b=c",
    "ŵŷâ Llŷr Ŵyn", "محمد علي", "نص عربي with English", "👩‍👧 😀 ✓", "মেয়ে",
    "a\u064bb", "e\u0301\u0302", "x\u202eevil\u202c",
    "\ue000\ufdd0\u200b\ufeff", "\u2028\u2029", "x" * 8000, "سلام" * 2000, "Two\n\nlines", "{case} %s",
]  # fmt: skip


def with_text(text: str) -> Document:
    of = views(criteria=["other"], criteria_other=text, no_next_meeting_because=text, next_meeting_on=None)
    of["decision"] = [
        decision(1, HEALTH, text, measure=text, responsible=text, reflects_child=text, rationale=text, involves=[2])
    ]
    of["consent"][0].update(decision_id=1, reason=text, stand="disagree")
    of["reflection"][0]["text"] = text
    of["seat"][1]["name"] = of["seat"][1]["job"] = text
    of["invitation"][3]["name"] = {"en": text, "cy": None}
    return document(HEALTH, of=of)


def cells_of(taken: Document) -> list[str]:
    return [cell for row in csv_rows(as_csv.write(taken)) for cell in row]


TABLES: dict[str, Callable[[bytes], list[list[str]]]] = {"csv": csv_rows, "xlsx": xlsx_rows}


@pytest.mark.parametrize("text", NASTY)
def test_nasty_texts_through_every_writer(text: str) -> None:
    taken = with_text(text)
    cells = cells_of(taken)
    assert safe(text) in cells
    assert not [cell for cell in cells if cell.lstrip()[:1] in tuple("=+-@＝")]
    assert json.loads(as_json.write(taken))["owned"][0]["text"] == text
    assert visible(text) in [cell for row in xlsx_rows(as_xlsx.write(taken)) for cell in row]
    assert visible(text) in list(docx_texts(as_docx.write(taken)))
    for each in FORMATS.values():
        each.write(taken)


@given(texts)
def test_csv_and_json_lose_no_character(text: str) -> None:
    taken = with_text(text)
    assert safe(text) in cells_of(taken)
    assert json.loads(as_json.write(taken))["owned"][0]["rationale"] == text


@given(texts)
def test_no_cell_can_be_calculated(text: str) -> None:
    assert not safe(text).lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
    assert safe(text).removeprefix("'") == text.removeprefix("'")


@settings(max_examples=200)
@given(texts)
def test_two_hundred_texts_through_every_writer(text: str) -> None:
    """None makes a writer fail, none is calculated, and each character comes out as it was or as its code."""
    taken = with_text(text)
    written = {name: each.write(taken) for name, each in FORMATS.items()}
    seen = visible(text)
    rows = {name: [cell for row in read(written[name]) for cell in row] for name, read in TABLES.items()}
    assert safe(text) in rows["csv"]
    assert seen in rows["xlsx"]
    assert json.loads(written["json"])["owned"][0]["text"] == text
    assert seen in list(docx_texts(written["docx"]))
    assert f"{seen}\n" in written["txt"].decode()
    (event,) = [each for each in components(written["ics"]) if each.name == "VEVENT"]
    assert str(event["description"]).startswith(f"{seen}\n")
    assert written["pdf"].startswith(b"%PDF-")


@settings(max_examples=50)
@given(st.text(st.characters(max_codepoint=0x17F, categories=("L", "N", "P")), min_size=1, max_size=60))
def test_the_pdf_loses_no_character_of_english_or_welsh(text: str) -> None:
    printed = everything_read("pdf", as_pdf.write(with_text(text)))
    assert "".join(fonts.showable(text).replace("\u200b", "").split()) in "".join(printed.split())


def test_markup_is_shown_as_it_was_written() -> None:
    text = '#panic("x") *b* _i_ @ref $1$ = heading'
    pages = PdfReader(io.BytesIO(as_pdf.write(with_text(text)))).pages
    assert text in " ".join(" ".join(page.extract_text() for page in pages).split())


def test_what_no_font_has_is_written_as_its_code_and_said() -> None:
    pages = PdfReader(io.BytesIO(as_pdf.write(with_text("Smile 😀")))).pages
    printed = " ".join(page.extract_text() for page in pages)
    assert "[U+1F600]" in printed
    assert "Some characters cannot be shown" in " ".join(printed.split())


@pytest.mark.parametrize("character", "\u202a\u202e\u2066\u2069")
def test_marks_that_turn_the_writing_show(character: str) -> None:
    assert fonts.showable(f"a{character}b") == f"a[U+{ord(character):04X}]b"


def test_the_shipped_fonts_have_welsh_and_arabic() -> None:
    for text in ("ŵŷŴŶâêîôûŵẁẃẅ", "محمد", "’“”–…€"):
        assert fonts.showable(text) == text


def test_two_hundred_decisions_of_great_length() -> None:
    of = views()
    long = "A long text that goes on. " * 300
    of["decision"] = [decision(number, HEALTH, long, measure=long) for number in range(1, 201)]
    of["consent"] = []
    taken = document(HEALTH, of=of)
    pages = PdfReader(io.BytesIO(as_pdf.write(taken))).pages
    assert len(pages) > 200
    assert len([cell for cell in cells_of(taken) if cell == "Owned"]) == 200


def write_every(taken: Document) -> list[bytes]:
    return [each.write(taken) for each in FORMATS.values()]


def test_the_same_document_gives_the_same_bytes() -> None:
    assert write_every(document()) == write_every(document())
