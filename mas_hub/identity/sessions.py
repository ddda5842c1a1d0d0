"""Signing in and out: the server-side session table."""

import secrets
from collections.abc import Callable, Collection, Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, bindparam, or_, update
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import Actor
from mas_hub.audit.actions import record
from mas_hub.db import after_commit, snapshot, table_of, transaction
from mas_hub.db.prepared import Prepared
from mas_hub.errors import NotFound, Unavailable
from mas_hub.identity.expiry import remember, remembered, seen_after
from mas_hub.identity.models import Person, SignInSession
from mas_hub.identity.queries import actor_from_token, live_session_ids, token_hash

SEEN_EVERY = timedelta(minutes=1)

_sessions = table_of(SignInSession)
_SEE = Prepared(
    update(_sessions)
    .where(_sessions.c.id == bindparam("of_session"), _sessions.c.last_seen_at <= bindparam("seen_before"))
    .values(last_seen_at=bindparam("seen_now"))
)

_listeners: list[Callable[[Sequence[int], str], None]] = []


def when_sessions_end(call: Callable[[Sequence[int], str], None]) -> None:
    """After sessions were ended and that was committed, `call` gets their ids (to let go of their sockets), and why:
    `signed_out`, or `token_renewed`, when whoever has the new token comes back with that."""
    _listeners.append(call)


def start_session(session: Session, person: Person, device: str, *, how: str, second_factor: str = "") -> str:
    """A new session's token, for somebody who showed everything that was asked of them: `how`, and then what."""
    token, now = secrets.token_urlsafe(32), clock.now()
    begun = SignInSession(
        token_hash=token_hash(token),
        person_id=person.id,
        created_at=now,
        last_seen_at=now,
        proved_at=now,
        device=device,
        how=f"{how} {second_factor}".strip(),
    )
    session.add(begun)
    session.flush()
    actor = Actor(person.id, person.agency_id, frozenset(person.roles), person.language, begun.id)
    record(session, actor, "signed_in", session_id=begun.id, how=how, second_factor=second_factor or None)
    return token


def enter(token: str, is_activity: bool = True) -> Actor:
    """Whoever holds `token`, and note that they are there. Opens its own transactions. Raises `SignedOut`.

    Who reads can read, also while nothing can be written, and is not idle for that.
    """
    with snapshot() as session:
        actor = actor_from_token(session, token)
    if is_activity and _to_note(actor):
        try:
            with transaction() as session:
                note_activity(session, actor)
        except Unavailable:
            remember([actor.session_id or 0], clock.now())
    return actor


def note_activity(session: Session, actor: Actor) -> None:
    """What the actor did counts as activity: their session's idle time begins again. Written once a minute at most."""
    if _to_note(actor):
        now = clock.now()
        seen = {"of_session": actor.session_id, "seen_before": now - SEEN_EVERY, "seen_now": now}
        _SEE.change(session, seen)


def keep_awake(session_ids: Collection[int]) -> None:
    """Whoever sits in a live meeting and listens is not idle. Opens its own transaction."""
    if not session_ids:
        return
    now = clock.now()
    held = (
        _sessions.c.id.in_(session_ids),
        _sessions.c.ended_at.is_(None),
        or_(_sessions.c.last_seen_at > seen_after(now), _sessions.c.id.in_(remembered(now))),
    )
    try:
        with transaction() as session:
            session.execute(update(_sessions).where(*held).values(last_seen_at=now))
    except Unavailable:
        with snapshot() as session:
            remember(live_session_ids(session, session_ids), now)


def _to_note(actor: Actor) -> bool:
    """Nobody who acts without a session (replay) is noted."""
    return actor.seen_at is not None and actor.seen_at <= clock.now() - SEEN_EVERY


def sign_out(session: Session, actor: Actor) -> None:
    _end(session, SignInSession.id == actor.session_id)
    record(session, actor, "signed_out", session_id=actor.session_id)


def end_sessions_of(session: Session, person_id: int, *, but: int | None = None) -> None:
    """End everything that this person is signed in with; one session may stay."""
    _end(session, SignInSession.person_id == person_id, SignInSession.id != (but or 0))


def end_own_session(session: Session, actor: Actor, session_id: int) -> None:
    """Sign oneself out elsewhere. Raises `NotFound` for what is not one's own, or has ended."""
    if not _end(session, SignInSession.id == session_id, SignInSession.person_id == actor.person_id):
        raise NotFound
    record(session, actor, "session_ended", session_id=session_id)


def end_other_sessions(session: Session, actor: Actor) -> str:
    """Sign oneself out everywhere else. This session's new token: whoever copied the one before is out too."""
    ended = _end(session, SignInSession.person_id == actor.person_id, SignInSession.id != actor.session_id)
    record(session, actor, "other_sessions_ended", session_ids=ended)
    return renew_token(session, actor)


def renew_token(session: Session, actor: Actor) -> str:
    """A new token for the session that the actor has: it stays what it is, and the token before opens nothing."""
    token = secrets.token_urlsafe(32)
    session.execute(
        update(SignInSession).where(SignInSession.id == actor.session_id).values(token_hash=token_hash(token))
    )
    renewed = [actor.session_id or 0]
    after_commit(session, ("token renewed", *renewed), lambda: _tell(renewed, "token_renewed"))
    return token


def _end(session: Session, *which: ColumnElement[bool]) -> list[int]:
    found = session.scalars(
        update(SignInSession)
        .where(*which, SignInSession.ended_at.is_(None))
        .values(ended_at=clock.now())
        .returning(SignInSession.id)
        .execution_options(synchronize_session=False)
    ).all()
    ended = list(found)
    if ended:
        after_commit(session, ("sessions ended", *ended), lambda: _tell(ended, "signed_out"))
    return ended


def _tell(ended: Sequence[int], why: str) -> None:
    for call in _listeners:
        call(ended, why)
