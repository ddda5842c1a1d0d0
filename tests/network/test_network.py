"""Who is involved with the child, as agencies say it on the board (row 23)."""

from mas_hub.errors import Forbidden, Invalid
from tests.sitting import Sitting


def standing(sitting: Sitting) -> list[tuple[str, str, str]]:
    return [
        (each["service"], each["people"], each["does"])
        for each in sitting.views("involvement")
        if not each["withdrawn"]
    ]


def test_an_agency_says_who_of_it_is_involved_and_changes_its_own_alone(opened: Sitting) -> None:
    said = opened.do("beth", "add_involvement", people="Social worker", does="Visits every second week.")[0]
    assert (said.kind, said.stream) == ("involvement_added", "shared")
    own = {"of": said.subject["id"], "version": 1}
    assert isinstance(opened.refused("dina", "amend_involvement", **own, does="Never."), Forbidden)
    opened.do("beth", "amend_involvement", **own, does="Visits weekly.")
    assert standing(opened) == [("", "Social worker", "Visits weekly.")]
    opened.do("amara", "withdraw_involvement", **own | {"version": 2}, reason="They have left.")
    assert standing(opened) == []


def test_the_chair_speaks_for_no_agency_and_names_the_service(opened: Sitting) -> None:
    refusal = opened.refused("amara", "add_involvement", people="GP")
    assert isinstance(refusal, Invalid)
    assert refusal.fields == {"service": "involvement_needs_service"}
    added = opened.do("amara", "add_involvement", people="GP", service="Beck Surgery")[0].subject
    emptied = {"of": added["id"], "version": 1, "service": ""}
    assert opened.refused("amara", "amend_involvement", **emptied).fields == {"service": "involvement_needs_service"}
    assert standing(opened) == [("Beck Surgery", "GP", "")]


def test_the_chair_changes_what_an_agency_said_of_its_own(opened: Sitting) -> None:
    said = opened.do("beth", "add_involvement", people="Social worker")[0].subject
    opened.do("amara", "amend_involvement", of=said["id"], version=1, does="Weekly.", service="")
    assert standing(opened) == [("", "Social worker", "Weekly.")]


def test_what_was_prepared_of_it_stands_there_once_it_is_shared(opened: Sitting) -> None:
    opened.do("dina", "prepare", version=0, to_raise="", involved="A sergeant", level=None, evidence="", ready=True)
    kinds = [entry.kind for entry in opened.do("dina", "share_preparation", version=1)]
    assert kinds == ["preparation_shared", "involvement_added"]
    assert standing(opened) == [("", "A sergeant", "")]
