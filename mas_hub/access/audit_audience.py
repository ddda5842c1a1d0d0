"""Which rows of the audit an agency sees: who took and read what is its own. The only place that decides it.

Of the meetings that it was invited to and that were opened: what its own people did, and what anybody did of the kinds
named here. Without a meeting: what its own people did with their accounts and its documents, and what was done to it or
to them. A kind that is not named is shown of its own people alone.
"""

ANYBODY_S = frozenset(
    {
        "board_opened",
        "record_opened",
        "plan_opened",
        "earlier_meetings_opened",
        "export_taken",
        "emergency_opened",
        "emergency_read",
        "emergency_ended",
        "emergency_acknowledged",
        "emergency_answered",
        "meeting_planned",
        "plan_saved",
        "meeting_postponed",
        "meeting_cancelled",
        "meeting_purged",
        "guest_seated",
        "guest_unseated",
        "guest_joined",
        "joining_link_made",
        "joining_link_withdrawn",
        "subject_access_taken",
    }
)
"""In a meeting, whoever did it. What another agency prepared, recorded or failed to download is not here."""

NAMED_TO_ALL = frozenset({name for name in ANYBODY_S if name.startswith("emergency_")})
"""Who did it is told to every agency in the meeting, seated or not (docs/decisions/0041)."""

OF_ITS_OWN_PEOPLE = frozenset(
    {
        "signed_in",
        "signed_out",
        "session_ended",
        "other_sessions_ended",
        "second_factor_set_up",
        "second_factor_removed",
        "recovery_codes_made",
        "passkey_added",
        "passkey_removed",
        "password_changed",
        "password_set_by_link",
        "provider_connected",
        "provider_disconnected",
        "bulk_taken",
        "bulk_failed",
        "token_made",
        "token_revoked",
        "audit_taken",
        "subject_access_looked_up",
        "return_begun",
        "return_submitted",
    }
)
"""Without a meeting. What its people do for the whole partnership, as administrators or facilitators, is not here."""

ABOUT_IT = frozenset(
    {
        "agency_updated",
        "agreement_kept",
        "advice_kept",
        "token_revoked",
        "subject_access_made",
        "return_taken",
        "agreement_taken",
        "evidence_taken",
    }
)
"""Without a meeting, by anybody: `of_agency` names it."""

ABOUT_ITS_PEOPLE = frozenset(
    {
        "person_created",
        "person_updated",
        "role_proposed",
        "role_confirmed",
        "role_refused",
        "role_withdrawn",
        "roles_changed",
        "second_factor_reset",
        "sign_in_link_made",
        "training_kept",
    }
)
"""Without a meeting, by anybody: `of_person` names one of them, and `of_agency` whose they were then. After a move the
new agency sees what is done from the move on; the one they left (`from_agency`) sees the move too."""
