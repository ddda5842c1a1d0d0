"""An agency's data protection officer makes its part: what it holds, what it leaves out, who may, who is told."""

import io
import json
from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
import pyzipper
from sqlalchemy import delete, insert, select, update

from mas_hub import db
from mas_hub.access.actor import Actor
from mas_hub.access.permissions import Can, permissions_of
from mas_hub.audit.models import AuditRow
from mas_hub.db import snapshot, transaction
from mas_hub.errors import DomainError, Forbidden, Invalid, NotFound, Unavailable
from mas_hub.exports import actions as exports
from mas_hub.exports import bundle
from mas_hub.exports.actions import sha256
from mas_hub.identity.models import Agency, Person, PersonRole, SignInSession
from mas_hub.identity.queries import actor_from_token
from mas_hub.subject_access import actions
from mas_hub.subject_access.actions import Taken, look_up, make_own
from mas_hub.subject_access.collecting import READ_FIRST, answer_about
from mas_hub.subject_access.queries import list_made
from mas_hub.subject_access.reading import Names
from mas_hub.subject_access.whose import About, Whose
from mas_hub.traces.queries import Wanted, list_rows
from mas_hub.training.actions import add_training
from tests.breaking import prove
from tests.retention.test_keeping import case_of
from tests.sitting import NO_SUCH_ID, Sitting, refusal, token_of

WHO = "gwen"
ASKED: dict[str, Any] = {"about": "case", "named": "fs-2291", "ground": "themselves", "request": "SAR-2026/14"}
PREPARED, POINT, CAPACITY, WELL = "Nobody has seen K. at home since June.", "He shouts.", "Two away.", "Tired, cry-9."


@pytest.fixture
def hub(opened: Sitting) -> Sitting:
    opened.do("beth", "raise_private_point", text=POINT, sharing="no")
    opened.do("beth", "state_capacity", level="over", words=CAPACITY)
    opened.do("beth", "add_reflection", prompt="wellbeing", text=WELL)
    appoint(opened, "csc")
    prove(opened, WHO)
    return opened


def appoint(sitting: Sitting, agency: str) -> None:
    """Gwen, without a seat anywhere, answers for this agency."""
    with transaction() as session:
        person = session.get_one(Person, sitting.people[WHO])
        person.agency_id = sitting.agencies[agency]
        person.roles_held = [PersonRole(person_id=person.id, role="data_protection")]


def who(name: str = WHO) -> Actor:
    with snapshot() as session:
        return actor_from_token(session, token_of(name))


def taken(which: int, **said: Any) -> tuple[Taken, dict[str, str]]:
    made = make_own(who(), **{**ASKED, **said}, id=which, language="en")
    with pyzipper.AESZipFile(io.BytesIO(made.content)) as packed:
        packed.setpassword(made.passphrase.encode())
        return made, {name: packed.read(name).decode() for name in packed.namelist()}


def test_it_is_one_s_own_agency_s_part_and_no_other_s(hub: Sitting) -> None:
    case_id = case_of(hub)
    for agency, own in (("csc", True), ("police", False), ("school", False)):
        appoint(hub, agency)
        whole = "".join(taken(case_id)[1].values())
        assert "Two of five visits were better." in whole  # what everybody reached
        assert (CAPACITY in whole, PREPARED in whole) == (own, own)
        assert POINT not in whole
        assert WELL not in whole
        assert "each agency is a controller and answers for its own" in whole


def test_its_text_says_where_each_stood_who_owns_what_and_who_looked(hub: Sitting) -> None:
    """What is read by a person is not less than what the JSON beside it holds."""
    hub.do("beth", "propose_decision")
    _, files = taken(case_of(hub))
    shared = files[f"meeting-{hub.meeting_id}/shared.txt"]
    held = [each["subject"] for each in json.loads(files[f"meeting-{hub.meeting_id}/shared.json"])["entries"]]
    levels = {each["level"] for each in held if each["type"] == "threshold_position"}
    assert levels
    assert all(f"   level: {level}\n" in shared for level in levels)
    owners = {each["owner_agency_id"] for each in held if each["type"] == "decision"} - {None}
    with snapshot() as session:
        named = [session.get_one(Agency, owner).name["en"] for owner in owners]
    assert named
    assert all(f"   owner_agency_id: {name}\n" in shared for name in named)
    assert files[READ_FIRST].count("FS-2291") == 2
    assert "Amara Made-up" in {row["person"] for row in json.loads(files["audit.json"])}


