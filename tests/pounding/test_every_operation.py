"""Every operation of the OpenAPI document, with what Schemathesis makes of it, by everybody: whatever is sent, the
answer is what the document promises and never the server's own failure."""

from pathlib import Path
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

import mas_hub.rooms  # noqa: F401 (every act is registered)
from mas_hub.db import transaction
from mas_hub.identity.models import PersonRole
from mas_hub.integration.actions import enter_by_token
from mas_hub.meetings.acts import ACTS
from mas_hub.web.csrf import HEADER
from mas_hub.web.csrf import token_of as csrf_token_of
from mas_hub.web.tokens import enter_tokens_with
from tests.acting import EXAMPLES
from tests.asking import NOBODY, Doors
from tests.doors.taken import BODIES, IN_PATHS
from tests.doors.test_every_act_over_http import data_for
from tests.doors.test_every_route import STAGES, WHO_GETS_IN
from tests.doors.test_guests import GUEST, with_guest
from tests.pounding.conftest import Pounded
from tests.pounding.mixing import mixed
from tests.sitting import Sitting, api_token_of, token_of

TOKEN, ASSURANCE_LEAD = "token", "hugo"
EVERYBODY = ("ines", "amara", "beth", "olu", "rhys", "sian", ASSURANCE_LEAD, GUEST, TOKEN, NOBODY)
"""Administrator; facilitator; representative; observer; seated recorder; recorder without a seat; assurance lead;
guest; a record system; nobody signed in."""
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
ACT = "/api/meetings/{meeting_id}/acts/"
OPERATIONS = sorted({*(route for route in WHO_GETS_IN if "assets" not in route), *(f"POST {ACT}{act}" for act in ACTS)})
FEW = 2
IDS = st.integers(1, 12).map(str)


@pytest.fixture(scope="module")
def document(whole_app: Flask) -> Any:
    return schemathesis.openapi.from_wsgi("/api/openapi.json", whole_app)


def in_document(operation: str) -> tuple[str, str]:
    method, path = operation.split(" ")
    path = path.replace("/exports/<>", "/exports/<format_name>").replace("<>", "<meeting_id>")
    return path.replace("<", "{").replace(">", "}"), method


def test_every_route_is_in_the_document_and_nothing_else(whole_app: Flask) -> None:
    answer = whole_app.test_client().get("/api/openapi.json").get_json()
    described = {(path, method.upper()) for path, each in answer["paths"].items() for method in each}
    assert described == {in_document(operation) for operation in OPERATIONS}
    pages = (Path(__file__).parents[2] / "frontend/src/api/generated/schema.d.ts").read_text(encoding="utf-8")
    assert [path for path in answer["paths"] if f'"{path}": {{' not in pages] == []


def staged(doors: Doors, operation: str, stage: str) -> tuple[Sitting, Any]:
    """The prepared meeting with everybody in front of it, and what the operation is known to take there."""
    enter_tokens_with(doors.app, enter_by_token, 0)
    sitting = with_guest(doors, stage)
    with transaction() as session:
        session.add(PersonRole(person_id=sitting.people[ASSURANCE_LEAD], role="assurance_lead"))
    if not operation.startswith(f"POST {ACT}") or "<act>" in operation:
        return sitting, BODIES[operation](sitting) if operation in BODIES else None
    act = operation.rpartition("/")[2]
    if EXAMPLES[act].stage == stage:
        EXAMPLES[act].begin(sitting)
    return sitting, {"act_id": "an-act-of-mine", "data": data_for(act, stage, sitting)}


def headers_of(who: str) -> dict[str, str]:
    if who == TOKEN:
        return {"Authorization": f"Bearer {api_token_of('sian')}"}
    if who == NOBODY:
        return {"Cookie": "mas_hub_visitor=a-visitor", HEADER: csrf_token_of("a-visitor")}
    return {"Cookie": f"mas_hub_session={token_of(who)}", HEADER: csrf_token_of(token_of(who))}


@pytest.mark.parametrize("operation", OPERATIONS)
def test_whatever_is_sent_the_answer_is_as_promised(
    doors: Doors, document: Any, pounded: Pounded, operation: str
) -> None:
    path, method = in_document(operation)
    of = document[path][method]
    cases = st.one_of(*(of.as_strategy(generation_mode=mode) for mode in GenerationMode))

    @pounded(FEW)
    @given(st.data(), st.sampled_from(STAGES), cases)
    def pound(data: st.DataObject, stage: str, case: Any) -> None:
        sitting, known = staged(doors, operation, stage)
        there = {**IN_PATHS, "meeting_id": str(sitting.meeting_id), "act": "set_stage", "format_name": "json"}
        for name in case.path_parameters or {}:
            made = case.path_parameters[name]
            case.path_parameters[name] = data.draw(st.one_of(st.just(there[name]), IDS, st.just(made)))
        if known is not None:
            case.body = data.draw(mixed(known, case.body))
        for who in EVERYBODY:
            case.headers = {name: value for name, value in (case.headers or {}).items() if name != HEADER}
            answer = case.call(app=doors.app, headers=headers_of(who))
            case.validate_response(answer, checks=CHECKS)
            assert "Traceback" not in answer.text

    pound()
