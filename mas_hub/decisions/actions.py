"""Proposing, amending and withdrawing a decision; an agency's stand on it; agreeing it."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import MeetingActor
from mas_hub.access.permissions import Can
from mas_hub.db.prepared import add_row
from mas_hub.db.versions import check_version
from mas_hub.decisions.models import Consent, Decision
from mas_hub.decisions.queries import (
    consent_view,
    decision_view,
    find_consent,
    list_standing_consents,
    missing_of,
)
from mas_hub.decisions.rules import (
    check_agencies,
    check_proposed,
    check_purpose,
    check_reason,
    check_sign_off,
    check_smart,
)
from mas_hub.decisions.schemas import (
    AmendDecision,
    GiveConsent,
    ProposeDecision,
    WithdrawDecision,
)
from mas_hub.errors import Conflict, Forbidden, Invalid
from mas_hub.meeting_log import append
from mas_hub.meetings.act_schemas import OnVersion
from mas_hub.meetings.acts import act
from mas_hub.meetings.partners import list_agencies_that_left
from mas_hub.meetings.queries import list_invited_agencies
from mas_hub.meetings.rules import check_owner_is_here
from mas_hub.meetings.subjects import belongs_to, check_changes, check_on_board, get_row


@act(ProposeDecision, Can.PROPOSE_DECISION)
def propose_decision(
    session: Session, actor: MeetingActor, *, owner: int | None, involves: Sequence[int], **said: Any
) -> None:
    """Any representative proposes a decision for any invited agency; the owner accepts or not by its consent."""
    check_purpose(actor.meeting.purpose)
    now = clock.now()
    decision = Decision(**belongs_to(actor), state="proposed", proposed_at=now, changed_at=now)
    _say(session, actor, decision, {**said, "owner_agency_id": owner, "involves": involves})
    add_row(session, decision)
    append(session, actor, "decision_proposed", decision_view(decision))


@act(AmendDecision, Can.PROPOSE_DECISION)
def amend_decision(session: Session, actor: MeetingActor, *, of: int, version: int, **changed: Any) -> None:
    """Fields not given keep their value. Stands given on the old words lapse."""
    check_changes(changed)
    decision = _own_decision(session, actor, of)
    check_proposed(decision.state)
    check_version(decision, version, decision_view)
    if "owner" in changed:
        changed["owner_agency_id"] = changed.pop("owner")
    _say(session, actor, decision, changed)
    decision.changed_at = clock.now()
    decision.version += 1
    append(session, actor, "decision_amended", decision_view(decision))
    for consent in list_standing_consents(session, decision.id):
        consent.lapsed = True
        consent.version += 1
        append(session, actor, "consent_lapsed", consent_view(consent))


@act(WithdrawDecision, Can.PROPOSE_DECISION)
def withdraw_decision(session: Session, actor: MeetingActor, *, of: int, version: int, reason: str) -> None:
    """Its proposer's agency or the chair withdraws a proposed decision; only the chair an agreed one, saying why."""
    decision = _own_decision(session, actor, of)
    if decision.state == "withdrawn":
        raise Conflict("decision_is_withdrawn")
    check_version(decision, version, decision_view)
    if decision.state == "agreed":
        if not actor.chairs:
            raise Forbidden("only_chair_withdraws_agreed")
        if not reason:
            raise Invalid("check_your_answers", fields={"reason": "required"})
    decision.state = "withdrawn"
    decision.withdrawn_because = reason
    decision.version += 1
    append(session, actor, "decision_withdrawn", decision_view(decision))


@act(GiveConsent, Can.GIVE_CONSENT)
def give_consent(session: Session, actor: MeetingActor, *, of: int, version: int, stand: str, reason: str) -> None:
    """One stand per agency per decision; a new one replaces it, also once the decision is agreed (dissent is kept)."""
    decision = get_row(session, actor, Decision, of)
    if decision.state == "withdrawn":
        raise Conflict("decision_is_withdrawn")
    check_version(decision, version, decision_view)
    check_reason(stand, reason)
    consent = find_consent(session, decision.id, actor.agency_id)
    if consent is None:
        consent = Consent(**belongs_to(actor), decision_id=decision.id)
        session.add(consent)
    else:
        consent.version += 1
    consent.person_id = actor.person_id
    consent.stand = stand
    consent.reason = reason
    consent.lapsed = False
    consent.given_at = clock.now()
    session.flush()
    append(session, actor, "consent_given", consent_view(consent))


@act(OnVersion, Can.CHAIR)
def agree_decision(session: Session, actor: MeetingActor, *, of: int, version: int) -> None:
    """Needs a SMART decision and nothing else: missing stands, dissent and an absent owner are kept, never a bar."""
    decision = get_row(session, actor, Decision, of)
    check_proposed(decision.state)
    check_version(decision, version, decision_view)
    decision.changed_at = clock.now()
    check_smart(missing_of(decision))
    check_owner_is_here(decision.owner_agency_id, list_agencies_that_left(session, actor.meeting.id))
    decision.state = "agreed"
    decision.agreed_at = decision.changed_at
    decision.version += 1
    append(session, actor, "decision_agreed", decision_view(decision))


def _say(session: Session, actor: MeetingActor, decision: Decision, said: Mapping[str, Any]) -> None:
    for name, value in said.items():
        setattr(decision, name, value)
    if "authority" in said and "sign_off_by" not in said and decision.authority != "needs_sign_off":
        decision.sign_off_by = ""
    check_sign_off(decision.authority, decision.sign_off_by)
    check_agencies(decision.owner_agency_id, decision.involves, list_invited_agencies(session, actor.meeting.id))
    check_owner_is_here(decision.owner_agency_id, list_agencies_that_left(session, actor.meeting.id))
    involved = dict.fromkeys(decision.involves)
    decision.involves = [agency for agency in involved if agency != decision.owner_agency_id]
    check_on_board(session, actor.meeting.id, said.get("answers", ()))


def _own_decision(session: Session, actor: MeetingActor, of: int) -> Decision:
    """A decision belongs to its proposer's agency, whoever owns it."""
    decision = get_row(session, actor, Decision, of)
    if not (actor.chairs or decision.agency_id == actor.agency_id):
        raise Forbidden("belongs_to_another_agency")
    return decision
