"""A meeting whose record was deleted: who had part in it is told so at every door, and every list goes on."""

from datetime import timedelta
from unittest.mock import Mock

import pytest

from mas_hub import clock
from mas_hub.db import transaction
from mas_hub.identity.models import Person
from mas_hub.identity.roles import set_roles
from mas_hub.meetings.queries import get_meeting
from mas_hub.retention import routes
from mas_hub.retention.purging import purge_by_operator
from tests.asking import Doors
from tests.doors.taken import body_for, path_of
from tests.doors.test_every_route import BY_TOKEN, WHO_GETS_IN
from tests.retention.planting import CANARY, plant
from tests.sitting import NO_SUCH_ID, NOW, Sitting, api_token_of

LISTS = ("/api/home", "/api/inbox", "/api/overview", "/api/cases", "/api/agreements/due", "/api/account")
OF_A_MEETING = sorted(route for route in WHO_GETS_IN if "<>" in route and route not in BY_TOKEN)


@pytest.fixture
def deleted(doors: Doors) -> Sitting:
    sitting = doors.stage("closed")
    with transaction() as session:
        case_id = get_meeting(session, sitting.meeting_id).case_id
    plant(case_id)
    with clock.fixed(NOW + timedelta(days=1000)), transaction() as session:
        purge_by_operator(session, case_id)
    return sitting


@pytest.mark.parametrize("who", ["amara", "beth", "arun", "rhys", "sian"])
def test_every_door_of_it_says_so_to_who_had_part_in_it(doors: Doors, deleted: Sitting, who: str) -> None:
    bodies = {route: body_for(route, deleted) for route in OF_A_MEETING if "/plan" not in route}
    for route, said in bodies.items():
        answer = doors.ask(who, *path_of(route, deleted.meeting_id), said)
        told = answer.get_json()
        assert CANARY not in answer.get_data(as_text=True)
        if answer.status_code == 410:
            assert told["code"] == "record_deleted"
        elif route != "GET /api/meetings/<>/deleted":
            assert answer.status_code in (403, 404), f"{route}: {answer.status_code}"
    stub = doors.ask(who, "GET", f"/api/meetings/{deleted.meeting_id}/deleted")
    assert (stub.status_code, stub.get_json()["confirmed_by"]) == (200, None)
    assert doors.ask(who, "GET", f"/api/meetings/{deleted.meeting_id}").status_code == 410


def test_to_everybody_else_it_is_as_absent_as_one_that_never_was(doors: Doors, deleted: Sitting) -> None:
    for who in ("ines", "freya", "hugo"):
        for rest in ("", "/deleted", "/keeping", "/board"):
            answers = [
                doors.ask(who, "GET", f"/api/meetings/{each}{rest}") for each in (deleted.meeting_id, NO_SUCH_ID)
            ]
            assert {answer.status_code for answer in answers} == {404}
            assert answers[0].get_data() == answers[1].get_data()


def test_every_list_goes_on_without_it(doors: Doors, deleted: Sitting) -> None:
    for path in LISTS:
        for who in ("amara", "beth", "sian", "rhys"):
            answer = doors.ask(who, "GET", path)
            assert answer.status_code in (200, 403)
            assert CANARY not in answer.get_data(as_text=True)
    assert doors.ask("amara", "GET", "/api/home").get_json()["past"] == []
    assert doors.ask("amara", "GET", "/api/cases").get_json() == {"cases": []}
    assert doors.ask("sian", "GET", "/api/exports/bulk?first=2026-09-01&last=2026-09-30").get_json()["found"] == 0
    client = doors.app.test_client()
    token = {"Authorization": f"Bearer {api_token_of('sian')}"}
    offered = client.get("/api/record-system/decisions", headers=token)
    assert (offered.status_code, offered.get_json()["issues"]) == (200, [])


def test_who_looks_after_retention_sees_its_stub(doors: Doors, deleted: Sitting) -> None:
    (case,) = doors.ask("ines", "GET", "/api/retention").get_json()["purged"]
    (stub,) = case["meetings"]
    assert stub["meeting_id"] == deleted.meeting_id
    assert stub["holds"] is True
    assert stub["log"]["entries"] > 10


def test_two_people_delete_it_over_http(
    doors: Doors, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    sitting = doors.stage("closed")
    with transaction() as session:
        case_id = get_meeting(session, sitting.meeting_id).case_id
        set_roles(session, None, session.get_one(Person, sitting.people["sian"]), {"assurance_lead", "recorder"})
    path = f"/api/cases/{case_id}/purge"
    assert doors.ask("ines", "POST", path, {}).get_json()["code"] == "purge_not_due"
    with transaction() as session:
        get_meeting(session, sitting.meeting_id).closed_at = NOW - timedelta(days=1000)
    assert doors.ask("ines", "POST", path, {}).status_code == 200
    assert doors.ask("ines", "POST", f"{path}/confirm", {}).get_json()["code"] == "another_confirms_purge"
    assert doors.ask("amara", "POST", f"{path}/confirm", {}).status_code == 403
    monkeypatch.setattr(routes, "keep_list", Mock(side_effect=OSError(28, "No space left on device", "purged.jsonl")))
    assert doors.ask("sian", "POST", f"{path}/confirm", {}).status_code == 200
    assert "the list of what was deleted could not be written: OSError" in caplog.text
    told = doors.ask("beth", "GET", f"/api/meetings/{sitting.meeting_id}/deleted").get_json()
    assert (told["asked_by"], told["confirmed_by"]) == ("Ines Made-up", "Sian Made-up")
    assert doors.ask("sian", "DELETE", path).status_code == 404
