"""What people did off the boards, from the audit: about accounts and documents, not about cases, so told exactly."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mas_hub.assurance.scope import Scope, by_group
from mas_hub.assurance.tables import Table, measures
from mas_hub.audit.models import AuditRow

WHAT: dict[str, tuple[str, ...]] = {
    "signed_in": ("signed_in",),
    "sign_in_failed": ("sign_in_failed",),
    "second_factor_failed": ("second_factor_failed", "proof_failed"),
    "records_opened": (
        "board_opened",
        "record_opened",
        "plan_opened",
        "preparation_opened",
        "earlier_meetings_opened",
        "case_timeline_opened",
    ),
    "exports": ("export_taken",),
    "bulk": ("bulk_taken",),
    "record_systems": ("token_made",),
    "emergency": ("emergency_opened",),
    "emergency_reads": ("emergency_read",),
    "emergency_looked_up": ("emergency_looked_up",),
    "roles_proposed": ("role_proposed",),
    "roles_changed": ("roles_changed",),
    "people": ("person_created", "person_updated"),
    "links": ("sign_in_link_made",),
}


def audit(session: Session, scope: Scope) -> Table:
    query = select(AuditRow.what, func.count()).where(*scope.within(AuditRow.at)).group_by(AuditRow.what)
    if scope.agency_id is not None:
        query = query.where(AuditRow.agency_id == scope.agency_id)
    counts = by_group(session, query)
    return measures("audit", {key: sum(counts.get(each, 0) for each in what) for key, what in WHAT.items()}, exact=True)
