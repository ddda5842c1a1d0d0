"""Texts that attack, written into every text field that there is: of every act and every route, as their schemas say.

A field that is not known to hold no free text has to take one, so a new one is attacked by itself or fails the test.
"""

import copy
import json
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count, product
from types import SimpleNamespace
from typing import Any

from flask import Flask
from marshmallow import Schema, fields, validate

from mas_hub.cases.models import Case
from mas_hub.db import snapshot
from mas_hub.identity.schemas import Email
from mas_hub.meeting_log import View
from mas_hub.meetings.acts import ACTS
from mas_hub.meetings.models import Meeting
from mas_hub.web.openapi import description_of
from tests.acting import EXAMPLES
from tests.convening import MILESTONES
from tests.doors.taken import BODIES, IN_PATHS
from tests.live.running import Server
from tests.sitting import Sitting, api_token_of, token_of
from tests.who_may import PEOPLE, somebody_who_may

Path = tuple[str, ...]
NOTHING_KEPT = (
    "/api/session",
    "/api/account",
    "/api/joining",
    "/api/exports",
    "/api/emergency",
    "/api/subject-access",
    "/api/meetings/<>/acts/",
)
"""Signing in, showing that it is oneself, asking about a file: what is sent there is compared and forgotten."""
CHOICES = frozenset(
    {
        "stage", "expectation", "template", "stages.*.key", "edits", "password", "code", "cite_source source",
        "/api/meetings/<>/emergency reference",
    }
)  # fmt: skip
"""Named among what there is, or secret, or no more than a few letters."""

TAIL = (
    "\"><svg onload=trap()><script>trap()</script>'-trap()-'{{7*7}}${trap()}<%= 7*7 %>%s%n%(x)s{0}../../../etc/passwd "
    "javascript:trap() null undefined NaN https://evil.example/x"
)
LINES = "\r\nBcc: all@evil.example\r\nContent-Type: text/html\r\n\r\n=2+2\n+1\n-1\n@SUM(1)\n\u202eevil\u202c"
STARTS = (
    "=1+1+cmd|' /C calc'!A0",
    "<img src=x onerror=trap()>",
    "@SUM(1)",
    "-1+1",
    "javascript:trap()//",
    "+1",
    "${trap()}",
)
LONG = "W" * 300


