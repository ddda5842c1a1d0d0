"""Reads of agreements, with what is late by them. Of the meetings behind that only a day is told."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import Actor
from mas_hub.access.permissions import Can
from mas_hub.agreements.models import SupervisionAgreement
from mas_hub.agreements.rules import standing
from mas_hub.identity.labels import agency_label
from mas_hub.identity.models import Agency
from mas_hub.meetings.models import Invitation, Meeting

Json = dict[str, Any]


def agreement_view(agreement: SupervisionAgreement, last_met: date | None) -> Json:
    now = standing(
        begins=agreement.begins,
        every_weeks=agreement.every_weeks,
        review_on=agreement.review_on,
        last_met=last_met,
        today=clock.today(),
    )
    return {
        "agency_id": agreement.agency_id,
        "version": agreement.version,
        "purpose": agreement.purpose,
        "cases": agreement.cases,
        "every_weeks": agreement.every_weeks,
        "confidentiality": agreement.confidentiality,
        "disagreement": agreement.disagreement,
        "signed_by": agreement.signed_by,
        "begins": agreement.begins.isoformat(),
        "review_on": agreement.review_on.isoformat(),
        "last_met": last_met.isoformat() if last_met else None,
        "review_overdue": now.review_overdue,
        "due_by": now.due_by.isoformat() if now.due_by else None,
        "missed": now.missed,
    }


def list_agreements(session: Session) -> list[Json]:
    """Every active agency with its agreement, or null where it has none."""
    return _with_agreements(session, session.scalars(select(Agency).where(Agency.active).order_by(Agency.id)))


def agreement_of(session: Session, agency_id: int) -> Json | None:
    agreement = session.get(SupervisionAgreement, agency_id)
    return agreement_view(agreement, _last_met(session).get(agency_id)) if agreement is not None else None


def own_agreement(session: Session, actor: Actor) -> Json:
    """What the actor's own agency agreed, for anybody of it; null where nothing is kept."""
    agency = session.get_one(Agency, actor.agency_id)
    return {"agency": agency_label(agency), "agreement": agreement_of(session, agency.id)}


def what_is_due(session: Session, actor: Actor) -> list[Json]:
    """Reviews that are overdue and meetings that were missed: of every agency to those who keep the agreements, of
    their own to everybody else."""
    agencies = select(Agency).where(Agency.active).order_by(Agency.id)
    if Can.KEEP_PRACTICE not in actor.can:
        agencies = agencies.where(Agency.id == actor.agency_id)
    rows = _with_agreements(session, session.scalars(agencies))
    return [
        row for row in rows if row["agreement"] and (row["agreement"]["review_overdue"] or row["agreement"]["missed"])
    ]


def _with_agreements(session: Session, agencies: Iterable[Agency]) -> list[Json]:
    kept = {each.agency_id: each for each in session.scalars(select(SupervisionAgreement))}
    met = _last_met(session)
    return [
        {
            "agency": agency_label(agency),
            "agreement": agreement_view(kept[agency.id], met.get(agency.id)) if agency.id in kept else None,
        }
        for agency in agencies
    ]


def _last_met(session: Session) -> dict[int, date]:
    """The last day on which each agency was present at a meeting."""
    rows = session.execute(
        select(Invitation.agency_id, func.max(Meeting.meeting_day))
        .join(Meeting, Meeting.id == Invitation.meeting_id)
        .where(Invitation.attendance == "present", Meeting.state.in_(("open", "closed")))
        .group_by(Invitation.agency_id)
    )
    return {agency_id: day for agency_id, day in rows if day is not None}
