"""Texts that attack, in every text field of every act and route, followed into every screen, file, letter and log."""

import http.client
import io
import json
import re
import shutil
import uuid
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from email.message import Message
from pathlib import Path
from typing import Any, cast

import pytest
from flask import Flask
from icalendar import Calendar
from openpyxl import load_workbook
from playwright.sync_api import Page
from pypdf import PdfReader
from sqlalchemy import select

from mas_hub import db, meeting_log
from mas_hub.db import transaction
from mas_hub.exports.formats import FORMATS
from mas_hub.identity.models import PersonRole, SecondFactor, SignInSession
from mas_hub.identity.passkey_models import Passkey
from mas_hub.identity.passkey_schemas import NamePasskeySchema
from mas_hub.web.csrf import HEADER
from tests.acting import with_a_challenge
from tests.convening import open_both
from tests.e2e.browsers import Browsers
from tests.e2e.hostile import Distant, Writing
from tests.e2e.trap import LOOK, MARK, THERE, Trapped, screens
from tests.exports.reading import csv_rows, every_byte
from tests.live.running import UNBOUND, Server
from tests.mail.post_office import PostOffice
from tests.sitting import NOW, Sitting, take, token_of

ROLES = ("ines", "amara", "beth", "olu", "rhys", "sian", "hugo")
"""Administrator; facilitator; representative; observer; seated recorder; recorder without a seat; another
meeting's representative, who leads on assurance."""
METRICS = "a-token-for-whoever-watches"
PASSKEY = '"><svg onload=trap()>mk0999x{{7*7}}javascript:trap()'
NAME = re.compile(r'attachment; filename="[A-Za-z0-9][A-Za-z0-9-]*\.[a-z]{3,4}"')

AFTERWARDS = ("/", "/inbox", "/overview", "/downloads")


@pytest.fixture
def office() -> Iterator[PostOffice]:
    office = PostOffice()
    office.start()
    yield office
    office.stop()


@pytest.fixture
def writing(prepared: Sitting, on_the_day: None, office: PostOffice, tmp_path: Path) -> Iterator[Writing]:
    sitting = take(prepared, "planned")
    leads_on_assurance(sitting.people["hugo"])
    holds_a_passkey(sitting.people["beth"])
    db.close()
    for name in ("mas_hub.sqlite", "key"):
        shutil.copy(sitting.folder / name, tmp_path / name)
    by_mail = {
        "MAS_HUB_SMTP_HOST": "127.0.0.1",
        "MAS_HUB_SMTP_PORT": str(office.port),
        "MAS_HUB_SMTP_FROM": "hub@fellshire.example",
        "MAS_HUB_SMTP_SECURITY": "none",
        "MAS_HUB_PUBLIC_URL": "https://hub.fellshire.example",
    }
    told = {"MAS_HUB_LOG_FORM": "json", "MAS_HUB_LOG_LEVEL": "DEBUG", "MAS_HUB_METRICS_TOKEN": METRICS}
    server = Server(tmp_path, {**UNBOUND, **by_mail, **told})
    server.start()
    db.configure(f"sqlite:///{tmp_path / 'mas_hub.sqlite'}")
    meeting_log.configure_key(tmp_path / "key")
    yield Writing(server, Distant(**{**vars(sitting), "folder": tmp_path}, server=server))
    server.kill()
    db.close()


def leads_on_assurance(person_id: int) -> None:
    """And has just shown who they are, with a second factor."""
    with transaction() as session:
        session.add(PersonRole(person_id=person_id, role="assurance_lead"))
        session.add(SecondFactor(person_id=person_id, sealed="of no use", last_step=0, confirmed_at=NOW))
        since = session.scalars(select(SignInSession).where(SignInSession.person_id == person_id)).one()
        since.created_at = NOW - timedelta(minutes=1)


def holds_a_passkey(person_id: int) -> None:
    """With a name that no device was asked for."""
    with transaction() as session:
        session.add(
            Passkey(
                person_id=person_id, credential_id="of", public_key="no", user_handle="use", sign_count=0,
                name=NamePasskeySchema().load({"name": PASSKEY})["name"], added_at=NOW, last_used_at=None,
            )
        )  # fmt: skip


def pages(browsers: Browsers, server: Server) -> dict[str, Trapped]:
    """Everybody's browser, a guest's, and one of somebody not signed in."""
    opened: dict[str, Trapped] = {}
    pressed: list[str] = []
    for who in (*ROLES, "guest", ""):
        page = browsers.open(server.origin)
        if who in ROLES:
            page.context.add_cookies([{"name": "mas_hub_session", "value": token_of(who), "url": server.origin}])
        opened[who] = Trapped(page, server.origin, pressed)
    return opened


