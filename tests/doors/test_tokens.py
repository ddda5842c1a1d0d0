"""Who gets in with a token of an agency's record system, and nothing but a token: every route there is."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from mas_hub import clock
from mas_hub.audit.models import AuditRow
from mas_hub.db import snapshot, transaction
from mas_hub.identity.models import Person, PersonRole
from mas_hub.integration.actions import enter_by_token
from mas_hub.integration.rules import CALLS_PER_SECOND, SCOPES
from mas_hub.language import catalogue
from mas_hub.web.csrf import HEADER
from mas_hub.web.csrf import token_of as csrf_token_of
from mas_hub.web.tokens import enter_tokens_with
from tests.asking import Doors
from tests.doors.taken import body_for, path_of
from tests.doors.test_every_route import BY_TOKEN, STAGES, WHO_GETS_IN
from tests.sitting import NO_SUCH_ID, NOW, api_token_of, everything, token_of

OPEN_TO_ALL = ("GET /healthz", "GET /readyz", "GET /api/openapi.json", "GET /api/session", "DELETE /api/session")
SHUT = {"GET": (401, 404), "POST": (403,), "PUT": (403,), "DELETE": (403,)}

# Sian's school was invited to our meeting and was absent; Kit's camhs to the other one. While planned, open and closed.
WITH_A_TOKEN = {
    "GET /api/record-system": {"sian": (200, 200, 200), "kit": (200, 200, 200)},
    "GET /api/record-system/decisions": {"sian": (200, 200, 200), "kit": (200, 200, 200)},
    "POST /api/record-system/meetings/<>/receipt": {"sian": (404, 409, 200), "kit": (404, 404, 404)},
    # the school owns no decision; for an owner see below
    "POST /api/record-system/meetings/<>/decisions/<decision_id>/progress": {
        "sian": (404, 409, 404),
        "kit": (404, 404, 404),
    },
}
DECISIONS = "/api/record-system/decisions"


@pytest.fixture(autouse=True)
def nobody_has_asked_yet(doors: Doors) -> None:
    enter_tokens_with(doors.app, enter_by_token, CALLS_PER_SECOND)


def by_token(doors: Doors, token: str, method: str, path: str, said: Any = None) -> TestResponse:
    headers = {"Authorization": f"Bearer {token}"}
    answer = doors.app.test_client().open(path, method=method, headers=headers, **({"json": said} if said else {}))
    assert answer.status_code < 500
    return answer


def test_the_table_names_every_route_of_record_systems() -> None:
    assert set(WITH_A_TOKEN) == BY_TOKEN


@pytest.mark.parametrize("route", sorted(set(WHO_GETS_IN) - BY_TOKEN))
def test_a_token_opens_no_other_route(doors: Doors, route: str) -> None:
    """Not even together with what a page sends along; who signs in is asked for a password as ever."""
    method, path = path_of(route, doors.sitting.meeting_id)
    before = everything()
    answer = by_token(doors, api_token_of("sian"), method, path, body_for(route, doors.sitting))
    if method == "GET" and route in OPEN_TO_ALL:
        assert answer.status_code == 200
        assert "sian" not in answer.get_data(as_text=True).lower()
    else:
        assert answer.status_code in SHUT[method]
    assert everything() == before


@pytest.mark.parametrize("route", sorted(BY_TOKEN))
def test_with_a_token_each_agency_s_record_system_gets_what_is_its_own(doors: Doors, route: str) -> None:
    for stage_number, stage in enumerate(STAGES):
        for who, statuses in WITH_A_TOKEN[route].items():
            sitting = doors.stage(stage)
            method, path = path_of(route, sitting.meeting_id)
            answer = by_token(doors, api_token_of(who), method, path, body_for(route, sitting))
            assert (stage, who, answer.status_code) == (stage, who, statuses[stage_number])


@pytest.mark.parametrize("route", sorted(BY_TOKEN))
def test_no_cookie_opens_a_route_of_record_systems(doors: Doors, route: str) -> None:
    sitting = doors.stage("closed")
    method, path = path_of(route, sitting.meeting_id)
    before = everything()
    wrong = ("", "Bearer", "Bearer ", "Basic c2lhbjpzaWFu", f"Bearer {token_of('sian')}", "Bearer mas_hub_guessed",
             f"Token {api_token_of('sian')}", f"Bearer {api_token_of('sian')}x")  # fmt: skip
    for given in wrong:
        client = doors.app.test_client()
        client.set_cookie("mas_hub_session", token_of("sian"))
        headers = {"Authorization": given, HEADER: csrf_token_of(token_of("sian"))}
        answer = client.open(path, method=method, json=body_for(route, sitting), headers=headers)
        assert (given, answer.status_code) == (given, 401)
        assert answer.get_json()["code"] in ("token_missing", "token_refused")
    assert everything() == before


def test_a_hidden_meeting_is_answered_like_one_that_never_was(doors: Doors) -> None:
    sitting = doors.stage("closed")
    receipt = {"recorded": False, "why_not": "canary"}
    answers = [
        by_token(doors, api_token_of("kit"), "POST", f"/api/record-system/meetings/{meeting}/receipt", receipt)
        for meeting in (sitting.meeting_id, NO_SUCH_ID)
    ]
    assert len({(answer.status_code, answer.get_data()) for answer in answers}) == 1


def test_an_agency_reads_its_own_decisions_and_no_word_of_another_s(doors: Doors) -> None:
    sitting = doors.stage("opened")
    smart = sitting.view("decision")
    sitting.do("beth", "amend_decision", of=smart["id"], version=smart["version"], text="canary-police")
    sitting.do("amara", "agree_decision", **sitting.edit("decision"))
    sitting.do("amara", "close_meeting", no_next_meeting_because="Not needed.")
    school = by_token(doors, api_token_of("sian"), "GET", DECISIONS)
    (issue,) = school.get_json()["issues"]
    assert issue["document"]["agency"]["id"] == sitting.agencies["school"]
    assert "canary" not in school.get_data(as_text=True)
    assert by_token(doors, api_token_of("kit"), "GET", DECISIONS).get_json()["issues"] == []


def test_what_is_fetched_and_posted_stands_in_the_audit_under_its_token(doors: Doors) -> None:
    sitting = doors.stage("closed")
    token = api_token_of("sian")
    (issue,) = by_token(doors, token, "GET", DECISIONS).get_json()["issues"]
    receipt = {"recorded": True, "reference": "S/1", "recorded_on": "2026-09-21"}
    path = f"/api/record-system/meetings/{sitting.meeting_id}/receipt"
    assert by_token(doors, token, "POST", path, receipt).status_code == 200
    with snapshot() as session:
        rows = session.scalars(select(AuditRow).where(AuditRow.person_id == sitting.people["sian"])).all()
    told = {row.what: row for row in rows}
    assert set(told) == {"export_taken", "receipt_recorded"}
    assert (told["export_taken"].sha256, told["export_taken"].meeting_id) == (issue["sha256"], sitting.meeting_id)
    assert {row.detail["token_id"] for row in rows} == {1}
    assert doors.ask("sian", "GET", "/api/home").get_json()["to_record"] == []


def test_an_owner_s_record_system_reports_progress_and_nobody_else_s(doors: Doors) -> None:
    sitting = doors.stage("opened")
    sitting.do("amara", "amend_decision", **sitting.edit("decision", owner=sitting.agencies["school"]))
    sitting.do("amara", "agree_decision", **sitting.edit("decision"))
    sitting.do("amara", "close_meeting", no_next_meeting_because="Not needed.")
    decision = by_token(doors, api_token_of("sian"), "GET", DECISIONS).get_json()["issues"][0]["document"]["owned"][0]
    path = f"/api/record-system/meetings/{sitting.meeting_id}/decisions/{decision['id']}/progress"
    said = {"state": "done", "words": "Held on the 25th; minutes sent."}
    assert by_token(doors, api_token_of("kit"), "POST", path, said).status_code == 404
    made = by_token(doors, api_token_of("sian"), "POST", path, said)
    assert (made.status_code, made.get_json()["report"]["state"]) == (200, "done")
    refused = by_token(doors, api_token_of("sian"), "POST", path, {"state": "done", "words": ""})
    assert (refused.status_code, list(refused.get_json()["fields"])) == (422, ["words"])


def test_a_token_writes_for_its_own_agency_and_not_for_one_that_its_maker_left(doors: Doors) -> None:
    sitting = doors.stage("closed")
    with transaction() as session:  # Dina sat for the police; now she records for housing
        session.get_one(Person, sitting.people["dina"]).agency_id = sitting.agencies["housing"]
        session.add(PersonRole(person_id=sitting.people["dina"], role="recorder"))
    asked = {"name": "Files", "scopes": ["post_receipts", "report_progress"], "days": 30}
    secret = doors.ask("dina", "POST", "/api/tokens", asked).get_json()["secret"]
    path = f"/api/record-system/meetings/{sitting.meeting_id}"
    decision = sitting.view("decision")["id"]
    before = everything()
    for where, said in (
        (f"{path}/receipt", {"recorded": False, "why_not": "x"}),
        (f"{path}/decisions/{decision}/progress", {"state": "done", "words": "x"}),
    ):
        assert (where, by_token(doors, secret, "POST", where, said).status_code) == (where, 404)
    after = everything()
    assert {name for name in after if after[name] != before[name]} <= {"api_tokens"}


def test_a_token_does_what_it_was_made_for_and_no_more_until_it_is_revoked(doors: Doors) -> None:
    sitting = doors.stage("closed")
    asked = {"name": "Reads", "scopes": ["read_decisions"], "days": 30}
    made = doors.ask("sian", "POST", "/api/tokens", asked).get_json()
    secret, token_id = made["secret"], made["token"]["id"]
    assert secret not in str(everything())
    assert secret not in doors.ask("sian", "GET", "/api/tokens").get_data(as_text=True)
    assert by_token(doors, secret, "GET", DECISIONS).status_code == 200
    path = f"/api/record-system/meetings/{sitting.meeting_id}/receipt"
    refused = by_token(doors, secret, "POST", path, {"recorded": False, "why_not": "x"})
    assert (refused.status_code, refused.get_json()["code"]) == (403, "token_lacks_scope")
    (seen,) = [each for each in doors.ask("ines", "GET", "/api/tokens").get_json()["tokens"] if each["id"] == token_id]
    assert (seen["name"], seen["state"], seen["last_used_at"]) == ("Reads", "in_use", clock.iso(NOW))
    assert doors.ask("ines", "DELETE", f"/api/tokens/{token_id}").get_json()["token"]["state"] == "revoked"
    gone = by_token(doors, secret, "GET", DECISIONS)
    assert (gone.status_code, gone.get_json()["message"]) == (401, catalogue("en")["refusals.token_refused"])


def test_one_agency_s_recorder_neither_sees_nor_revokes_another_s_tokens(doors: Doors) -> None:
    seen = doors.ask("kit", "GET", "/api/tokens").get_json()
    assert [each["name"] for each in seen["tokens"]] == ["kit's record system"]
    answers = [doors.ask("kit", "DELETE", f"/api/tokens/{number}") for number in (1, NO_SUCH_ID)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].get_data() == answers[1].get_data()
    assert [each["agency"]["code"] for each in doors.ask("ines", "GET", "/api/tokens").get_json()["tokens"]] == [
        "CAM",
        "SCH",
    ]


def test_a_record_system_that_asks_too_often_is_told_how_long_to_wait(doors: Doors) -> None:
    answers = [by_token(doors, api_token_of("kit"), "GET", "/api/record-system") for _ in range(40)]
    answer = next(each for each in answers if each.status_code != 200)
    assert (answer.status_code, answer.get_json()["code"]) == (429, "too_fast")
    assert int(answer.headers["Retry-After"]) >= 1
    asked = {"name": "Another", "scopes": ["read_decisions"], "days": 30}
    another = doors.ask("kit", "POST", "/api/tokens", asked).get_json()["secret"]
    for token in (api_token_of("sian"), another):
        assert by_token(doors, token, "GET", "/api/record-system").status_code == 200


@pytest.mark.parametrize(
    ("scope", "method", "path"),
    [
        ("read_decisions", "GET", DECISIONS),
        ("post_receipts", "POST", "/api/record-system/meetings/{}/receipt"),
        ("report_progress", "POST", "/api/record-system/meetings/{}/decisions/1/progress"),
    ],
)
def test_each_route_asks_for_its_own_scope(doors: Doors, scope: str, method: str, path: str) -> None:
    """One that may do everything else may not do this."""
    meeting_id = doors.stage("closed").meeting_id
    asked = {"name": "All but one", "scopes": [each for each in SCOPES if each != scope], "days": 30}
    secret = doors.ask("sian", "POST", "/api/tokens", asked).get_json()["secret"]
    answer = by_token(doors, secret, method, path.format(meeting_id), {} if method == "POST" else None)
    assert (answer.status_code, answer.get_json()["code"]) == (403, "token_lacks_scope")


@pytest.mark.parametrize("query", ["after=-1", "after=x", "limit=0", "limit=51", "agency_id=1", "after=99999999999"])
def test_only_a_cursor_and_a_limit_are_asked_with(doors: Doors, query: str) -> None:
    assert by_token(doors, api_token_of("sian"), "GET", f"{DECISIONS}?{query}").status_code == 422


@pytest.mark.parametrize("route", ["POST /api/tokens", "POST /api/exports/bulk"])
def test_who_came_some_time_ago_shows_first_that_it_is_them(doors: Doors, route: str) -> None:
    sitting = doors.stage("closed")
    method, path = path_of(route, sitting.meeting_id)
    before = everything()
    with clock.fixed(NOW + timedelta(minutes=11)):
        answer = doors.ask("sian", method, path, body_for(route, sitting))
    assert (answer.status_code, answer.get_json()["code"]) == (403, "prove_again")
    names = ("api_tokens", "audit")
    assert [everything()[name] for name in names] == [before[name] for name in names]
