"""Training in supervision: kept by each person and by who keeps it for their agency, seen by no other, and counted."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import insert, select

from mas_hub.assurance.of_training import training
from mas_hub.assurance.rules import FEW
from mas_hub.assurance.scope import Scope
from mas_hub.db import snapshot, transaction
from mas_hub.errors import Conflict, Forbidden, Invalid, NotFound
from mas_hub.identity.models import Person, PersonRole
from mas_hub.meetings.models import Meeting
from mas_hub.training.actions import add_training, change_training, remove_training
from mas_hub.training.models import TrainingRecord
from mas_hub.training.queries import training_page, untrained
from mas_hub.training.rules import MOST_RECORDS, check_training
from tests.sitting import NO_SUCH_ID, NOW, Sitting

SAID: dict[str, Any] = {
    "what": "Facilitating supervision, two days",
    "provider": "Made-up College",
    "level": "facilitator",
    "day": date(2026, 3, 2),
    "valid_until": None,
}
TODAY = date(2026, 9, 21)


def add(sitting: Sitting, who: str, of: str | None = None, **changed: Any) -> int:
    with transaction() as session:
        person_id = sitting.people[of] if of else None
        return add_training(session, sitting.actor(who), person_id=person_id, **{**SAID, **changed}).id


def page(sitting: Sitting, who: str) -> dict[str, Any]:
    with snapshot() as session:
        return training_page(session, sitting.actor(who))


def people(sitting: Sitting, who: str) -> dict[int, list[str]]:
    return {each["id"]: [one["what"] for one in each["records"]] for each in page(sitting, who)["people"]}


def test_each_person_keeps_their_own(opened: Sitting) -> None:
    first = add(opened, "beth", valid_until=date(2026, 9, 20))
    add(opened, "beth", what="A refresher", day=date(2026, 8, 1), level="participant")
    found = page(opened, "beth")
    assert [(each["what"], each["holds"]) for each in found["own"]] == [("A refresher", True), (SAID["what"], False)]
    assert found["people"] is None
    with transaction() as session:
        change_training(session, opened.actor("beth"), first, version=1, **{**SAID, "what": "Three days"})
    with transaction() as session, pytest.raises(Conflict) as stale:
        change_training(session, opened.actor("beth"), first, version=1, **SAID)
    assert stale.value.current is not None
    with transaction() as session, pytest.raises(Conflict) as stale:
        remove_training(session, opened.actor("beth"), first, version=1)
    assert (stale.value.code, (stale.value.current or {})["what"]) == ("stale", "Three days")
    with transaction() as session:
        remove_training(session, opened.actor("beth"), first, version=2)
    assert [each["what"] for each in page(opened, "beth")["own"]] == ["A refresher"]


def test_there_is_a_most_of_each_person_s_and_what_is_there_stays(opened: Sitting) -> None:
    with transaction() as session:
        beth = opened.people["beth"]
        rows = [{**SAID, "person_id": beth, "version": 1, "changed_by": beth, "changed_at": NOW}] * MOST_RECORDS
        session.execute(insert(TrainingRecord), rows)
    with pytest.raises(Conflict) as refused:
        add(opened, "ines", "beth")
    assert (refused.value.code, refused.value.params) == ("too_many_trainings", {"most": MOST_RECORDS})
    assert len(page(opened, "beth")["own"]) == MOST_RECORDS
    add(opened, "arun")


def test_an_agency_s_recorder_and_administrator_keep_its_people_s_and_no_other_agency_s(opened: Sitting) -> None:
    """Kit records for mental health, Ines administers and is of social care."""
    add(opened, "arun", what="canary of arun")
    add(opened, "beth", what="canary of beth")
    assert people(opened, "kit")[opened.people["arun"]] == ["canary of arun"]
    assert people(opened, "ines")[opened.people["beth"]] == ["canary of beth"]
    assert "canary of beth" not in str(page(opened, "kit"))
    assert "canary of arun" not in str(page(opened, "ines"))
    for who in ("amara", "gwen", "freya", "callum", "dora", "olu"):
        assert "canary" not in str(page(opened, who))
    number = add(opened, "kit", "arun", what="Kept for her")
    assert [each["what"] for each in page(opened, "arun")["own"]] == ["canary of arun", "Kept for her"][::-1]
    with transaction() as session:
        change_training(session, opened.actor("arun"), number, version=1, **SAID)


@pytest.mark.parametrize("who", ["ines", "amara", "dora", "gwen", "beth"])
def test_another_s_is_as_absent_as_one_that_never_was(opened: Sitting, who: str) -> None:
    number = add(opened, "dina")
    for theirs in (number, NO_SUCH_ID):
        with transaction() as session, pytest.raises(NotFound):
            change_training(session, opened.actor(who), theirs, version=1, **SAID)
        with transaction() as session, pytest.raises(NotFound):
            remove_training(session, opened.actor(who), theirs, version=1)
    with pytest.raises(NotFound):
        add(opened, who, "dina")


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ({"day": date(2026, 9, 22)}, {"day": "training_in_future"}),
        ({"day": date(1949, 12, 31)}, {"day": "training_too_early"}),
        ({"valid_until": date(2026, 3, 1)}, {"valid_until": "training_runs_out_too_early"}),
    ],
)
def test_what_cannot_be_is_refused(said: dict[str, Any], refused: dict[str, str]) -> None:
    whole: dict[str, Any] = {"day": SAID["day"], "valid_until": date(2026, 9, 22)}
    check_training(**whole, today=TODAY)
    check_training(day=TODAY, valid_until=TODAY, today=TODAY)
    with pytest.raises(Invalid) as refusal:
        check_training(**{**whole, **said}, today=TODAY)
    assert refusal.value.fields == refused


def test_who_plans_alone_is_told_that_nothing_is_on_record_of_who_chairs(planned: Sitting) -> None:
    def told(who: str) -> list[str]:
        with snapshot() as session:
            return untrained(session, planned.actor(who), planned.meeting_id)

    with snapshot() as session:
        assert session.get_one(Meeting, planned.meeting_id).deputy_id == planned.people["nia"]
    assert told("amara") == ["facilitator", "deputy"]
    add(planned, "amara", level="participant")
    add(planned, "amara", valid_until=date(2026, 9, 20))
    assert told("amara") == ["facilitator", "deputy"]
    add(planned, "amara", valid_until=date(2026, 9, 21))
    add(planned, "nia", level="trainer")
    assert told("amara") == []
    for who, refusal in (("freya", NotFound), ("beth", Forbidden), ("nia", (Forbidden, NotFound)), ("ines", Forbidden)):
        with pytest.raises(refusal):
            told(who)


def test_people_are_counted_by_agency_and_few_are_not_told(opened: Sitting) -> None:
    csc = opened.agencies["csc"]

    def cells() -> dict[str, list[Any]]:
        with snapshot() as session:
            table = training(session, Scope(date(2026, 9, 1), date(2026, 9, 1), None, "england"))
            alone = training(session, Scope(date(2026, 9, 1), date(2026, 9, 1), csc, "england"))
        assert [row.key for row in alone.rows] == [str(csc)]
        assert table.of_too_few() == table
        return {row.key: list(row.cells) for row in table.rows}

    assert cells()[str(opened.agencies["school"])][:2] == [0, 0]
    made = []
    with transaction() as session:
        for number in range(6):
            person = Person(agency_id=csc, name=f"P{number}", email=f"p{number}@made-up.example", active=True)
            session.add(person)
            session.flush()
            session.add(PersonRole(person_id=person.id, role="facilitator"))
            made.append(person.id)
    facilitators, trained, everybody, none = cells()[str(csc)]
    assert (facilitators, trained, everybody == none) == (5, 0, True)
    for number, person_id in enumerate(made):
        with transaction() as session:
            keeper = opened.actor("ines")
            day = date(2023, 9, 21) if number < 4 else date(2023, 9, 20)
            add_training(session, keeper, person_id=person_id, **{**SAID, "day": day})
    assert cells()[str(csc)][1] == FEW
    with snapshot() as session:
        assert "p0@" not in str(training(session, Scope(date(2026, 9, 1), date(2026, 9, 1), None, "england")))
        assert session.scalars(select(Person.name).where(Person.name == "P0")).one()
