from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from mas_hub import clock, mail
from mas_hub.access.actor import Actor
from mas_hub.audit.models import AuditRow
from mas_hub.config import Smtp
from mas_hub.db import snapshot, transaction
from mas_hub.errors import Conflict, Forbidden
from mas_hub.identity.actions import add_agency, create_person
from mas_hub.identity.partnership import create_first_administrator, create_partnership
from mas_hub.identity.queries import find_person_by_email, get_person
from mas_hub.identity.roles import set_roles
from mas_hub.mail.models import QueuedMail
from tests.people import PASSWORD, Browser, Partners, password_hash, signed_in_as

VIEW_ONLY = ("id", "second_factor", "has_password", "proposed")
WHOLE_AGENCY = {
    "code": "",
    "colour": None,
    "record_system": "",
    "contact_address": "",
    "support_signposts": "",
    "active": True,
}
ODD_NAME = '<script>alert(1)</script> "O\'Neill" & =1+1'


@pytest.fixture
def administrator(client: FlaskClient, partners: Partners) -> Browser:
    return signed_in_as(client, "ines")


def a_person(partners: Partners, **changes: Any) -> dict[str, Any]:
    return {
        "name": "Grace Mbeki",
        "email": "grace@homes.example",
        "job": "Tenancy sustainment officer",
        "language": "cy",
        "agency_id": partners.police,
        "roles": ["recorder"],
        "active": True,
        "password": PASSWORD,
        **changes,
    }


def an_agency(**changes: Any) -> dict[str, Any]:
    return {"sector": "housing", "name": {"en": "Fellshire Homes", "cy": "Cartrefi Fellshire"}, **changes}


def person(administrator: Browser, person_id: int) -> dict[str, Any]:
    everybody = Browser.said(administrator.get("/api/people"))["people"]
    found: dict[str, Any] = next(each for each in everybody if each["id"] == person_id)
    return {key: value for key, value in found.items() if key not in VIEW_ONLY}


def test_administrator_adds_an_agency_with_a_code_and_colour_of_its_own(administrator: Browser) -> None:
    said = Browser.said(administrator.post("/api/agencies", an_agency(record_system="Tenancy file")))
    assert said["code"] == "HOU"
    assert said["colour"] == 2
    assert said["name"] == {"en": "Fellshire Homes", "cy": "Cartrefi Fellshire"}
    second = Browser.said(administrator.post("/api/agencies", an_agency()))
    assert second["code"] == "FH"
    assert said["id"] in [agency["id"] for agency in Browser.said(administrator.get("/api/agencies"))["agencies"]]


def test_two_active_agencies_never_share_a_code(administrator: Browser) -> None:
    answer = administrator.post("/api/agencies", an_agency(code="POL"))
    assert answer.status_code == 422
    assert "code" in Browser.said(answer)["fields"]


def test_inactive_agencys_code_is_free_again(administrator: Browser, partners: Partners) -> None:
    police = Browser.said(administrator.get("/api/agencies"))["agencies"][1]
    changed = {key: value for key, value in police.items() if key not in ("id", "key")} | {"active": False}
    assert administrator.put(f"/api/agencies/{partners.police}", changed).status_code == 200
    assert Browser.said(administrator.post("/api/agencies", an_agency(code="POL")))["code"] == "POL"
    again = {**changed, "version": 2, "active": True}
    assert administrator.put(f"/api/agencies/{partners.police}", again).status_code == 422


