"""A hub that an earlier version wrote: its demo at schema 0016, as the lines of `mas-hub backup`. All made up."""

import uuid
from datetime import datetime
from pathlib import Path

import pyrage
from sqlalchemy import select

from mas_hub import clock, db, meeting_log
from mas_hub.audit.verifying import verify_audit
from mas_hub.backup import restore
from mas_hub.db import snapshot
from mas_hub.exports.actions import make_export
from mas_hub.exports.formats import FORMATS
from mas_hub.language import LANGUAGES
from mas_hub.meetings.acts import perform
from mas_hub.meetings.board import board, door, missed
from mas_hub.meetings.models import Invitation, Meeting, Seat
from mas_hub.meetings.queries import enter
from mas_hub.replay.setting import actor_of

LINES = Path(__file__).parent / "data" / "demo-0016.jsonl.z"
ITS_DAY = datetime(2026, 11, 26, 10, 30, tzinfo=clock.LOCAL)


def bring_up_to_date(folder: Path) -> None:
    """Into the configured database, which is empty; the key into `folder`. Every row is compared on the way."""
    identity = pyrage.x25519.Identity.generate()
    file = folder / "earlier.age"
    file.write_bytes(pyrage.encrypt(LINES.read_bytes(), [identity.to_public()]))
    restored = restore(file, folder / "key", identity=str(identity))
    assert restored.faults == []
    assert restored.rows > 300
    assert db.is_up_to_date()


def use_all_of_it() -> None:
    """Everybody's board of every meeting opens, every agency's documents are written, and the live meeting goes on."""
    with clock.fixed(ITS_DAY):
        opened = _open_every_board()
        for meeting_id, agency_id in opened:
            for language in LANGUAGES:
                for name in FORMATS:
                    assert make_export(meeting_id, agency_id, name, language).content
        _go_on()
    with snapshot() as session:
        assert meeting_log.verify(session) == []
        assert verify_audit(session) == []


def _open_every_board() -> list[tuple[int, int]]:
    """Of meetings that were opened: each with an agency invited to it."""
    with snapshot() as session:
        meetings = session.scalars(select(Meeting).order_by(Meeting.id)).all()
        assert [meeting.state for meeting in meetings] == ["closed", "open", "planned"]
        for seat in session.scalars(select(Seat).where(Seat.removed.is_(False))):
            actor = enter(session, actor_of(session, seat.person_id), seat.meeting_id)
            assert door(session, actor)
            if actor.meeting.state != "planned" and seat.ground_rules_accepted_at is not None:
                assert board(session, actor)["views"]
                missed(session, actor, {"shared": 0})
        invited = session.scalars(
            select(Invitation).where(Invitation.meeting_id.in_([each.id for each in meetings[:2]]))
        )
        return [(each.meeting_id, each.agency_id) for each in invited]


def _go_on() -> None:
    with snapshot() as session:
        live = session.scalars(select(Meeting).where(Meeting.state == "open")).one()
        chair = actor_of(session, live.facilitator_id)
    said = {"prompt": "learning", "text": "Still here after the upgrade."}
    assert perform(lambda _: chair, live.id, "add_reflection", str(uuid.uuid4()), said)
