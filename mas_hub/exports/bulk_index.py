"""The index of a download of many meetings: one row for each file, with what it is and its digest."""

import csv
import io

from mas_hub import clock
from mas_hub.exports.as_csv import safe
from mas_hub.exports.parts import Document
from mas_hub.exports.words import Words
from mas_hub.follow_up.models import Receipt
from mas_hub.language import text

COLUMNS = (
    "file", "format", "sha256", "document", "meeting_reference", "case_reference", "initials", "date", "status",
    "attendance", "owned", "involved", "receipt",
)  # fmt: skip


class Index:
    def __init__(self, language: str) -> None:
        self._language = language
        self._file = io.StringIO()
        self._sheet = csv.writer(self._file, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
        self._sheet.writerow([text(f"bulk.{name}", language) for name in COLUMNS])

    def add(self, document: Document, receipt: Receipt | None, name: str, kind: str, sha256: str) -> None:
        words = Words(document)
        row = {
            "file": name,
            "format": kind,
            "sha256": sha256,
            "document": document.id,
            "meeting_reference": document.meeting.reference,
            "case_reference": document.case.reference,
            "initials": document.case.subject_initials,
            "date": document.meeting.day.isoformat(),
            "status": words.status(),
            "attendance": words.attendance(document.attendance),
            "owned": str(len(document.owned)),
            "involved": str(len(document.involved)),
            "receipt": self._receipt(receipt),
        }
        self._sheet.writerow([safe(row[name]) for name in COLUMNS])

    def content(self) -> bytes:
        return self._file.getvalue().encode("utf-8-sig")

    def _receipt(self, receipt: Receipt | None) -> str:
        if receipt is None:
            return text("bulk.not_yet", self._language)
        if not receipt.recorded:
            return text("bulk.why_not", self._language, why=receipt.why_not)
        day = (receipt.recorded_on or clock.local_day(receipt.at)).isoformat()
        return text("bulk.recorded", self._language, day=day, reference=receipt.reference)
