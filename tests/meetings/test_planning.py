from typing import Any

import pytest
from sqlalchemy import delete

from mas_hub.db import snapshot, transaction
from mas_hub.errors import Conflict, DomainError, Forbidden, Invalid, NotFound
from mas_hub.identity.models import Agency, Person, PersonRole
from mas_hub.meetings.models import Invitation, Meeting, Seat
from mas_hub.meetings.planning import get_planned, plan_meeting, plan_view, save_plan
from mas_hub.meetings.queries import list_invitations, list_seats
from mas_hub.meetings.rules import still_needed
from mas_hub.meetings.table_before import find_table_before
from tests.sitting import NO_SUCH_ID, NOW, Sitting, everything

PLAN: dict[str, Any] = {
    "purpose": "decision_making",
    "criteria": ["drift"],
    "criteria_other": "",
    "planned_minutes": 60,
    "template": "short",
    "information_shared": "all_reached",
    "scheduled_at": NOW,
}


def save(sitting: Sitting, who: str = "amara", **changes: Any) -> dict[str, Any]:
    """Save a plan: social care and police with a representative each, unless `changes` say otherwise."""
    ids, people = sitting.agencies, sitting.people
    plan = {
        "version": 2,
        "invited": [invited(ids["csc"], people["beth"]), invited(ids["police"], people["dina"])],
        "advisers": [],
        "observers": [],
        **PLAN,
        **changes,
    }
    with transaction() as session:
        actor = sitting.actor(who)
        return plan_view(session, actor, save_plan(session, actor, sitting.meeting_id, **plan))


def invited(agency_id: int, *representatives: int, recorders: tuple[int, ...] = ()) -> dict[str, Any]:
    return {"agency_id": agency_id, "representatives": list(representatives), "recorders": list(recorders)}


def refused(sitting: Sitting, who: str = "amara", **changes: Any) -> DomainError:
    before = everything()
    with pytest.raises(DomainError) as refusal:
        save(sitting, who, **changes)
    assert everything() == before
    return refusal.value


def test_whoever_plans_a_meeting_chairs_it_and_nothing_is_ready_yet(planned: Sitting) -> None:
    with snapshot() as session:
        case_id = session.get_one(Meeting, planned.meeting_id).case_id
    with transaction() as session:
        actor = planned.actor("amara")
        view = plan_view(session, actor, plan_meeting(session, actor, case_id=case_id))
    assert view["needed"] == ["criteria", "scheduled_at", "invited", "representatives"]
    assert view["facilitator"]["person_id"] == planned.people["amara"]
    assert (view["version"], view["state"], view["invited"]) == (1, "planned", [])


def test_meeting_is_planned_on_one_s_own_case_only(planned: Sitting) -> None:
    with snapshot() as session:
        theirs = session.get_one(Meeting, planned.other_meeting_id).case_id
    for case_id in (theirs, NO_SUCH_ID):
        with pytest.raises(NotFound), transaction() as session:
            plan_meeting(session, planned.actor("amara"), case_id=case_id)
    with pytest.raises(Forbidden, match="may_not_plan_meetings"), transaction() as session:
        plan_meeting(session, planned.actor("beth"), case_id=theirs)


def test_saving_replaces_the_whole_plan(planned: Sitting) -> None:
    ids, people = planned.agencies, planned.people
    invitations = [invited(ids["health"], people["callum"]), invited(ids["police"], recorders=(people["rhys"],))]
    view = save(planned, invited=invitations, observers=[people["arun"]])
    assert view["invited"] == [
        {"agency_id": ids["police"], "representatives": [], "recorders": [people["rhys"]]},
        {"agency_id": ids["health"], "representatives": [people["callum"]], "recorders": []},
    ]
    assert (view["advisers"], view["observers"]) == ([], [people["arun"]])
    assert (view["version"], view["criteria"], view["criteria_other"]) == (3, ["drift"], "")
    assert (view["template"], view["information_shared"], view["planned_minutes"]) == ("short", "all_reached", 60)
    assert view["scheduled_at"] == "2026-09-21T13:30:00+01:00"
    assert view["needed"] == []


def test_saving_on_an_older_version_is_refused_with_the_current_plan(planned: Sitting) -> None:
    current = save(planned)
    refusal = refused(planned, version=2)
    assert (type(refusal), refusal.code) == (Conflict, "stale")
    assert refusal.current == current


def test_another_facilitator_s_meeting_is_not_found(planned: Sitting) -> None:
    assert type(refused(planned, "freya")) is NotFound
    with snapshot() as session, pytest.raises(NotFound):
        get_planned(session, planned.actor("freya"), planned.meeting_id)
    with snapshot() as session, pytest.raises(NotFound):
        get_planned(session, planned.actor("freya"), NO_SUCH_ID)


