"""A return as a file, written to the audit before it leaves."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError

from mas_hub import clock
from mas_hub.access.actor import Actor
from mas_hub.access.permissions import Can, require
from mas_hub.audit.actions import record
from mas_hub.blocking import run_blocking
from mas_hub.db import snapshot, transaction
from mas_hub.errors import NotFound, Unavailable
from mas_hub.exports.actions import alone
from mas_hub.identity.queries import as_they_are_now
from mas_hub.returns.document import ReturnDocument
from mas_hub.returns.formats import FORMATS, file_name, write
from mas_hub.returns.queries import read_return


@dataclass(frozen=True)
class ReturnFile:
    content: bytes
    file_name: str
    mime: str


def take_return(
    actor: Actor, agency_id: int, year: int, *, edition: int | None, format: str, language: str
) -> ReturnFile:
    """The audit row, with the file's SHA-256, is committed before this returns; opens its own transactions.

    Raises `NotFound` for what the actor may not see, `Unavailable` when it cannot be made or noted.
    """
    require(actor, Can.READ_RETURNS)
    with snapshot() as session:
        found = read_return(session, actor, agency_id, year, edition)
    submitted = found["submitted"]
    made_at = datetime.fromisoformat(submitted["at"]) if submitted else clock.now()
    document = ReturnDocument(found, language, made_at)
    try:
        with alone():
            content = run_blocking(write, document, format)
    except (OSError, MemoryError):
        raise Unavailable("export_failed") from None
    try:
        with transaction() as session:
            now = as_they_are_now(session, actor)
            if (now.agency_id, now.roles) != (actor.agency_id, actor.roles):  # what they may see follows from them
                raise NotFound
            record(
                session, actor, "return_taken", sha256=hashlib.sha256(content).hexdigest(), of_agency=agency_id,
                year=year, edition=found["edition"], format=format, language=language,
            )  # fmt: skip
    except SQLAlchemyError:
        raise Unavailable("audit_unavailable") from None
    return ReturnFile(content, file_name(document, FORMATS[format].extension), FORMATS[format].mime)
