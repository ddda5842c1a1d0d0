"""Writing the audit."""

from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import Actor
from mas_hub.audit.models import AuditRow

Detail = str | int | bool | None | list[str] | list[int]


def record(
    session: Session,
    actor: Actor | None,
    what: str,
    *,
    meeting_id: int | None = None,
    sha256: str | None = None,
    **detail: Detail,
) -> AuditRow:
    """Write down that `actor` (None: nobody signed in) did `what`, in the past tense: `signed_in`, `export_taken`.

    `detail` holds ids, codes and names of fields; nothing that somebody wrote about a case. Raises what the database
    raises, so that an act that cannot be audited does not happen.
    """
    row = AuditRow(
        at=clock.now(),
        person_id=actor.person_id if actor else None,
        agency_id=actor.agency_id if actor else None,
        meeting_id=meeting_id,
        what=what,
        detail=dict(detail),
        sha256=sha256,
    )
    session.add(row)
    session.flush()
    return row
