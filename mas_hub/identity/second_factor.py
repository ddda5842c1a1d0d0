"""A second factor: codes of an authenticator app (TOTP, RFC 6238), and recovery codes for when it is lost.

A passkey (`identity.passkeys`) is one too: who has either has a second factor.
"""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

import pyotp
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import Actor
from mas_hub.access.permissions import Can, require
from mas_hub.audit.actions import record
from mas_hub.db import get_locked, locked
from mas_hub.errors import Conflict, Forbidden, Invalid, NotFound
from mas_hub.identity.models import Partnership, Person, RecoveryCode, SecondFactor
from mas_hub.identity.passkey_models import Passkey
from mas_hub.identity.queries import factors_of
from mas_hub.identity.rules import needs_second_factor
from mas_hub.identity.sealing import seal, unseal
from mas_hub.identity.sessions import end_sessions_of
from mas_hub.mail import queue_mail

PERIOD_S = 30
DRIFT = 1  # periods that a telephone's clock may be off, either way
RECOVERY_CODES = 10
_PURPOSE = "second factor"
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is read as another
_CODE_LENGTH = 24  # 118 bits: enough for a plain hash. Codes of sixteen letters were made before, and are good still.


@dataclass(frozen=True)
class Offer:
    """What an authenticator app is given. `uri` holds the secret too, for a QR code."""

    secret: str
    uri: str


def people_with_second_factor(session: Session) -> set[int]:
    with_app = select(SecondFactor.person_id).where(SecondFactor.sealed.is_not(None))
    return set(session.scalars(with_app.union(select(Passkey.person_id))))


def must_have_second_factor(session: Session, person: Person) -> bool:
    partnership = session.get(Partnership, 1)
    return partnership is not None and needs_second_factor(partnership.second_factor, person.roles)


def second_factor_view(session: Session, person: Person) -> dict[str, str | int | bool | None]:
    """`since` None: none is set up. `reset_at`: an administrator took it away, and none was set up since."""
    row = session.get(SecondFactor, person.id)
    return {
        "since": clock.iso(row.confirmed_at) if row is not None else None,
        "needed": must_have_second_factor(session, person),
        "recovery_codes": recovery_codes_left(session, person.id),
        "reset_at": clock.iso(row.reset_at) if row is not None else None,
    }


def offer_second_factor(session: Session, person: Person) -> Offer:
    """A new secret, which counts once a code shows that an app has it. What is set up goes on until then."""
    row = _row(session, person.id)
    secret = pyotp.random_base32()
    row.offered = seal(_PURPOSE, person.id, secret)
    session.flush()
    return Offer(secret, pyotp.TOTP(secret).provisioning_uri(name=person.email, issuer_name="mas_hub"))


def confirm_second_factor(session: Session, actor: Actor, code: str) -> list[str]:
    """The offered secret counts from now on. The recovery codes, which are shown this once.

    Raises:
        Invalid: the code is not the offered secret's at this time.
        Conflict: nothing was offered.
    """
    row = _row(session, actor.person_id)
    secret = unseal(_PURPOSE, actor.person_id, row.offered) if row.offered else None
    if secret is None:
        raise Conflict("second_factor_not_offered")
    step = _step_of(secret, _plain(code), after=0)
    if step is None:
        raise Invalid("check_your_answers", fields={"code": "wrong_code_in_setting_up"})
    row.sealed, row.offered, row.last_step = row.offered, None, step
    row.confirmed_at, row.reset_at = clock.now(), None
    record(session, actor, "second_factor_set_up")
    return _new_recovery_codes(session, actor.person_id)


def use_code(session: Session, person_id: int, code: str) -> str | None:
    """How `code` is right, `app` or `recovery`, and then never again; None when it is wrong."""
    row = locked(session, SecondFactor, person_id)
    plain = _plain(code)
    secret = unseal(_PURPOSE, person_id, row.sealed) if row is not None and row.sealed is not None else None
    step = _step_of(secret, plain, after=row.last_step) if row is not None and secret is not None else None
    if row is not None and step is not None:
        row.last_step = step
        session.flush()
        return "app"
    used = session.scalar(
        update(RecoveryCode)
        .where(
            RecoveryCode.person_id == person_id,
            RecoveryCode.code_hash == _recovery_hash(person_id, plain),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=clock.now())
        .returning(RecoveryCode.id)
    )
    return "recovery" if used is not None else None


def new_recovery_codes(session: Session, actor: Actor) -> list[str]:
    """The ones before count no more."""
    if not factors_of(session, actor.person_id):
        raise Conflict("second_factor_not_offered")
    record(session, actor, "recovery_codes_made")
    return _new_recovery_codes(session, actor.person_id)


def recovery_codes_left(session: Session, person_id: int) -> int:
    mine = select(func.count()).select_from(RecoveryCode).where(RecoveryCode.person_id == person_id)
    return session.scalars(mine.where(RecoveryCode.used_at.is_(None))).one()


