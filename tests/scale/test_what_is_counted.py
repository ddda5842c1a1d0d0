"""What the assurance figures and the notices of emergency access ask, PostgreSQL understands too."""

from datetime import date
from pathlib import Path

from mas_hub import db, meeting_log
from mas_hub.access.actor import Actor
from mas_hub.assurance.queries import tables
from mas_hub.emergency.queries import find_meetings, notices_for, own_accesses
from tests.people import settle


def test_every_question_is_understood(upgraded: str, tmp_path: Path) -> None:
    meeting_log.configure_key(tmp_path / "key")
    partners = settle()
    with db.snapshot() as session:
        everybody = tables(session, first=date(2026, 1, 1), last=date(2026, 12, 1), agency_id=None)
        one = tables(session, first=date(2026, 1, 1), last=date(2026, 12, 1), agency_id=partners.csc)
        assert {len(found) for found in (everybody, one)} == {18}
        assert notices_for(session, Actor(partners.beth, partners.csc)) == own_accesses(session, partners.amara) == []
        assert find_meetings(session, "FS-1") == ([], [])
