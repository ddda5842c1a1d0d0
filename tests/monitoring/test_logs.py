"""Lines of the log say which request or act they belong to, and nothing that anybody wrote."""

import json
import logging
import threading
from collections.abc import Iterator

import pytest
from flask import Flask

from mas_hub import web
from mas_hub.config import Settings
from mas_hub.identity import routes as identity
from mas_hub.live.server import LIBRARIES, LiveServer
from mas_hub.monitoring import logs
from tests.live.test_feed import NobodyLeaves
from tests.people import Partners

CANARY = "canary-of-kestrel"


@pytest.fixture
def root() -> Iterator[None]:
    kept, level, hook = logging.root.handlers[:], logging.root.level, threading.excepthook
    yield
    threading.excepthook = hook
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


@pytest.mark.parametrize("form", logs.FORMS)
@pytest.mark.parametrize("library", LIBRARIES)
def test_what_an_exception_says_is_not_written_down(
    form: logs.Form, library: str, app: Flask, settings: Settings, root: None, capsys: pytest.CaptureFixture[str]
) -> None:
    """A database's words quote the row that it refuses, a reader's the text that it cannot read."""
    logger = logging.getLogger(library)
    logger.handlers.clear()
    logger.setLevel(logging.NOTSET)
    logs.configure("INFO", form)
    LiveServer(app, settings, NobodyLeaves())
    try:
        try:
            dict[str, str]()[CANARY]
        except KeyError as first:
            raise ValueError(f"cannot read {CANARY}") from first
    except ValueError:
        logger.exception("a handler failed")
    written = capsys.readouterr().err
    assert CANARY not in written
    assert "builtins.KeyError" in written
    assert "builtins.ValueError" in written
    assert "test_logs.py" in written


def test_a_code_is_written_down_with_its_kind(root: None, capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("INFO", "text")
    try:
        open("/nowhere/" + CANARY).close()
    except OSError:
        logging.getLogger("mas_hub.test").exception("not written")
    written = capsys.readouterr().err
    assert "builtins.FileNotFoundError (2)" in written
    assert CANARY not in written


def test_a_thread_that_fails_says_nothing_of_why(root: None, capsys: pytest.CaptureFixture[str]) -> None:
    def fail() -> None:
        raise ValueError(CANARY)

    logs.configure("INFO", "text")
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    written = capsys.readouterr().err
    assert CANARY not in written
    assert "a task failed" in written
