"""Hashing and checking passwords: argon2id, always outside a transaction."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from mas_hub.blocking import run_blocking
from mas_hub.identity.rules import stored_password_form

DEMO_PASSWORD = "a made-up family, a real rehearsal"  # noqa: S105 (shown on the demo's own sign-in page)

_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)

# The hash of a random text that nobody kept: verifying against it takes the time that a real account takes.
_NOBODYS = "$argon2id$v=19$m=19456,t=2,p=1$6L+7vxFS5b8NZrWUuinZqQ$3ur0hbUkBeW7feEzFee+nxTTOANu6Bjb97AMsrWjYQU"


def hash_password(password: str) -> str:
    """Not inside a transaction: it takes some 30 ms off the event loop."""
    return run_blocking(_hasher.hash, _bytes(password))


def is_password(password_hash: str | None, password: str) -> bool:
    """Whether `password` is the one hashed; without a hash it takes as long and is False."""
    right = run_blocking(_verify, password_hash or _NOBODYS, _bytes(password))
    return right and password_hash is not None


def _bytes(password: str) -> bytes:
    return stored_password_form(password).encode("utf-8", "surrogatepass")


def _verify(password_hash: str, password: bytes) -> bool:
    try:
        return _hasher.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False