@pytest.mark.parametrize("who", ["beth", "arun", "ines", "sian"])
def test_only_facilitators_plan(planned: Sitting, who: str) -> None:
    assert refused(planned, who).code == "may_not_plan_meetings"
    with snapshot() as session, pytest.raises(Forbidden):
        get_planned(session, planned.actor(who), planned.meeting_id)


def test_nobody_has_two_seats(planned: Sitting) -> None:
    ids, people = planned.agencies, planned.people
    both = [invited(ids["csc"], people["beth"], recorders=(people["beth"],)), invited(ids["police"])]
    chair_too = [invited(ids["csc"], people["amara"]), invited(ids["police"])]
    for changes in (
        {"invited": both},
        {"invited": chair_too},
        {"advisers": [people["beth"]]},
        {"advisers": [people["arun"]], "observers": [people["arun"]]},
        {"observers": [people["olu"], people["olu"]]},
    ):
        refusal = refused(planned, **changes)
        assert (type(refusal), refusal.code) == (Invalid, "seated_twice")


def test_no_agency_is_invited_twice(planned: Sitting) -> None:
    csc, people = planned.agencies["csc"], planned.people
    twice = [invited(csc, people["beth"]), invited(csc, people["ines"])]
    assert refused(planned, invited=twice).code == "invited_twice"


def test_people_speak_for_their_own_agency_only(planned: Sitting) -> None:
    ids, people = planned.agencies, planned.people
    for invitations in (
        [invited(ids["csc"], people["dina"]), invited(ids["police"])],
        [invited(ids["csc"], people["beth"]), invited(ids["police"], recorders=(people["sian"],))],
        [invited(ids["csc"], NO_SUCH_ID), invited(ids["police"])],
    ):
        assert refused(planned, invited=invitations).fields == {"invited": "not_of_that_agency"}
    assert refused(planned, invited=[invited(NO_SUCH_ID), invited(ids["csc"])]).fields == {"invited": "unknown_agency"}


def leave(person: int | None = None, agency: int | None = None) -> None:
    with transaction() as session:
        if person is not None:
            session.get_one(Person, person).active = False
        if agency is not None:
            session.get_one(Agency, agency).active = False


def test_who_has_left_is_not_put_into_a_plan(planned: Sitting) -> None:
    ids, people = planned.agencies, planned.people
    leave(people["hugo"], ids["camhs"])
    asked = [invited(ids["csc"], people["beth"])]
    assert refused(planned, invited=[*asked, invited(ids["housing"], people["hugo"])]).fields == {
        "invited": "not_of_that_agency"
    }
    assert refused(planned, invited=[*asked, invited(ids["camhs"])]).fields == {"invited": "unknown_agency"}
    assert refused(planned, observers=[people["kit"]]).fields == {"invited": "not_of_that_agency"}


def test_who_has_left_since_is_named_and_stays_until_taken_off(planned: Sitting) -> None:
    """Nothing typed is refused for it, and the meeting does not open with them."""
    ids, people = planned.agencies, planned.people
    leave(people["beth"], ids["police"])
    view = save(planned, lawful_basis_note="As agreed.")
    assert [each["id"] for each in view["left"]["agencies"]] == [ids["police"]]
    assert [each["id"] for each in view["left"]["people"]] == [people["beth"], people["dina"]]
    assert {"left", "invited", "representatives"} <= set(view["needed"])
    with pytest.raises(DomainError) as refusal:
        planned.do("amara", "open_meeting")
    assert refusal.value.fields["left"] == "needed_left"
    without = [invited(ids["csc"]), invited(ids["health"], people["callum"])]
    view = save(planned, version=view["version"], invited=without)
    assert (view["left"], view["needed"]) == ({"agencies": [], "people": []}, [])


GONE = pytest.mark.parametrize("gone", ["person", "agency"])


@GONE
def test_who_has_left_is_not_named_deputy(planned: Sitting, gone: str) -> None:
    nia = planned.people["nia"]
    version = save(planned, advisers=[nia])["version"]
    leave(**{gone: nia if gone == "person" else planned.agencies["camhs"]})
    refusal = refused(planned, version=version, advisers=[nia], deputy_id=nia)
    assert refusal.fields == {"deputy_id": "may_not_be_chair"}


@GONE
def test_a_deputy_who_has_left_since_stays_until_taken_off(planned: Sitting, gone: str) -> None:
    nia = planned.people["nia"]
    leave(**{gone: nia if gone == "person" else planned.agencies["camhs"]})
    view = save(planned, advisers=[nia], deputy_id=nia)
    assert (view["deputy_id"], [each["id"] for each in view["left"]["people"]]) == (nia, [nia])
    assert view["needed"] == ["left"]
    assert refused(planned, version=view["version"], deputy_id=nia).fields == {"deputy_id": "deputy_needs_seat"}
    view = save(planned, version=view["version"])
    assert (view["deputy_id"], view["needed"]) == (None, [])