def remove_own_second_factor(session: Session, actor: Actor) -> None:
    """The app. Raises `Conflict` where the partnership asks for a second factor and there would be none."""
    person = get_locked(session, Person, actor.person_id)
    _take_app_away(session, person.id)
    leave_second_factor(session, person)
    record(session, actor, "second_factor_removed")


def begin_second_factor(session: Session, person_id: int) -> list[str] | None:
    """Recovery codes for whoever is about to get their first second factor, and is not reset any more."""
    _row(session, person_id).reset_at = None
    return None if factors_of(session, person_id) else _new_recovery_codes(session, person_id)


def leave_second_factor(session: Session, person: Person) -> None:
    """One was taken away: without another, recovery codes stand for nothing.

    Raises `Conflict` (`second_factor_needed`) where the partnership asks for one and none is left.
    """
    if factors_of(session, person.id):
        return
    if must_have_second_factor(session, person):
        raise Conflict("second_factor_needed")
    _forget_recovery_codes(session, person.id)


def ask_second_factor(session: Session, actor: Actor, setting: str) -> Partnership:
    """Say who has to have one. Whoever has none yet is signed out, and sets it up when they sign in again.

    Raises `Conflict` (`second_factor_first_your_own`) where that would be the actor, or in the demo.
    """
    require(actor, Can.MANAGE_IDENTITY)
    partnership = locked(session, Partnership, 1)
    if partnership is None:
        raise NotFound("no_partnership")
    if partnership.demo and setting != "optional":
        raise Conflict("second_factor_not_in_demo")
    without = [
        person
        for person in session.scalars(select(Person).where(Person.active, Person.guest.is_(False)))
        if needs_second_factor(setting, person.roles) and not factors_of(session, person.id)
    ]
    if actor.person_id in {person.id for person in without}:
        raise Conflict("second_factor_first_your_own")
    partnership.second_factor = setting
    for person in without:
        end_sessions_of(session, person.id)
    record(session, actor, "second_factor_asked", of=setting)
    session.flush()
    return partnership


def reset_second_factor(session: Session, actor: Actor, person_id: int) -> None:
    """For somebody who has lost telephone, passkeys and recovery codes. They are signed out, and told."""
    require(actor, Can.MANAGE_IDENTITY)
    if person_id == actor.person_id:
        raise Forbidden("not_for_oneself")
    person = locked(session, Person, person_id)
    if person is None or not factors_of(session, person_id):
        raise NotFound
    take_away_second_factor(session, actor, person)


def take_away_second_factor(session: Session, actor: Actor | None, person: Person) -> None:
    """Done by `actor`, or by an operator. Whose it was is signed out, and told."""
    _take_away(session, person.id)
    _row(session, person.id).reset_at = clock.now()
    end_sessions_of(session, person.id)
    record(session, actor, "second_factor_reset", of_person=person.id, of_agency=person.agency_id)
    queue_mail(session, person.email, "second_factor_reset", person.language)


def _take_away(session: Session, person_id: int) -> None:
    _take_app_away(session, person_id)
    session.execute(delete(Passkey).where(Passkey.person_id == person_id))
    _forget_recovery_codes(session, person_id)


def _take_app_away(session: Session, person_id: int) -> None:
    row = _row(session, person_id)
    row.sealed = row.offered = row.confirmed_at = None
    session.flush()


def _forget_recovery_codes(session: Session, person_id: int) -> None:
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))


def _row(session: Session, person_id: int) -> SecondFactor:
    row = locked(session, SecondFactor, person_id)
    if row is None:
        row = SecondFactor(person_id=person_id, last_step=0)
        session.add(row)
        session.flush()
    return row


def _step_of(secret: str, code: str, *, after: int) -> int | None:
    """The period whose code this is, unless one as late was used before: each code is good once."""
    now = int(clock.now().timestamp()) // PERIOD_S
    totp = pyotp.TOTP(secret)
    right = [
        step
        for step in range(now - DRIFT, now + DRIFT + 1)
        if hmac.compare_digest(totp.generate_otp(step).encode(), code.encode("utf-8", "surrogatepass"))
    ]
    return next((step for step in right if step > after), None)


def _new_recovery_codes(session: Session, person_id: int) -> list[str]:
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    codes = ["".join(secrets.choice(_LETTERS) for _ in range(_CODE_LENGTH)) for _ in range(RECOVERY_CODES)]
    session.add_all(RecoveryCode(person_id=person_id, code_hash=_recovery_hash(person_id, code)) for code in codes)
    session.flush()
    return ["-".join(_in_fours(code)) for code in codes]


def _in_fours(code: str) -> Sequence[str]:
    return [code[start : start + 4] for start in range(0, len(code), 4)]


def _recovery_hash(person_id: int, code: str) -> str:
    """They are random and long (over 112 bits), so that one SHA-256 is enough."""
    return hashlib.sha256(f"recovery:{person_id}:{code}".encode("utf-8", "surrogatepass")).hexdigest()


def _plain(code: str) -> str:
    """As it is compared: without the spaces and dashes that people read it in."""
    return "".join(character for character in code.lower() if character.isalnum())
