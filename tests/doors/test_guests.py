"""A guest, who came by a joining link, reaches in their one meeting what their seat reaches, but
nothing of their agency's own, and nothing elsewhere."""

import json
from typing import Any

import pytest

from mas_hub import clock
from mas_hub.db import snapshot, transaction
from mas_hub.errors import DomainError
from mas_hub.identity.guests import add_guest
from mas_hub.identity.models import SignInSession
from mas_hub.identity.queries import actor_from_token, token_hash
from mas_hub.meetings.board import board, door, missed
from mas_hub.meetings.models import Seat
from mas_hub.meetings.queries import enter
from mas_hub.meetings.views import seat_facts
from mas_hub.web.guard import guard_of
from tests.asking import NOBODY, Doors
from tests.doors.taken import body_for, path_of
from tests.doors.test_canaries import READABLE, answers
from tests.doors.test_every_route import WHO_GETS_IN
from tests.sitting import GROUND_RULES, NO_SUCH_ID, Sitting, token_of

GUEST, PEER = "gus", "callum"
"""Both speak for health and have accepted the ground rules."""

THE_AGENCY_S_OWN = ("/preparation", "/requirements", "/chronology", "/agreement", "/exports", "/acts/prepare",
                    "/acts/share_preparation", "/acts/bring_chronology_events", "/acts/bring_involvements",
                    "/involvements/earlier", "/acts/state_capacity", "/emergency")  # fmt: skip
"""What a guest is refused, though their seat has it."""
CANARY = "canary-own"
WRITTEN: dict[str, Any] = {
    "to_raise": CANARY,
    "involved": CANARY,
    "level": 2,
    "evidence": CANARY,
    "ready": True,
    "version": 0,
}
SOON_SHARED = "canary-soon-shared"
A_VISIT = {"kind": "visit", "what": SOON_SHARED, "basis": SOON_SHARED, "child": "seen", "seen_by": SOON_SHARED}
AN_EVENT = {"began": "2026-03-02", "ended": None, "what": SOON_SHARED, "source": SOON_SHARED}


def with_guest(doors: Doors, stage: str) -> Sitting:
    sitting = doors.stage(stage)
    with transaction() as session:
        guest = add_guest(session, agency_id=sitting.agencies["health"], name="Gus Made-up", job="Support worker")
        now, opened = clock.now(), stage != "planned"
        seat = Seat(
            meeting_id=sitting.meeting_id,
            person_id=guest.id,
            agency_id=guest.agency_id,
            role="representative",
            ground_rules_version=GROUND_RULES if opened else None,
            ground_rules_accepted_at=now if opened else None,
        )
        session.add(seat)
        session.flush()
        seat.facts = seat_facts(session, seat) if opened else None
        session.add(
            SignInSession(
                token_hash=token_hash(token_of(GUEST)),
                person_id=guest.id,
                created_at=now,
                last_seen_at=now,
                meeting_id=sitting.meeting_id,
            )
        )
    return sitting


def is_for_strangers(doors: Doors, route: str) -> bool:
    method, path = route.split(" ")
    for rule in doors.app.url_map.iter_rules():
        known = rule.rule.replace("<int:meeting_id>", "<>").replace("<format_name>", "<>")
        if known.replace("<int:", "<").replace("<path:", "<") == path and method in (rule.methods or set()):
            guard = guard_of(doors.app.view_functions[rule.endpoint])
            return guard is not None and (guard.token or not guard.signed_in)
    raise AssertionError(route)


def is_the_agency_s_own(route: str) -> bool:
    return any(f"<>{part}" in route for part in THE_AGENCY_S_OWN)


@pytest.mark.parametrize("route", sorted(route for route in WHO_GETS_IN if "<>" in route))
def test_in_their_meeting_a_guest_gets_what_their_seat_gets(doors: Doors, route: str) -> None:
    for stage in ("planned", "opened", "closed"):
        statuses = []
        for who in (GUEST, PEER):
            sitting = with_guest(doors, stage)
            statuses.append(doors.ask(who, *path_of(route, sitting.meeting_id), body_for(route, sitting)).status_code)
        if is_the_agency_s_own(route):
            assert (stage, statuses[0]) == (stage, 403)
        else:
            assert (stage, statuses[0]) == (stage, statuses[1])


@pytest.mark.parametrize("route", sorted(route for route in WHO_GETS_IN if "<>" in route))
def test_another_meeting_is_to_a_guest_as_one_that_never_was(doors: Doors, route: str) -> None:
    sitting = with_guest(doors, "opened")
    said = body_for(route, sitting)
    answers = [doors.ask(GUEST, *path_of(route, each), said) for each in (sitting.other_meeting_id, NO_SUCH_ID)]
    assert len({(answer.status_code, answer.get_data()) for answer in answers}) == 1
    assert answers[0].status_code in (401, 403, 404)


