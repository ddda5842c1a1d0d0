"""People without an account join one meeting by a link that works once."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from mas_hub import clock
from mas_hub.audit.models import AuditRow
from mas_hub.db import snapshot, transaction
from mas_hub.errors import Conflict, DomainError, Forbidden, Invalid, NotFound, SignedOut
from mas_hub.identity.guests import NOBODY
from mas_hub.identity.models import Agency, Person, SignInSession
from mas_hub.identity.queries import actor_from_token, list_people, token_hash
from mas_hub.identity.views import directory_view
from mas_hub.joining.actions import (
    join_by_link,
    look_at_link,
    make_joining_link,
    seat_guest_in_plan,
    unseat_guest,
    withdraw_joining_link,
)
from mas_hub.joining.models import JoiningLink
from mas_hub.joining.qr import qr_path
from mas_hub.joining.queries import guests_view, invitation_of_link
from mas_hub.meetings.acts import perform
from mas_hub.meetings.board import board, door
from mas_hub.meetings.models import Seat
from mas_hub.meetings.planning import needed_for, plan_view, save_plan
from mas_hub.meetings.queries import enter, get_meeting
from tests.plans import plan_of
from tests.sitting import GROUND_RULES, NOW, Sitting, everything


def seat(sitting: Sitting, who: str = "amara", **changed: Any) -> int:
    said = {"name": "Gus Made-up", "job": "Support worker", "agency_id": sitting.agencies["health"]}
    with transaction() as session:
        actor = sitting.entering(session, who)
        return seat_guest_in_plan(session, actor, **{**said, "role": "representative", **changed}).id


def link(sitting: Sitting, seat_id: int, who: str = "amara") -> str:
    with transaction() as session:
        return make_joining_link(session, sitting.entering(session, who), seat_id)


def withdraw(sitting: Sitting, seat_id: int) -> None:
    with transaction() as session:
        withdraw_joining_link(session, sitting.entering(session, "amara"), seat_id)


def join(token: str) -> str:
    with transaction() as session:
        return join_by_link(session, token, language="cy")[0]


def refused(token: str) -> DomainError:
    before = everything()
    with pytest.raises(DomainError) as refusal:
        join(token)
    assert everything() == before
    return refusal.value


def state(sitting: Sitting, seat_id: int) -> str:
    with snapshot() as session:
        guests = guests_view(session, get_meeting(session, sitting.meeting_id))["guests"]
    return next(str(each["link"]) for each in guests if each["seat_id"] == seat_id)


def may_enter(session_token: str, meeting_id: int) -> None:
    with snapshot() as session:
        enter(session, actor_from_token(session, session_token), meeting_id)


def test_a_guest_comes_in_once_and_reaches_that_meeting_alone(planned: Sitting) -> None:
    guest = seat(planned)
    token = link(planned, guest)
    assert state(planned, guest) == "ready"
    own = join(token)
    assert state(planned, guest) == "used"
    assert refused(token).code == "link_used"
    with snapshot() as session:
        actor = actor_from_token(session, own)
        assert (actor.guest_of, actor.roles, actor.language) == (planned.meeting_id, frozenset(), "cy")
        entered = enter(session, actor, planned.meeting_id)
        assert (entered.role, entered.agency_id) == ("representative", planned.agencies["health"])
        assert door(session, entered)["me"]["seat_id"] == guest
    with pytest.raises(NotFound):
        may_enter(own, planned.other_meeting_id)


def test_the_link_of_a_guest_whose_agency_has_left_is_not_used_up(planned: Sitting) -> None:
    guest = seat(planned)
    token = link(planned, guest)
    with transaction() as session:
        session.get_one(Agency, planned.agencies["health"]).active = False
    assert refused(token).code == "guest_s_agency_left"
    with pytest.raises(Conflict, match="guest_s_agency_left"):
        link(planned, guest)
    with transaction() as session:
        session.get_one(Agency, planned.agencies["health"]).active = True
    join(token)


@pytest.mark.parametrize(
    ("role", "agency", "named"), [("adviser", "housing", []), ("representative", "health", ["health"])]
)
def test_a_guest_whose_agency_has_left_keeps_no_meeting_from_opening_unless_it_is_invited(
    planned: Sitting, role: str, agency: str, named: list[str]
) -> None:
    """What keeps it from opening is named on the plan, where it can be taken off."""
    seat(planned, role=role, agency_id=planned.agencies[agency])
    with transaction() as session:
        session.get_one(Agency, planned.agencies[agency]).active = False
    with snapshot() as session:
        left = plan_view(session, planned.actor("amara"), get_meeting(session, planned.meeting_id))["left"]
        needed = needed_for(session, get_meeting(session, planned.meeting_id))
    assert [each["id"] for each in left["agencies"]] == [planned.agencies[each] for each in named]
    assert ("left" in needed) == bool(named)


def test_tokens_are_kept_hashed_only_and_what_is_done_is_audited(planned: Sitting) -> None:
    guest = seat(planned)
    token = link(planned, guest)
    own = join(token)
    assert token not in str(everything())
    assert own not in str(everything())
    with snapshot() as session:
        assert session.scalars(select(JoiningLink.token_hash)).all() == [token_hash(token)]
        done = session.scalars(select(AuditRow.what).order_by(AuditRow.id.desc()).limit(3)).all()
    assert done == ["guest_joined", "joining_link_made", "guest_seated"]


def test_what_a_link_shows_before_it_is_used_names_no_case(planned: Sitting) -> None:
    token = link(planned, seat(planned))
    with snapshot() as session:
        shown = invitation_of_link(session, *look_at_link(session, token))
    assert shown["chair"]["name"] == "Amara Made-up"
    assert shown["guest"]["name"] == "Gus Made-up"
    assert not [word for word in ("FS-2291", "K.T.", "5-9", "Why FS", "threshold") if word in str(shown)]
    join(token)


def test_links_that_no_longer_work_say_what_to_do(planned: Sitting) -> None:
    guest = seat(planned)
    assert refused("guessed").code == "link_unknown"
    first = link(planned, guest)
    second = link(planned, guest)
    assert refused(first).code == "link_withdrawn"
    withdraw(planned, guest)
    assert refused(second).code == "link_withdrawn"
    third = link(planned, guest)
    with clock.fixed(NOW - timedelta(hours=12, minutes=1)):
        assert refused(third).code == "link_early"
        with snapshot() as session:
            look_at_link(session, third)
    with clock.fixed(NOW + timedelta(minutes=90, hours=2)):
        assert refused(third).code == "link_expired"
    planned.do("amara", "cancel_meeting", reason="The chair is ill.")
    assert refused(third).code == "link_meeting_over"


def test_withdrawing_puts_the_guest_out_and_another_link_lets_them_in_again(planned: Sitting) -> None:
    guest = seat(planned)
    own = join(link(planned, guest))
    may_enter(own, planned.meeting_id)
    withdraw(planned, guest)
    with pytest.raises(SignedOut):
        may_enter(own, planned.meeting_id)
    first, second = join(link(planned, guest)), join(link(planned, guest))
    with pytest.raises(SignedOut):  # one guest, one place to be
        may_enter(first, planned.meeting_id)
    may_enter(second, planned.meeting_id)


def test_a_guest_takes_part_as_their_seat_does_until_the_meeting_closes(planned: Sitting) -> None:
    own = join(link(planned, seat(planned, agency_id=planned.agencies["school"])))
    planned.do("amara", "open_meeting")
    for who in ("amara", "beth", "callum"):
        planned.do(who, "accept_ground_rules", version=GROUND_RULES)

    def source(session: Any) -> Any:
        return actor_from_token(session, own)

    perform(source, planned.meeting_id, "accept_ground_rules", "accepting-1", {"version": GROUND_RULES})
    placed = {"level": 3, "evidence": "She is often late."}
    perform(source, planned.meeting_id, "add_threshold_position", "placing-1", placed)
    with pytest.raises(Forbidden):
        perform(source, planned.meeting_id, "set_stage", "staging-1", {"stage": "close"})
    with snapshot() as session:
        seen = board(session, enter(session, source(session), planned.meeting_id))["views"]
    assert seen["threshold_position"][0]["agency_id"] == planned.agencies["school"]
    voice = {"childs_voice_not_heard_because": "Ill.", "no_next_meeting_because": "None needed."}
    planned.do("amara", "close_meeting", **voice)
    with pytest.raises(SignedOut):
        may_enter(own, planned.meeting_id)


@pytest.mark.parametrize("opened_first", [False, True])
def test_a_guest_is_out_when_the_meeting_is_cancelled(planned: Sitting, opened_first: bool) -> None:
    own = join(link(planned, seat(planned)))
    if opened_first:
        planned.do("amara", "open_meeting")
    may_enter(own, planned.meeting_id)
    planned.do("amara", "cancel_meeting", reason="The chair is ill.")
    with pytest.raises(SignedOut):
        may_enter(own, planned.meeting_id)


def test_only_the_chair_seats_guests_and_only_while_the_meeting_is_planned(planned: Sitting, opened: Sitting) -> None:
    with pytest.raises(Forbidden):
        seat(opened, "beth")
    with pytest.raises(Conflict, match="meeting_is_open"):
        seat(opened)


def test_a_guest_speaks_for_an_invited_agency_and_advises_from_any(planned: Sitting) -> None:
    housing = planned.agencies["housing"]
    for agency, code in ((housing, "agency_to_be_invited_first"), (999, "unknown_agency")):
        with pytest.raises(Invalid) as refusal:
            seat(planned, agency_id=agency)
        assert refusal.value.fields == {"agency_id": code}
    seat(planned, agency_id=housing, role="adviser")


def test_saving_the_plan_leaves_guests_their_seats(planned: Sitting) -> None:
    guest = seat(planned)

    def save(**changed: Any) -> None:
        plan = plan_of(planned)
        when = datetime.fromisoformat(plan["scheduled_at"])
        with transaction() as session:
            save_plan(session, planned.actor("amara"), planned.meeting_id, **{**plan, "scheduled_at": when, **changed})

    save()
    assert state(planned, guest) == "none"
    with pytest.raises(Invalid) as refusal:
        save(invited=[])
    assert refusal.value.fields == {"invited": "guest_speaks_for_agency"}
    with transaction() as session:
        unseat_guest(session, planned.entering(session, "amara"), guest)
    save(invited=[])


def test_a_removed_guest_s_link_and_session_end(planned: Sitting) -> None:
    guest = seat(planned)
    token = link(planned, guest)
    own = join(link(planned, guest))
    with transaction() as session:
        person_id = session.get_one(Seat, guest).person_id
        unseat_guest(session, planned.entering(session, "amara"), guest)
        person = session.get_one(Person, person_id)
        assert (person.name, person.job, person.active) == (NOBODY, "", False)
    assert refused(token).code == "link_unknown"
    with pytest.raises(SignedOut):
        may_enter(own, planned.meeting_id)


def test_guests_are_in_no_directory_and_nobody_s_account(planned: Sitting) -> None:
    seat(planned)
    with snapshot() as session:
        guest = session.scalars(select(Person).where(Person.guest)).one()
        assert guest.password_hash is None
        assert guest.id not in [person.id for person in list_people(session)]
        assert guest.id not in [person["id"] for person in directory_view(session)["people"]]
        assert session.scalar(select(SignInSession.id).where(SignInSession.person_id == guest.id)) is None


def test_a_qr_code_is_a_path_in_a_square_with_its_margin() -> None:
    code = qr_path("https://hub.example/join#token")
    assert code["size"] >= 29
    assert code["path"].startswith("M4 4h1v1h-1z")
