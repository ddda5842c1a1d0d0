from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.decisions.models import Consent, Decision, ReadBack
from mas_hub.decisions.rules import missing_parts
from mas_hub.meeting_log import View
from mas_hub.meetings.subjects import by, register_rows


def find_consent(session: Session, decision_id: int, agency_id: int) -> Consent | None:
    return session.scalar(select(Consent).where(Consent.decision_id == decision_id, Consent.agency_id == agency_id))


def list_standing_consents(session: Session, decision_id: int) -> Sequence[Consent]:
    return session.scalars(
        select(Consent).where(Consent.decision_id == decision_id, Consent.lapsed.is_(False)).order_by(Consent.id)
    ).all()


def list_agreed(session: Session, meeting_id: int) -> Sequence[Decision]:
    return session.scalars(
        select(Decision).where(Decision.meeting_id == meeting_id, Decision.state == "agreed").order_by(Decision.id)
    ).all()


def list_concerning(session: Session, meeting_id: int, agency_id: int) -> list[int]:
    """The ids of the agreed decisions that the agency owns or is involved in."""
    return [
        decision.id
        for decision in list_agreed(session, meeting_id)
        if agency_id == decision.owner_agency_id or agency_id in decision.involves
    ]


def find_read_back(session: Session, meeting_id: int) -> ReadBack | None:
    return session.scalar(select(ReadBack).where(ReadBack.meeting_id == meeting_id))


def missing_of(decision: Decision) -> list[str]:
    """What the decision lacks to be SMART, as on the day it was last changed."""
    return missing_parts(
        text=decision.text,
        measure=decision.measure,
        responsible=decision.responsible,
        owner=decision.owner_agency_id,
        due=decision.due,
        reflects_child=decision.reflects_child,
        today=clock.local_day(decision.changed_at),
    )


def decision_view(decision: Decision) -> View:
    return {
        "type": "decision",
        "id": decision.id,
        "version": decision.version,
        "state": decision.state,
        "agency_id": decision.agency_id,
        "owner_agency_id": decision.owner_agency_id,
        "involves": decision.involves,
        "text": decision.text,
        "measure": decision.measure,
        "responsible": decision.responsible,
        "due": decision.due.isoformat() if decision.due else None,
        "reflects_child": decision.reflects_child,
        "rationale": decision.rationale,
        "answers": decision.answers,
        "authority": decision.authority,
        "sign_off_by": decision.sign_off_by,
        "family_what": decision.family_what,
        "family_by": decision.family_by,
        "family_on": decision.family_on.isoformat() if decision.family_on else None,
        "missing": missing_of(decision),
        "proposed_at": clock.iso(decision.proposed_at),
        "agreed_at": clock.iso(decision.agreed_at),
        "withdrawn_because": decision.withdrawn_because,
        "handed_over": decision.handed_over or [],
        "by": by(decision),
    }


def consent_view(consent: Consent) -> View:
    return {
        "type": "consent",
        "id": consent.id,
        "version": consent.version,
        "decision_id": consent.decision_id,
        "agency_id": consent.agency_id,
        "stand": consent.stand,
        "reason": consent.reason,
        "lapsed": consent.lapsed,
        "given_at": clock.iso(consent.given_at),
        "by": by(consent),
    }


def read_back_view(read_back: ReadBack) -> View:
    return {
        "type": "read_back",
        "id": read_back.id,
        "version": read_back.version,
        "started_at": clock.iso(read_back.started_at),
        "confirmed": read_back.confirmed,
        "by": by(read_back),
    }


register_rows("decision", Decision, decision_view)
register_rows("consent", Consent, consent_view)
register_rows("read_back", ReadBack, read_back_view)
