"""Taking an export: whose it is, what the audit says of it, and what happens when the audit cannot."""

import errno
import hashlib
import json
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from mas_hub import clock, db, web
from mas_hub.audit.models import AuditRow
from mas_hub.config import Settings
from mas_hub.db import snapshot, transaction
from mas_hub.errors import Conflict, DomainError, Forbidden, NotFound, SignedOut, Unavailable
from mas_hub.exports.actions import Export, make_export, take_all, take_export
from mas_hub.exports.formats import FORMATS
from mas_hub.exports.routes import blueprint
from mas_hub.identity import routes as identity
from mas_hub.identity.models import Agency, Person, PersonRole, SignInSession
from mas_hub.identity.queries import actor_from_token
from mas_hub.meetings.models import Seat
from tests.at_once import at_once
from tests.sitting import NO_SUCH_ID, PEOPLE, Sitting, token_of

MAY = {"beth", "dina", "dora", "callum", "rhys", "sian"}
OUTSIDERS = {"ines", "freya", "gwen", "hugo", "kit"}


def taken(sitting: Sitting, who: str, name: str = "json") -> Export:
    return take_export(sitting.actor(who), sitting.meeting_id, name, "en")


def audited() -> list[AuditRow]:
    with snapshot() as session:
        return list(session.scalars(select(AuditRow).where(AuditRow.what == "export_taken")))


@pytest.fixture
def audit_fails(closed: Sitting) -> Sitting:
    """A database in which not one more row fits into the audit."""
    with db.engine().begin() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER no_audit BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'disk full'); END"
        )
    return closed


@pytest.mark.parametrize("who", sorted(PEOPLE))
def test_each_takes_what_is_their_own_agency_s(closed: Sitting, who: str) -> None:
    if who not in MAY:
        with pytest.raises(NotFound if who in OUTSIDERS else Forbidden):
            taken(closed, who)
        assert audited() == []
        return
    facts = json.loads(taken(closed, who).content)
    assert facts["agency"]["id"] == closed.agencies[PEOPLE[who][0]]


def test_an_absent_agency_s_recorder_takes_it_without_a_seat(closed: Sitting) -> None:
    assert json.loads(taken(closed, "sian").content)["agency"]["name"] == "Fellshire school"


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_the_audit_holds_the_digest_of_the_very_bytes(opened: Sitting, name: str) -> None:
    export = taken(opened, "dina", name)
    (row,) = audited()
    assert row.sha256 == hashlib.sha256(export.content).hexdigest()
    assert (row.person_id, row.agency_id) == (opened.people["dina"], opened.agencies["police"])
    assert row.detail == {"format": name, "language": "en", "seq": len(opened.log()), "issue": None}
    assert row.meeting_id == opened.meeting_id


def test_when_the_audit_fails_nothing_is_handed_out(audit_fails: Sitting) -> None:
    with pytest.raises(Unavailable, match="audit_unavailable"):
        taken(audit_fails, "beth")
    assert audited() == []