def test_a_deputy_who_is_here_and_facilitates_no_more_is_still_refused(planned: Sitting) -> None:
    nia = planned.people["nia"]
    with transaction() as session:
        session.execute(delete(PersonRole).where(PersonRole.person_id == nia))
    assert refused(planned, advisers=[nia], deputy_id=nia).fields == {"deputy_id": "may_not_be_chair"}


def test_who_leaves_the_plan_loses_their_seat(planned: Sitting) -> None:
    save(planned)
    with snapshot() as session, pytest.raises(NotFound):
        planned.entering(session, "callum")
    with snapshot() as session:
        seats = {seat.person_id: seat.role for seat in session.query(Seat).filter_by(meeting_id=planned.meeting_id)}
        agencies = {each.agency_id for each in session.query(Invitation).filter_by(meeting_id=planned.meeting_id)}
    people, ids = planned.people, planned.agencies
    assert seats == {
        people["amara"]: "facilitator",
        people["beth"]: "representative",
        people["dina"]: "representative",
    }
    assert agencies == {ids["csc"], ids["police"]}


@pytest.mark.parametrize("stage", ["opened", "closed"])
def test_plan_is_fixed_once_the_meeting_is_open(stage: str, request: pytest.FixtureRequest) -> None:
    sitting: Sitting = request.getfixturevalue(stage)
    with snapshot() as session:
        version = session.get_one(Meeting, sitting.meeting_id).version
    refusal = refused(sitting, version=version)
    assert (type(refusal), refusal.code) == (Conflict, f"meeting_is_{'open' if stage == 'opened' else 'closed'}")


READY: dict[str, Any] = {
    "criteria": ["drift"],
    "criteria_other": "",
    "scheduled": True,
    "invited": 2,
    "representatives": 1,
}


@pytest.mark.parametrize(
    ("lacking", "needed"),
    [
        ({}, []),
        ({"criteria": []}, ["criteria"]),
        ({"criteria": ["other"]}, ["criteria_other"]),
        ({"criteria": ["other"], "criteria_other": "The family asked."}, []),
        ({"scheduled": False}, ["scheduled_at"]),
        ({"invited": 1}, ["invited"]),
        ({"invited": 0, "representatives": 0}, ["invited", "representatives"]),
        ({"representatives": 0}, ["representatives"]),
    ],
)
def test_what_a_plan_still_needs(lacking: dict[str, Any], needed: list[str]) -> None:
    assert still_needed(**{**READY, **lacking}) == needed


def before(sitting: Sitting) -> dict[str, Any] | None:
    """Whom the next plan on the case of the meeting is offered."""
    with transaction() as session:
        case_id = session.get_one(Meeting, sitting.meeting_id).case_id
        return find_table_before(session, plan_meeting(session, sitting.actor("amara"), case_id=case_id))


def test_the_next_plan_is_offered_the_table_of_last_time(closed: Sitting) -> None:
    with snapshot() as session:
        agencies = [each.agency_id for each in list_invitations(session, closed.meeting_id)]
        seats = {each.person_id: each for each in list_seats(session, closed.meeting_id)}
    offered = before(closed)
    assert offered is not None
    assert [each["agency_id"] for each in offered["invited"]] == agencies
    spoke = {person for each in offered["invited"] for person in each["representatives"]}
    assert closed.people["beth"] in spoke
    assert {seats[person].role for person in spoke} == {"representative"}
    assert closed.people["amara"] not in {*spoke, *offered["advisers"], *offered["observers"]}


def test_who_has_left_or_was_removed_is_not_offered(closed: Sitting) -> None:
    people = closed.people
    with transaction() as session:
        session.get_one(Person, people["beth"]).active = False
        seats = list_seats(session, closed.meeting_id)
        next(seat for seat in seats if seat.person_id == people["callum"]).removed = True
        session.get_one(Agency, closed.agencies["police"]).active = False
        session.get_one(Agency, closed.agencies["camhs"]).active = False
        roles = {seat.person_id: seat.role for seat in seats}
    assert [roles[people[who]] for who in ("arun", "nia", "olu")] == ["adviser", "adviser", "observer"]
    offered = before(closed)
    assert offered is not None
    assert (offered["advisers"], offered["observers"]) == ([], [])
    assert closed.agencies["police"] not in {each["agency_id"] for each in offered["invited"]}
    assert not {people["beth"], people["callum"]} & {
        person for each in offered["invited"] for person in each["representatives"]
    }


def test_the_first_meeting_on_a_case_offers_nobody(planned: Sitting) -> None:
    with snapshot() as session:
        assert find_table_before(session, session.get_one(Meeting, planned.meeting_id)) is None


def test_a_meeting_that_somebody_else_chaired_offers_nobody(closed: Sitting) -> None:
    with transaction() as session:
        session.get_one(Meeting, closed.meeting_id).facilitator_id = closed.people["freya"]
    assert before(closed) is None
