"""Writing the audit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import Actor
from mas_hub.audit.chaining import add

Detail = str | int | bool | None | list[str] | list[int]


@dataclass(frozen=True)
class AuditedFile:
    """A file that is handed out among others."""

    meeting_id: int
    sha256: str
    detail: Mapping[str, Detail]


def record(
    session: Session,
    actor: Actor | None,
    what: str,
    *,
    meeting_id: int | None = None,
    sha256: str | None = None,
    **detail: Detail,
) -> None:
    """Write down that `actor` (None: nobody signed in) did `what`, in the past tense: `signed_in`, `export_taken`.

    `detail` holds ids, codes and names of fields; nothing that somebody wrote about a case. The row is written last in
    the transaction; it raises then what the database raises, so that an act that cannot be audited does not happen.
    """
    add(session, [_facts(actor, what, meeting_id, sha256, detail)])


def record_once(
    session: Session, actor: Actor, what: str, once: str, *, meeting_id: int | None = None, **detail: Detail
) -> None:
    """As `record`, unless something was recorded under these words, `once`, before."""
    add(session, [{**_facts(actor, what, meeting_id, None, detail), "once": once}])


def record_files(session: Session, actor: Actor, what: str, files: Iterable[AuditedFile]) -> None:
    """As `record` for many files, in one statement: while a transaction lasts nobody else writes."""
    add(session, [_facts(actor, what, each.meeting_id, each.sha256, each.detail) for each in files])


def _facts(
    actor: Actor | None, what: str, meeting_id: int | None, sha256: str | None, detail: Mapping[str, Detail]
) -> dict[str, Any]:
    return {
        "at": clock.now(),
        "person_id": actor.person_id if actor else None,
        "agency_id": actor.agency_id if actor else None,
        "meeting_id": meeting_id,
        "what": what,
        "detail": {**detail, **({"token_id": actor.token_id} if actor and actor.token_id else {})},
        "sha256": sha256,
        "once": None,
    }