@pytest.mark.parametrize("name", ["concerns", "placed", "handed_over.from", "handed_over.to", "chair_id"])
def test_its_text_names_whom_a_number_stands_for(hub: Sitting, name: str) -> None:
    amara, csc = (hub.people["amara"], "Amara Made-up"), (hub.agencies["csc"], "Fellshire csc")
    number, called = amara if name == "chair_id" else csc
    with snapshot() as session:
        assert Names(session, "en").of_number(name, number) == called


def test_what_would_be_in_it_is_shown_by_numbers_and_tells_nothing_of_others(hub: Sitting) -> None:
    appoint(hub, "police")
    with snapshot() as session:
        before = session.scalars(select(AuditRow.id).order_by(AuditRow.id.desc())).first()
    (first,) = look_up(who(), **ASKED)
    assert first["id"] == case_of(hub)
    assert [each["id"] for each in first["meetings"]] == [hub.meeting_id]
    assert {each["what"] for each in first["holds"]} <= {"shared", "agency", "chair", "tables", "audit"}
    assert len(first["left_out"]) == 5
    hub.do("beth", "state_capacity", level="room", words="Better.")  # another agency's own
    (again,) = look_up(who(), **ASKED)
    assert [each for each in again["holds"] if each["what"] != "audit"] == [
        each for each in first["holds"] if each["what"] != "audit"
    ]
    with snapshot() as session:
        looked = session.scalars(select(AuditRow).where(AuditRow.id > before, AuditRow.what.startswith("subject")))
        rows = [(row.what, row.person_id, row.detail["found"], row.detail["request"]) for row in looked]
    assert rows == [("subject_access_looked_up", hub.people[WHO], 1, "SAR-2026/14")] * 2


def test_a_case_that_one_s_agency_had_no_part_in_is_as_absent_as_none(hub: Sitting) -> None:
    appoint(hub, "housing")
    assert look_up(who(), **ASKED) == look_up(who(), **{**ASKED, "named": "FS-0000"}) == []
    with snapshot() as session:  # that they looked is noted, found or not
        looked = session.scalars(select(AuditRow).where(AuditRow.what == "subject_access_looked_up"))
        assert [row.detail["found"] for row in looked] == [0, 0]
    hidden = refusal(lambda: taken(case_of(hub)))
    absent = refusal(lambda: taken(case_of(hub), named="FS-0000"))
    assert (type(hidden), hidden.code) == (type(absent), absent.code) == (NotFound, "not_found")
    appoint(hub, "csc")
    assert type(refusal(lambda: taken(NO_SUCH_ID))) is NotFound  # what was found under these words is another


def test_it_is_audited_like_the_command_and_every_agency_in_the_meeting_sees_that_it_was_taken(hub: Sitting) -> None:
    made, _ = taken(case_of(hub))
    with snapshot() as session:
        row = session.scalars(select(AuditRow).where(AuditRow.what == "subject_access_made")).one()
        assert (row.sha256, row.person_id, row.detail["of_agency"]) == (
            sha256(made.content), hub.people[WHO], hub.agencies["csc"],
        )  # fmt: skip
        for agency, kinds in (
            ("csc", {"subject_access_made", "subject_access_taken"}),
            ("police", {"subject_access_taken"}),
            ("housing", set()),
        ):
            rows = list_rows(session, hub.agencies[agency], Wanted(), most=500)
            assert {each["what"] for each in rows if each["what"].startswith("subject_access")} == kinds
        (listed,) = list_made(session, hub.agencies["csc"])
        assert (listed["reference"], listed["by"], listed["request"]) == ("FS-2291", "Gwen Made-up", "SAR-2026/14")
        assert list_made(session, hub.agencies["police"]) == []


def test_about_a_worker_it_holds_their_training_and_another_agency_s_answer_does_not(hub: Sitting) -> None:
    said = {"provider": "", "level": "facilitator", "day": date(2026, 3, 2), "valid_until": None}
    for name in ("beth", "dina"):
        with transaction() as session:
            add_training(session, hub.actor(name), person_id=None, what=f"Two days of {name}", **said)
    beth = hub.people["beth"]
    asked = {"about": "worker", "named": person(hub, "beth").email}
    _, files = taken(beth, **asked)
    (held,) = json.loads(files["training.json"])
    assert (held["what"], held["day"], held["changed_by"]) == ("Two days of beth", "2026-03-02", "Beth Made-up")
    assert "training.json" in files[READ_FIRST]
    with transaction() as session:
        session.execute(update(Person).where(Person.id == beth).values(agency_id=hub.agencies["police"]))
    _, files = taken(beth, **asked)
    assert files["training.json"] == "[]"
    with snapshot() as session:
        whole = answer_about(session, About(person_id=beth), Whose(), "en")
    assert len(json.loads(whole.files["training.json"])) == 1


