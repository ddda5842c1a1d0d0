"""An agency's part of the audit as a file."""

import csv
import hashlib
import io

from sqlalchemy.exc import SQLAlchemyError

from mas_hub import clock
from mas_hub.access.actor import Actor
from mas_hub.audit.actions import record
from mas_hub.db import snapshot, transaction
from mas_hub.errors import Unavailable
from mas_hub.exports.as_csv import safe
from mas_hub.language import named, text
from mas_hub.traces.queries import Json, Wanted, count_rows, list_rows, usual
from mas_hub.traces.rules import MOST_ROWS, check_days, check_size

COLUMNS = ("at", "what", "who", "agency", "meeting", "meeting_day", "about", "format", "code")


def take_audit(actor: Actor, wanted: Wanted, language: str) -> bytes:
    """As CSV, no cell of which can be taken for a formula; noted in the audit itself before it leaves."""
    check_days(wanted.first, wanted.last)
    wanted = usual(wanted)
    with snapshot() as session:
        check_size(count_rows(session, actor.agency_id, wanted))
        rows = list_rows(session, actor.agency_id, wanted, most=MOST_ROWS)
    content = _csv(rows, language)
    try:
        with transaction() as session:
            record(
                session, actor, "audit_taken", sha256=hashlib.sha256(content).hexdigest(),
                rows=len(rows), of_meeting=wanted.meeting, language=language,
            )  # fmt: skip
    except SQLAlchemyError:
        raise Unavailable("audit_unavailable") from None
    return content


def _csv(rows: list[Json], language: str) -> bytes:
    file = io.StringIO()
    sheet = csv.writer(file, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    sheet.writerow([text(f"audit.column.{name}", language) for name in COLUMNS])
    for row in rows:
        cells = _cells(row, language)
        sheet.writerow([safe(cells[name]) for name in COLUMNS])
    return file.getvalue().encode("utf-8-sig")


def _cells(row: Json, language: str) -> dict[str, str]:
    meeting = row["meeting"] or {}
    return {
        "at": row["at"],
        "what": row["said"][language],
        "who": row["who"] or "",
        "agency": named(row["agency"]["name"], language) if row["agency"] else text("audit.nobody", language),
        "meeting": meeting.get("reference") or str(meeting.get("id", "")),
        "meeting_day": meeting.get("day") or "",
        "about": row["about"] or "",
        "format": row["format"] or "",
        "code": row["what"],
    }


def file_name() -> str:
    return f"audit-{clock.today().isoformat()}.csv"
