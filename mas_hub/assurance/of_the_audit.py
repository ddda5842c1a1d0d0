"""What people did off the boards, from the audit. What they opened and took of cases is protected as counts of meetings
are; what is about accounts alone is exact."""

from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mas_hub.assurance.rules import protected
from mas_hub.assurance.scope import Scope, by_group
from mas_hub.assurance.tables import Table, measures
from mas_hub.audit.models import AuditRow

Kinds = Mapping[str, tuple[str, ...]]

LOOKS: Kinds = {
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
    "emergency": ("emergency_opened",),
    "emergency_reads": ("emergency_read",),
    "emergency_looked_up": ("emergency_looked_up",),
}
ACCOUNTS: Kinds = {
    "signed_in": ("signed_in",),
    "sign_in_failed": ("sign_in_failed",),
    "second_factor_failed": ("second_factor_failed", "proof_failed"),
    "record_systems": ("token_made",),
    "roles_proposed": ("role_proposed",),
    "roles_changed": ("roles_changed",),
    "people": ("person_created", "person_updated"),
    "links": ("sign_in_link_made",),
}


def looks(session: Session, scope: Scope) -> Table:
    return measures("looks", {key: protected(count) for key, count in _counts(session, scope, LOOKS).items()})


def audit(session: Session, scope: Scope) -> Table:
    return measures("audit", _counts(session, scope, ACCOUNTS), exact=True)


def _counts(session: Session, scope: Scope, kinds: Kinds) -> dict[str, int]:
    wanted = [each for what in kinds.values() for each in what]
    query = (
        select(AuditRow.what, func.count())
        .where(AuditRow.what.in_(wanted), *scope.within(AuditRow.at))
        .group_by(AuditRow.what)
    )
    if scope.agency_id is not None:
        query = query.where(AuditRow.agency_id == scope.agency_id)
    counts = by_group(session, query)
    return {key: sum(counts.get(each, 0) for each in what) for key, what in kinds.items()}
