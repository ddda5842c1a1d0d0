"""Who may do each act of `tests.acting` in the meeting in which it is done there."""

PEOPLE = ("amara", "beth", "dina", "dora", "arun", "olu", "rhys", "sian")
"""Facilitator; representative of social care, whose position, concern, reflection and decision are on the board;
representatives of the police, the second of whom has not accepted the ground rules; adviser; observer; seated recorder
of the police; recorder of the absent school, without a seat."""

# docs/domain.md, "Who may do what in a meeting". yes: it is done. -: no such permission. theirs: it belongs to another
# agency. hidden: it is between two others and not to be found.
# rules: the ground rules come first. no: they may, but as things stand it cannot be done.
WHO_MAY: dict[str, str] = {
    # act                          amara  beth  dina    dora   arun    olu   rhys  sian
    "open_meeting": "               no     -     -       -      -       -     -     -",
    "accept_ground_rules": "        no     no    no      yes    no      no    no    -",
    "record_attendance": "          yes    -     -       -      -       -     -     -",
    "invite_agency": "              yes    -     -       -      -       -     -     -",
    "seat_guest": "                 yes    -     -       -      -       -     -     -",
    "seat_person": "                yes    -     -       -      -       -     -     -",
    "remove_seat": "                yes    -     -       -      -       -     -     -",
    "hand_over_chair": "            yes    -     -       -      -       -     -     -",
    "postpone_meeting": "           yes    -     -       -      -       -     -     -",
    "cancel_meeting": "             yes    -     -       -      -       -     -     -",
    "take_chair": "                 -      -     -       -      -       -     -     -",
    "set_stage": "                  yes    -     -       -      -       -     -     -",
    "close_meeting": "              yes    -     -       -      -       -     -     -",
    "add_threshold_position": "     -      no    yes     rules  -       -     -     -",
    "move_threshold_position": "    -      yes   no      rules  -       -     -     -",
    "withdraw_threshold_position": "-      yes   no      rules  -       -     -     -",
    "hide_positions": "             yes    -     -       -      -       -     -     -",
    "reveal_positions": "           yes    -     -       -      -       -     -     -",
    "prepare": "                    -      yes   no      rules  -       -     no    -",
    "share_preparation": "          -      yes   no      rules  -       -     -     -",
    "raise_hand": "                 yes    yes   yes     rules  yes     -     -     -",
    "lower_hand": "                 yes    yes   theirs  rules  theirs  -     -     -",
    "give_word": "                  yes    -     -       -      -       -     -     -",
    "say_ready": "                  -      yes   yes     rules  -       -     -     -",
    "state_capacity": "             -      yes   yes     rules  -       -     -     -",
    "raise_private_point": "        no     yes   yes     rules  yes     yes   yes   -",
    "answer_private_point": "       yes    no    hidden  rules  hidden  hidden hidden -",
    "set_private_point_aside": "    yes    no    hidden  rules  hidden  hidden hidden -",
    "allow_sharing": "              no     yes   hidden  rules  hidden  hidden hidden -",
    "take_back_private_point": "    no     yes   hidden  rules  hidden  hidden hidden -",
    "share_private_point": "        yes    -     -       -      -       -     -     -",
    "raise_disagreement": "         yes    yes   yes     rules  -       -     -     -",
    "resolve_disagreement": "       yes    -     -       -      -       -     -     -",
    "escalate_disagreement": "      yes    -     -       -      -       -     -     -",
    "settle_disagreement": "        yes    -     -       -      -       -     -     -",
    "advance_disagreement": "       yes    -     -       -      -       -     -     -",
    "raise_drift_concern": "        yes    yes   yes     rules  -       -     -     -",
    "amend_drift_concern": "        yes    yes   theirs  rules  -       -     -     -",
    "withdraw_drift_concern": "     yes    yes   theirs  rules  -       -     -     -",
    "add_reflection": "             yes    yes   yes     rules  yes     -     -     -",
    "amend_reflection": "           yes    yes   theirs  rules  theirs  -     -     -",
    "withdraw_reflection": "        yes    yes   theirs  rules  theirs  -     -     -",
    "add_chronology_event": "       -      yes   yes     rules  -       -     -     -",
    "amend_chronology_event": "     -      yes   theirs  rules  -       -     -     -",
    "withdraw_chronology_event": "  yes    yes   theirs  rules  -       -     -     -",
    "bring_chronology_events": "    -      yes   no      rules  -       -     -     -",
    "add_involvement": "            yes    yes   yes     rules  -       -     -     -",
    "bring_involvements": "         no     yes   no      rules  -       -     -     -",
    "amend_involvement": "          yes    yes   theirs  rules  -       -     -     -",
    "withdraw_involvement": "       yes    yes   theirs  rules  -       -     -     -",
    "add_requirement": "            -      yes   yes     rules  -       -     -     -",
    "amend_requirement": "          -      yes   theirs  rules  -       -     -     -",
    "withdraw_requirement": "       yes    yes   theirs  rules  -       -     -     -",
    "raise_process_challenge": "    yes    yes   yes     rules  yes     yes   yes   -",
    "amend_process_challenge": "    yes    yes   theirs  rules  theirs  theirs theirs -",
    "withdraw_process_challenge": " yes    yes   theirs  rules  theirs  theirs theirs -",
    "send_process_challenge": "     yes    yes   theirs  rules  theirs  theirs theirs -",
    "note_learning": "              yes    -     -       -      -       -     -     -",
    "cite_source": "                yes    yes   theirs  rules  theirs  -     -     -",
    "withdraw_citation": "          yes    yes   theirs  rules  theirs  -     -     -",
    "propose_decision": "           yes    yes   yes     rules  -       -     -     -",
    "amend_decision": "             yes    yes   theirs  rules  -       -     -     -",
    "withdraw_decision": "          yes    yes   theirs  rules  -       -     -     -",
    "give_consent": "               -      yes   yes     rules  -       -     -     -",
    "agree_decision": "             yes    -     -       -      -       -     -     -",
    "start_read_back": "            yes    -     -       -      -       -     -     -",
    "confirm_read_back": "          -      yes   yes     rules  -       -     -     -",
    "add_addendum": "               yes    yes   theirs  rules  theirs  -     -     -",
}


def expected(act: str) -> dict[str, str]:
    """What `WHO_MAY` says of each person for one act in the meeting of its stage."""
    return dict(zip(PEOPLE, WHO_MAY[act].split(), strict=True))


def somebody_who_may(act: str) -> str:
    """The chair when they may, else the first who does; the one named deputy takes the chair."""
    one = {"open_meeting": "amara", "take_chair": "nia"}
    return one.get(act) or next(who for who, may in expected(act).items() if may == "yes")
