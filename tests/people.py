"""Made-up agencies and people for tests, and a browser that does what the page does."""

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from argon2 import PasswordHasher
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from mas_hub.db import transaction
from mas_hub.identity.actions import add_agency, add_person
from mas_hub.identity.partnership import create_partnership
from mas_hub.identity.rules import stored_password_form

PASSWORD = "violet kettle under the stairs"


@cache
def password_hash() -> str:
    """Made with little work, as a hash says itself how much it took; what our own take has its own test."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(stored_password_form(PASSWORD))


@dataclass(frozen=True)
class Partners:
    """Ids by first name; everybody's password is `PASSWORD`."""

    csc: int
    police: int
    ines: int  # administrator
    amara: int  # facilitator
    beth: int  # no role
    dina: int  # of the police


def settle() -> Partners:
    with transaction() as session:
        create_partnership(
            session, name={"en": "Fellshire Safeguarding Children Partnership", "cy": None}, nation="england"
        )
        csc = add_agency(
            session,
            key="csc",
            sector="childrens_social_care",
            name={"en": "Fellshire Children's Social Care", "cy": None},
        )
        police = add_agency(session, key="police", sector="police", name={"en": "Fellshire Constabulary", "cy": None})
        ids = {}
        for name, agency, roles in (
            ("Ines Moreau", csc, ["administrator", "assurance_lead"]),
            ("Amara Osei", csc, ["facilitator"]),
            ("Beth Langley", csc, []),
            ("Dina Farouk", police, []),
        ):
            first = name.split()[0].lower()
            person = add_person(
                session,
                name=name,
                email=f"{first}@fellshire.example",
                job="Practitioner",
                agency_id=agency.id,
                roles=roles,
                password_hash=password_hash(),
            )
            ids[first] = person.id
        return Partners(csc=csc.id, police=police.id, **ids)


@dataclass
class Browser:
    """Carries the cookies and the CSRF token, as the page does."""

    client: FlaskClient
    headers: dict[str, str] = field(default_factory=dict)
    csrf_token: str = ""

    def sign_in(self, first_name: str, password: str = PASSWORD) -> TestResponse:
        self.look()
        answer = self.post("/api/session", {"email": f"{first_name}@fellshire.example", "password": password})
        if answer.status_code == 200:
            self.csrf_token = self.said(answer)["csrf_token"]
        return answer

    def look(self) -> dict[str, Any]:
        session = self.said(self.get("/api/session"))
        self.csrf_token = session["csrf_token"]
        return session

    def get(self, path: str) -> TestResponse:
        return self.client.get(path, headers=self.headers)

    def post(self, path: str, data: object) -> TestResponse:
        return self.client.post(path, json=data, headers=self._with_token())

    def put(self, path: str, data: object) -> TestResponse:
        return self.client.put(path, json=data, headers=self._with_token())

    def delete(self, path: str) -> TestResponse:
        return self.client.delete(path, headers=self._with_token())

    @staticmethod
    def said(answer: TestResponse) -> dict[str, Any]:
        said: dict[str, Any] = answer.get_json()
        return said

    def _with_token(self) -> dict[str, str]:
        return {**self.headers, "X-CSRF-Token": self.csrf_token}


def signed_in_as(client: FlaskClient, first_name: str, headers: dict[str, str] | None = None) -> Browser:
    browser = Browser(client, headers or {})
    browser.sign_in(first_name)
    return browser