def comes_in(guest: Trapped, writing: Writing) -> None:
    """By a link, as whoever the plan calls by a hostile name."""
    at = f"/api/meetings/{writing.sitting.meeting_id}"
    _, seated = writing.ask("amara", "GET", f"{at}/guests")
    _, made = writing.ask("amara", "POST", f"{at}/guests/{seated['guests'][0]['seat_id']}/link", {})
    token = made["address"].partition("#")[2]
    guest.page.goto(f"/join#{token}")
    guest.page.wait_for_function(THERE)
    guest.take("/join", guest.page.evaluate(LOOK))
    sends(guest.page, "/api/joining", {"token": token})
    rules = guest.page.request.get(at).json()["ground_rules"]["version"]
    sends(guest.page, f"{at}/acts/accept_ground_rules", {"act_id": str(uuid.uuid4()), "data": {"version": rules}})


def sends(page: Page, path: str, body: dict[str, Any]) -> None:
    token = page.request.get("/api/session").json()["csrf_token"]
    answer = page.request.post(path, data=body, headers={HEADER: token})
    assert answer.ok, answer.text()


def test_what_attacks_is_text_wherever_it_goes(
    writing: Writing,
    whole_app: Flask,
    browsers: Browsers,
    office: PostOffice,
) -> None:
    server, sitting = writing.server, writing.sitting
    writing.routes(whole_app)
    people = pages(browsers, server)
    [(agency, year)] = server.sql("SELECT DISTINCT agency_id, year FROM agency_returns")
    everywhere = [*screens([sitting.meeting_id]), f"/returns/{agency}/{year}"]
    for who in ("amara", "beth"):
        people[who].walk([each for each in everywhere if "/meetings/" in each])
    writing.sitting = cast(Distant, open_both(sitting))
    writing.acts()
    writing.sitting.do("beth", "send_process_challenge", **with_a_challenge(writing.sitting))
    comes_in(people["guest"], writing)
    for who in people:
        people[who].walk(everywhere)
    the_trap_springs(people["beth"].page)
    assert len(browsers.complaints) == 1  # of what was let out
    browsers.complaints.clear()
    writing.act("remove_seat")
    writing.act("postpone_meeting", sitting.other_meeting_id, "freya")
    people["hugo"].walk(screens([sitting.other_meeting_id]))
    writing.act("cancel_meeting", sitting.other_meeting_id, "freya")
    of: dict[str, Any] = {"owner": sitting.agencies["police"], "involves": [sitting.agencies["csc"]]}
    decision = writing.act("propose_decision", **of)["entries"][0]["subject"]
    writing.sitting.things["decision"] = ("decision", decision["id"])  # type: ignore[index]
    writing.sitting.do("amara", "agree_decision", of=decision["id"], version=decision["version"])
    writing.act("close_meeting")
    writing.act("add_addendum")
    for _ in range(2):  # what the school reports was handed over to it first
        writing.routes(whole_app)
    for who in people:
        people[who].walk([each for each in everywhere if each in AFTERWARDS or "/meetings/" in each])
    assert sorted(writing.left.items()) == []
    assert [what for page in people.values() for what in page.caught] == []
    seen = set[str]().union(*(page.seen for page in people.values()))
    assert set(MARK.findall(PASSKEY)) <= people["beth"].seen
    assert len(people["guest"].seen) > 20
    shown = {name for name, mark in writing.written.items() if mark in seen}
    assert len(shown) > len(writing.written) * 3 / 4
    for who in ("beth", "rhys", "sian"):
        take_away(server, who, sitting.meeting_id)
    letters_carry_nothing(writing, office)
    logs_carry_nothing(server)


def the_trap_springs(page: Page) -> None:
    """What is let out on purpose is caught, so what was not caught was not there."""
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=trap()>')")
    page.wait_for_function("window.sprung.some((each) => each.startsWith('policy: script-src'))")
    page.evaluate("document.body.lastElementChild.remove(); window.sprung.length = 0")


