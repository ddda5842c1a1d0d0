"""What a record system is offered: each issue once, in an order that no late commit can upset."""

import json
from typing import Any

import pytest
from sqlalchemy import select, update

from mas_hub import db
from mas_hub.access.actor import Actor
from mas_hub.audit.models import AuditRow
from mas_hub.db import snapshot, transaction
from mas_hub.errors import SignedOut, Unavailable
from mas_hub.exports.actions import sha256
from mas_hub.follow_up.actions import record_receipt
from mas_hub.integration.actions import enter_by_token
from mas_hub.integration.models import ApiToken, Offered
from mas_hub.integration.offering import Offer, offer
from tests.sitting import NOW, Sitting, api_token_of


def asking(who: str = "sian") -> Actor:
    return enter_by_token(api_token_of(who), "read_decisions")


def offered(after: int = 0, limit: int = 20, who: str = "sian") -> Offer:
    return offer(asking(who), after=after, limit=limit)


def numbers(of: Offer) -> list[tuple[int, int]]:
    return [(each["cursor"], each["issue"]) for each in of.issues]


def test_nothing_is_offered_before_the_meeting_has_closed(opened: Sitting) -> None:
    assert offered() == Offer([], 0, False)


def test_each_issue_comes_once_and_the_same_cursor_gives_the_same_again(closed: Sitting) -> None:
    first = offered()
    assert (numbers(first), first.cursor, first.more) == ([(1, 1)], 1, False)
    assert offered(after=1) == Offer([], 1, False)
    again = offered()
    assert numbers(again) == numbers(first)
    assert again.issues[0]["document"]["owned"] == first.issues[0]["document"]["owned"]


def test_a_correction_comes_as_the_meeting_s_next_issue_and_takes_the_place_of_the_last(closed: Sitting) -> None:
    offered()
    closed.do("amara", "add_addendum", corrects=None, text="It was the 20th.", reason="A slip.")
    later = offered(after=1)
    assert (numbers(later), later.cursor) == ([(2, 2)], 2)
    assert later.issues[0]["document"]["addenda"][0]["text"] == "It was the 20th."
    assert numbers(offered()) == [(2, 2)]


def test_what_does_not_concern_the_agency_is_no_news(closed: Sitting) -> None:
    offered()
    decision = closed.view("decision")
    about = {"type": "decision", "id": decision["id"]}
    closed.do("beth", "add_addendum", corrects=about, text="Only for the police.", reason="A slip.")
    assert offered(after=1) == Offer([], 1, False)
    with snapshot() as session:
        row = session.get_one(Offered, (closed.agencies["school"], closed.meeting_id))
    assert (row.number, row.seq) == (1, len(closed.log()))


def test_it_comes_in_portions_and_says_whether_there_is_more(opened: Sitting) -> None:
    opened.do_in(opened.other_meeting_id, "freya", "invite_agency", agency=opened.agencies["school"])
    why: dict[str, Any] = {"no_next_meeting_because": "Not needed.", "childs_voice_not_heard_because": "Away."}
    opened.do_in(opened.other_meeting_id, "freya", "close_meeting", **why)
    assert [each["meeting_id"] for each in offered().issues] == [opened.other_meeting_id]
    opened.do("amara", "close_meeting", **why)
    first = offered(limit=1)
    assert ([each["meeting_id"] for each in first.issues], first.more) == ([opened.other_meeting_id], True)
    second = offered(after=first.cursor, limit=1)
    assert ([each["meeting_id"] for each in second.issues], second.more) == ([opened.meeting_id], False)
    with snapshot() as session:
        taken = select(AuditRow.meeting_id).where(AuditRow.what == "export_taken").order_by(AuditRow.id)
        before = session.scalars(taken).all()
    assert len(offered().issues) == 2
    with snapshot() as session:  # each of several stands in the audit
        assert session.scalars(taken).all() == [*before, opened.other_meeting_id, opened.meeting_id]
    assert [each["document"]["agency"]["code"] for each in offered(who="kit").issues] == ["CAM"]


def test_the_document_is_the_very_file_whose_digest_the_audit_has(closed: Sitting) -> None:
    (issue,) = offered().issues
    written = (json.dumps(issue["document"], ensure_ascii=False, indent=2) + "\n").encode()
    assert sha256(written) == issue["sha256"]
    with snapshot() as session:
        (row,) = session.scalars(select(AuditRow).where(AuditRow.what == "export_taken"))
    assert (row.sha256, row.detail) == (
        issue["sha256"],
        {"format": "json", "language": "en", "seq": len(closed.log()), "issue": 1, "token_id": 1},
    )


def test_when_the_audit_fails_nothing_is_handed_out(closed: Sitting) -> None:
    with db.engine().begin() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER no_audit BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'no audit'); END"
        )
    with pytest.raises(Unavailable, match="audit_unavailable"):
        offered()


def test_what_was_asked_with_a_token_that_is_revoked_meanwhile_is_not_handed_out(
    closed: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    def revoked(work: Any, *args: Any) -> Any:
        with transaction() as session:
            session.execute(update(ApiToken).values(revoked_at=NOW))
        return work(*args)

    asked = asking()
    monkeypatch.setattr("mas_hub.blocking._runner", [revoked])
    with pytest.raises(SignedOut, match="token_refused"):
        offer(asked, after=0, limit=20)
    with snapshot() as session:
        assert session.scalars(select(AuditRow).where(AuditRow.what == "export_taken")).all() == []


def test_the_agency_s_word_comes_along(closed: Sitting) -> None:
    assert offered().issues[0]["receipt"] is None
    with transaction() as session:
        said: dict[str, Any] = {"recorded": True, "reference": "S/1", "recorded_on": NOW.date(), "why_not": ""}
        record_receipt(session, closed.entering(session, "sian"), **said)
    assert offered().issues[0]["receipt"]["reference"] == "S/1"