def test_stale_change_of_an_agency_is_answered_with_the_present_view(
    administrator: Browser, partners: Partners
) -> None:
    change = {**WHOLE_AGENCY, **an_agency(), "version": 1}
    assert administrator.put(f"/api/agencies/{partners.police}", change).status_code == 200
    answer = administrator.put(f"/api/agencies/{partners.police}", change)
    assert answer.status_code == 409
    assert Browser.said(answer)["code"] == "stale"
    assert Browser.said(answer)["current"]["version"] == 2


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"sector": "bakery"}, "sector"),
        ({"name": {"en": " ", "cy": None}}, "name"),
        ({"name": {"en": "Homes \u202egnp.exe"}}, "name.en"),
        ({"name": "Homes"}, "name"),
        ({"code": "TOOLONG"}, "code"),
        ({"colour": 12}, "colour"),
        ({"colour": True}, "colour"),
        ({"contact_address": "not an address"}, "contact_address"),
        ({"support_signposts": "x" * 2001}, "support_signposts"),
        ({"record_system": "x" * 201}, "record_system"),
        ({"record_system": "a\x00b"}, "record_system"),
        ({"active": "yes"}, "active"),
        ({"id": 3}, "id"),
    ],
)
def test_agency_that_cannot_be_used_is_refused_by_field(
    administrator: Browser, change: dict[str, Any], field: str
) -> None:
    answer = administrator.post("/api/agencies", an_agency(**change))
    assert answer.status_code == 422
    assert list(Browser.said(answer)["fields"]) == [field]


def test_administrator_adds_a_person_who_can_sign_in(
    administrator: Browser, client: FlaskClient, partners: Partners
) -> None:
    said = Browser.said(administrator.post("/api/people", a_person(partners, email="Grace@Homes.EXAMPLE")))
    assert said["email"] == "grace@homes.example"
    assert said["roles"] == ["recorder"]
    assert PASSWORD not in str(said)
    assert "argon2" not in str(said)
    other = Browser(client.application.test_client())
    other.look()
    assert other.post("/api/session", {"email": "grace@homes.example", "password": PASSWORD}).status_code == 200
    assert Browser.said(other.get("/api/session"))["person"]["language"] == "cy"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"email": "beth@fellshire.example"}, "email"),
        ({"email": "nowhere"}, "email"),
        ({"password": "short"}, "password"),
        ({"password": "Grace Mbeki 2026 Grace"}, "password"),
        ({"agency_id": 99}, "agency_id"),
        ({"agency_id": 2**70}, "agency_id"),
        ({"roles": ["chair"]}, "roles.0"),
        ({"language": "fr"}, "language"),
        ({"name": "Gra\nce"}, "name"),
        ({"name": "Gra\u202ece"}, "name"),
        ({"name": "\ud800"}, "name"),
    ],
)
def test_person_that_cannot_be_used_is_refused_by_field(
    administrator: Browser, partners: Partners, change: dict[str, Any], field: str
) -> None:
    answer = administrator.post("/api/people", a_person(partners, **change))
    assert answer.status_code == 422
    assert list(Browser.said(answer)["fields"]) == [field]


def test_odd_names_come_back_as_the_text_they_are(administrator: Browser, partners: Partners) -> None:
    said = administrator.post("/api/people", a_person(partners, name=ODD_NAME))
    assert said.content_type == "application/json"
    assert Browser.said(said)["name"] == ODD_NAME


def test_stale_change_of_a_person_is_a_conflict(administrator: Browser, partners: Partners) -> None:
    beth = person(administrator, partners.beth)
    assert administrator.put(f"/api/people/{partners.beth}", {**beth, "job": "Senior"}).status_code == 200
    answer = administrator.put(f"/api/people/{partners.beth}", {**beth, "job": "Junior"})
    assert answer.status_code == 409
    assert Browser.said(answer)["current"]["job"] == "Senior"


@pytest.mark.parametrize("change", [{"active": False}, {"password": "another kettle by the door"}, {"agency_id": 2}])
def test_deactivated_moved_or_with_a_new_password_one_is_signed_out(
    administrator: Browser, client: FlaskClient, partners: Partners, change: dict[str, Any]
) -> None:
    beth = signed_in_as(client.application.test_client(), "beth")
    assert beth.look()["signed_in"] is True
    changed = {**person(administrator, partners.beth), **change}
    assert administrator.put(f"/api/people/{partners.beth}", changed).status_code == 200
    assert beth.look()["signed_in"] is False


