"""What a migration that moves or makes up data has to come to, by its revision, with the rows before and after it."""

from collections.abc import Callable

from tests.upgrades.rows import Rows


def ground_rules_are_those_that_were_accepted(_: Rows, after: Rows) -> None:
    for (meeting_id,), meeting in after["meetings"].items():
        accepted = [
            seat["ground_rules_version"] or "" for seat in after["seats"].values() if seat["meeting_id"] == meeting_id
        ]
        assert (meeting["ground_rules_version"] or "") == (max(accepted, default="") if meeting["opened_at"] else "")
    assert any(meeting["ground_rules_version"] for meeting in after["meetings"].values())


def who_signed_in_had_shown_then_who_they_are(_: Rows, after: Rows) -> None:
    assert after["sessions"]
    for session in after["sessions"].values():
        assert session["proved_at"] == session["created_at"]


def only_a_demo_asks_nobody_for_a_second_factor(_: Rows, after: Rows) -> None:
    for partnership in after["partnership"].values():
        assert partnership["second_factor"] == ("optional" if partnership["demo"] else "for_roles")


def a_service_that_the_chair_named_is_no_agency_s(_: Rows, after: Rows) -> None:
    roles = {(seat["meeting_id"], seat["person_id"]): seat["role"] for seat in after["seats"].values()}
    for said in after["involvements"].values():
        role = roles.get((said["meeting_id"], said["person_id"]), "representative")
        assert bool(said["by_chair"]) == (said["service"] != "" and role != "representative")


MEANING: dict[str, Callable[[Rows, Rows], None]] = {
    "0017": ground_rules_are_those_that_were_accepted,
    "0019": who_signed_in_had_shown_then_who_they_are,
    "0021": only_a_demo_asks_nobody_for_a_second_factor,
    "0052": a_service_that_the_chair_named_is_no_agency_s,
}
"""Every migration with `op.execute` or its like has to be here."""

GIVEN_UP: dict[str, frozenset[str]] = {}
"""Tables and columns (`table.column`) that an upgrade drops or changes on purpose."""
