from datetime import UTC, datetime

from sqlalchemy import select

from mas_hub import clock
from mas_hub.access.actor import Actor
from mas_hub.audit.actions import record
from mas_hub.audit.models import AuditRow
from mas_hub.db import snapshot, transaction

NOON = datetime(2026, 9, 21, 12, 0, tzinfo=UTC)


def test_row_says_who_what_when_and_of_which_bytes(database: object) -> None:
    with clock.fixed(NOON), transaction() as session:
        record(session, Actor(3, 2), "export_taken", meeting_id=7, sha256="a" * 64, format="pdf")
    with snapshot() as session:
        row = session.scalars(select(AuditRow)).one()
    assert (row.at, row.person_id, row.agency_id, row.meeting_id) == (NOON, 3, 2, 7)
    assert (row.what, row.sha256, row.detail) == ("export_taken", "a" * 64, {"format": "pdf"})


def test_what_did_not_happen_is_not_in_the_audit(database: object) -> None:
    try:
        with transaction() as session:
            record(session, None, "sign_in_failed")
            raise LookupError
    except LookupError:
        pass
    with snapshot() as session:
        assert session.scalars(select(AuditRow)).all() == []