def test_another_job_leaves_a_person_signed_in(administrator: Browser, client: FlaskClient, partners: Partners) -> None:
    beth = signed_in_as(client.application.test_client(), "beth")
    administrator.put(f"/api/people/{partners.beth}", {**person(administrator, partners.beth), "job": "Senior"})
    assert beth.look()["signed_in"] is True


@pytest.mark.parametrize("change", [{"roles": ["facilitator"]}, {"active": False}])
def test_last_administrator_stays(administrator: Browser, partners: Partners, change: dict[str, Any]) -> None:
    answer = administrator.put(f"/api/people/{partners.ines}", {**person(administrator, partners.ines), **change})
    assert answer.status_code == 409
    assert Browser.said(answer)["code"] == "last_administrator"
    assert administrator.get("/api/people").status_code == 200


def test_role_change_holds_at_once_and_is_audited(
    administrator: Browser, client: FlaskClient, partners: Partners
) -> None:
    amara = signed_in_as(client.application.test_client(), "amara")
    assert amara.get("/api/directory").status_code == 200
    changed = {**person(administrator, partners.amara), "roles": ["recorder"]}
    administrator.put(f"/api/people/{partners.amara}", changed)
    assert amara.get("/api/directory").status_code == 403
    with snapshot() as session:
        row = session.scalars(select(AuditRow).where(AuditRow.what == "roles_changed")).one()
    assert row.person_id == partners.ines
    assert row.detail == {
        "of_person": partners.amara,
        "of_agency": partners.csc,
        "given": ["recorder"],
        "taken": ["facilitator"],
    }


def test_audit_of_a_change_names_fields_and_never_their_text(administrator: Browser, partners: Partners) -> None:
    changed = {**person(administrator, partners.beth), "job": "Canary keeper", "password": "another kettle by the door"}
    administrator.put(f"/api/people/{partners.beth}", changed)
    with snapshot() as session:
        row = session.scalars(select(AuditRow).where(AuditRow.what == "person_updated")).one()
    assert row.detail == {"of_person": partners.beth, "of_agency": partners.csc, "changed": ["job", "password"]}


@pytest.mark.parametrize("who", ["amara", "beth", "dina"])
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", "/api/agencies"),
        ("post", "/api/agencies"),
        ("put", "/api/agencies/1"),
        ("get", "/api/people"),
        ("post", "/api/people"),
        ("put", "/api/people/1"),
    ],
)
def test_only_administrators_see_and_change_agencies_and_people(
    client: FlaskClient, partners: Partners, who: str, method: str, path: str
) -> None:
    browser = signed_in_as(client, who)
    answer = browser.get(path) if method == "get" else getattr(browser, method)(path, {})
    assert answer.status_code == 403
    assert Browser.said(answer)["code"] == "may_not_manage_identity"


def test_facilitator_reads_the_directory_without_addresses(client: FlaskClient, partners: Partners) -> None:
    browser = signed_in_as(client, "amara")
    answer = browser.get("/api/directory")
    assert {each["id"] for each in Browser.said(answer)["people"]} == {
        partners.ines,
        partners.amara,
        partners.beth,
        partners.dina,
    }
    assert {each["language"] for each in Browser.said(answer)["people"]} <= {"en", "cy"}
    assert "@" not in answer.text


def test_administrator_does_not_read_the_directory_for_planning(administrator: Browser) -> None:
    assert administrator.get("/api/directory").status_code == 403


def test_unknown_agency_and_person_are_not_found(administrator: Browser, partners: Partners) -> None:
    assert administrator.put("/api/agencies/99", {**WHOLE_AGENCY, **an_agency(), "version": 1}).status_code == 404
    changed = {key: value for key, value in a_person(partners).items() if key != "password"}
    changed |= {"version": 1, "active": True}
    assert administrator.put("/api/people/99", changed).status_code == 404
    assert administrator.put(f"/api/people/{2**80}", changed).status_code == 404