@pytest.mark.parametrize("route", sorted(route for route in WHO_GETS_IN if "<>" not in route))
def test_everywhere_else_a_guest_is_refused_or_a_stranger(doors: Doors, route: str) -> None:
    sitting = with_guest(doors, "opened")
    said = body_for(route, sitting)
    status = doors.ask(GUEST, *path_of(route, 1), said).status_code
    if is_for_strangers(doors, route):
        with_guest(doors, "opened")
        assert status == doors.ask(NOBODY, *path_of(route, 1), said).status_code
    else:
        assert status == (200 if route == "GET /api/reference" else 403)


def seen_by(sitting: Sitting, who: str) -> dict[str, Any]:
    """What a socket that joins is answered: the snapshot, and every entry."""
    with snapshot() as session:
        actor = enter(session, actor_from_token(session, token_of(who)), sitting.meeting_id)
        return {"board": board(session, actor), "missed": missed(session, actor, {}), "door": door(session, actor)}


def everything_told(doors: Doors, who: str) -> str:
    told = answers(doors, who, READABLE)
    try:
        return told + json.dumps(seen_by(doors.sitting, who), default=str)
    except DomainError as refusal:
        return told + refusal.code


def test_a_guest_s_board_is_that_of_their_seat_but_for_what_is_the_agency_s_own(doors: Doors) -> None:
    sitting = with_guest(doors, "opened")
    guest_s, peer_s = (seen_by(sitting, who)["board"] for who in (GUEST, PEER))
    assert guest_s["views"] == peer_s["views"]
    assert set(guest_s["cursors"]) == {"shared"}
    lost = {"prepare", "share_preparation", "take_export", "read_own_agency", "answer_emergency"}
    assert set(guest_s["me"]["can"]) == set(peer_s["me"]["can"]) - lost


def test_nothing_that_their_agency_prepared_reaches_a_guest(doors: Doors) -> None:
    sitting = with_guest(doors, "planned")
    path = f"/api/meetings/{sitting.meeting_id}"
    assert doors.ask(PEER, "PUT", f"{path}/preparation", WRITTEN).status_code == 200
    for room, said in (("requirements", A_VISIT), ("chronology", AN_EVENT)):
        added = doors.ask(PEER, "POST", f"{path}/{room}", said)
        assert (room, added.status_code) == (room, 200)
    for canary in (CANARY, SOON_SHARED):
        assert canary in everything_told(doors, PEER)
        assert canary not in everything_told(doors, GUEST)
    refused = doors.ask(GUEST, "PUT", f"{path}/preparation", {**WRITTEN, "to_raise": "", "involved": "", "version": 7})
    assert (refused.status_code, refused.get_json()["code"]) == (403, "may_not_prepare")
    doors.act("amara", sitting.meeting_id, "open_meeting", {})
    for who in (GUEST, PEER):
        accepted = doors.act(
            who, sitting.meeting_id, "accept_ground_rules", {"version": GROUND_RULES}, f"accepting-{who}"
        )
        assert accepted.status_code == 200
    assert CANARY in everything_told(doors, PEER)
    told = everything_told(doors, GUEST)
    assert (SOON_SHARED in told, CANARY in told) == (True, False)


def test_nothing_that_is_said_in_their_agency_s_own_streams_reaches_a_guest(doors: Doors) -> None:
    sitting = with_guest(doors, "opened")
    sitting.do("amara", "hide_positions")
    sitting.do(PEER, "prepare", **{**WRITTEN, "evidence": CANARY})
    sitting.do(PEER, "state_capacity", level="stretched", words=CANARY)
    sitting.do(PEER, "add_threshold_position", level=2, evidence=CANARY)
    assert CANARY in everything_told(doors, PEER)
    assert CANARY not in everything_told(doors, GUEST)
    for act, data in (
        ("add_threshold_position", {"level": 3, "evidence": "Mine."}),
        ("move_threshold_position", {"level": 3, "evidence": "Mine.", "version": 7}),
        ("withdraw_threshold_position", {"reason": "Mine.", "version": 7}),
        ("state_capacity", {"level": "room", "words": ""}),
        ("prepare", {**WRITTEN, "to_raise": "", "involved": "", "evidence": "x", "version": 7}),
        ("share_preparation", {"version": 7}),
    ):
        refused = doors.act(GUEST, sitting.meeting_id, act, data)
        assert (act, refused.status_code, CANARY in refused.get_data(as_text=True)) == (act, 403, False)
    sitting.do("amara", "reveal_positions")
    assert CANARY in everything_told(doors, GUEST)
    moved = {"level": 3, "evidence": "Mine.", "version": 2}
    assert doors.act(GUEST, sitting.meeting_id, "move_threshold_position", moved).status_code == 200
