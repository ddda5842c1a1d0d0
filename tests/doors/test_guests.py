"""A guest, who came by a joining link, reaches in their one meeting what their seat reaches, and nothing elsewhere."""

from collections.abc import Iterator

import pytest

from mas_hub import clock
from mas_hub.db import snapshot, transaction
from mas_hub.identity.guests import add_guest
from mas_hub.identity.models import SignInSession
from mas_hub.identity.queries import actor_from_token, token_hash
from mas_hub.meetings.board import board
from mas_hub.meetings.models import Seat
from mas_hub.meetings.queries import enter, seat_facts
from mas_hub.web.guard import guard_of
from tests.doors.conftest import NOBODY, Doors
from tests.doors.test_every_route import WHO_GETS_IN, body_for, path_of
from tests.sitting import GROUND_RULES, NO_SUCH_ID, Sitting, token_of

GUEST, PEER = "gus", "callum"
"""Both speak for health and have accepted the ground rules."""


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


@pytest.mark.parametrize("route", sorted(route for route in WHO_GETS_IN if "<>" in route))
def test_in_their_meeting_a_guest_gets_what_their_seat_gets(doors: Doors, route: str) -> None:
    for stage in ("planned", "opened", "closed"):
        statuses = []
        for who in (GUEST, PEER):
            sitting = with_guest(doors, stage)
            statuses.append(doors.ask(who, *path_of(route, sitting.meeting_id), body_for(route, sitting)).status_code)
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


def boards(sitting: Sitting) -> Iterator[object]:
    for who in (GUEST, PEER):
        with snapshot() as session:
            seen = board(session, enter(session, actor_from_token(session, token_of(who)), sitting.meeting_id))
        yield {name: value for name, value in seen.items() if name != "me"}


def test_a_guest_s_board_is_that_of_their_seat(doors: Doors) -> None:
    guest_s, peer_s = boards(with_guest(doors, "opened"))
    assert guest_s == peer_s
