"""Who may do what (docs/domain.md, "Who may do what in a meeting")."""

from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from mas_hub.errors import Forbidden, NotFound

if TYPE_CHECKING:
    from mas_hub.access.actor import Actor


class Can(StrEnum):
    # in a meeting, by the seat's role
    ATTEND = "attend"
    CHAIR = "chair"
    STATE_POSITION = "state_position"
    RAISE_DISAGREEMENT = "raise_disagreement"
    RAISE_CONCERN = "raise_concern"
    REFLECT = "reflect"
    ADD_TO_CHRONOLOGY = "add_to_chronology"
    WITHDRAW_FROM_CHRONOLOGY = "withdraw_from_chronology"
    ADD_REQUIREMENT = "add_requirement"
    WITHDRAW_REQUIREMENT = "withdraw_requirement"
    SAY_WHO_IS_INVOLVED = "say_who_is_involved"
    CITE = "cite"
    PROPOSE_DECISION = "propose_decision"
    GIVE_CONSENT = "give_consent"
    SPEAK = "speak"
    SPEAK_PRIVATELY = "speak_privately"
    ANSWER_FOR_AGENCY = "answer_for_agency"
    READ_BOARD = "read_board"
    READ_OWN_AGENCY = "read_own_agency"
    TAKE_EXPORT = "take_export"
    RECORD_RECEIPT = "record_receipt"
    REPORT_PROGRESS = "report_progress"
    PREPARE = "prepare"
    SHARE_PREPARATION = "share_preparation"
    TAKE_CHAIR = "take_chair"
    CORRECT_RECORD = "correct_record"
    SEE_THROUGH = "see_through"
    ANSWER_EMERGENCY = "answer_emergency"
    CHALLENGE_PROCESS = "challenge_process"
    GIVE_FEEDBACK = "give_feedback"
    # in the partnership, by the person's roles
    PLAN_MEETINGS = "plan_meetings"
    MANAGE_IDENTITY = "manage_identity"
    KEEP_PRACTICE = "keep_practice"
    TAKE_BULK = "take_bulk"
    READ_AGENCY_AUDIT = "read_agency_audit"
    MAKE_TOKENS = "make_tokens"
    REVOKE_TOKENS = "revoke_tokens"
    SET_REMINDERS = "set_reminders"
    SEE_RETENTION = "see_retention"
    SET_RETENTION = "set_retention"
    HOLD_CASES = "hold_cases"
    BREAK_GLASS = "break_glass"
    PURGE_CASES = "purge_cases"
    READ_FIGURES = "read_figures"
    KEEP_TRAINING = "keep_training"
    ANSWER_SUBJECT_ACCESS = "answer_subject_access"
    KEEP_RETURN = "keep_return"
    READ_RETURNS = "read_returns"
    SET_RETURN_YEAR = "set_return_year"
    ANSWER_CHALLENGES = "answer_challenges"
    TAKE_EVIDENCE = "take_evidence"
    KEEP_LEARNING = "keep_learning"


BY_SEAT: dict[str, frozenset[Can]] = {
    "facilitator": frozenset(
        {
            Can.ATTEND,
            Can.CHAIR,
            Can.RAISE_DISAGREEMENT,
            Can.RAISE_CONCERN,
            Can.REFLECT,
            Can.SAY_WHO_IS_INVOLVED,
            Can.CITE,
            Can.PROPOSE_DECISION,
            Can.SPEAK,
            Can.SPEAK_PRIVATELY,
            Can.WITHDRAW_FROM_CHRONOLOGY,
            Can.WITHDRAW_REQUIREMENT,
            Can.READ_BOARD,
            Can.CORRECT_RECORD,
            Can.SEE_THROUGH,
            Can.ANSWER_EMERGENCY,
            Can.CHALLENGE_PROCESS,
        }
    ),
    "representative": frozenset(
        {
            Can.ATTEND,
            Can.STATE_POSITION,
            Can.RAISE_DISAGREEMENT,
            Can.RAISE_CONCERN,
            Can.REFLECT,
            Can.SAY_WHO_IS_INVOLVED,
            Can.CITE,
            Can.PROPOSE_DECISION,
            Can.GIVE_CONSENT,
            Can.SPEAK,
            Can.SPEAK_PRIVATELY,
            Can.ANSWER_FOR_AGENCY,
            Can.ADD_TO_CHRONOLOGY,
            Can.WITHDRAW_FROM_CHRONOLOGY,
            Can.ADD_REQUIREMENT,
            Can.WITHDRAW_REQUIREMENT,
            Can.READ_BOARD,
            Can.READ_OWN_AGENCY,
            Can.TAKE_EXPORT,
            Can.RECORD_RECEIPT,
            Can.REPORT_PROGRESS,
            Can.PREPARE,
            Can.SHARE_PREPARATION,
            Can.CORRECT_RECORD,
            Can.ANSWER_EMERGENCY,
            Can.CHALLENGE_PROCESS,
            Can.GIVE_FEEDBACK,
        }
    ),
    "adviser": frozenset(
        {
            Can.ATTEND,
            Can.REFLECT,
            Can.CITE,
            Can.SPEAK,
            Can.SPEAK_PRIVATELY,
            Can.READ_BOARD,
            Can.CORRECT_RECORD,
            Can.CHALLENGE_PROCESS,
            Can.GIVE_FEEDBACK,
        }
    ),
    "observer": frozenset({Can.ATTEND, Can.SPEAK_PRIVATELY, Can.READ_BOARD, Can.CHALLENGE_PROCESS, Can.GIVE_FEEDBACK}),
    "recorder": frozenset(
        {
            Can.ATTEND,
            Can.SPEAK_PRIVATELY,
            Can.READ_BOARD,
            Can.READ_OWN_AGENCY,
            Can.TAKE_EXPORT,
            Can.RECORD_RECEIPT,
            Can.REPORT_PROGRESS,
            Can.PREPARE,
            Can.ANSWER_EMERGENCY,
            Can.CHALLENGE_PROCESS,
            Can.GIVE_FEEDBACK,
        }
    ),
}

