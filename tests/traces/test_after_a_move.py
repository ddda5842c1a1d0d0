"""Somebody moves to another agency: each agency sees what was done while they were its own, and nobody else's years."""

from datetime import date, timedelta
from typing import Any

import pytest

from mas_hub import clock
from mas_hub.audit.actions import record
from mas_hub.db import snapshot, transaction
from mas_hub.errors import Conflict
from mas_hub.identity.actions import update_person
from mas_hub.identity.models import Person, PersonRole
from mas_hub.traces.queries import Wanted, list_rows
from mas_hub.training.actions import add_training, remove_training
from tests.sitting import NOW, Sitting

LATER = NOW + timedelta(days=1)


def seen(sitting: Sitting, agency: str) -> list[tuple[str, str | None, str | None]]:
    with snapshot() as session:
        rows = list_rows(session, sitting.agencies[agency], Wanted(), most=500)
    return [(row["what"], row["who"], row["about"]) for row in reversed(rows) if row["meeting"] is None]


def change(sitting: Sitting, who: str, **facts: Any) -> None:
    with transaction() as session:
        person = session.get_one(Person, sitting.people[who])
        update_person(session, sitting.actor("ines"), person.id, version=person.version, **facts)


def test_the_new_agency_sees_what_is_done_from_the_move_on(opened: Sitting) -> None:
    police, csc = opened.agencies["police"], opened.agencies["csc"]
    before = {agency: seen(opened, agency) for agency in ("csc", "police")}
    with transaction() as session:  # as it was written before whose they are was noted
        record(session, opened.actor("ines"), "second_factor_reset", of_person=opened.people["dina"])
        record(session, opened.actor("dina"), "signed_in", session_id=1)
    change(opened, "dina", job="Detective inspector")
    with clock.fixed(LATER):
        change(opened, "dina", agency_id=csc)
        change(opened, "dina", job="Social worker")
        change(opened, "dina", name="Dina Other")
    new = [row for row in seen(opened, "csc") if row not in before["csc"]]
    assert new == [("person_updated", "Ines Made-up", "Dina Other")] * 3  # the move, and what came after
    old = [row for row in seen(opened, "police") if row not in before["police"]]
    assert old == [
        ("signed_in", "Dina Other", None),
        ("person_updated", None, "Dina Other"),  # her job, while she was theirs
        ("person_updated", None, "Dina Other"),  # and that she left
    ]
    assert police != csc


def test_training_that_was_kept_stays_with_the_agency_whose_they_were(opened: Sitting) -> None:
    said = {"what": "Two days", "provider": "", "level": "participant", "day": date(2026, 3, 2), "valid_until": None}
    with transaction() as session:
        number = add_training(session, opened.actor("dina"), person_id=None, **said).id
        add_training(session, opened.actor("dina"), person_id=None, **said)
    with transaction() as session:
        remove_training(session, opened.actor("dina"), number, version=1)
    change(opened, "dina", agency_id=opened.agencies["csc"])
    kept = {agency: [row for row in seen(opened, agency) if row[0] == "training_kept"] for agency in ("police", "csc")}
    assert kept == {"police": [("training_kept", "Dina Made-up", "Dina Made-up")] * 3, "csc": []}


def test_who_acted_for_an_agency_is_named_to_it_and_not_to_the_next(opened: Sitting) -> None:
    with transaction() as session:
        record(session, opened.actor("sian"), "record_opened", meeting_id=opened.meeting_id)
    change(opened, "sian", agency_id=opened.agencies["police"])
    named = {}
    for agency in ("school", "police"):
        with snapshot() as session:
            rows = list_rows(session, opened.agencies[agency], Wanted(meeting=opened.meeting_id), most=500)
        named[agency] = [row["who"] for row in rows if row["what"] == "record_opened"]
    assert named["police"] == [None]
    assert named["school"] == ["Sian Made-up"]


def test_a_data_protection_officer_does_not_take_the_role_along(opened: Sitting) -> None:
    with transaction() as session:
        session.add(PersonRole(person_id=opened.people["gwen"], role="data_protection"))
    with pytest.raises(Conflict) as refused:
        change(opened, "gwen", agency_id=opened.agencies["csc"])
    assert refused.value.code == "data_protection_stays"
    change(opened, "gwen", agency_id=opened.agencies["csc"], roles=["assurance_lead"])
