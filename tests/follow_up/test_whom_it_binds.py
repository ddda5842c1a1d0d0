"""A closed meeting binds an agency, through whoever sits there for it or records for it: through nobody else."""

from dataclasses import replace
from typing import Any

import pytest

from mas_hub.access.actor import Actor
from mas_hub.db import snapshot
from mas_hub.follow_up.inbox import inbox
from mas_hub.meetings.home import home
from tests.follow_up.test_receipts import RECORDED, record
from tests.sitting import Sitting


def of(actor: Actor) -> tuple[list[int], dict[str, Any]]:
    """The agencies for which they have something to do, and their card of the meeting."""
    with snapshot() as session:
        due = [duty["agency"]["id"] for duty in inbox(session, actor)["duties"]]
        found = home(session, actor)
    (card,) = [each for shelf in ("live", "coming", "to_record", "past") for each in found[shelf]]
    return due, card


@pytest.mark.parametrize("who", ["dina", "rhys"])
@pytest.mark.parametrize("roles", [frozenset(), frozenset({"recorder"})], ids=["", "who records"])
def test_who_sits_there_for_an_agency_that_they_left_is_bound_for_neither(
    closed: Sitting, who: str, roles: frozenset[str]
) -> None:
    before, card = of(closed.actor(who))
    assert (before, card["binds_me"], card["owned"]) == ([closed.agencies["police"]], True, 1)
    due, card = of(replace(closed.actor(who), agency_id=closed.agencies["school"], roles=roles))
    assert (due, card["binds_me"], card["owned"], card["recorded"]) == ([], False, 0, None)


def test_whoever_chairs_is_not_told_how_their_own_agency_stands(closed: Sitting) -> None:
    """Their seat is the chair's. What they see as such stands in the overview."""
    record(closed, "beth", RECORDED)
    assert of(closed.actor("beth"))[1]["recorded"]["reference"] == "CSC-123"
    due, card = of(closed.actor("amara"))
    assert (due, card["binds_me"], card["recorded"], card["owned"], card["involved"]) == ([], False, None, 0, 0)