def take_away(server: Server, who: str, meeting_id: int) -> None:
    """Each file has a plain name and no more headers than it was given, and nothing in it is live."""
    for name in (*FORMATS, "zip"):
        content, headers = fetched(server, who, f"/api/meetings/{meeting_id}/exports/{name}")
        assert NAME.fullmatch(headers["Content-Disposition"]), headers["Content-Disposition"]
        assert not MARK.search(str({k: v for k, v in headers.items() if k != "Content-Disposition"}))
        assert MARK.search(every_byte(name, content).decode(errors="replace"))
        if name == "zip":
            with zipfile.ZipFile(io.BytesIO(content)) as packed:
                assert all(re.fullmatch(r"[A-Za-z0-9-]+\.[a-z]{3,4}", each) for each in packed.namelist())
                for each in packed.namelist():
                    is_not_live(each.rpartition(".")[2], packed.read(each))
        else:
            is_not_live(name, content)
    entry, headers = fetched(server, who, f"/api/meetings/{meeting_id}/diary", (200, 403))
    if headers["Content-Type"].startswith("text/calendar"):
        is_not_live("ics", entry)


def is_not_live(name: str, content: bytes) -> None:
    match name:
        case "csv":
            assert [cell for row in csv_rows(content) for cell in row if cell.lstrip()[:1] in tuple("=+-@")] == []
        case "xlsx":
            (sheet,) = load_workbook(io.BytesIO(content)).worksheets
            cells = [cell for row in sheet.iter_rows() for cell in row]
            assert [cell for cell in cells if cell.data_type == "f" or cell.hyperlink] == []
            names_nothing_elsewhere(content)
        case "docx":
            names_nothing_elsewhere(content)
        case "pdf":
            reader = PdfReader(io.BytesIO(content))
            assert [each for page in reader.pages for each in page.get("/Annots") or []] == []
            catalog = reader.root_object
            assert not {"/OpenAction", "/AA", "/AcroForm"} & set(catalog)
            assert "/JavaScript" not in (catalog.get("/Names") or {})
        case "ics":
            names = {str(name) for each in Calendar.from_ical(content).walk() for name in each}
            assert not names & {"ATTACH", "URL", "CONTACT", "BCC", "CONTENT-TYPE"}
        case "json":
            json.loads(content)
        case _:
            content.decode()


def names_nothing_elsewhere(content: bytes) -> None:
    """No part of an office file points outside it, and none is a field or a macro."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        for name in packed.namelist():
            part = packed.read(name).decode(errors="replace")
            assert not re.search(r'TargetMode="External"|<w:fldSimple|vbaProject|<f>|<ddeLink', part), name
            fields = re.findall(r"<w:instrText[^>]*>([^<]*)<", part)
            assert {each.strip() for each in fields} <= {"PAGE", "NUMPAGES"}, name


def fetched(server: Server, who: str, path: str, statuses: tuple[int, ...] = (200,)) -> tuple[bytes, Message]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    try:
        connection.request("GET", path, headers={"Cookie": f"mas_hub_session={token_of(who)}"})
        answer = connection.getresponse()
        assert answer.status in statuses, (who, path, answer.status)
        return answer.read(), answer.headers
    finally:
        connection.close()


def letters_carry_nothing(writing: Writing, office: PostOffice) -> None:
    """But the name of whom they are for: no case, no words of a meeting, one recipient, the headers they were given."""
    status, _ = writing.ask("ines", "POST", "/api/people/2/link", {"by_mail": True})
    assert status == 200
    status, person = writing.ask("ines", "GET", "/api/people")
    to = next(each for each in person["people"] if each["id"] == 2)
    office.wait_for(to["email"], 1)
    for message in office.messages:
        allowed = {"from", "to", "subject", "date", "message-id", "auto-submitted", "mime-version", "content-type",
                   "content-transfer-encoding", "content-language", "x-peer", "x-mailfrom", "x-rcptto"}  # fmt: skip
        assert {name.lower() for name in message} <= allowed
        assert len(message.get_all("To", [])) == 1
        assert str(message["To"]).count("@") == 1
        assert message.get_content_type() in ("text/plain", "multipart/alternative")
        marks = set(MARK.findall(message.as_string())) - set(MARK.findall(f"{message['To']} {json.dumps(to)}"))
        assert [name for name, mark in writing.written.items() if mark in marks and "people" not in name] == []


def logs_carry_nothing(server: Server) -> None:
    lines = server.output().splitlines()
    assert len(lines) > 100
    assert [line for line in lines if not line.startswith("{")] == []
    for line in lines:
        json.loads(line)
    assert MARK.findall(server.output()) == []
    assert "unexpected" not in server.output()
    status, figures = server.request("GET", "/metrics", headers={"Authorization": f"Bearer {METRICS}"})
    assert (status, MARK.findall(figures)) == (200, [])