def texts(schema: Schema, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Each text that the schema takes, by its path; `*` is each of a list."""
    for name, of in schema.fields.items():
        yield from _texts(of, (*path, name))


def _texts(of: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    if isinstance(of, fields.Nested):
        yield from texts(of.schema, (*path, "*") if of.many else path)
    elif isinstance(of, fields.List):
        yield from _texts(of.inner, (*path, "*"))
    elif isinstance(of, fields.String) and not any(isinstance(each, validate.OneOf) for each in of.validators):
        yield path, of


def free(what: str, schema: Schema) -> list[tuple[Path, Any]]:
    """The texts in which anything may stand."""
    found = ((path, of) for path, of in texts(schema) if type(of) is not fields.String)
    return [each for each in found if not {".".join(each[0]), f"{what} {'.'.join(each[0])}"} & CHOICES]


CAPACITY = ("capacity_words",)


@dataclass
class Writing:
    """One server, whose database `sitting` looks at. `written`: which field holds which mark; `left`: what did not."""

    server: Server
    sitting: "Distant"
    written: dict[str, str] = field(default_factory=dict)
    left: dict[str, str] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1000))

    def acts(self) -> None:
        """Each act that takes texts, on things of its own where it changes one."""
        for act in sorted(ACTS, key=lambda act: (act.startswith("withdraw_"), act)):
            example = EXAMPLES[act]
            if example.stage != "opened" or act in LAST:
                continue
            if example.on in MADE_BY:
                made = self.sitting.do("beth", MADE_BY[example.on], **EXAMPLES[MADE_BY[example.on]].data(self.sitting))
                subject = made[0].subject
                self.sitting.things[example.on] = (subject["type"], subject["id"])  # type: ignore[index]
            self.act(act)

    def act(self, act: str, meeting_id: int | None = None, who: str | None = None, **more: Any) -> Any:
        """The answer, if it takes texts."""
        found = free(act, ACTS[act].schema())
        if not found:
            return None
        if EXAMPLES[act].before:
            first, earlier = EXAMPLES[act].before or ("", "")
            self.sitting.do(first, earlier, **EXAMPLES[earlier].data(self.sitting))
        data = {**EXAMPLES[act].data(self.sitting), **SO_THAT_ALL_ARE_TAKEN.get(act, {}), **more}
        path = f"/api/meetings/{meeting_id or self.sitting.meeting_id}/acts/{act}"

        def send(said: Any) -> tuple[int, Any]:
            body = {"act_id": str(uuid.uuid4()), "data": said}
            return self.ask(who or somebody_who_may(act), "POST", path, body)

        return self.fill(act, found, copy.deepcopy(data), send)

    def routes(self, app: Flask) -> None:
        """Each route that takes texts and was not written to yet, by whoever may."""
        for rule in app.url_map.iter_rules():
            about = description_of(app.view_functions[rule.endpoint])
            path = rule.rule.replace("<int:meeting_id>", "<>").replace("<int:", "<")
            if about is None or about.request is None or path.startswith(NOTHING_KEPT):
                continue
            found = free(path, about.request())
            for method in sorted((rule.methods or set()) - {"GET", "HEAD", "OPTIONS", "DELETE"}):
                if found and any(self.name(f"{method} {path}", each) not in self.written for each, _ in found):
                    self.route(f"{method} {path}", found)

    def route(self, route: str, found: list[tuple[Path, Any]]) -> None:
        method, path = route.split(" ")
        try:
            body = copy.deepcopy(BODIES[route](self.sitting))
        except (AssertionError, LookupError):  # not now
            return
        body.pop("password", None)
        if "milestones" in body:  # the meeting counts from them
            body["milestones"] = [{"kind": kind, "date": day} for kind, day in MILESTONES]
        if path == "/api/challenges/<key>":  # drawn when it was sent, and shown from the month after
            self.server.sql("UPDATE partnership_challenges SET month = '2026-01-01'")
            path = path.replace("<key>", self.server.sql("SELECT max(key) FROM partnership_challenges")[0][0] or "0")
        if route.endswith("/emergency"):  # which asks for the case's own, whatever that has become
            body["reference"] = self.reference()

        def send(said: Any) -> tuple[int, Any]:
            answer: tuple[int, Any] = (404, {"fields": {}})
            for address, who in product(addresses(path, self.sitting), (*PEOPLE, "ines", "hugo", "token")):
                got = self.ask(who, method, address, said)
                if got[0] in (200, 422):
                    return got
                answer = got if got[0] == 409 else answer
            return answer

        self.fill(route, [each for each in found if each[0] != CAPACITY], body, send)
        if "age_band" in body:  # capacity is asked from 16 on
            self.fill(route, [each for each in found if each[0] == CAPACITY], {**body, "age_band": "16-17"}, send)
        self.server.sql("UPDATE sessions SET ended_at = NULL")  # a new address or password ends them

    def reference(self) -> str:
        with snapshot() as session:
            return session.get_one(Case, session.get_one(Meeting, self.sitting.meeting_id).case_id).reference

    def fill(self, what: str, found: list[tuple[Path, Any]], body: Any, send: Any) -> Any:
        """Send it with every text hostile; what is refused is sent again tamer, in the end as it was."""
        marks = {path: f"mk{next(self._numbers)}x" for path, _ in found}
        tries = {path: attempts(marks[path], of, known(body, path)) for path, of in found}
        status, answer = 0, None
        for _ in range(12):
            for path, _of in found:
                put(body, path, tries[path][0])
            status, answer = send(body)
            if status == 409 and "version" in (answer.get("current") or {}):
                body["version"] = answer["current"]["version"]
            elif status != 422:
                break
            refused = {"/".join(path): path for path in tries}
            for name in answer["fields"]:
                for path in refused.values():
                    if matches(path, name) and len(tries[path]) > 1:
                        tries[path].pop(0)
        for path, _of in found:
            if status == 200 and marks[path] in str(tries[path][0]):
                self.written[self.name(what, path)] = marks[path]
                self.left.pop(self.name(what, path), None)
            else:
                self.left[self.name(what, path)] = f"{status} {answer}"
        return answer

    def ask(self, who: str, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        headers = {"Authorization": f"Bearer {api_token_of('sian')}", "Content-Type": "application/json"}
        if who != "token":
            headers = self.server.signed_in(token_of(who))
        status, answer = self.server.request(method, path, headers=headers, body=json.dumps(body))
        return status, json.loads(answer)

    @staticmethod
    def name(what: str, path: Path) -> str:
        return f"{what} {'.'.join(path)}"


def attempts(mark: str, of: Any, known: Any) -> list[Any]:
    """From the worst to the tamest; the last is what is known to be taken."""
    start = STARTS[int(mark[2:-1]) % len(STARTS)]
    line = f"{start}{mark} {TAIL}"
    made = [f"{start}{mark} {TAIL}{LINES}{LONG}", f"{line}{LONG}", line, f"{start[:6]}{mark}<b>"]
    made += [f'https://evil.example/{mark}"><script>trap()</script>', f"https://evil.example/{mark}"]
    if isinstance(of, Email):
        made = [f"{mark}@fellshire.example"]
    most = getattr(of, "max", None) or 8_000
    return [text for text in (each[:most] for each in made) if mark in text] + [known]


def known(body: Any, path: Path) -> Any:
    for name in path:
        body = (body[0] if body else None) if name == "*" else body.get(name) if isinstance(body, dict) else None
    return body


def put(body: Any, path: Path, text: Any) -> None:
    *way, last = path
    for name in way:
        body = body[0] if name == "*" else body.setdefault(name, {})
    if last == "*":
        body[0] = text
    elif text is None:
        body.pop(last, None)
    else:
        body[last] = text


def matches(path: Path, name: str) -> bool:
    parts = name.split(".")
    return len(parts) <= len(path) and all(a == b or a == "*" for a, b in zip(path, parts, strict=False))


def addresses(path: str, sitting: Sitting) -> Iterator[str]:
    """With the ids that it is known to be called with, and with the first few."""
    for number in (None, *range(1, 7)):
        made = path.replace("<>", str(sitting.meeting_id))
        made = made.replace("<decision_id>", str(sitting.things["decision"][1] if sitting.things else 1))
        for name, value in IN_PATHS.items():
            made = made.replace(f"<{name}>", value if number is None else re.sub(r"\d+", str(number), value))
        yield made
        if "<" not in path.replace("<>", "").replace("<decision_id>", ""):
            return


SO_THAT_ALL_ARE_TAKEN: dict[str, dict[str, Any]] = {
    "propose_decision": {"authority": "needs_sign_off", "sign_off_by": "Head of service"},
    "amend_decision": {"authority": "needs_sign_off", "sign_off_by": "Head of service"},
    "cite_source": {"source": "", "title": "Made-up study", "link": "https://x.example/1"},
}
LAST = ("postpone_meeting", "cancel_meeting", "remove_seat", "close_meeting", "add_addendum")
MADE_BY = {
    "disagreement": "raise_disagreement",
    "concern": "raise_drift_concern",
    "reflection": "add_reflection",
    "event": "add_chronology_event",
    "decision": "propose_decision",
}


@dataclass(frozen=True)
class Distant(Sitting):
    """Its acts go through the server, which has the database; what an act needs first is made anew each time."""

    server: Server = field(kw_only=True)

    def do_in(self, meeting_id: int, who: str, act: str, *, act_id: str | None = None, **data: Any) -> Any:
        headers = self.server.signed_in(token_of(who))
        if act == "accept_ground_rules":
            _, answer = self.server.request("GET", f"/api/meetings/{meeting_id}", headers=headers)
            data = {"version": json.loads(answer)["ground_rules"]["version"]}
        body = json.dumps({"act_id": act_id or str(uuid.uuid4()), "data": data})
        path = f"/api/meetings/{meeting_id}/acts/{act}"
        status, answer = self.server.request("POST", path, headers=headers, body=body)
        assert status == 200, f"{who}: {act}: {answer}"
        return [SimpleNamespace(**entry) for entry in json.loads(answer)["entries"]]

    def views(self, subject_type: str) -> list[View]:
        return [] if subject_type in ("citation", "requirement") else super().views(subject_type)

    def seen_by(self, who: str, subject_type: str) -> list[View]:
        return [] if subject_type == "private_point" else super().seen_by(who, subject_type)
