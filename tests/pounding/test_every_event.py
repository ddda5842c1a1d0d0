"""Every event and every act through the door of sockets, valid, bent and wholly random, by everybody and in every state
of the meeting: always an answer, nobody else disturbed, and the log still adds up to the tables."""

import json
import shutil
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode

from mas_hub import db, meeting_log
from mas_hub.db import snapshot
from mas_hub.language import catalogue
from mas_hub.meeting_log import View, entries_after, fold, heads_of, verify
from mas_hub.meetings.acts import ACTS
from mas_hub.meetings.subjects import merged, private_views_of, views_of
from mas_hub.web.openapi import REFUSAL
from tests.asking import Doors
from tests.doors.test_every_act_over_http import data_for
from tests.doors.test_every_socket_event import EVENTS
from tests.doors.test_guests import GUEST, with_guest
from tests.live.running import UNBOUND, Server
from tests.pounding.conftest import Pounded
from tests.pounding.mixing import anything, bent, mixed
from tests.pounding.page import Page, entries_of
from tests.sitting import NO_SUCH_ID, Sitting, token_of

STAGES = ("planned", "opened", "closed")
EVERYBODY = ("amara", "beth", "dora", "arun", "olu", "rhys", "sian", "ines", "freya", GUEST)
BYSTANDERS = {"callum": 1, "hugo": 2}
"""They do nothing, each in their meeting, and must not notice."""
LAST = ("remove_seat", "hand_over_chair", "postpone_meeting", "cancel_meeting", "close_meeting")
"""What leaves little to do for the others."""
FEW_OF_ACTS, FEW_OF_EVENTS = 2, 10
TEXTS = st.sampled_from(
    ["act", "join", "leave", "here", "connect", "disconnect", "no-such-event", "", "\ud800", "ping"]
)
NAMES = TEXTS | st.sampled_from([None, 1, [], ["act"], {}, {"act": 1}, True, 10**400])

NO_EVENTS = (
    "[]", "[", "[1]", "[null]", '[["act"]]', '[{"act":1}]', '["act"', '["act",NaN,]', "[" * 30_000, f'[{"9" * 5_000}]',
    '["act",{"meeting_id":1,"act":"add_reflection","act_id":"half-a-pair","data":{"\\ud800":1}}]',
)  # fmt: skip
"""Each once went unanswered."""

DONE = {
    "type": "object",
    "required": ["ok"],
    "properties": {"ok": {"const": True}, "entries": {"type": "array", "items": {"type": "object"}}},
}
PROMISED = jsonschema_rs.validator_for({"anyOf": [DONE, REFUSAL]})


class Pounding:
    """One stage's server with everybody connected to it. `sitting` looks at its database, and acts through its door."""

    def __init__(self, server: Server, sitting: Sitting) -> None:
        self.server = server
        self.sitting = sitting
        self.pages = {who: Page(server, token_of(who)) for who in (*EVERYBODY, *BYSTANDERS)}
        joined = {who: page.ask("join", {"meeting_id": BYSTANDERS.get(who, 1)})[0] for who, page in self.pages.items()}
        self.heads = {who: each["snapshot"]["cursors"]["shared"] for who, each in joined.items() if each["ok"]}

    def send(self, who: str, kind: str, text: str) -> None:
        """Send it, and hold what is answered against what is promised."""
        answer = self.pages[who].answer_to(kind, text)
        assert len(answer) == 1
        assert PROMISED.is_valid(answer[0]), answer
        if not answer[0]["ok"]:
            assert answer[0]["code"] != "unexpected"
            assert f"refusals.{answer[0]['code']}" in catalogue("en")


@pytest.fixture
def pounding(doors: Doors, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Pounding]:
    sitting = with_guest(doors, request.param)
    folder = sitting.folder
    db.close()
    for name in ("mas_hub.sqlite", "key"):
        shutil.copy(folder / name, tmp_path / name)
    server = Server(tmp_path, {**UNBOUND, "MAS_HUB_LOG_FORM": "json"})
    server.start()
    db.configure(f"sqlite:///{tmp_path / 'mas_hub.sqlite'}")
    meeting_log.configure_key(tmp_path / "key")
    pounding = Pounding(server, Distant(**{**vars(sitting), "folder": tmp_path}, server=server))
    yield pounding
    for page in pounding.pages.values():
        page.close()
    server.kill()


@dataclass(frozen=True)
class Distant(Sitting):
    """Its acts go through the server, which has the database."""

    server: Server = field(kw_only=True)

    def do_in(self, meeting_id: int, who: str, act: str, *, act_id: str | None = None, **data: Any) -> Any:
        body = json.dumps({"act_id": act_id or str(uuid.uuid4()), "data": data})
        path = f"/api/meetings/{meeting_id}/acts/{act}"
        status, answer = self.server.request("POST", path, headers=self.server.signed_in(token_of(who)), body=body)
        assert status == 200, answer
        return [SimpleNamespace(**entry) for entry in json.loads(answer)["entries"]]


