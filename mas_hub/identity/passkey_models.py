"""Passkeys, and the challenges they answer."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from mas_hub.db import Base


class Passkey(Base):
    """A key that one of somebody's devices holds (WebAuthn). Ids, key and handle are base64url without padding.

    `user_handle`: the random name by which the device knows the account; the same for all of a person's.
    `sign_count`: what the device last said how often it was used; 0 where it does not count.
    """

    __tablename__ = "passkeys"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    credential_id: Mapped[str] = mapped_column(String(1400), unique=True)
    public_key: Mapped[str] = mapped_column(String(1400))
    user_handle: Mapped[str] = mapped_column(String(64))
    sign_count: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str] = mapped_column(String(60))
    added_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]


class PasskeyChallenge(Base):
    """Asked of a device, good once and for a few minutes. Only its SHA-256 is kept.

    `purpose` and `bound_to` say for what, and in which browser, step or session, the answer counts.
    `user_handle`: where a passkey is added, the one that it is made for.
    """

    __tablename__ = "passkey_challenges"

    id: Mapped[int] = mapped_column(primary_key=True)
    challenge_hash: Mapped[str] = mapped_column(String(64), unique=True)
    purpose: Mapped[str] = mapped_column(String(20))
    bound_to: Mapped[str] = mapped_column(String(80), index=True)
    user_handle: Mapped[str | None] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(index=True)
