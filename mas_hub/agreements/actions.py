from typing import Any

from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import Actor
from mas_hub.access.permissions import Can, require
from mas_hub.agreements.models import SupervisionAgreement
from mas_hub.agreements.queries import agreement_of
from mas_hub.agreements.rules import check_review
from mas_hub.audit.actions import record
from mas_hub.db import get_locked
from mas_hub.db.versions import check_version, revise
from mas_hub.identity.models import Agency


def keep_agreement(session: Session, actor: Actor, agency_id: int, *, version: int, **said: Any) -> None:
    """As it was signed, or signed again."""
    require(actor, Can.KEEP_PRACTICE)
    get_locked(session, Agency, agency_id)
    agreement = session.get(SupervisionAgreement, agency_id)
    check_version(agreement, version, lambda _: agreement_of(session, agency_id) or {})
    check_review(said["begins"], said["review_on"])
    agreement = agreement or SupervisionAgreement(agency_id=agency_id, version=0)
    revise(agreement, said)
    agreement.changed_by, agreement.changed_at = actor.person_id, clock.now()
    session.add(agreement)
    session.flush()
    record(session, actor, "agreement_kept", of_agency=agency_id, version=agreement.version)
