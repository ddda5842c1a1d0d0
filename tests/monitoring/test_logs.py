"""Lines of the log say which request or act they belong to, and nothing that anybody wrote."""

import json
import logging
from collections.abc import Iterator

import pytest
from flask import Flask

from mas_hub import web
from mas_hub.config import Settings
from mas_hub.identity import routes as identity
from mas_hub.monitoring import logs
from tests.people import Partners

CANARY = "canary-of-kestrel"


@pytest.fixture
def root() -> Iterator[None]:
    kept, level = logging.root.handlers[:], logging.root.level
    yield
    logging.root.handlers[:] = kept
    logging.root.setLevel(level)


def test_a_line_of_json_has_the_ids_of_its_act(root: None, capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("INFO", "json")
    request_id = logs.begin(event="act", act_id="0b9e2f7e-6c1c-4f0e-9d6c-1f1f6f0a3b11")
    logging.getLogger("mas_hub.test").info("somebody did something")
    line = json.loads(capsys.readouterr().err)
    assert (line["request_id"], line["event"], line["act_id"]) == (
        request_id,
        "act",
        "0b9e2f7e-6c1c-4f0e-9d6c-1f1f6f0a3b11",
    )
    assert (line["level"], line["logger"], line["message"]) == ("INFO", "mas_hub.test", "somebody did something")


@pytest.mark.parametrize("sent", [CANARY + " and more", "x" * 65, "", 7, None, {"a": 1}, "two\nlines"])
def test_what_is_no_id_is_not_kept(root: None, capsys: pytest.CaptureFixture[str], sent: object) -> None:
    logs.configure("INFO", "json")
    logs.begin(act_id=sent)
    logging.getLogger("mas_hub.test").info("something")
    assert "act_id" not in json.loads(capsys.readouterr().err)


def test_each_request_has_a_line_with_its_route_and_no_content(
    database: object, settings: Settings, partners: Partners, root: None, capsys: pytest.CaptureFixture[str]
) -> None:
    app = Flask("mas_hub", static_folder=None)
    web.init(app, Settings(data=settings.data, log_form="json"))
    identity.init(app)
    logs.configure("INFO", "json")
    answer = app.test_client().post(f"/api/session?{CANARY}", json={"email": CANARY, "password": CANARY})
    written = capsys.readouterr().err
    [line] = [json.loads(each) for each in written.splitlines() if '"answered"' in each]
    assert line["request_id"] == answer.headers["X-Request-Id"]
    assert (line["method"], line["route"], line["status"]) == ("POST", "/api/session", answer.status_code)
    assert CANARY not in written


def test_an_address_that_nobody_has_is_not_written_down(
    app: Flask, root: None, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.configure("DEBUG", "json")
    app.test_client().get(f"/api/{CANARY}")
    assert CANARY not in capsys.readouterr().err
