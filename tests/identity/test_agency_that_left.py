"""Of an agency that is no longer active those who keep its records come in, and nobody else."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert, update

from mas_hub import clock
from mas_hub.access.permissions import Can
from mas_hub.db import snapshot, transaction
from mas_hub.errors import NotFound
from mas_hub.follow_up.overview import overview
from mas_hub.identity.models import Agency, PersonRole
from mas_hub.identity.queries import actor_from_token, get_person, may_come_in
from mas_hub.meetings.home import home
from mas_hub.meetings.queries import enter
from tests.people import Browser, Partners, signed_in_as
from tests.sitting import Sitting, token_of


def give(person_id: int, role: str) -> None:
    with transaction() as session:
        session.execute(insert(PersonRole).values(person_id=person_id, role=role))


def leaves(app: Flask, agency_id: int) -> Any:
    """An administrator makes the agency inactive; what they are answered."""
    browser = signed_in_as(app.test_client(), "ines")
    return makes_inactive(browser, agency_id)


def makes_inactive(browser: Browser, agency_id: int) -> Any:
    agencies = Browser.said(browser.get("/api/agencies"))["agencies"]
    agency = next(each for each in agencies if each["id"] == agency_id)
    said = {key: value for key, value in agency.items() if key not in ("id", "key")}
    return browser.put(f"/api/agencies/{agency_id}", {**said, "active": False})


def test_its_people_are_signed_out_and_come_in_no_more(app: Flask, partners: Partners) -> None:
    dina = signed_in_as(app.test_client(), "dina")
    assert leaves(app, partners.police).status_code == 200
    assert dina.look()["signed_in"] is False
    refused = dina.sign_in("dina")
    assert (refused.status_code, Browser.said(refused)["code"]) == (401, "wrong_sign_in")


def test_who_keeps_its_records_comes_in_for_that_alone(app: Flask, partners: Partners) -> None:
    for role in ("recorder", "facilitator"):
        give(partners.dina, role)
    dina = signed_in_as(app.test_client(), "dina")
    assert leaves(app, partners.police).status_code == 200
    assert dina.look()["signed_in"] is False
    assert dina.sign_in("dina").status_code == 200
    assert dina.look()["person"]["roles"] == ["recorder"]
    assert dina.get("/api/directory").status_code == 403
    assert dina.get("/api/inbox").status_code in (200, 404)


def test_whoever_lets_an_agency_in_or_out_shows_who_they_are(app: Flask, partners: Partners) -> None:
    browser = signed_in_as(app.test_client(), "ines")
    with clock.fixed(clock.now() + timedelta(minutes=10)):
        refused = makes_inactive(browser, partners.police)
        assert (refused.status_code, Browser.said(refused)["code"]) == (403, "prove_again")


def test_the_last_administrator_s_agency_stays(app: Flask, partners: Partners) -> None:
    refused = leaves(app, partners.csc)
    assert (refused.status_code, Browser.said(refused)["code"]) == (409, "last_administrator")
    assert leaves(app, partners.police).status_code == 200


def test_nobody_is_sent_a_link_who_would_not_be_let_in(app: Flask, partners: Partners) -> None:
    assert leaves(app, partners.police).status_code == 200
    with snapshot() as session:
        assert not may_come_in(session, get_person(session, partners.dina))
        assert may_come_in(session, get_person(session, partners.beth))


def left(sitting: Sitting, agency: str) -> None:
    with transaction() as session:
        session.execute(update(Agency).where(Agency.id == sitting.agencies[agency]).values(active=False))


def test_its_recorder_has_part_in_what_has_closed(closed: Sitting) -> None:
    give(closed.people["rhys"], "recorder")
    left(closed, "police")
    with snapshot() as session:
        rhys = actor_from_token(session, token_of("rhys"))
        there = enter(session, rhys, closed.meeting_id)
        assert {Can.TAKE_EXPORT, Can.RECORD_RECEIPT, Can.REPORT_PROGRESS} <= there.can
        assert any(home(session, rhys)[shelf] for shelf in ("to_record", "past"))


def test_its_recorder_has_none_in_what_goes_on(opened: Sitting) -> None:
    give(opened.people["rhys"], "recorder")
    left(opened, "police")
    with snapshot() as session:
        rhys = actor_from_token(session, token_of("rhys"))
        with pytest.raises(NotFound):
            enter(session, rhys, opened.meeting_id)
        assert not any(home(session, rhys)[shelf] for shelf in ("live", "coming"))


def test_who_chaired_chairs_no_more_though_they_keep_its_records(closed: Sitting) -> None:
    give(closed.people["amara"], "recorder")
    left(closed, "csc")
    with snapshot() as session:
        amara = enter(session, actor_from_token(session, token_of("amara")), closed.meeting_id)
        follows = overview(session, actor_from_token(session, token_of("amara")))
        at_home = home(session, actor_from_token(session, token_of("amara")))
    assert not {Can.CHAIR, Can.SEE_THROUGH, Can.PLAN_MEETINGS} & amara.can
    assert Can.RECORD_RECEIPT in amara.can
    assert follows["cases"] == at_home["disagreements"] == []
