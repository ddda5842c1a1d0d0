"""Reading exported files with readers that know nothing of their writers, as whoever receives them would."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import docx
from icalendar import Calendar
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape
from pypdf import PdfReader
from pypdf.generic import StreamObject

from mas_hub.exports.formats import FORMATS
from mas_hub.exports.parts import Document


def read(name: str, taken: Document) -> str:
    """Everything that can be read in one format of a document."""
    return everything_read(name, FORMATS[name].write(taken))


def everything_read(name: str, content: bytes) -> str:
    match name:
        case "pdf":
            return _printed(content).replace("\u200b", "")
        case "docx":
            return "\n".join(docx_texts(content))
        case "xlsx":
            return "\n".join(cell for row in xlsx_rows(content) for cell in row)
        case "csv":
            return "\n".join(cell for row in csv_rows(content) for cell in row)
        case "json":
            return "\n".join(_strings(json.loads(content)))
        case "ics":
            return "\n".join(str(value) for each in components(content) for value in each.values())
        case _:
            return content.decode("utf-8")


def docx_texts(content: bytes) -> Iterator[str]:
    """Each paragraph, in a table or not, and what stands at the head and foot of the page."""
    word = docx.Document(io.BytesIO(content))
    for part in word.sections[0].header, word.sections[0].footer, word:
        for each in part.iter_inner_content():
            if isinstance(each, docx.table.Table):
                yield from (cell.text for row in each.rows for cell in row.cells)
            else:
                yield each.text


def xlsx_rows(content: bytes) -> list[list[str]]:
    (sheet,) = load_workbook(io.BytesIO(content)).worksheets
    return [[unescape(str(cell or "")) for cell in row] for row in sheet.iter_rows(values_only=True)]


def csv_rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def components(content: bytes) -> list[Any]:
    """The calendar itself, its events and its journal entry."""
    return list(Calendar.from_ical(content).walk())


def every_byte(name: str, content: bytes) -> bytes:
    """The file's bytes with nothing packed or folded: what somebody finds who searches it without opening it."""
    match name:
        case "docx" | "xlsx" | "zip":
            with zipfile.ZipFile(io.BytesIO(content)) as packed:
                files = {each: packed.read(each) for each in packed.namelist()}
            return b"\n".join(
                name.encode() + b"\n" + every_byte(name.rpartition(".")[2], bare) for name, bare in files.items()
            )
        case "pdf":
            return content + b"\n".join(_streams(content))
        case "ics":
            return content.replace(b"\r\n ", b"")
        case _:
            return content


def _streams(content: bytes) -> Iterator[bytes]:
    reader = PdfReader(io.BytesIO(content))
    for number in range(1, int(str(reader.trailer["/Size"]))):
        stream = reader.get_object(number)
        if isinstance(stream, StreamObject):
            yield stream.get_data()
    yield _printed(content).encode()


@lru_cache(maxsize=1)
def _printed(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield name
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)
    elif value is not None:
        yield str(value)