def test_about_a_worker_it_holds_what_they_did_for_that_agency(hub: Sitting) -> None:
    asked = {"about": "worker", "named": f"{person(hub, 'beth').email.upper()} "}
    (found,) = look_up(who(), **{**ASKED, **asked})
    assert (found["id"], found["name"]) == (hub.people["beth"], "Beth Made-up")
    _, files = taken(hub.people["beth"], **asked)
    whole = "".join(files.values())
    assert CAPACITY in whole
    assert POINT not in whole
    assert WELL not in whole
    assert '"roles": []' in files["account.json"]
    assert all(
        f'"person_id": {hub.people["beth"]}' in line for line in files["audit.json"].splitlines() if "person_id" in line
    )
    appoint(hub, "police")
    assert look_up(who(), **{**ASKED, **asked}) == []
    with transaction() as session:  # she works for the police now: what she did before stays her old agency's
        session.execute(update(Person).where(Person.id == hub.people["beth"]).values(agency_id=hub.agencies["police"]))
    _, files = taken(hub.people["beth"], **asked)
    assert CAPACITY not in "".join(files.values())
    appoint(hub, "csc")
    _, files = taken(hub.people["beth"], **asked)
    assert (CAPACITY in "".join(files.values()), files["account.json"]) == (True, "{}")


def test_only_a_data_protection_officer_who_does_not_administer_and_proved_it(hub: Sitting) -> None:
    assert Can.ANSWER_SUBJECT_ACCESS not in permissions_of({"administrator", "data_protection"}, None)
    for name in ("amara", "beth", "sian", "ines", "freya"):
        prove(hub, name)
        actor = who(name)
        assert refusal(lambda: look_up(actor, **ASKED)).code == "may_not_answer_subject_access"  # noqa: B023
    with transaction() as session:
        session.execute(insert(PersonRole).values(person_id=hub.people["ines"], role="data_protection"))
    assert type(refusal(lambda: look_up(who("ines"), **ASKED))) is Forbidden
    for request in ("ab", "K. Hughes", "no-figure", "x" * 30 + "1"):
        refused = refusal(lambda: look_up(who(), **{**ASKED, "request": request}))  # noqa: B023
        assert (type(refused), list(refused.fields)) == (Invalid, ["request"])


def person(sitting: Sitting, name: str) -> Person:
    with snapshot() as session:
        return session.get_one(Person, sitting.people[name])


def test_it_waits_for_a_second_factor_shown_since_signing_in(hub: Sitting) -> None:
    with transaction() as session:
        session.execute(update(SignInSession).values(proved_at=SignInSession.created_at))
    assert refusal(lambda: look_up(who(), **ASKED)).code == "prove_again"
    assert refusal(lambda: taken(case_of(hub))).code == "prove_again"


def moves(hub: Sitting) -> None:
    appoint(hub, "police")


def is_data_protection_officer_no_more(hub: Sitting) -> None:
    with transaction() as session:
        session.execute(delete(PersonRole).where(PersonRole.person_id == hub.people[WHO]))


@pytest.mark.parametrize(("meanwhile", "refused"), [(moves, NotFound), (is_data_protection_officer_no_more, Forbidden)])
def test_who_answers_for_an_agency_no_more_when_it_is_packed_gets_nothing(
    hub: Sitting, monkeypatch: pytest.MonkeyPatch, meanwhile: Callable[[Sitting], None], refused: type[DomainError]
) -> None:
    def packing(work: Any, *args: Any) -> Any:
        meanwhile(hub)
        return work(*args)

    monkeypatch.setattr("mas_hub.blocking._runner", [packing])
    with pytest.raises(refused):
        taken(case_of(hub))
    with snapshot() as session:
        assert [list_made(session, hub.agencies[each]) for each in ("csc", "police")] == [[], []]


def test_what_cannot_be_noted_is_not_handed_out(hub: Sitting) -> None:
    officer, case_id = who(), case_of(hub)
    with db.engine().begin() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER no_audit BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'disk full'); END"
        )
    with pytest.raises(Unavailable, match="audit_unavailable"):
        make_own(officer, **ASKED, id=case_id, language="en")


def test_it_is_packed_while_nothing_else_is_written(hub: Sitting, monkeypatch: pytest.MonkeyPatch) -> None:
    """Encrypting takes the processor as long as writing a document does."""
    held: list[bool] = []

    def pack(*given: Any) -> bytes:
        held.append(exports._one_at_a_time.locked())
        return bundle.pack(*given)

    monkeypatch.setattr(actions, "bundle", SimpleNamespace(pack=pack, new_passphrase=bundle.new_passphrase))
    taken(case_of(hub))
    assert held == [True]
