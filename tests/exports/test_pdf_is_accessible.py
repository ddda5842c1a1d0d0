"""The PDF's own structure: tagged, titled, in its language, and without a trace of who made it."""

import io
import zipfile
from collections.abc import Iterator
from itertools import pairwise

import page
import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, PdfObject, StreamObject

from mas_hub.exports import as_docx, as_pdf
from tests.exports.made_up import HEALTH, NAMES, document, views
from tests.exports.test_any_text import NASTY, with_text


def read(language: str = "en", purpose: str = "decision_making") -> PdfReader:
    return PdfReader(io.BytesIO(as_pdf.write(document(of=views(purpose=purpose), language=language))))


def root_of(reader: PdfReader) -> DictionaryObject:
    root = reader.trailer["/Root"].get_object()
    assert isinstance(root, DictionaryObject)
    return root


def tags_in(reader: PdfReader) -> set[str]:
    """Every structure type in the tag tree."""
    return set(ordered_tags(reader))


@pytest.mark.parametrize(("language", "tag"), [("en", "en-GB"), ("cy", "cy-GB")])
def test_it_is_tagged_and_knows_its_language(language: str, tag: str) -> None:
    root = root_of(read(language))
    assert str(root["/MarkInfo"]) == "{'/Marked': True, '/Suspects': False}"
    assert str(root["/Lang"]) == tag
    assert "/StructTreeRoot" in root


def test_what_was_written_in_the_other_language_is_read_aloud_in_it() -> None:
    assert languages_in(read("cy")) == {"cy-GB", "en-GB"}
    word = zipfile.ZipFile(io.BytesIO(as_docx.write(document(language="cy"))))
    assert '<w:lang w:val="en-GB"/>' in word.read("word/document.xml").decode()


def languages_in(reader: PdfReader) -> set[str]:
    """Each that something in the file is said to be in."""
    parts = (reader.get_object(number) for number in range(1, int(str(reader.trailer["/Size"]))))
    return {str(part["/Lang"]) for part in parts if isinstance(part, DictionaryObject) and "/Lang" in part}


def test_it_says_that_it_keeps_pdf_ua() -> None:
    stream = root_of(read())["/Metadata"].get_object()
    assert isinstance(stream, StreamObject)
    metadata = stream.get_data().decode()
    assert "pdfuaid:part" in metadata
    assert "<dc:creator>" not in metadata


def test_headings_tables_and_lists_are_tagged_as_such() -> None:
    assert {"/H1", "/H2", "/H3", "/Table", "/TH", "/TD", "/TR", "/L", "/LI"} <= tags_in(read())
    assert {"/H1", "/H2", "/Table", "/P"} <= tags_in(read(purpose="reflective"))


def test_it_has_a_title_and_no_author() -> None:
    metadata = read().metadata
    assert metadata is not None
    assert metadata.title == "Multi-agency supervision: decisions to record – FS-2291/14"
    assert metadata.author is None
    assert metadata.subject is None


def test_it_runs_nothing_and_links_nowhere() -> None:
    reader = read()
    root = root_of(reader)
    assert "/OpenAction" not in root
    assert "/AA" not in root
    assert not [page for page in reader.pages if "/Annots" in page]
    assert not reader.attachments


def breaches(content: bytes) -> list[str]:
    """What a checker of another house finds against PDF/UA-1, rule by rule."""
    report = page.validate_pdf_bytes(content, profile=page.ValidationProfile.PDF_UA_1)
    assert report.rules.total > 100
    return [str(each) for each in report.failures]


@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize("purpose", ["decision_making", "reflective"])
def test_a_checker_finds_nothing_against_pdf_ua(language: str, purpose: str) -> None:
    of = views(purpose=purpose, information_shared="all_reached")
    for agency in sorted(NAMES):
        assert breaches(as_pdf.write(document(agency, of=of, language=language))) == []


@pytest.mark.parametrize("text", NASTY)
def test_a_checker_finds_nothing_whatever_people_write(text: str) -> None:
    assert breaches(as_pdf.write(with_text(text))) == []


@pytest.mark.parametrize("lost", ["/StructTreeRoot", "/Lang", "/Metadata", "/MarkInfo"])
def test_the_checker_finds_what_is_missing(lost: str) -> None:
    writer = PdfWriter(clone_from=io.BytesIO(as_pdf.write(document(HEALTH))))
    del writer.root_object[lost]
    file = io.BytesIO()
    writer.write(file)
    assert breaches(file.getvalue()) != []


def test_headings_go_down_one_step_at_a_time_and_header_cells_say_of_what() -> None:
    """What no checker of PDF/UA-1 asks, and a screen reader's user needs."""
    reader = read()
    levels = [int(tag[2:]) for tag in ordered_tags(reader) if tag[:2] == "/H" and tag[2:].isdigit()]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert len(scopes := list(scopes_of_header_cells(reader))) == ordered_tags(reader).count("/TH")
    assert set(scopes) <= {"/Column", "/Row"}
    assert str(root_of(reader)["/ViewerPreferences"]) == "{'/DisplayDocTitle': True, '/Direction': '/L2R'}"


def nodes_in_order(reader: PdfReader) -> Iterator[DictionaryObject]:
    open_nodes: list[PdfObject | None] = [root_of(reader)["/StructTreeRoot"]]
    while open_nodes:
        node = open_nodes.pop()
        if isinstance(node, IndirectObject):
            node = node.get_object()
        if isinstance(node, ArrayObject):
            open_nodes += reversed(list(node))
        elif isinstance(node, DictionaryObject):
            yield node
            if "/K" in node:
                open_nodes.append(node["/K"])


def ordered_tags(reader: PdfReader) -> list[str]:
    return [str(node["/S"]) for node in nodes_in_order(reader) if "/S" in node]


def scopes_of_header_cells(reader: PdfReader) -> Iterator[str]:
    for node in nodes_in_order(reader):
        if node.get("/S") == "/TH":
            attributes = node["/A"]
            listed = attributes if isinstance(attributes, ArrayObject) else [attributes]
            objects = [each.get_object() for each in listed]
            yield from (
                str(each["/Scope"]) for each in objects if isinstance(each, DictionaryObject) and "/Scope" in each
            )
