"""Once an agency has left the partnership its people are given nothing more to do (docs/decisions/0062)."""

import pytest
from sqlalchemy import select, update

from mas_hub import clock, mail
from mas_hub.access.actor import Actor
from mas_hub.audit.actions import record
from mas_hub.db import snapshot, transaction
from mas_hub.emergency.queries import notices_for
from mas_hub.follow_up.inbox import inbox
from mas_hub.follow_up.models import Reminder
from mas_hub.follow_up.reminding import remind_agencies
from mas_hub.identity.models import Agency, Person
from mas_hub.mail.models import QueuedMail
from mas_hub.traces.queries import Wanted, list_meetings, list_rows
from tests.acting import seat_of
from tests.breaking import break_in
from tests.emergency.test_breaking_glass import SMTP
from tests.follow_up.test_progress import answer, ask, refused
from tests.sitting import NOW, SMART, Sitting


def leaves(sitting: Sitting, *agencies: str, active: bool = False) -> None:
    with transaction() as session:
        ids = [sitting.agencies[each] for each in agencies]
        session.execute(update(Agency).where(Agency.id.in_(ids)).values(active=active))


def test_nobody_of_it_is_seated_or_invited(opened: Sitting) -> None:
    leaves(opened, "school", "housing")
    for role in ("representative", "observer"):
        refusal = opened.refused("amara", "seat_person", person=opened.people["sian"], role=role)
        assert refusal.fields == {"person": "unknown_person"}
    assert opened.refused("amara", "invite_agency", agency=opened.agencies["housing"]).fields == {
        "agency": "unknown_agency"
    }


def test_the_chair_is_handed_to_nobody_of_it_though_they_are_the_deputy(opened: Sitting) -> None:
    leaves(opened, "camhs")
    refusal = opened.refused("amara", "hand_over_chair", to=seat_of(opened, "nia")["id"])
    assert refusal.fields == {"to": "may_not_be_chair"}
    leaves(opened, "camhs", active=True)
    with transaction() as session:
        session.get_one(Person, opened.people["nia"]).active = False
    assert opened.refused("amara", "hand_over_chair", to=seat_of(opened, "nia")["id"]).code == "check_your_answers"


def test_it_comes_to_own_nothing(opened: Sitting) -> None:
    leaves(opened, "school", "police")
    theirs = {"owner": opened.agencies["school"], "involves": [opened.agencies["csc"]], **SMART}
    assert opened.refused("amara", "propose_decision", **theirs).fields == {"owner": "agency_has_left"}
    assert opened.refused("amara", "agree_decision", **opened.edit("decision")).fields == {"owner": "agency_has_left"}
    given = {"owner": opened.agencies["police"], "reason": "No agreement on who leads.", "immediate_risk": False}
    refusal = opened.refused("amara", "escalate_disagreement", **opened.edit("disagreement", **given))
    assert refusal.fields == {"owner": "agency_has_left"}


def test_it_takes_no_decision_on_and_is_offered_none(closed: Sitting) -> None:
    asked = ask(closed)
    leaves(closed, "school")
    assert refused(answer, closed, "sian", asked).fields == {"accept": "agency_has_left_accept"}
    answer(closed, "sian", asked, accept=False, words="We have left.")
    assert refused(ask, closed).fields == {"to": "agency_has_left_to"}
    with snapshot() as session:
        duties = inbox(session, closed.actor("rhys"))["duties"]
    assert closed.agencies["school"] not in {each["id"] for duty in duties for each in duty["may_take_over"]}


def test_it_is_not_noted_as_reminded(closed: Sitting) -> None:
    leaves(closed, "school")
    mail.configure(SMTP)
    try:
        with clock.fixed(NOW.replace(day=25, hour=10)):
            remind_agencies()
    finally:
        mail.configure(None)
    with snapshot() as session:
        noted = set(session.scalars(select(Reminder.agency_id)))
    assert noted
    assert closed.agencies["school"] not in noted


@pytest.mark.parametrize("stage", ["opened", "closed"])
def test_it_learns_who_read_its_closed_records_and_of_no_open_meeting(
    stage: str, request: pytest.FixtureRequest
) -> None:
    sitting: Sitting = request.getfixturevalue(stage)
    school = sitting.agencies["school"]
    leaves(sitting, "school", "csc")
    with transaction() as session:
        session.get_one(Agency, school).contact_address = "office@school.example"
        record(session, sitting.actor("dina"), "board_opened", meeting_id=sitting.meeting_id)
    mail.configure(SMTP)
    try:
        break_in(sitting)
    finally:
        mail.configure(None)
    sian = Actor(sitting.people["sian"], school, frozenset({"recorder"}), agency_left=True)
    with snapshot() as session:
        meetings = [each["id"] for each in list_meetings(session, school)]
        rows = [row["what"] for row in list_rows(session, school, Wanted(), most=500) if row["meeting"]]
        notices = notices_for(session, sian)
        written_to = set(session.scalars(select(QueuedMail.to)))
    over = stage == "closed"
    assert (meetings == [sitting.meeting_id]) == over == ("board_opened" in rows) == ("emergency_opened" in rows)
    assert bool(notices) == over
    assert written_to == ({"sian@fellshire.example"} if over else set())
