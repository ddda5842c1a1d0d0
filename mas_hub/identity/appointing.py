"""Giving somebody a partnership-wide role: proposed by one, confirmed by another (docs/decisions/0034)."""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import Actor
from mas_hub.access.permissions import Can, require
from mas_hub.audit.actions import record
from mas_hub.db import locked
from mas_hub.errors import Conflict, Forbidden, NotFound
from mas_hub.identity.fresh import require_fresh
from mas_hub.identity.models import Partnership, Person, RoleProposal
from mas_hub.identity.queries import roles_in_force
from mas_hub.identity.roles import set_roles
from mas_hub.identity.rules import need_two_people
from mas_hub.identity.two_people import require_two_people

CONFIRMED, REFUSED, WITHDRAWN = "confirmed", "refused", "withdrawn"
_NOTED = {CONFIRMED: "role_confirmed", REFUSED: "role_refused", WITHDRAWN: "role_withdrawn"}


def ask_for_roles(session: Session, actor: Actor, person: Person, roles: Iterable[str]) -> None:
    """What is taken away holds at once; what `need_two_people` names waits for a second administrator.

    A proposal that is not among `roles` any more, or waits for nobody now, is withdrawn. In the demo, with its one
    administrator, all holds at once. Raises `Forbidden` (`prove_again`) where anything would change.
    """
    require(actor, Can.MANAGE_IDENTITY)
    partnership = locked(session, Partnership, 1)
    wanted, held = set(roles), set(person.roles)
    open_ones = {proposal.role: proposal for proposal in list_open_proposals(session, person.id)}
    if wanted == held | open_ones.keys():
        return
    require_fresh(session, actor)
    if partnership is None or partnership.demo:
        set_roles(session, actor, person, wanted)
        return
    waiting = need_two_people(wanted, own=person.id == actor.person_id) - held
    set_roles(session, actor, person, wanted - waiting)
    for role in sorted(open_ones.keys() - waiting):
        _decide(session, actor, open_ones[role], WITHDRAWN)
    for role in sorted(waiting - open_ones.keys()):
        proposal = RoleProposal(person_id=person.id, role=role, proposed_by=actor.person_id, proposed_at=clock.now())
        session.add(proposal)
        record(session, actor, "role_proposed", of_person=person.id, of_agency=person.agency_id, role=role)
    session.flush()


def check_move(session: Session, actor: Actor, person: Person, roles: Collection[str] | None) -> None:
    """Nobody who is, or is to be, a recorder moves themselves: it would open another agency's records to them.

    Nobody at all takes being a data protection officer along: two people gave it for the one agency (decision 58).
    `roles`: those wished for beside it; None where they stay. In the demo one administrator is enough.
    """
    partnership = session.get(Partnership, 1)
    if partnership is None or partnership.demo:
        return
    before = {*person.roles, *(each.role for each in list_open_proposals(session, person.id))}
    after = before if roles is None else {*roles}
    if "data_protection" in before & after:
        raise Conflict("data_protection_stays")
    if person.id == actor.person_id and "recorder" in after:
        raise Forbidden("not_for_oneself")


def confirm_role(session: Session, actor: Actor | None, person_id: int, role: str) -> Person:
    """Give the role that another administrator proposed. `actor` None: an operator, where there is no second one.

    Raises:
        Forbidden: by who proposed it, for oneself, without having just shown who one is, or while another
            administrator could have come in as one of the two.
        Conflict: who proposed it administers no longer, or the person is not active.
    """
    person, proposal = _get_open(session, actor, person_id, role)
    if actor is not None:
        if actor.person_id == proposal.proposed_by:
            raise Forbidden("another_confirms")
        if actor.person_id == person_id:
            raise Forbidden("not_for_oneself")
        require_two_people(session, proposal.proposed_by, actor.person_id, since=proposal.proposed_at)
    proposer = session.get(Person, proposal.proposed_by)
    if proposer is None or not proposer.active or "administrator" not in roles_in_force(session, proposer):
        raise Conflict("proposer_gone")
    if not person.active:
        raise Conflict("person_not_active")
    _decide(session, actor, proposal, CONFIRMED)
    set_roles(session, actor, person, {*person.roles, role})
    person.version += 1
    session.flush()
    return person


def refuse_role(session: Session, actor: Actor, person_id: int, role: str) -> Person:
    """Or take back what one proposed oneself."""
    person, proposal = _get_open(session, actor, person_id, role)
    _decide(session, actor, proposal, WITHDRAWN if actor.person_id == proposal.proposed_by else REFUSED)
    session.flush()
    return person


def list_open_proposals(session: Session, person_id: int | None = None) -> Sequence[RoleProposal]:
    """What waits for a second administrator, for one person or for everybody."""
    waiting = select(RoleProposal).where(RoleProposal.decided_at.is_(None)).order_by(RoleProposal.id)
    if person_id is not None:
        waiting = waiting.where(RoleProposal.person_id == person_id)
    return session.scalars(waiting).all()


def _get_open(session: Session, actor: Actor | None, person_id: int, role: str) -> tuple[Person, RoleProposal]:
    if actor is not None:
        require(actor, Can.MANAGE_IDENTITY)
        require_fresh(session, actor)
    locked(session, Partnership, 1)
    person = locked(session, Person, person_id)
    proposal = next((each for each in list_open_proposals(session, person_id) if each.role == role), None)
    if person is None or proposal is None:
        raise NotFound
    return person, proposal


def _decide(session: Session, actor: Actor | None, proposal: RoleProposal, outcome: str) -> None:
    proposal.decided_by = actor.person_id if actor is not None else None
    proposal.decided_at, proposal.outcome = clock.now(), outcome
    record(
        session,
        actor,
        _NOTED[outcome],
        of_person=proposal.person_id,
        of_agency=session.get_one(Person, proposal.person_id).agency_id,
        role=proposal.role,
        proposed_by=proposal.proposed_by,
    )
