"""The pack as one ZIP, written to the audit before it leaves."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError

from mas_hub.access.actor import Actor
from mas_hub.access.permissions import Can, require
from mas_hub.audit.actions import record
from mas_hub.blocking import run_blocking
from mas_hub.db import snapshot, transaction
from mas_hub.errors import Forbidden, Unavailable
from mas_hub.evidence.pages import Pack
from mas_hub.evidence.reading import read_pack
from mas_hub.exports import bundle
from mas_hub.exports.actions import alone, sha256
from mas_hub.exports.as_csv import safe
from mas_hub.exports.formats import slug
from mas_hub.identity.queries import as_they_are_now
from mas_hub.language import text
from mas_hub.returns.rules import called


@dataclass(frozen=True)
class Evidence:
    content: bytes
    file_name: str


def take_evidence(actor: Actor, *, year: int, language: str) -> Evidence:
    """Each file is written alone and off the event loop; the audit's rows, with the ZIP's SHA-256, are committed before
    this returns: one of the pack, and in the whole partnership's one of each return and of each agreement, of its
    agency, which sees who took what is its own. Opens its own transactions.

    Raises `NotFound` for a year that has not begun, `Unavailable` when it cannot be made or noted.
    """
    require(actor, Can.TAKE_EVIDENCE)
    with snapshot() as session:
        reading = read_pack(session, actor, year, language)
    pack = reading.pack
    files: dict[str, bytes] = {}
    try:
        for name, write in reading.files.items():
            with alone():
                files[name] = run_blocking(write)
        files["index.csv"] = _index(files, language)
        with alone():
            content = run_blocking(bundle.pack, files, pack.made_at)
    except (OSError, MemoryError):
        raise Unavailable("export_failed") from None
    digest = sha256(content)
    try:
        with transaction() as session:
            now = as_they_are_now(session, actor)
            if (now.agency_id, now.roles) != (actor.agency_id, actor.roles):  # whose the pack is follows from them
                raise Forbidden("may_not_take_evidence")
            record(
                session, actor, "evidence_taken", sha256=digest, year=year, files=len(files),
                of_agency=pack.agency["id"] if pack.agency else None, language=language,
            )  # fmt: skip
            for agency_id, edition in reading.returns if pack.agency is None else ():
                record(
                    session, actor, "return_taken", sha256=digest, of_agency=agency_id, year=year, edition=edition,
                    language=language,
                )  # fmt: skip
            for agency_id in reading.agreements if pack.agency is None else ():
                record(
                    session, actor, "agreement_taken", sha256=digest, of_agency=agency_id, year=year, language=language
                )
    except SQLAlchemyError:
        raise Unavailable("audit_unavailable") from None
    return Evidence(content, _file_name(pack))


def _file_name(pack: Pack) -> str:
    whose = (
        slug(pack.agency["code"]).lower() if pack.agency else {"en": "partnership", "cy": "partneriaeth"}[pack.language]
    )
    return f"{whose}-{called(pack.year, pack.begins)}-{ {'en': 'evidence', 'cy': 'tystiolaeth'}[pack.language] }.zip"


def _index(files: Mapping[str, bytes], language: str) -> bytes:
    """Each file with its SHA-256, so that it can be seen to be unaltered."""
    file = io.StringIO()
    sheet = csv.writer(file, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    sheet.writerow([text("bulk.file", language), text("bulk.sha256", language)])
    sheet.writerows([safe(name), sha256(content)] for name, content in files.items())
    return file.getvalue().encode("utf-8-sig")
