"""The kinds of file an export comes in, and what the file is called."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from mas_hub.exports import as_csv, as_docx, as_ics, as_json, as_pdf, as_text, as_xlsx
from mas_hub.exports.parts import Document


@dataclass(frozen=True)
class Format:
    """`write` may take long and must not run inside a transaction."""

    mime: str
    extension: str
    write: Callable[[Document], bytes]


_OFFICE = "application/vnd.openxmlformats-officedocument"
FORMATS: Mapping[str, Format] = {
    "pdf": Format("application/pdf", "pdf", as_pdf.write),
    "docx": Format(f"{_OFFICE}.wordprocessingml.document", "docx", as_docx.write),
    "xlsx": Format(f"{_OFFICE}.spreadsheetml.sheet", "xlsx", as_xlsx.write),
    "csv": Format("text/csv; charset=utf-8", "csv", as_csv.write),
    "json": Format("application/json", "json", as_json.write),
    "ics": Format("text/calendar; charset=utf-8", "ics", as_ics.write),
    "txt": Format("text/plain; charset=utf-8", "txt", as_text.write),
}


def file_name(document: Document, extension: str, *, says_case: bool = True) -> str:
    """`FS-2291-2026-09-21-csc-decisions.pdf`: ASCII, made here alone, and without the initials.

    Without the case's reference where the name travels unlocked.
    """
    what = {
        ("en", False): "decisions",
        ("en", True): "reflections",
        ("cy", False): "penderfyniadau",
        ("cy", True): "myfyrdodau",
    }[document.language, document.reflective]
    parts = [
        (slug(document.case.reference) if says_case else "") or f"meeting-{document.meeting.id}",
        document.meeting.day.isoformat(),
        slug(document.agency.code).lower() or str(document.agency.id),
        what,
    ]
    if document.interim:
        parts.append(f"interim-{document.sequence}")
    elif document.changes:
        parts.append(f"issue-{document.issue}")
    return f"{'-'.join(parts)}.{extension}"


def slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")[:60]