def test_who_loses_their_seat_while_the_file_is_made_gets_nothing(
    closed: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    def remove_while_writing(work: Any, *args: Any) -> Any:
        with transaction() as session:
            seat = session.scalars(
                select(Seat).where(Seat.meeting_id == closed.meeting_id, Seat.person_id == closed.people["beth"])
            ).one()
            seat.removed = True
        return work(*args)

    monkeypatch.setattr("mas_hub.blocking._runner", [remove_while_writing])
    with pytest.raises(NotFound):
        taken(closed, "beth")
    assert audited() == []


def role_is_taken(session: Session, sitting: Sitting) -> None:
    session.execute(delete(PersonRole).where(PersonRole.person_id == sitting.people["sian"]))


def moves_to_another_agency(session: Session, sitting: Sitting) -> None:
    session.get_one(Person, sitting.people["sian"]).agency_id = sitting.agencies["police"]


def is_no_longer_active(session: Session, sitting: Sitting) -> None:
    session.get_one(Person, sitting.people["sian"]).active = False


def is_signed_out(session: Session, sitting: Sitting) -> None:
    session.execute(
        update(SignInSession).where(SignInSession.person_id == sitting.people["sian"]).values(ended_at=clock.now())
    )


def agency_leaves(session: Session, sitting: Sitting) -> None:
    session.get_one(Agency, session.get_one(Person, sitting.people["sian"]).agency_id).active = False


@pytest.fixture
def sian_takes(monkeypatch: pytest.MonkeyPatch) -> Callable[..., object]:
    """Sian, who has no seat that could be asked for again, takes one file or all; something happens meanwhile."""

    def take(sitting: Sitting, meanwhile: Callable[[Session, Sitting], None], *, one: bool) -> object:
        with snapshot() as session:
            sian = actor_from_token(session, token_of("sian"))

        def while_writing(work: Any, *args: Any) -> Any:
            with transaction() as session:
                meanwhile(session, sitting)
            return work(*args)

        monkeypatch.setattr("mas_hub.blocking._runner", [while_writing])
        taking = partial(take_export, format_name="csv") if one else take_all
        return taking(sian, sitting.meeting_id, language="en")

    return take


@pytest.mark.parametrize(
    ("meanwhile", "refusal"),
    [
        (role_is_taken, NotFound),
        (moves_to_another_agency, NotFound),
        (is_no_longer_active, SignedOut),
        (is_signed_out, SignedOut),
    ],
)
@pytest.mark.parametrize("one", [True, False])
def test_who_records_no_more_when_the_file_is_made_gets_nothing(
    closed: Sitting,
    sian_takes: Callable[..., object],
    meanwhile: Callable[[Session, Sitting], None],
    refusal: type[DomainError],
    one: bool,
) -> None:
    with pytest.raises(refusal):
        sian_takes(closed, meanwhile, one=one)
    assert audited() == []


@pytest.mark.parametrize("one", [True, False])
def test_whose_agency_has_left_when_a_copy_of_an_open_meeting_is_made_gets_nothing(
    opened: Sitting, sian_takes: Callable[..., object], one: bool
) -> None:
    with pytest.raises(NotFound):
        sian_takes(opened, agency_leaves, one=one)
    assert audited() == []


def test_whose_seat_is_another_agency_s_when_the_file_is_made_gets_nothing(
    closed: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They were seated anew, as who speaks for the police."""

    def seated_anew(work: Any, *args: Any) -> Any:
        with transaction() as session:
            beth, police = session.get_one(Person, closed.people["beth"]), closed.agencies["police"]
            seat = session.scalars(select(Seat).where(Seat.person_id == beth.id)).one()
            beth.agency_id = seat.agency_id = police
        return work(*args)

    monkeypatch.setattr("mas_hub.blocking._runner", [seated_anew])
    with pytest.raises(NotFound):
        taken(closed, "beth")
    assert audited() == []


def test_nothing_is_taken_before_the_meeting_opens(planned: Sitting) -> None:
    with pytest.raises(Conflict, match="meeting_is_planned"):
        taken(planned, "beth")


def test_a_decision_agreed_a_moment_ago_is_in_an_interim_copy(opened: Sitting) -> None:
    assert json.loads(taken(opened, "dina").content)["owned"] == []
    opened.do("amara", "agree_decision", **opened.edit("decision"))
    facts = json.loads(taken(opened, "dina").content)
    assert facts["interim"] is True
    assert facts["sequence"] == len(opened.log())
    assert [each["responsible"] for each in facts["owned"]] == ["Team manager"]


def test_replay_makes_the_same_bytes_unaudited(closed: Sitting) -> None:
    made = make_export(closed.meeting_id, closed.agencies["csc"], "csv", "en")
    assert made == taken(closed, "beth", "csv")
    assert len(audited()) == 1


@pytest.fixture
def door(closed: Sitting) -> FlaskClient:
    app = Flask("mas_hub", static_folder=None)
    web.init(app, Settings(data=closed.folder, async_mode="threading"))
    identity.init(app)
    app.register_blueprint(blueprint)
    return app.test_client()


def as_person(door: FlaskClient, who: str) -> FlaskClient:
    door.set_cookie("mas_hub_session", token_of(who))
    return door


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_a_download_is_a_file_that_nobody_keeps_a_copy_of(door: FlaskClient, closed: Sitting, name: str) -> None:
    answer = as_person(door, "dina").get(f"/api/meetings/{closed.meeting_id}/exports/{name}?language=cy")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == FORMATS[name].mime
    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="FS-2291-2026-09-21-pol-penderfyniadau.{name}"'
    )
    assert answer.headers["Cache-Control"] == "no-store"
    assert audited()[0].sha256 == hashlib.sha256(answer.data).hexdigest()


@pytest.mark.parametrize(
    "asked",
    [
        "exports/pdf?agency_id=1", "exports/pdf?agency=csc", "exports/pdf?language=fr", "exports/pdf?language=en&x=1",
        "exports?agency_id=1", "exports/odt", "exports/PDF", "exports/pdf?limit=1000",
        "exports/csc/pdf", "exports/1/pdf",
        "exports/%2e%2e%2fcsc.pdf",
    ],
)  # fmt: skip
def test_no_address_reaches_another_agency_s_export(door: FlaskClient, closed: Sitting, asked: str) -> None:
    answer = as_person(door, "dina").get(f"/api/meetings/{closed.meeting_id}/{asked}")
    assert (answer.status_code, answer.json["code"] if answer.json else None) == (404, "not_found")
    assert audited() == []


@pytest.mark.parametrize("who", sorted(OUTSIDERS))
def test_a_meeting_one_has_no_part_in_is_as_absent_as_one_that_never_was(
    door: FlaskClient, closed: Sitting, who: str
) -> None:
    outside = as_person(door, who)
    for place in ("exports", "exports/pdf"):
        hidden = outside.get(f"/api/meetings/{closed.meeting_id}/{place}")
        absent = outside.get(f"/api/meetings/{NO_SUCH_ID}/{place}")
        assert (hidden.status_code, hidden.data) == (absent.status_code, absent.data) == (404, hidden.data)


def test_nobody_signed_in_takes_nothing(door: FlaskClient, closed: Sitting) -> None:
    assert door.get(f"/api/meetings/{closed.meeting_id}/exports/pdf").status_code == 401


def test_what_can_be_taken_now_is_said_beforehand(door: FlaskClient, closed: Sitting) -> None:
    answer = as_person(door, "dina").get(f"/api/meetings/{closed.meeting_id}/exports")
    said = answer.get_json()
    assert said["agency"] == {"id": closed.agencies["police"], "name": "Fellshire police", "code": "POL"}
    assert (said["interim"], said["formats"], said["owned"]) == (
        False,
        ["pdf", "docx", "xlsx", "csv", "json", "ics", "txt"],
        1,
    )
    assert audited() == []


def failures() -> list[AuditRow]:
    with snapshot() as session:
        return list(session.scalars(select(AuditRow).where(AuditRow.what == "export_failed")))


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space left on device"), MemoryError()])
def test_a_file_that_cannot_be_made_is_refused_in_words_and_the_audit_says_so(
    door: FlaskClient, closed: Sitting, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    def no_space_left(*_: object) -> bytes:
        raise error

    monkeypatch.setattr("mas_hub.blocking._runner", [no_space_left])
    for name in ("docx", "zip"):
        answer = as_person(door, "dina").get(f"/api/meetings/{closed.meeting_id}/exports/{name}")
        assert (answer.status_code, answer.get_json()["code"]) == (503, "export_failed")
        assert "Content-Disposition" not in answer.headers
    assert audited() == []
    assert [(row.person_id, row.detail["format"]) for row in failures()] == [
        (closed.people["dina"], "docx"), (closed.people["dina"], "zip"),
    ]  # fmt: skip


def test_a_text_may_be_asked_for_in_the_length_that_fits(door: FlaskClient, closed: Sitting) -> None:
    who, address = as_person(door, "dina"), f"/api/meetings/{closed.meeting_id}/exports/txt?language=en&limit="
    fits = who.get(f"{address}900")
    assert len(fits.get_data(as_text=True).rstrip()) <= 900
    assert [row.sha256 for row in audited()] == [hashlib.sha256(fits.data).hexdigest()]
    for wrong in ("0", "-1", "499", "1000001", "x", "", "1e3", "\u0661\u0660\u0660\u0660"):
        answer = who.get(address + wrong)
        assert (answer.status_code, list(answer.get_json()["fields"])) == (422, ["limit"])


def test_a_worker_writes_one_document_at_a_time(closed: Sitting, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many at once would keep live meetings waiting: docs/decisions/0032."""
    begun, most = [0], [0]

    def counting(work: Any, *args: Any) -> Any:
        begun[0] += 1
        most[0] = max(most[0], begun[0])
        time.sleep(0.01)  # whoever could come in now would
        begun[0] -= 1
        return work(*args)

    monkeypatch.setattr("mas_hub.blocking._runner", [counting])
    before = sys.getswitchinterval()
    school = closed.agencies["school"]
    at_once([partial(make_export, closed.meeting_id, school, "csv", "en")] * 8)
    assert (begun, most) == ([0], [1])
    assert sys.getswitchinterval() == before