@st.composite
def frames(draw: st.DrawFn, event: Any, said: Any) -> tuple[str, str]:
    """How it is written: mostly as it should be, now and then as nothing should."""
    twist = draw(st.sampled_from(["", "", "", "bent", "bent", "twice", "cut", "more", "bytes", "nameless"]))
    said = draw(bent(said)) if twist == "bent" else said
    sent = [event, said, said] if twist == "more" else [] if twist == "nameless" else [event, said]
    text = json.dumps(sent, default=str)  # of bytes, what they are called
    match twist:
        case "twice":
            text = text.replace("{", '{"meeting_id": 1, "act": "set_stage", "data": [],', 1)
        case "cut":
            text = text[: draw(st.integers(1, len(text) - 1))]
        case "bytes":
            return "451-", text.replace("{", '{"data": {"_placeholder": true, "num": 0},', 1)
    return "42", text


@pytest.mark.parametrize("pounding", STAGES, indirect=True)
def test_whatever_is_sent_is_answered_and_disturbs_nobody(
    pounding: Pounding, whole_app: Flask, pounded: Pounded, request: pytest.FixtureRequest
) -> None:
    stage, sitting = request.node.callspec.params["pounding"], pounding.sitting
    document: Any = schemathesis.openapi.from_wsgi("/api/openapi.json", whole_app)
    for text in NO_EVENTS:
        pounding.send("beth", "42", text)
    for act in sorted(ACTS, key=lambda act: (LAST.index(act) if act in LAST else -1, act)):
        pound_act(pounding, stage, act, document, pounded(FEW_OF_ACTS))
    for event in sorted({*EVENTS, "no-such-event"}):
        pound_event(pounding, event, pounded(FEW_OF_EVENTS))
    pound_names(pounding, pounded(FEW_OF_EVENTS))
    for who, meeting_id in BYSTANDERS.items():
        undisturbed(pounding.pages[who], meeting_id, pounding.heads.get(who))
    assert "Traceback" not in pounding.server.output()
    assert "unexpected" not in pounding.server.output()
    log_adds_up(sitting)


def undisturbed(page: Page, meeting_id: int, head_before: int | None) -> None:
    """Nothing ended, and of a meeting that was on its board every entry came, in order."""
    [joined] = page.ask("join", {"meeting_id": meeting_id})
    heard: list[int] = []
    if head_before is not None:
        head = joined["snapshot"]["cursors"]["shared"]
        page.wait(lambda: head == head_before or head in entries_of(page, meeting_id, "shared"))
        heard = list(range(head_before + 1, head + 1))
    assert entries_of(page, meeting_id, "shared") == heard
    assert not page.ended
    assert "ended" not in [name for name, _ in page.heard]


def log_adds_up(sitting: Sitting) -> None:
    with snapshot() as session:
        assert verify(session) == []
        for meeting_id in BYSTANDERS.values():
            streams = heads_of(session, [meeting_id])[meeting_id]
            if "shared" not in streams:
                continue  # not begun: nothing of it stands in the log yet
            entries = [each for stream in streams for each in entries_after(session, meeting_id, stream, 0)]
            views = merged(views_of(session, meeting_id), private_views_of(session, meeting_id, streams))
            assert logged(fold(entries)) == logged(views)


def logged(views: dict[str, list[View]]) -> dict[str, list[View]]:
    """But for the guest's seat, which was put straight into the table."""
    seats = [seat for seat in views["seat"] if seat["name"] != "Gus Made-up"]
    return {name: of_type for name, of_type in {**views, "seat": seats}.items() if of_type}


def pound_act(pounding: Pounding, stage: str, act: str, document: Any, often: settings) -> None:
    sitting = pounding.sitting
    of = document[f"/api/meetings/{{meeting_id}}/acts/{act}"]["POST"]
    cases = st.one_of(*(of.as_strategy(generation_mode=mode) for mode in GenerationMode))

    @often
    @given(st.data(), st.sampled_from(EVERYBODY), cases, st.sampled_from([1, 1, 1, 2, NO_SUCH_ID]))
    def pound(data: st.DataObject, who: str, case: Any, meeting_id: int) -> None:
        try:
            known = data_for(act, stage, sitting)
        except (AssertionError, IndexError, StopIteration):  # what it needs is gone
            known = {}
        called = {"meeting_id": meeting_id, "act": act, "act_id": str(uuid.uuid4()), "data": known}
        said = data.draw(mixed(called, case.body))
        pounding.send(who, *data.draw(frames("act", said)))

    pound()


def pound_event(pounding: Pounding, event: str, often: settings) -> None:
    cursors = st.dictionaries(st.sampled_from(["shared", "agency:1", "chair:1", "point:1:2", ""]), anything, max_size=3)
    said = st.fixed_dictionaries(
        {"meeting_id": st.sampled_from([1, 1, 2, NO_SUCH_ID])},
        optional={
            "cursors": cursors | anything,
            "quiet": anything,
            "act": TEXTS | anything,
            "act_id": anything,
            "data": anything,
        },
    )

    @often
    @given(st.data(), st.sampled_from(EVERYBODY), said | anything)
    def pound(data: st.DataObject, who: str, said: Any) -> None:
        pounding.send(who, *data.draw(frames(event, said)))

    pound()


def pound_names(pounding: Pounding, often: settings) -> None:
    @often
    @given(st.data(), st.sampled_from(EVERYBODY), NAMES, anything)
    def pound(data: st.DataObject, who: str, event: Any, said: Any) -> None:
        pounding.send(who, *data.draw(frames(event, said)))

    pound()
