"""What somebody signed in may send to hurt: the answer is a refusal, never the server's own failure."""

from typing import Any

import pytest

from mas_hub.web.csrf import token_of as csrf_token_of
from tests.asking import Doors
from tests.sitting import everything, token_of

HUGE = 10**400


def nested(depth: int) -> Any:
    inside: Any = "x"
    for _ in range(depth):
        inside = [inside]
    return inside


def raw(doors: Doors, path: str, body: bytes | str) -> int:
    client = doors.app.test_client()
    client.set_cookie("mas_hub_session", token_of("beth"))
    headers = {"X-CSRF-Token": csrf_token_of(token_of("beth")), "Content-Type": "application/json"}
    return client.post(path, data=body, headers=headers).status_code


@pytest.mark.parametrize(
    "data",
    [
        {"prompt": "analysis", "text": "\ud800 alone"},
        {"prompt": "\udfff", "text": "x"},
        {"\ud800": "x"},
        {"prompt": "analysis", "text": "\x00"},
        {"prompt": "analysis", "text": "a\u2028b"},
        {"prompt": "analysis", "text": HUGE},
        {"prompt": "analysis", "text": {"deep": nested(300)}},
        {"prompt": "analysis", "text": nested(900)},
        {"prompt": ["analysis"], "text": "x"},
        {"prompt": None, "text": None},
        {"prompt": "analysis", "text": "x" * 8001},
        {"": "", " ": "x"},
    ],
    ids=str,
)
def test_act_with_hostile_data_is_refused_and_changes_nothing(doors: Doors, data: Any) -> None:
    before = everything()
    answer = doors.act("beth", doors.sitting.meeting_id, "add_reflection", data)
    assert 400 <= answer.status_code < 500
    assert everything() == before


@pytest.mark.parametrize("depth", [33, *range(700, 1000, 20)])
def test_what_is_nested_too_deep_for_one_of_its_readers_is_refused_before_any(doors: Doors, depth: int) -> None:
    before = everything()
    path = f"/api/meetings/{doors.sitting.meeting_id}/acts/add_reflection"
    body = f'{{"act_id": "a-deep-one", "data": {{"prompt": "analysis", "text": {"[" * depth}{"]" * depth}}}}}'
    assert raw(doors, path, body) == 400
    assert everything() == before


@pytest.mark.parametrize(
    "number", [0, -1, 2**31, 2**63, 2**64, HUGE, 1.0, 1.5, True, "1", None, [1], {"id": 1}], ids=str
)
def test_number_that_is_none_is_refused_wherever_one_is_asked_for(doors: Doors, number: Any) -> None:
    meeting_id, edit = doors.sitting.meeting_id, doors.sitting.edit("decision")
    for who, act, data in (
        ("beth", "amend_decision", {**edit, "of": number, "text": "x"}),
        ("beth", "amend_decision", {**edit, "version": number, "text": "x"}),
        ("beth", "amend_decision", {**edit, "involves": [number]}),
        ("beth", "amend_decision", {**edit, "answers": [{"type": "reflection", "id": number}]}),
        ("amara", "record_attendance", {"agency": number, "attendance": "present"}),
        ("callum", "add_threshold_position", {"level": number, "evidence": "x"}),
    ):
        answer = doors.act(who, meeting_id, act, data)
        assert (act, answer.status_code) == (act, 422)


@pytest.mark.parametrize("act_id", [None, 1, [], "short", "x" * 65, "\ud800" * 8, "é" * 12, "a\x00b" * 4, " " * 10])
def test_act_id_that_cannot_be_one_is_refused(doors: Doors, act_id: Any) -> None:
    path = f"/api/meetings/{doors.sitting.meeting_id}/acts/add_reflection"
    said = {"act_id": act_id, "data": {"prompt": "analysis", "text": "x"}}
    assert doors.ask("beth", "POST", path, said).status_code == 422


@pytest.mark.parametrize(
    "body",
    ["", "null", "[]", '"text"', "1", "{", "\xff\xfe", '{"act_id": NaN}', "[" * 100_000, '{"a":' * 50_000, "9" * 5000],
    ids=lambda body: str(body[:12]),
)
def test_body_that_is_not_what_was_asked_for_is_refused(doors: Doors, body: str) -> None:
    for path in (f"/api/meetings/{doors.sitting.meeting_id}/acts/add_reflection", "/api/session", "/api/meetings"):
        assert 400 <= raw(doors, path, body.encode("latin-1")) < 500


@pytest.mark.parametrize("path", ["0", "-1", str(2**31), str(2**63), str(2**70), "1e3", "%00", "..%2f", "1%20", "🧸"])
def test_address_of_no_meeting_finds_nothing(doors: Doors, path: str) -> None:
    for rest in ("", "/board", "/plan", "/exports", "/exports/json", "/receipts"):
        assert 400 <= doors.ask("amara", "GET", f"/api/meetings/{path}{rest}").status_code < 500
    doors.ask("amara", "POST", f"/api/meetings/{path}/acts/set_stage", {"act_id": "an-act-of-mine", "data": {}})


@pytest.mark.parametrize("query", ["language=fr", "agency=1", "agency_id=2&language=en", "language=en&format=pdf"])
def test_export_takes_no_agency_and_no_unknown_question(doors: Doors, query: str) -> None:
    answer = doors.ask("beth", "GET", f"/api/meetings/{doors.sitting.meeting_id}/exports/json?{query}")
    assert (answer.status_code, answer.get_json()["code"]) == (404, "not_found")


def test_export_of_an_unknown_format_is_not_found(doors: Doors) -> None:
    for name in ("exe", "PDF", "..%2f..%2fkey", "json%00"):
        assert doors.ask("beth", "GET", f"/api/meetings/{doors.sitting.meeting_id}/exports/{name}").status_code == 404


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_day_that_nobody_can_mean_is_refused_wherever_one_is_asked_for(doors: Doors, day: str) -> None:
    """The last day there is has no day after it: a decision due then would leave its agency without a calendar file."""
    meeting_id, edit, at = doors.sitting.meeting_id, doors.sitting.edit("decision"), f"{day}T12:00:00Z"
    concern = {"what": "x", "effect_on_child": "x", "risk_source": "adult", "expectation": "none", "since": day}
    for who, act, data in (
        ("beth", "amend_decision", {**edit, "due": day}),
        ("beth", "amend_decision", {**edit, "family_on": day}),
        ("beth", "raise_drift_concern", concern),
        ("beth", "add_chronology_event", {"began": day, "what": "x"}),
        ("beth", "add_requirement", {"kind": "visit", "what": "x", "next_due": day}),
        ("amara", "postpone_meeting", {"reason": "x", "scheduled_at": at}),
        ("amara", "close_meeting", {"next_meeting_on": day}),
    ):
        answer = doors.act(who, meeting_id, act, data)
        assert (act, answer.status_code) == (act, 422)
    milestones = [{"kind": "referral", "date": day}]
    case = {
        "reference": "FS-1",
        "subject_initials": "K.",
        "subject_type": "child",
        "age_band": "",
        "milestones": milestones,
    }
    for who, method, path, said in (
        ("amara", "POST", "/api/cases", case),
        ("kit", "GET", f"/api/agency-audit?last={day}", None),
        ("kit", "GET", f"/api/exports/bulk?first={day}", None),
    ):
        assert (path, doors.ask(who, method, path, said).status_code) == (path, 422)
