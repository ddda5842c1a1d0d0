"""The two tables of `access`, written out a second time as the domain has them."""

import pytest

from mas_hub.access.actor import Actor
from mas_hub.access.permissions import BY_PERSON, BY_SEAT, Can, permissions_of, require
from mas_hub.errors import Forbidden

# docs/domain.md, "Who may do what in a meeting". The columns: facilitator, representative, adviser, observer, recorder.
SEATS = ("facilitator", "representative", "adviser", "observer", "recorder")
BY_SEAT_AND_PERMISSION = {
    Can.ATTEND: "yes yes yes yes yes",
    Can.CHAIR: "yes - - - -",
    Can.STATE_POSITION: "- yes - - -",
    Can.RAISE_DISAGREEMENT: "yes yes - - -",
    Can.RAISE_CONCERN: "yes yes - - -",
    Can.REFLECT: "yes yes yes - -",
    Can.ADD_TO_CHRONOLOGY: "- yes - - -",
    Can.WITHDRAW_FROM_CHRONOLOGY: "yes yes - - -",
    Can.CITE: "yes yes yes - -",
    Can.SAY_WHO_IS_INVOLVED: "yes yes - - -",
    Can.ADD_REQUIREMENT: "- yes - - -",
    Can.WITHDRAW_REQUIREMENT: "yes yes - - -",
    Can.PROPOSE_DECISION: "yes yes - - -",
    Can.GIVE_CONSENT: "- yes - - -",
    Can.SPEAK: "yes yes yes - -",
    Can.SPEAK_PRIVATELY: "yes yes yes yes yes",
    Can.ANSWER_FOR_AGENCY: "- yes - - -",
    Can.READ_BOARD: "yes yes yes yes yes",
    Can.READ_OWN_AGENCY: "- yes - - yes",
    Can.TAKE_EXPORT: "- yes - - yes",
    Can.RECORD_RECEIPT: "- yes - - yes",
    Can.REPORT_PROGRESS: "- yes - - yes",
    Can.PREPARE: "- yes - - yes",
    Can.SHARE_PREPARATION: "- yes - - -",
    Can.TAKE_CHAIR: "- - - - -",
    Can.CORRECT_RECORD: "yes yes yes - -",
    Can.SEE_THROUGH: "yes - - - -",
    Can.ANSWER_EMERGENCY: "yes yes - - yes",
    Can.CHALLENGE_PROCESS: "yes yes yes yes yes",
    Can.GIVE_FEEDBACK: "- yes yes yes yes",
    Can.PLAN_MEETINGS: "- - - - -",
    Can.MANAGE_IDENTITY: "- - - - -",
    Can.KEEP_PRACTICE: "- - - - -",
    Can.TAKE_BULK: "- - - - -",
    Can.READ_AGENCY_AUDIT: "- - - - -",
    Can.MAKE_TOKENS: "- - - - -",
    Can.REVOKE_TOKENS: "- - - - -",
    Can.SET_REMINDERS: "- - - - -",
    Can.SEE_RETENTION: "- - - - -",
    Can.SET_RETENTION: "- - - - -",
    Can.HOLD_CASES: "- - - - -",
    Can.BREAK_GLASS: "- - - - -",
    Can.PURGE_CASES: "- - - - -",
    Can.READ_FIGURES: "- - - - -",
    Can.ANSWER_SUBJECT_ACCESS: "- - - - -",
    Can.KEEP_RETURN: "- - - - -",
    Can.READ_RETURNS: "- - - - -",
    Can.SET_RETURN_YEAR: "- - - - -",
    Can.ANSWER_CHALLENGES: "- - - - -",
    Can.TAKE_EVIDENCE: "- - - - -",
    Can.KEEP_TRAINING: "- - - - -",
    Can.KEEP_LEARNING: "- - - - -",
}
OF_A_RECORDER = {
    Can.READ_AGENCY_AUDIT,
    Can.TAKE_BULK,
    Can.MAKE_TOKENS,
    Can.REVOKE_TOKENS,
    Can.KEEP_RETURN,
    Can.KEEP_TRAINING,
    Can.READ_RETURNS,
    Can.TAKE_EVIDENCE,
}
KEEPS_RETENTION = {Can.SEE_RETENTION, Can.HOLD_CASES, Can.PURGE_CASES}
BY_ROLE = {
    "administrator": KEEPS_RETENTION
    | {Can.MANAGE_IDENTITY, Can.SET_REMINDERS, Can.KEEP_PRACTICE, Can.REVOKE_TOKENS, Can.SET_RETENTION}
    | {Can.KEEP_TRAINING, Can.KEEP_LEARNING},
    "facilitator": {Can.PLAN_MEETINGS, Can.KEEP_PRACTICE, Can.HOLD_CASES},
    "assurance_lead": KEEPS_RETENTION
    | {Can.BREAK_GLASS, Can.READ_FIGURES, Can.READ_RETURNS, Can.ANSWER_CHALLENGES, Can.TAKE_EVIDENCE}
    | {Can.KEEP_LEARNING, Can.SET_RETURN_YEAR},
    "data_protection": {Can.ANSWER_SUBJECT_ACCESS},
    "recorder": OF_A_RECORDER,
}


def test_the_expected_table_names_every_permission_and_seat() -> None:
    assert set(BY_SEAT_AND_PERMISSION) == set(Can)
    assert set(SEATS) == set(BY_SEAT)
    assert set(BY_ROLE) == set(BY_PERSON)


@pytest.mark.parametrize("permission", sorted(Can))
def test_seat_grants_what_the_domain_says(permission: Can) -> None:
    for seat, expected in zip(SEATS, BY_SEAT_AND_PERMISSION[permission].split(), strict=True):
        assert (seat, permission in permissions_of((), seat)) == (seat, expected == "yes")


@pytest.mark.parametrize("role", sorted(BY_ROLE))
def test_partnership_wide_role_grants_what_the_domain_says(role: str) -> None:
    assert permissions_of([role], None) == BY_ROLE[role]


def test_recorder_of_an_invited_agency_has_its_duties_and_exports_without_a_seat() -> None:
    assert permissions_of(["recorder"], None, records=True) == OF_A_RECORDER | {
        Can.TAKE_EXPORT,
        Can.RECORD_RECEIPT,
        Can.REPORT_PROGRESS,
        Can.ANSWER_EMERGENCY,
    }


def test_recorder_with_another_seat_keeps_their_duties() -> None:
    assert permissions_of(["recorder"], "observer", records=True) == OF_A_RECORDER | {
        Can.ATTEND,
        Can.SPEAK_PRIVATELY,
        Can.READ_BOARD,
        Can.CHALLENGE_PROCESS,
        Can.GIVE_FEEDBACK,
        Can.TAKE_EXPORT,
        Can.RECORD_RECEIPT,
        Can.REPORT_PROGRESS,
        Can.ANSWER_EMERGENCY,
    }


@pytest.mark.parametrize("seat", SEATS)
def test_named_deputy_may_take_the_chair_besides_what_their_seat_grants(seat: str) -> None:
    assert permissions_of((), seat, deputy=True) == permissions_of((), seat) | {Can.TAKE_CHAIR}


def test_nobody_without_role_and_seat_may_do_anything() -> None:
    assert permissions_of((), None) == frozenset()


@pytest.mark.parametrize("permission", sorted(Can))
def test_requiring_a_permission_refuses_who_lacks_it_by_its_name(permission: Can) -> None:
    with pytest.raises(Forbidden) as refusal:
        require(Actor(1, 1), permission)
    assert refusal.value.code == f"may_not_{permission.value}"
