"""Signing in at one's own agency: which providers there are, and which of their people is which of ours.

Somebody is known by issuer and subject, never by a name or an e-mail address that a provider lets people choose. They
connect the two themselves, signed in here, once (docs/decisions/0033).
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import Actor
from mas_hub.audit.actions import record
from mas_hub.db import locked, snapshot, transaction
from mas_hub.errors import Conflict, NotFound, SignedOut
from mas_hub.identity import oidc
from mas_hub.identity.fresh import require_fresh
from mas_hub.identity.models import Agency, OutsideIdentity, Person, Provider, ProviderFlow
from mas_hub.identity.outside import NotBelieved
from mas_hub.identity.queries import may_come_in, token_hash
from mas_hub.identity.sealing import seal, unseal
from mas_hub.identity.steps import PROVIDER, Came, enter_person

FLOW_LASTS = timedelta(minutes=10)
_SECRET, _VERIFIER = "provider's secret", "provider flow"


@dataclass(frozen=True)
class SetOut:
    """Where the person goes, and what their browser keeps so that only it can come back."""

    address: str
    token: str


@dataclass(frozen=True)
class Back:
    """What they came back with."""

    state: str
    code: str
    issuer: str


def add_provider(
    session: Session, agency: Agency, *, name: str, issuer: str, client_id: str, secret: str, second_factor: bool
) -> Provider:
    """Done by an operator, who vouches for the issuer. Raises `Conflict` when it is there already."""
    if session.scalars(select(Provider).where(Provider.issuer == issuer)).first() is not None:
        raise Conflict("provider_exists")
    provider = Provider(
        agency_id=agency.id, name=name, issuer=issuer, client_id=client_id, second_factor=second_factor, sealed=""
    )
    session.add(provider)
    session.flush()
    provider.sealed = seal(_SECRET, provider.id, secret)
    record(session, None, "provider_added", provider_id=provider.id, of_agency=agency.id)
    session.flush()
    return provider


def remove_provider(session: Session, provider: Provider) -> None:
    """Nobody signs in there any more; what was connected through it is forgotten."""
    session.execute(delete(ProviderFlow).where(ProviderFlow.provider_id == provider.id))
    session.execute(delete(OutsideIdentity).where(OutsideIdentity.issuer == provider.issuer))
    record(session, None, "provider_removed", provider_id=provider.id, of_agency=provider.agency_id)
    session.delete(provider)
    session.flush()


def set_out(provider_id: int, redirect_uri: str, *, device: str, actor: Actor | None = None) -> SetOut:
    """To the provider: to sign in, or for `actor` to connect their account there with the one here.

    Raises `NotFound`, or `Conflict` (`provider_not_reached`). Opens its own transactions; holds none while it asks.
    """
    with snapshot() as session:
        client = _client(session, _find(session, provider_id), redirect_uri)
        if actor is not None:
            _require_own(session, actor, provider_id)
    try:
        at = oidc.describe(client.issuer)
    except NotBelieved as error:
        _note(provider_id, error.reason)
        raise Conflict("provider_not_reached") from error
    token, state, nonce, verifier = (secrets.token_urlsafe(48) for _ in range(4))
    with transaction() as session:
        session.execute(delete(ProviderFlow).where(ProviderFlow.begun_at < clock.now() - FLOW_LASTS))
        flow = ProviderFlow(
            token_hash=token_hash(token),
            state_hash=token_hash(state),
            provider_id=provider_id,
            nonce=nonce,
            sealed=seal(_VERIFIER, provider_id, verifier),
            person_id=actor.person_id if actor is not None else None,
            device=device,
            begun_at=clock.now(),
        )
        session.add(flow)
    return SetOut(oidc.where_to_go(client, at, state=state, nonce=nonce, verifier=verifier), token)


def come_back(token: str, back: Back, redirect_uri: str, *, actor: Actor | None, address: str) -> Came | None:
    """Somebody signed in; None when it was to connect. A flow is good once, in the browser that set out.

    Raises:
        SignedOut: `provider_gave_nobody`, they were not let in there; `provider_too_late`, or not as they set out;
            `provider_not_accepted`, whatever else was wrong; `not_connected`, nobody here is known by that.
        Conflict: `connected_to_another`.
    """
    flow, client = _take_flow(token, back.state, redirect_uri)
    verifier = unseal(_VERIFIER, flow.provider_id, flow.sealed)
    if not back.code:
        _note(flow.provider_id, "not_given", address)
        raise SignedOut("provider_gave_nobody")
    try:
        if verifier is None:
            raise NotBelieved("verifier")
        subject = oidc.who_came(client, code=back.code, said_issuer=back.issuer, nonce=flow.nonce, verifier=verifier)
    except NotBelieved as error:
        _note(flow.provider_id, error.reason, address)
        raise SignedOut("provider_not_accepted") from error
    if flow.person_id is None:
        return _enter(flow, client.issuer, subject, address)
    if actor is None or actor.person_id != flow.person_id:
        _note(flow.provider_id, "another_person", address)
        raise SignedOut("provider_not_accepted")
    _connect(actor, flow.provider_id, client.issuer, subject)
    return None


def disconnect(session: Session, actor: Actor, provider_id: int) -> None:
    require_fresh(session, actor)
    provider = _find(session, provider_id)
    mine = (OutsideIdentity.issuer == provider.issuer, OutsideIdentity.person_id == actor.person_id)
    if not session.scalars(delete(OutsideIdentity).where(*mine).returning(OutsideIdentity.id)).all():
        raise NotFound
    record(session, actor, "provider_disconnected", provider_id=provider_id)


def own_providers_view(session: Session, person: Person) -> list[dict[str, Any]]:
    """The person's agency's own, with when they connected their account there."""
    held = session.scalars(select(OutsideIdentity).where(OutsideIdentity.person_id == person.id))
    connected = {each.issuer: each.connected_at for each in held}
    own = session.scalars(select(Provider).where(Provider.agency_id == person.agency_id).order_by(Provider.id))
    return [{"id": each.id, "name": each.name, "connected": clock.iso(connected.get(each.issuer))} for each in own]


def _take_flow(token: str, state: str, redirect_uri: str) -> tuple[ProviderFlow, oidc.Client]:
    """The flow of this browser that `state` belongs to, which is over with that."""
    with transaction() as session:
        flow = session.scalars(
            delete(ProviderFlow).where(ProviderFlow.token_hash == token_hash(token)).returning(ProviderFlow)
        ).one_or_none()
        good = flow is not None and flow.state_hash == token_hash(state) and flow.begun_at > clock.now() - FLOW_LASTS
        if flow is None or not good:
            record(session, None, "provider_refused", reason="state", provider_id=flow.provider_id if flow else None)
            client = None
        else:
            client = _client(session, _find(session, flow.provider_id), redirect_uri)
    if flow is None or client is None:
        raise SignedOut("provider_too_late")
    return flow, client


def _enter(flow: ProviderFlow, issuer: str, subject: str, address: str) -> Came:
    with transaction() as session:
        known = session.scalars(
            select(OutsideIdentity).where(OutsideIdentity.issuer == issuer, OutsideIdentity.subject == subject)
        ).one_or_none()
        person = locked(session, Person, known.person_id) if known is not None else None
        provider = session.get(Provider, flow.provider_id)
        came = None
        connected = person is not None and provider is not None and person.agency_id == provider.agency_id
        if person is not None and provider is not None and connected and may_come_in(session, person):
            shown = PROVIDER if provider.second_factor else ""
            came = enter_person(session, person, flow.device, how=PROVIDER, shown=shown)
        else:
            record(session, None, "provider_refused", reason="nobody", provider_id=flow.provider_id, address=address)
    if came is None:
        raise SignedOut("not_connected")
    return came


def _connect(actor: Actor, provider_id: int, issuer: str, subject: str) -> None:
    with transaction() as session:
        _require_own(session, actor, provider_id)
        held = session.scalars(
            select(OutsideIdentity).where(OutsideIdentity.issuer == issuer, OutsideIdentity.subject == subject)
        ).one_or_none()
        if held is not None and held.person_id != actor.person_id:
            raise Conflict("connected_to_another")
        mine = (OutsideIdentity.issuer == issuer, OutsideIdentity.person_id == actor.person_id)
        session.execute(delete(OutsideIdentity).where(*mine))
        session.add(
            OutsideIdentity(issuer=issuer, subject=subject, person_id=actor.person_id, connected_at=clock.now())
        )
        record(session, actor, "provider_connected", provider_id=provider_id)
        session.flush()


def _require_own(session: Session, actor: Actor, provider_id: int) -> None:
    require_fresh(session, actor)
    if _find(session, provider_id).agency_id != actor.agency_id:
        raise NotFound


def _find(session: Session, provider_id: int) -> Provider:
    found = session.get(Provider, provider_id)
    if found is None:
        raise NotFound
    return found


def _client(session: Session, provider: Provider, redirect_uri: str) -> oidc.Client:
    secret = unseal(_SECRET, provider.id, provider.sealed)
    if secret is None:
        raise Conflict("provider_not_reached")
    return oidc.Client(provider.issuer, provider.client_id, secret, redirect_uri)


def _note(provider_id: int, reason: str, address: str = "") -> None:
    with transaction() as session:
        record(session, None, "provider_refused", reason=reason, provider_id=provider_id, address=address)
