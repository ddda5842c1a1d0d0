"""What is offered is only what its agency's recorder may take away, and is asked again before it is handed out."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from mas_hub.access.actor import Actor
from mas_hub.audit.models import AuditRow
from mas_hub.db import snapshot, transaction
from mas_hub.errors import NotFound
from mas_hub.exports.bulk import Wanted, list_meetings, take_bulk
from mas_hub.identity.models import Person, PersonRole
from mas_hub.identity.queries import token_hash
from mas_hub.integration.actions import enter_by_token
from mas_hub.integration.models import ApiToken
from mas_hub.integration.offering import offer
from mas_hub.integration.rules import READ_DECISIONS
from mas_hub.meetings.queries import get_meeting
from tests.sitting import NOW, Sitting, api_token_of


def records_for_the_school_now(sitting: Sitting, who: str) -> Actor:
    """Who sat for another agency in the meeting to which the school was invited too."""
    secret, school = "mas_hub_a-token", sitting.agencies["school"]
    with transaction() as session:
        session.get_one(Person, sitting.people[who]).agency_id = school
        session.add(PersonRole(person_id=sitting.people[who], role="recorder"))
        token = ApiToken(agency_id=school, maker_id=sitting.people[who], name="Files", scopes=[READ_DECISIONS])
        token.token_hash, token.made_at, token.expires_at = token_hash(secret), NOW, NOW + timedelta(days=30)
        session.add(token)
    return enter_by_token(secret, READ_DECISIONS)


@pytest.mark.parametrize("who", ["dina", "arun"])
def test_who_sat_there_for_an_agency_that_they_left_takes_neither_s(closed: Sitting, who: str) -> None:
    """Whatever their seat was; nothing of that meeting, singly or among all of a year."""
    moved = records_for_the_school_now(closed, who)
    assert offer(moved, after=0, limit=20).issues == []
    with snapshot() as session:
        assert list_meetings(session, moved, NOW.date(), NOW.date()) == []
        sian = closed.actor("sian")
        assert [each.id for each in list_meetings(session, sian, NOW.date(), NOW.date())] == [closed.meeting_id]


def deleting(monkeypatch: pytest.MonkeyPatch, sitting: Sitting) -> None:
    """While a file is being made the meeting comes to the end of its time."""

    def purged(work: Any, *args: Any) -> Any:
        with transaction() as session:
            get_meeting(session, sitting.meeting_id).state = "purged"
        return work(*args)

    monkeypatch.setattr("mas_hub.blocking._runner", [purged])


def taken() -> int:
    with snapshot() as session:
        return session.scalar(select(func.count()).where(AuditRow.what.in_(("export_taken", "bulk_taken")))) or 0


def test_what_is_deleted_while_it_is_made_is_not_handed_out(closed: Sitting, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = enter_by_token(api_token_of("sian"), READ_DECISIONS)
    assert offer(asked, after=0, limit=20).issues
    before = taken()
    deleting(monkeypatch, closed)
    with pytest.raises(NotFound):
        offer(asked, after=0, limit=20)
    assert taken() == before


def test_nor_among_all_of_a_year(closed: Sitting, monkeypatch: pytest.MonkeyPatch) -> None:
    deleting(monkeypatch, closed)
    with pytest.raises(NotFound):
        take_bulk(closed.actor("sian"), Wanted(NOW.date(), NOW.date(), ("csv",), "en"))
    assert taken() == 0


def test_what_was_put_off_after_it_had_begun_is_no_file_yet_and_keeps_no_other_back(opened: Sitting) -> None:
    """Also of who records for the agency at its table."""
    opened.do("amara", "postpone_meeting", reason="The school cannot come.", scheduled_at="2026-09-28T10:00:00+01:00")
    with snapshot() as session:
        rhys = replace(opened.actor("rhys"), roles=frozenset({"recorder"}))
        assert list_meetings(session, rhys, NOW.date(), NOW.date()) == []
