"""Opening a record in an emergency: who may, what it takes, who is told, and when it is over."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from mas_hub import clock, mail
from mas_hub.access.permissions import Can, permissions_of
from mas_hub.audit.models import AuditRow
from mas_hub.cases.models import Case
from mas_hub.config import Smtp
from mas_hub.db import snapshot, transaction
from mas_hub.emergency import actions
from mas_hub.emergency.queries import find_meetings, notices_for
from mas_hub.errors import Forbidden, Invalid, NotFound
from mas_hub.identity.models import Agency, PersonRole, SecondFactor, SignInSession
from mas_hub.identity.queries import actor_from_token
from mas_hub.live.sockets import Socket
from mas_hub.mail.models import QueuedMail
from mas_hub.meeting_log import fold, verify
from mas_hub.meetings.doors import SeatsAndSessions
from mas_hub.meetings.models import EmergencyAccess, Meeting
from mas_hub.meetings.reading import IN_AN_EMERGENCY, enter_to_read
from mas_hub.meetings.subjects import views_of
from tests.breaking import REASON, REFERENCE, WHO, break_in, prove
from tests.sitting import NOW, Sitting, everything, refusal, token_of

SMTP = Smtp(host="127.0.0.1", port=1, sender="hub@fellshire.example", public_url="https://hub.fellshire.example")
HOUR = timedelta(minutes=60)


def opening(sitting: Sitting, who: str = WHO, reason: str = REASON, reference: str = REFERENCE) -> Any:
    with transaction() as session:
        actor = actor_from_token(session, token_of(who))
        return actions.break_glass(session, actor, sitting.meeting_id, reference=reference, reason=reason).id


def reads(sitting: Sitting, who: str = WHO) -> bool:
    with snapshot() as session:
        try:
            return (
                Can.READ_BOARD
                in enter_to_read(session, actor_from_token(session, token_of(who)), sitting.meeting_id).can
            )
        except NotFound:
            return False


def socket_of_gwen(sitting: Sitting) -> Socket:
    with snapshot() as session:
        session_id = actor_from_token(session, token_of(WHO)).session_id or 0
    socket = Socket("1", token_of(WHO), session_id, sitting.people[WHO], "en")
    socket.following[sitting.meeting_id] = frozenset({"shared"})
    socket.seated_as[sitting.meeting_id] = IN_AN_EMERGENCY
    return socket


def test_who_leads_on_assurance_may_and_never_who_also_administers() -> None:
    assert Can.BREAK_GLASS in permissions_of({"assurance_lead", "recorder"}, None)
    for roles in ({"administrator"}, {"administrator", "assurance_lead"}, {"facilitator", "recorder"}):
        assert Can.BREAK_GLASS not in permissions_of(roles, None)


def test_administrator_is_refused_though_she_leads_on_assurance_too(opened: Sitting) -> None:
    prove(opened, "ines")
    assert refusal(lambda: opening(opened, "ines")).code == "may_not_break_glass"


def test_it_takes_a_second_factor_shown_since_signing_in_and_just_now(opened: Sitting) -> None:
    assert refusal(lambda: opening(opened)).code == "second_factor_first"
    prove(opened)
    with clock.fixed(NOW + timedelta(minutes=10)):
        assert refusal(lambda: opening(opened)).code == "prove_again"
    with transaction() as session:  # as if they had just signed in, and nothing more
        session.execute(update(SignInSession).values(created_at=clock.now(), proved_at=clock.now()))
    assert refusal(lambda: opening(opened)).code == "prove_again"
    prove(opened)
    with transaction() as session:
        session.execute(delete(SecondFactor))
    assert refusal(lambda: opening(opened)).code == "second_factor_first"


def test_it_takes_a_reason_that_can_be_judged(opened: Sitting) -> None:
    prove(opened)
    refused = refusal(lambda: opening(opened, reason="Urgent."))
    assert (type(refused), refused.fields["reason"]) == (Invalid, ("emergency_reason_short", {"min": 20}))


def test_there_has_to_be_a_record(planned: Sitting) -> None:
    prove(planned)
    assert type(refusal(lambda: opening(planned))) is NotFound


def test_it_takes_the_case_s_reference(opened: Sitting) -> None:
    prove(opened)
    wrong = refusal(lambda: opening(opened, reference="FS-2292"))
    absent = refusal(lambda: opening(replace(opened, meeting_id=999_999)))
    assert (type(wrong), wrong.code) == (NotFound, absent.code)
    assert opening(opened, reference=" fs-2291 ")


def test_every_case_with_the_reference_is_found_however_it_is_capitalised(opened: Sitting) -> None:
    with transaction() as session:
        of_ours = session.get_one(Meeting, opened.meeting_id).case_id
        of_other = session.get_one(Meeting, opened.other_meeting_id).case_id
        assert of_ours != of_other
        session.execute(update(Case).where(Case.id == of_ours).values(reference="ÉA-1"))
        session.execute(update(Case).where(Case.id == of_other).values(reference="Éa-1"))
        session.execute(update(Meeting).where(Meeting.id == opened.other_meeting_id).values(state="open"))
    with snapshot() as session:
        case_ids, found = find_meetings(session, "éA-1 ")
        assert find_meetings(session, "éA") == ([], [])
    assert set(case_ids) == {of_ours, of_other}
    assert {each["meeting_id"] for each in found} >= {opened.meeting_id, opened.other_meeting_id}


@pytest.mark.parametrize("stage", ["opened", "closed"])
def test_it_stands_in_the_log_and_the_log_adds_up(stage: str, request: pytest.FixtureRequest) -> None:
    sitting: Sitting = request.getfixturevalue(stage)
    access = break_in(sitting)
    entry = sitting.log()[-1]
    assert (entry.kind, entry.subject, entry.person_id) == ("emergency_access_opened", access, sitting.people[WHO])
    with snapshot() as session:
        assert verify(session) == []
        tables = views_of(session, sitting.meeting_id)
    assert fold(sitting.log()) == {name: views for name, views in tables.items() if views}


def test_opening_it_again_while_it_lasts_is_refused(opened: Sitting) -> None:
    break_in(opened)
    assert refusal(lambda: opening(opened)).code == "emergency_lasts"


def test_who_has_a_seat_uses_that(opened: Sitting) -> None:
    opened.do("amara", "seat_person", person=opened.people[WHO], role="observer")
    prove(opened)
    assert refusal(lambda: opening(opened)).code == "emergency_has_seat"


def test_every_invited_agency_present_or_absent_and_the_chair_are_told_at_home(opened: Sitting) -> None:
    """Also where no e-mail can be sent, as here."""
    break_in(opened)

    def told(who: str) -> list[dict[str, Any]]:
        with snapshot() as session:
            return notices_for(session, opened.actor(who))

    for who in ("amara", "beth", "dina", "dora", "callum", "rhys", "sian"):
        [notice] = told(who)
        assert (who, notice["may_answer"], notice["reason"]) == (who, True, REASON)
    [freya] = told("freya")  # of an invited agency, without a part in this meeting
    assert (freya["may_answer"], freya["reason"], freya["meeting_id"]) == (False, None, None)
    for who in ("hugo", "kit", "arun", WHO):
        assert told(who) == []


def test_every_agency_is_written_to_with_no_word_of_the_case(opened: Sitting) -> None:
    mail.configure(SMTP)
    try:
        with transaction() as session:
            for key in ("csc", "police", "health"):
                session.get_one(Agency, opened.agencies[key]).contact_address = f"safeguarding@{key}.example"
            session.get_one(Agency, opened.agencies["police"]).contact_address = "nowhere"  # and it holds nothing up
        break_in(opened)
    finally:
        mail.configure(None)
    with snapshot() as session:
        queued = session.scalars(select(QueuedMail)).all()
    assert {each.to for each in queued} == {
        "safeguarding@csc.example",
        "safeguarding@health.example",
        "sian@fellshire.example",  # the absent school has no contact address; its recorder has
        "amara@fellshire.example",
    }
    assert {(each.template, *each.facts) for each in queued} == {("emergency", "link")}


def test_what_cannot_be_audited_is_not_opened(opened: Sitting, monkeypatch: pytest.MonkeyPatch) -> None:
    prove(opened)

    def away(*_: Any, **__: Any) -> None:
        raise RuntimeError("the audit is away")

    monkeypatch.setattr(actions, "record", away)
    before = everything()
    with pytest.raises(RuntimeError):
        opening(opened)
    assert everything() == before
    assert not reads(opened)


def test_audit_names_who_was_told_and_holds_no_reason(opened: Sitting) -> None:
    break_in(opened)
    with snapshot() as session:
        [row] = session.scalars(select(AuditRow).where(AuditRow.what == "emergency_opened"))
    assert row.meeting_id == opened.meeting_id
    assert row.detail["told"] == sorted(opened.agencies[key] for key in ("csc", "police", "health", "school"))
    assert "missing" not in str(row.detail)


def test_it_is_over_after_an_hour_at_every_door(opened: Sitting) -> None:
    break_in(opened)
    gwen, seats = socket_of_gwen(opened), SeatsAndSessions()
    for minutes in (1, 30, 59):
        with clock.fixed(NOW + timedelta(minutes=minutes)):
            prove(opened)  # so that her session lasts
            assert (reads(opened), seats.no_longer_welcome([gwen])) == (True, [])
    with clock.fixed(NOW + HOUR):
        assert not reads(opened)
        [leaving] = seats.no_longer_welcome([gwen])
        assert (leaving.reason, leaving.meeting_id) == ("emergency_over", opened.meeting_id)


def test_it_is_over_when_it_is_ended_or_the_role_is_taken_away(opened: Sitting) -> None:
    break_in(opened)
    with transaction() as session:
        actions.end_own(session, actor_from_token(session, token_of(WHO)), opened.meeting_id)
    assert not reads(opened)
    assert opened.kinds()[-1] == "emergency_access_ended"
    break_in(opened)
    assert reads(opened)
    with transaction() as session:
        session.execute(delete(PersonRole).where(PersonRole.person_id == opened.people[WHO]))
    assert not reads(opened)
    assert [each.reason for each in SeatsAndSessions().no_longer_welcome([socket_of_gwen(opened)])] == [
        "emergency_over"
    ]


def test_who_is_seated_meanwhile_is_let_in_anew_as_that(opened: Sitting) -> None:
    break_in(opened)
    opened.do("amara", "seat_person", person=opened.people[WHO], role="observer")
    [leaving] = SeatsAndSessions().no_longer_welcome([socket_of_gwen(opened)])
    assert leaving.reason == "seat_changed"


def test_she_can_do_nothing_in_the_meeting(opened: Sitting) -> None:
    break_in(opened)
    for act, data in (
        ("add_reflection", {"prompt": "analysis", "text": "x"}),
        ("raise_hand", {}),
        ("close_meeting", {}),
    ):
        assert isinstance(opened.refused(WHO, act, **data), NotFound)


def test_agency_acknowledges_once_may_ask_and_is_answered(opened: Sitting) -> None:
    access = break_in(opened)

    def say(who: str, question: str = "") -> None:
        with transaction() as session:
            actions.reply(session, opened.entering(session, who), access["id"], question=question)

    say("sian")  # of the absent school, without a seat
    assert refusal(lambda: say("sian")).code == "emergency_acknowledged"
    say("dora", "Why not ring us first?")  # before she accepted the ground rules
    say("amara")
    for who in ("arun", "olu"):
        assert isinstance(refusal(partial(say, who)), Forbidden)
    with snapshot() as session:
        assert {who: len(notices_for(session, opened.actor(who))) for who in ("sian", "dina", "amara", "beth")} == {
            "sian": 0,
            "dina": 0,
            "amara": 0,
            "beth": 1,
        }
        reply_id = next(each["id"] for each in opened.views("emergency_access")[0]["replies"] if each["question"])

    def answer(who: str, of: int = reply_id) -> None:
        with transaction() as session:
            actions.answer(
                session, actor_from_token(session, token_of(who)), opened.meeting_id, of, answer="Nobody picked up."
            )

    assert refusal(lambda: answer("ines")).code == "may_not_break_glass"
    with transaction() as session:
        session.execute(update(EmergencyAccess).values(ends_at=NOW - HOUR))  # it is over, and she owes the answer
    answer(WHO)
    assert refusal(lambda: answer(WHO)).code == "emergency_answered"
    assert opened.kinds()[-4:] == [
        "emergency_access_acknowledged",
        "emergency_access_asked",
        "emergency_access_acknowledged",
        "emergency_access_answered",
    ]
    with transaction() as session:
        session.execute(update(EmergencyAccess).values(ends_at=NOW + HOUR))
    with snapshot() as session:
        tables = views_of(session, opened.meeting_id)
        assert verify(session) == []
    folded = fold(opened.log())["emergency_access"]
    assert {**folded[0], "ends_at": ""} == {**tables["emergency_access"][0], "ends_at": ""}
