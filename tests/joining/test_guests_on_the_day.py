"""A guest is given a seat while the meeting is open: who may, who it can be, and what they see when they come."""

import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import Actor
from mas_hub.audit.models import AuditRow
from mas_hub.db import snapshot, transaction
from mas_hub.errors import Conflict, DomainError, Forbidden, Invalid, NotFound
from mas_hub.identity.models import Agency, Person, SignInSession
from mas_hub.identity.queries import actor_from_token
from mas_hub.joining.actions import join_by_link, make_joining_link
from mas_hub.meeting_log import View
from mas_hub.meetings.acts import perform
from mas_hub.meetings.board import board, missed
from mas_hub.meetings.queries import enter
from tests.acting import seat_of
from tests.joining.test_joining import link, may_enter, refused, state, withdraw
from tests.sitting import GROUND_RULES, NO_SUCH_ID, NOW, Sitting

SAID, OWN = "canary-said-before", "canary-their-own"
Source = Callable[[Session], Actor]


def seat(sitting: Sitting, key: str = "health", **changed: Any) -> View:
    said = {"name": "Gus Made-up", "job": "Support worker", "agency": sitting.agencies[key], "role": "representative"}
    [entry] = sitting.do("amara", "seat_guest", **{**said, **changed})
    assert entry.kind == "guest_seated"
    return entry.subject


def refused_seat(sitting: Sitting, key: str = "health", **changed: Any) -> DomainError:
    said = {"name": "Gus Made-up", "agency": sitting.agencies[key], "role": "representative"}
    return sitting.refused("amara", "seat_guest", **{**said, **changed})


def come_in(sitting: Sitting, seat_id: int) -> Source:
    """By a link of their own: where their acts come from."""
    with transaction() as session:
        own, _ = join_by_link(
            session, make_joining_link(session, sitting.entering(session, "amara"), seat_id), language="cy"
        )
    return lambda session: actor_from_token(session, own)


def act(sitting: Sitting, source: Source, done: str, /, **data: Any) -> None:
    perform(source, sitting.meeting_id, done, str(uuid.uuid4()), data)


def told(sitting: Sitting, source: Source) -> str:
    """The snapshot, and every entry that they are given."""
    with snapshot() as session:
        actor = enter(session, source(session), sitting.meeting_id)
        return json.dumps({"board": board(session, actor), "missed": missed(session, actor, {})}, default=str)


def test_who_comes_late_sees_what_the_table_shared_and_nothing_that_is_an_agency_s_or_was_said_in_private(
    opened: Sitting,
) -> None:
    opened.do("beth", "add_reflection", prompt="analysis", text=SAID)
    opened.do("callum", "prepare", version=0, to_raise=OWN, involved=OWN, level=2, evidence=OWN, ready=True)
    opened.do("callum", "state_capacity", level="stretched", words=OWN)
    opened.do("callum", "raise_private_point", text=OWN, sharing="no")
    opened.do("amara", "hide_positions")
    opened.do("callum", "add_threshold_position", level=2, evidence=OWN)
    guest = seat(opened)
    source = come_in(opened, guest["id"])
    with pytest.raises(Forbidden) as before_rules:
        told(opened, source)
    assert before_rules.value.code == "ground_rules_not_accepted"
    act(opened, source, "accept_ground_rules", version=GROUND_RULES)
    assert (SAID in told(opened, source), OWN in told(opened, source)) == (True, False)
    act(opened, source, "add_reflection", prompt="analysis", text="I was there on Friday.")
    for refused_act, data in (
        ("add_threshold_position", {"level": 3, "evidence": "Mine."}),
        ("state_capacity", {"level": "room", "words": ""}),
        ("seat_guest", {"name": "A friend", "agency": opened.agencies["health"], "role": "observer"}),
        ("remove_seat", {"of": seat_of(opened, "callum")["id"], "version": 1, "reason": "Mine."}),
    ):
        with pytest.raises(Forbidden):
            act(opened, source, refused_act, **data)
    opened.do("amara", "reveal_positions")
    revealed = told(opened, source)
    assert OWN in revealed  # the position, which everybody sees now
    assert '"type": "capacity"' not in revealed
    assert '"type": "preparation"' not in revealed


def test_before_they_come_nobody_is_in_their_seat_and_others_are_told_of_it(opened: Sitting) -> None:
    guest = seat(opened)
    assert (guest["name"], guest["role"], guest["ground_rules_accepted_at"]) == ("Gus Made-up", "representative", None)
    assert state(opened, guest["id"]) == "none"
    with snapshot() as session:
        assert session.scalar(select(SignInSession.id).where(SignInSession.person_id == guest["person_id"])) is None
        assert session.get_one(Person, guest["person_id"]).guest
        done = session.scalars(select(AuditRow.what).order_by(AuditRow.id.desc())).first()
    assert done == "guest_seated"
    assert opened.log()[-1].subject == guest
    assert opened.seen_by("olu", "seat")[-1] == guest


