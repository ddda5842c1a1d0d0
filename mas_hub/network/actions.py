"""Saying who is involved with the child or adult, for one's own agency and of services that are not at the table."""

from collections.abc import Collection
from typing import Any

from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import MeetingActor
from mas_hub.access.permissions import Can, require
from mas_hub.db.prepared import add_row
from mas_hub.db.versions import revise
from mas_hub.meeting_log import append
from mas_hub.meetings.act_schemas import Withdrawing
from mas_hub.meetings.acts import act
from mas_hub.meetings.bringing import bring, chosen_of
from mas_hub.meetings.bringing_schemas import BringPrepared
from mas_hub.meetings.subjects import belongs_to, check_changes, get_to_change, withdraw
from mas_hub.network.models import Involvement
from mas_hub.network.queries import involvement_view, list_offered
from mas_hub.network.rules import check_service
from mas_hub.network.schemas import AddInvolvement, AmendInvolvement


@act(AddInvolvement, Can.SAY_WHO_IS_INVOLVED)
def add_involvement(session: Session, actor: MeetingActor, *, service: str, people: str, does: str) -> None:
    check_service(service, speaks_for_agency=not actor.chairs)
    involvement = Involvement(
        **belongs_to(actor), by_chair=actor.chairs, service=service, people=people, does=does, added_at=clock.now()
    )
    add_row(session, involvement)
    append(session, actor, "involvement_added", involvement_view(involvement))


@act(AmendInvolvement, Can.SAY_WHO_IS_INVOLVED)
def amend_involvement(session: Session, actor: MeetingActor, *, of: int, version: int, **changed: Any) -> None:
    """Fields not given keep their value."""
    check_changes(changed)
    involvement = get_to_change(session, actor, Involvement, of, version, involvement_view)
    if involvement.service:
        check_service(changed.get("service", involvement.service), speaks_for_agency=not actor.chairs)
    revise(involvement, changed)
    append(session, actor, "involvement_amended", involvement_view(involvement))


@act(Withdrawing, Can.SAY_WHO_IS_INVOLVED)
def withdraw_involvement(session: Session, actor: MeetingActor, *, of: int, version: int, reason: str) -> None:
    involvement = get_to_change(session, actor, Involvement, of, version, involvement_view)
    withdraw(involvement, reason)
    append(session, actor, "involvement_withdrawn", involvement_view(involvement))


@act(BringPrepared, Can.SAY_WHO_IS_INVOLVED)
def bring_involvements(session: Session, actor: MeetingActor, *, of: Collection[int] | None) -> None:
    """Again what was said at earlier meetings on the case, all or some, by those whose it is (docs/decisions/0057)."""
    for involvement in bring(session, actor, chosen_of(offered_again(session, actor), of), by_chair=actor.chairs):
        append(session, actor, "involvement_added", involvement_view(involvement))


def offered_again(session: Session, actor: MeetingActor) -> list[Involvement]:
    """What the actor may bring again; a guest of an agency does not read what it said elsewhere."""
    require(actor, Can.SAY_WHO_IS_INVOLVED)
    if not actor.chairs:
        require(actor, Can.READ_OWN_AGENCY)
    return list_offered(session, actor)
