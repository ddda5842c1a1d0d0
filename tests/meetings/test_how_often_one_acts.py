"""Acts over HTTP are counted as those over a socket: so many a second for a person, whatever sign-in they come by."""

import pytest

from mas_hub.db import transaction
from mas_hub.identity.models import SignInSession
from mas_hub.identity.queries import token_hash
from mas_hub.web.bounds import Allowance
from tests.asking import Doors
from tests.sitting import NOW, token_of


def test_the_other_door_counts_by_person_and_nobody_else_pays(doors: Doors, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doors.app.extensions["bounds"], "acts", Allowance(1, lambda: 1000.0))
    beth = {"person_id": doors.sitting.people["beth"], "created_at": NOW, "last_seen_at": NOW}
    with transaction() as session:
        session.add(SignInSession(token_hash=token_hash(token_of("beth again")), **beth))
    said = {"prompt": "analysis", "text": "x"}
    answers = [
        doors.act(who, doors.sitting.meeting_id, "add_reflection", said, act_id=f"number-{number}")
        for number, who in enumerate(("beth", "beth again", "beth", "beth again", "beth", "dina"))
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429, 200]
    assert (answers[3].get_json()["code"], answers[3].headers["Retry-After"]) == ("too_fast", "1")
    assert answers[3].get_json()["retry_after"] == 1.0
    assert doors.sitting.kinds()[-4:] == ["reflection_added"] * 4


def test_what_is_asked_of_the_hub_is_counted_and_what_its_page_is_made_of_is_not(
    doors: Doors, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doors.app.extensions["bounds"], "requests", Allowance(1, lambda: 1000.0))
    assert {doors.ask("beth", "GET", "/healthz").status_code for _ in range(9)} == {200}
    assert [doors.ask("beth", "GET", "/api/session").status_code for _ in range(4)] == [200, 200, 200, 429]