# Who looks after how long cases are kept; of a case they see its number and its days, never what it says.
KEEPS_RETENTION = frozenset({Can.SEE_RETENTION, Can.HOLD_CASES, Can.PURGE_CASES})

# That a guest comes from their agency only the chair vouches: what is its own, and what it takes away, stays with its
# own accounts (docs/decisions/0026).
NEVER_A_GUEST_S = frozenset(
    {Can.READ_OWN_AGENCY, Can.PREPARE, Can.SHARE_PREPARATION, Can.TAKE_EXPORT, Can.ANSWER_EMERGENCY}
)

# Who has left the agency that their seat speaks or records for keeps what the table shared, as who looks on has it, and
# nothing that is that agency's own (docs/decisions/0049).
SPEAKS_FOR_AGENCY = frozenset({"representative", "recorder"})
WHO_LEFT_SITS_AS = "observer"
NOT_WHO_LEFT_S = frozenset({Can.CHALLENGE_PROCESS})
"""It would be their earlier agency's, or change what that agency raised."""

# Of an agency that has left the partnership these alone come in, in these roles alone (docs/decisions/0062).
KEEPS_RECORDS = frozenset({"recorder", "data_protection"})
OVER = frozenset({"closed", "purged"})
"""The states of a meeting of which they still learn; whatever goes on, or is planned, they do not hear of."""

# A recorder has their agency's duties and exports over all the meetings it was invited to, seated or not.
RECORDER_OF_AN_INVITED_AGENCY = frozenset(
    {Can.TAKE_EXPORT, Can.RECORD_RECEIPT, Can.REPORT_PROGRESS, Can.ANSWER_EMERGENCY}
)

# The deputy named for this meeting, whatever else their seat is: while the chair is away (meetings.rules says when).
DEPUTY_CHAIR = frozenset({Can.TAKE_CHAIR})

# Who chairs an open later meeting on the case sees through what this one left (docs/decisions/0028).
CHAIR_OF_A_LATER_MEETING = frozenset({Can.SEE_THROUGH})

# Who opened a record in an emergency reads it while that lasts, and nothing else (docs/decisions/0041).
IN_AN_EMERGENCY = frozenset({Can.READ_BOARD})

# Administrators see no case content, whatever other role they give themselves or are given (docs/decisions/0034).
NEVER_AN_ADMINISTRATOR_S = frozenset({Can.BREAK_GLASS, Can.ANSWER_SUBJECT_ACCESS})

BY_PERSON: dict[str, frozenset[Can]] = {
    "administrator": KEEPS_RETENTION
    | {Can.MANAGE_IDENTITY, Can.SET_REMINDERS, Can.KEEP_PRACTICE, Can.REVOKE_TOKENS, Can.SET_RETENTION}
    | {Can.KEEP_TRAINING, Can.KEEP_LEARNING},
    "facilitator": frozenset({Can.PLAN_MEETINGS, Can.KEEP_PRACTICE, Can.HOLD_CASES}),
    "assurance_lead": KEEPS_RETENTION
    | {Can.BREAK_GLASS, Can.READ_FIGURES, Can.READ_RETURNS, Can.ANSWER_CHALLENGES, Can.TAKE_EVIDENCE}
    | {Can.KEEP_LEARNING, Can.SET_RETURN_YEAR},
    "data_protection": frozenset({Can.ANSWER_SUBJECT_ACCESS}),
    "recorder": frozenset(
        {
            Can.TAKE_BULK,
            Can.READ_AGENCY_AUDIT,
            Can.MAKE_TOKENS,
            Can.REVOKE_TOKENS,
            Can.KEEP_RETURN,
            Can.KEEP_TRAINING,
            Can.READ_RETURNS,
            Can.TAKE_EVIDENCE,
        }
    ),
}


def permissions_of(
    roles: Iterable[str], seat_role: str | None, *, records: bool = False, deputy: bool = False
) -> frozenset[Can]:
    """Everything that somebody with these partnership-wide `roles`, in this seat (None: no seat), may do.

    `records`: they are a recorder of an agency invited to the meeting. `deputy`: they are named to take its chair.
    """
    return _permissions(frozenset(roles), seat_role, records, deputy)


@lru_cache(maxsize=1024)
def _permissions(roles: frozenset[str], seat_role: str | None, records: bool, deputy: bool) -> frozenset[Can]:
    granted: set[Can] = set()
    for role in roles:
        granted |= BY_PERSON[role]
    if "administrator" in roles:
        granted -= NEVER_AN_ADMINISTRATOR_S
    if records:
        granted |= RECORDER_OF_AN_INVITED_AGENCY
    if deputy:
        granted |= DEPUTY_CHAIR
    if seat_role is not None:
        granted |= BY_SEAT[seat_role]
    return frozenset(granted)


def require_within(actor: "Actor", meeting_id: int | None) -> None:
    """Raise unless `actor` may ask about this meeting at all; None: about something that is no meeting's.

    A guest has the one meeting they came to: another is as absent to them as one that never was.
    """
    if actor.guest_of is None or actor.guest_of == meeting_id:
        return
    raise Forbidden("guests_have_one_meeting") if meeting_id is None else NotFound


def require(actor: "Actor", permission: Can) -> None:
    """Raise `Forbidden` unless `actor` holds `permission`."""
    if permission not in actor.can:
        raise Forbidden(f"may_not_{permission.value}")