def test_a_guest_of_an_absent_agency_brings_it_to_the_table(opened: Sitting) -> None:
    source = come_in(opened, seat(opened, "school")["id"])
    act(opened, source, "accept_ground_rules", version=GROUND_RULES)
    act(opened, source, "add_threshold_position", level=3, evidence="Often late.")
    school = next(each for each in opened.views("invitation") if each["agency_id"] == opened.agencies["school"])
    assert school["attendance"] == "present"


def test_a_guest_speaks_for_an_invited_agency_and_advises_from_any(opened: Sitting) -> None:
    for agency, code in ((opened.agencies["housing"], "agency_to_be_invited_first"), (NO_SUCH_ID, "unknown_agency")):
        assert refused_seat(opened, agency=agency).fields == {"agency": code}
    assert seat(opened, "housing", role="adviser")["role"] == "adviser"
    opened.do("amara", "invite_agency", agency=opened.agencies["housing"])
    assert seat(opened, "housing", name="Hal Made-up")["role"] == "representative"
    with transaction() as session:
        session.get_one(Agency, opened.agencies["camhs"]).active = False
    assert refused_seat(opened, "camhs", role="observer").fields == {"agency": "unknown_agency"}


@pytest.mark.parametrize(
    ("field", "value"),
    [("agency", None), ("name", " "), ("name", "Gus\u202emade"), ("role", "facilitator"), ("role", "recorder")],
)
def test_a_guest_has_a_name_an_agency_and_a_part_that_guests_have(opened: Sitting, field: str, value: Any) -> None:
    assert list(refused_seat(opened, **{field: value}).fields) == [field]


def test_who_sits_there_already_is_not_seated_again(opened: Sitting) -> None:
    guest = seat(opened)
    for name in ("Gus Made-up", " gus  MADE-UP", "Callum Made-up"):
        refusal = refused_seat(opened, name=name, role="observer")
        assert (type(refusal), refusal.fields) == (Invalid, {"name": "guest_already_seated"})
    seat(opened, "police")
    opened.do("amara", "remove_seat", of=guest["id"], version=guest["version"], reason="The wrong Gus.")
    assert seat(opened)["id"] != guest["id"]


def test_what_a_removed_guest_came_by_opens_nothing_more_and_their_seat_is_not_given_back(opened: Sitting) -> None:
    guest = seat(opened)
    with transaction() as session:
        used = make_joining_link(session, opened.entering(session, "amara"), guest["id"])
        own, _ = join_by_link(session, used, language="en")
    unused = link(opened, guest["id"])
    opened.do("amara", "remove_seat", of=guest["id"], version=guest["version"], reason="The wrong Gus.")
    assert opened.refused("amara", "seat_person", person=guest["person_id"], role="observer").fields == {
        "person": "unknown_person"
    }
    seat(opened)
    with pytest.raises(NotFound):
        may_enter(own, opened.meeting_id)
    for token in (used, unused):
        assert refused(token).code == "link_withdrawn"
    for asking in (link, withdraw):
        with pytest.raises(NotFound):
            asking(opened, guest["id"])


def test_nobody_is_seated_while_the_meeting_waits_and_who_was_can_come_when_it_goes_on(opened: Sitting) -> None:
    token = link(opened, seat(opened)["id"])
    later = "2026-09-28T13:30:00+01:00"
    opened.do("amara", "postpone_meeting", reason="The fire alarm.", scheduled_at=later)
    refusal = refused_seat(opened, name="Hal Made-up")
    assert (type(refusal), refusal.code) == (Conflict, "meeting_is_postponed")
    assert refused(token).code == "link_early"
    with clock.fixed(NOW.replace(day=28)):
        opened.do("amara", "open_meeting")
        with transaction() as session:
            own, meeting_id = join_by_link(session, token, language="en")
        may_enter(own, meeting_id)
        opened.do("amara", "cancel_meeting", reason="No longer needed.")
        assert refused_seat(opened, name="Hal Made-up").code == "meeting_is_cancelled"


def test_a_guest_asks_in_vain_for_streams_that_are_not_theirs_and_for_the_chair(opened: Sitting) -> None:
    guest, health = seat(opened), opened.agencies["health"]
    opened.do("callum", "prepare", version=0, to_raise=OWN, involved="", level=None, evidence="", ready=False)
    opened.do("callum", "raise_private_point", text=OWN, sharing="no")
    source = come_in(opened, guest["id"])
    act(opened, source, "accept_ground_rules", version=GROUND_RULES)
    wanted = dict.fromkeys((*opened.all_streams(), f"agency:{health}", f"chair:{health}"), 0)
    with snapshot() as session:
        actor = enter(session, source(session), opened.meeting_id)
        given = missed(session, actor, wanted)
    assert given is not None
    assert (set(given["heads"]), {entry.stream for entry in given["entries"]}) == ({"shared"}, {"shared"})
    refusal = opened.refused("amara", "hand_over_chair", to=guest["id"])
    assert refusal.fields == {"to": "may_not_be_chair"}
    with pytest.raises(Forbidden):
        act(opened, source, "take_chair")
    with pytest.raises(Forbidden), transaction() as session:
        make_joining_link(session, enter(session, source(session), opened.meeting_id), guest["id"])
