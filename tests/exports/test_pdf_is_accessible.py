"""The PDF's own structure: tagged, titled, in its language, and without a trace of who made it."""

import io

import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, PdfObject, StreamObject

from mas_hub.exports import as_pdf
from tests.exports.made_up import document, views


def read(language: str = "en", purpose: str = "decision_making") -> PdfReader:
    return PdfReader(io.BytesIO(as_pdf.write(document(of=views(purpose=purpose), language=language))))


def root_of(reader: PdfReader) -> DictionaryObject:
    root = reader.trailer["/Root"].get_object()
    assert isinstance(root, DictionaryObject)
    return root


def tags_in(reader: PdfReader) -> set[str]:
    """Every structure type in the tag tree."""
    found: set[str] = set()
    open_nodes: list[PdfObject | None] = [root_of(reader)["/StructTreeRoot"]]
    while open_nodes:
        node = open_nodes.pop()
        if isinstance(node, IndirectObject):
            node = node.get_object()
        if isinstance(node, ArrayObject):
            open_nodes += list(node)
        elif isinstance(node, DictionaryObject):
            if "/S" in node:
                found.add(str(node["/S"]))
            if "/K" in node:
                open_nodes.append(node["/K"])
    return found


@pytest.mark.parametrize(("language", "tag"), [("en", "en-GB"), ("cy", "cy-GB")])
def test_it_is_tagged_and_knows_its_language(language: str, tag: str) -> None:
    root = root_of(read(language))
    assert str(root["/MarkInfo"]) == "{'/Marked': True, '/Suspects': False}"
    assert str(root["/Lang"]) == tag
    assert "/StructTreeRoot" in root


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
