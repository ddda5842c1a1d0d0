"""Who opens what is in a case is noted before any of it leaves, and once a sign-in, however often a page asks."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from mas_hub import clock, db
from mas_hub.audit.models import AuditRow
from mas_hub.audit.openings import Opening
from mas_hub.audit.verifying import verify_audit
from mas_hub.db import snapshot, transaction
from mas_hub.errors import DomainError, Unavailable
from mas_hub.identity.models import SignInSession
from mas_hub.identity.queries import token_hash
from mas_hub.live.sockets import Socket
from mas_hub.meetings.doors import join
from tests.asking import Doors
from tests.breaking import WHO, break_in
from tests.plans import another_meeting
from tests.sitting import GROUND_RULES, NOW, token_of


def joining(doors: Doors, who: str, **payload: Any) -> dict[str, Any]:
    """The answer to a page that connects, as a new socket each time."""
    socket = Socket("a-socket", token_of(who), 0, doors.sitting.people[who], "en")
    return join(doors.app.extensions["live"], socket, {"meeting_id": doors.sitting.meeting_id, **payload})


def noted() -> list[tuple[str, int | None, int | None]]:
    opened = AuditRow.what.like("%opened")
    with snapshot() as session:
        assert verify_audit(session) == []
        rows = session.scalars(select(AuditRow).where(opened, AuditRow.what != "case_opened").order_by(AuditRow.id))
        return [(row.what, row.person_id, row.meeting_id) for row in rows]


def test_a_board_is_noted_once_a_sign_in(doors: Doors) -> None:
    beth, dina = (doors.sitting.people[who] for who in ("beth", "dina"))
    meeting = doors.sitting.meeting_id
    joining(doors, "beth")
    joining(doors, "beth", cursors={"shared": len(doors.sitting.log())})
    joining(doors, "beth", quiet=True)
    doors.ask("beth", "GET", f"/api/meetings/{meeting}/board")
    assert noted() == [("board_opened", beth, meeting)]
    doors.ask("dina", "GET", f"/api/meetings/{meeting}/board")
    assert noted() == [("board_opened", beth, meeting), ("board_opened", dina, meeting)]
    with transaction() as session:  # beth signs in again
        hashed = token_hash(token_of("beth"))
        before = session.scalars(select(SignInSession).where(SignInSession.token_hash == hashed)).one()
        before.token_hash, at = "0" * 64, before.created_at
        session.flush()
        session.add(SignInSession(token_hash=hashed, person_id=beth, created_at=at, last_seen_at=at))
    joining(doors, "beth")
    assert noted()[2:] == [("board_opened", beth, meeting)]


def test_whoever_gets_a_number_anew_after_a_restore_is_noted(doors: Doors) -> None:
    """Backups hold no sessions, so their numbers begin afresh beside the audit that was restored."""
    people, meeting = doors.sitting.people, doors.sitting.meeting_id
    joining(doors, "beth")
    with transaction() as session:
        hashed = {who: token_hash(token_of(who)) for who in ("beth", "dina")}
        held = {each.token_hash: each for each in session.scalars(select(SignInSession))}
        number, at = held[hashed["beth"]].id, held[hashed["beth"]].created_at
        for who in hashed.values():
            session.delete(held[who])
        session.flush()
        again = {"id": number, "created_at": at, "last_seen_at": at}
        session.add(SignInSession(token_hash=hashed["dina"], person_id=people["dina"], **again))
    joining(doors, "dina")
    assert noted() == [("board_opened", people["beth"], meeting), ("board_opened", people["dina"], meeting)]


def test_record_preparation_and_plan_are_noted_too(doors: Doors) -> None:
    meeting = doors.stage("closed").meeting_id
    people = doors.sitting.people
    joining(doors, "beth")
    assert noted() == [("record_opened", people["beth"], meeting)]
    doors.stage("planned")
    for path in ("preparation", "chronology", "requirements"):
        doors.ask("beth", "GET", f"/api/meetings/{meeting}/{path}")
    for _ in range(2):
        doors.ask("amara", "GET", f"/api/meetings/{meeting}/plan")
        doors.ask("amara", "GET", "/api/cases/1/timeline")
    assert noted() == [
        ("preparation_opened", people["beth"], meeting),
        ("plan_opened", people["amara"], meeting),
        ("case_timeline_opened", people["amara"], None),
    ]


@pytest.mark.parametrize("path", ["preparation", "chronology", "requirements"])
def test_each_page_of_a_preparation_is_noted_whichever_comes_first(doors: Doors, path: str) -> None:
    meeting = doors.stage("planned").meeting_id
    doors.ask("beth", "GET", f"/api/meetings/{meeting}/{path}")
    assert noted() == [("preparation_opened", doors.sitting.people["beth"], meeting)]


@pytest.mark.parametrize("path", ["last-time", "involvements/earlier", "earlier-positions"])
def test_each_look_back_at_earlier_meetings_is_noted_whichever_comes_first(doors: Doors, path: str) -> None:
    sitting = doors.sitting
    sitting.do("beth", "add_involvement", people="Social worker")
    sitting.do("amara", "agree_decision", **sitting.edit("decision"))
    sitting.do("amara", "close_meeting", no_next_meeting_because="Not needed.")
    again = another_meeting(sitting, "csc", "police")
    with clock.fixed(NOW + timedelta(minutes=1)):
        sitting.do_in(again, "amara", "open_meeting")
    sitting.do_in(again, "beth", "accept_ground_rules", version=GROUND_RULES)
    assert doors.ask("beth", "GET", f"/api/meetings/{again}/{path}").status_code == 200
    assert noted() == [("earlier_meetings_opened", sitting.people["beth"], again)]


def test_each_look_in_an_emergency_is_noted_by_whichever_door(doors: Doors) -> None:
    break_in(doors.sitting)
    for path in ("", "/board"):
        assert doors.ask(WHO, "GET", f"/api/meetings/{doors.sitting.meeting_id}{path}").status_code == 200
    joining(doors, WHO)
    with snapshot() as session:
        looks = session.scalars(select(AuditRow).where(AuditRow.what == "emergency_read").order_by(AuditRow.id))
        assert [row.detail["read"] for row in looks] == ["door", "board", "live"]


def test_what_was_opened_of_one_meeting_or_case_is_not_noted_of_another(doors: Doors) -> None:
    beth = doors.sitting.actor("beth")
    things = [{"meeting_id": 1}, {"meeting_id": 2}, {"case_id": 1}, {"case_id": 2}]
    assert len({Opening(beth, "board_opened", **thing).once for thing in things}) == 4


def test_who_is_refused_opened_nothing(doors: Doors) -> None:
    for who in ("dora", "sian", "ines"):  # the ground rules not accepted; no seat; an administrator
        with pytest.raises(DomainError):
            joining(doors, who)
        doors.ask(who, "GET", f"/api/meetings/{doors.sitting.meeting_id}/board")
    assert noted() == []


@pytest.fixture
def full(doors: Doors) -> Doors:
    """Not one more row fits into the audit."""
    with db.engine().begin() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER no_audit BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'disk full'); END"
        )
    return doors


def test_what_cannot_be_noted_does_not_leave(full: Doors) -> None:
    with pytest.raises(Unavailable, match="opening_not_noted"):
        joining(full, "beth")
    client = full.app.test_client()
    client.set_cookie("mas_hub_session", token_of("beth"))
    answer = client.get(f"/api/meetings/{full.sitting.meeting_id}/board")
    assert (answer.status_code, answer.get_json()["code"]) == (503, "opening_not_noted")
    assert "views" not in answer.get_json()
    assert noted() == []
