"""Noting that somebody looks at a board may take a while. They read it as they may by then."""

from collections.abc import Callable
from typing import Any

import pytest

from mas_hub.audit.openings import Opening, note
from mas_hub.db import transaction
from mas_hub.errors import DomainError, NotFound, SignedOut
from mas_hub.identity.queries import actor_from_token
from mas_hub.identity.sessions import sign_out
from mas_hub.live.sockets import Socket
from mas_hub.meetings import doors as live_doors
from tests.acting import seat_of
from tests.asking import Doors
from tests.sitting import Sitting, token_of


def taken_from_the_table(sitting: Sitting) -> None:
    seat = seat_of(sitting, "beth")
    sitting.do("amara", "remove_seat", of=seat["id"], version=seat["version"], reason="Another case.")


def signed_out(_sitting: Sitting) -> None:
    with transaction() as session:
        sign_out(session, actor_from_token(session, token_of("beth")))


def page_of(doors: Doors, who: str) -> Socket:
    return Socket("a-socket", token_of(who), 0, doors.sitting.people[who], "en")


def join(doors: Doors, page: Socket, cursors: dict[str, int] | None) -> dict[str, Any]:
    said = {"meeting_id": doors.sitting.meeting_id, "cursors": cursors}
    return live_doors.join(doors.app.extensions["live"], page, said)


def meanwhile(monkeypatch: pytest.MonkeyPatch, happens: Callable[[], object]) -> None:
    """While a look is being noted."""

    def noting(opening: Opening | None) -> None:
        happens()
        note(opening)

    monkeypatch.setattr(live_doors, "note", noting)


@pytest.mark.parametrize("cursors", [None, {"shared": 0}], ids=["the board", "what they missed"])
@pytest.mark.parametrize(("happens", "refused"), [(taken_from_the_table, NotFound), (signed_out, SignedOut)])
def test_who_is_put_out_meanwhile_reads_and_hears_nothing(
    doors: Doors,
    monkeypatch: pytest.MonkeyPatch,
    happens: Callable[[Sitting], None],
    refused: type[DomainError],
    cursors: dict[str, int] | None,
) -> None:
    beth = page_of(doors, "beth")
    meanwhile(monkeypatch, lambda: happens(doors.sitting))
    with pytest.raises(refused):
        join(doors, beth, cursors)
    assert (beth.following, beth.seated_as) == ({}, {})


def test_who_hands_the_chair_over_meanwhile_reads_no_more_than_their_new_seat(
    doors: Doors, monkeypatch: pytest.MonkeyPatch
) -> None:
    sitting = doors.sitting
    sitting.do("beth", "state_capacity", level="over", words="Too many cases.")
    sitting.do("dina", "state_capacity", level="over", words="No night shift.")
    amara = page_of(doors, "amara")
    meanwhile(monkeypatch, lambda: sitting.do("amara", "hand_over_chair", to=seat_of(sitting, "nia")["id"]))
    answer = join(doors, amara, {"shared": 0})
    assert set(answer["heads"]) == sitting.streams_of("amara")
    assert "No night shift." not in str(answer)
    assert amara.following == {sitting.meeting_id: sitting.streams_of("amara")}
