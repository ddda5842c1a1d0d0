"""A guest has the one meeting they came to, whatever seats they have elsewhere, and no page that is no meeting's."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy.orm import Session

from mas_hub.access.actor import Actor, MeetingActor
from mas_hub.db import snapshot, transaction
from mas_hub.errors import NotFound
from mas_hub.identity.queries import actor_from_token
from mas_hub.joining.actions import join_by_link, make_joining_link
from mas_hub.meetings.models import Seat
from mas_hub.meetings.queries import enter
from mas_hub.meetings.reading import enter_to_read
from tests.asking import Doors
from tests.joining.test_guests_on_the_day import act, seat
from tests.sitting import GROUND_RULES, NOW


@pytest.fixture
def guest(doors: Doors) -> str:
    """The token of one who sits in our meeting, and in the other one too."""
    sitting = doors.sitting
    own = seat(sitting)["id"]
    with transaction() as session:
        link = make_joining_link(session, sitting.entering(session, "amara"), own)
        token, _ = join_by_link(session, link, language="en")
        person = actor_from_token(session, token)
        session.add(
            Seat(
                meeting_id=sitting.other_meeting_id,
                agency_id=person.agency_id,
                person_id=person.person_id,
                role="representative",
                ground_rules_accepted_at=NOW,
            )
        )
    return token


@pytest.mark.parametrize("come_in", [enter, enter_to_read])
def test_in_another_meeting_their_seat_is_none(
    doors: Doors, guest: str, come_in: Callable[[Session, Actor, int], MeetingActor]
) -> None:
    with snapshot() as session:
        person = actor_from_token(session, guest)
        assert person.guest_of == doors.sitting.meeting_id
        assert come_in(session, person, doors.sitting.meeting_id).guest_of == doors.sitting.meeting_id
        with pytest.raises(NotFound):
            come_in(session, person, doors.sitting.other_meeting_id)


def test_they_act_in_no_other_and_read_no_other_and_no_page_but_their_meeting_s(doors: Doors, guest: str) -> None:
    sitting, client = doors.sitting, doors.app.test_client()
    client.set_cookie("mas_hub_session", guest)

    def asked(path: str) -> tuple[int, Any]:
        answer = client.get(path)
        return answer.status_code, answer.get_json().get("code")

    act(sitting, lambda session: actor_from_token(session, guest), "accept_ground_rules", version=GROUND_RULES)
    assert asked(f"/api/meetings/{sitting.meeting_id}/board") == (200, None)
    assert asked(f"/api/meetings/{sitting.other_meeting_id}/board") == (404, "not_found")
    assert asked("/api/inbox") == asked("/api/overview") == (403, "guests_have_one_meeting")
    assert asked(f"/api/meetings/{sitting.meeting_id}/preparation")[0] == 403
    elsewhere = replace(sitting, meeting_id=sitting.other_meeting_id)
    with pytest.raises(NotFound):
        act(elsewhere, lambda session: actor_from_token(session, guest), "add_reflection", prompt="analysis", text="x")