def test_actions_ask_for_the_permission_themselves(partners: Partners) -> None:
    nobody = Actor(partners.beth, partners.csc)
    with pytest.raises(Forbidden), transaction() as session:
        create_person(session, nobody, name="X", email="x@y.example", agency_id=partners.csc)
    with pytest.raises(Forbidden), transaction() as session:
        set_roles(session, nobody, get_person(session, partners.beth), ["administrator"])


def test_first_administrator_starts_an_empty_deployment_once(database: object) -> None:
    facts: dict[str, Any] = {
        "partnership_name": {"en": None, "cy": "Bwrdd Diogelu Dyffryn"},
        "nation": "wales",
        "agency_name": {"en": "Dyffryn Council", "cy": None},
        "sector": "childrens_social_care",
        "name": "Ines Moreau",
        "email": "Ines@dyffryn.example",
        "job": "Business manager",
        "password_hash": password_hash(),
    }
    with transaction() as session:
        create_first_administrator(session, **facts)
    with snapshot() as session:
        found = find_person_by_email(session, "ines@dyffryn.example")
        assert found is not None
        assert found.roles == ["administrator"]
    with pytest.raises(Conflict, match="administrator_exists"), transaction() as session:
        create_first_administrator(session, **facts)


def test_there_is_one_partnership(partners: Partners) -> None:
    with pytest.raises(Conflict, match="partnership_exists"), transaction() as session:
        create_partnership(session, name={"en": "Another", "cy": None}, nation="wales")


def test_forty_agencies_of_one_sector_have_forty_codes(database: object) -> None:
    with transaction() as session:
        codes = {
            add_agency(session, sector="school_college", name={"en": f"School {number}", "cy": None}).code
            for number in range(40)
        }
    assert len(codes) == 40


@pytest.fixture
def post() -> Iterator[None]:
    """E-mail is on; nothing is sent, what is queued is looked at."""
    mail.configure(Smtp(host="127.0.0.1", sender="hub@example.org", public_url="https://hub.example.org"))
    yield
    mail.configure(None)


def queued() -> list[tuple[str, str]]:
    with snapshot() as session:
        return [(row.to, row.template) for row in session.scalars(select(QueuedMail).order_by(QueuedMail.id))]


def test_new_address_is_told_to_the_one_before_and_a_new_password_to_the_present(
    administrator: Browser, partners: Partners, post: None
) -> None:
    beth = person(administrator, partners.beth)
    changed = {**beth, "email": "b.langley@fellshire.example", "password": "another kettle by the door"}
    assert administrator.put(f"/api/people/{partners.beth}", changed).status_code == 200
    assert queued() == [
        ("beth@fellshire.example", "address_changed"),
        ("b.langley@fellshire.example", "password_set"),
    ]
    again = {**changed, "version": beth["version"] + 1, "email": "B.Langley@fellshire.example", "password": None}
    assert administrator.put(f"/api/people/{partners.beth}", {**again, "job": "Senior"}).status_code == 200
    assert len(queued()) == 2


def test_address_that_nothing_can_be_sent_to_is_mended(administrator: Browser, partners: Partners, post: None) -> None:
    with transaction() as session:
        get_person(session, partners.beth).email = "o[x]@fellshire.example"
    changed = {**person(administrator, partners.beth), "email": "beth@fellshire.example"}
    assert administrator.put(f"/api/people/{partners.beth}", changed).status_code == 200
    assert queued() == []


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"password": "another kettle by the door"}, 403),
        ({"email": "mine@elsewhere.example"}, 403),
        ({"agency_id": 2}, 403),
        ({"active": False}, 403),
        ({"job": "Senior", "name": "Beth Lang", "language": "cy"}, 200),
    ],
)
def test_how_somebody_signs_in_is_changed_by_who_has_just_shown_who_they_are(
    administrator: Browser, partners: Partners, change: dict[str, Any], status: int
) -> None:
    changed = {**person(administrator, partners.beth), **change}
    with clock.fixed(clock.now() + timedelta(minutes=11)):
        answer = administrator.put(f"/api/people/{partners.beth}", changed)
    assert answer.status_code == status
    assert status == 200 or Browser.said(answer)["code"] == "prove_again"
