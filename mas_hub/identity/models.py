"""Who there is: the partnership, its agencies and people, and their sessions."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mas_hub import clock
from mas_hub.db import Base

BilingualName = dict[str, str | None]


class _Named:
    """What has a name in English, in Welsh or in both."""

    name_en: Mapped[str | None] = mapped_column(String(200))
    name_cy: Mapped[str | None] = mapped_column(String(200))

    @property
    def name(self) -> BilingualName:
        return {"en": self.name_en, "cy": self.name_cy}

    @name.setter
    def name(self, name: BilingualName) -> None:
        self.name_en, self.name_cy = name.get("en"), name.get("cy")


class Partnership(_Named, Base):
    """The one deployment's owner. `overrides`: local values laid over the nation's practice profile."""

    __tablename__ = "partnership"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    nation: Mapped[str] = mapped_column(String(20))
    diary_name: Mapped[str | None] = mapped_column(String(401))
    """The names before the first change; none: there was no change."""
    overrides: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    demo: Mapped[bool] = mapped_column(default=False)
    second_factor: Mapped[str] = mapped_column(String(20), default="for_roles")
    """Who has to have one: `optional`, `for_roles` (facilitators and administrators) or `for_all`."""
    return_year_begins: Mapped[int] = mapped_column(default=4, server_default="4")
    """The month in which a year of annual returns begins: 4 (financial), 1 (calendar) or 9 (academic)."""

    @property
    def known_to_diaries(self) -> str:
        """The names by which a diary knows a meeting again, so that a moved one moves there: always the first."""
        return self.diary_name if self.diary_name is not None else f"{self.name_en}/{self.name_cy}"


class Agency(_Named, Base):
    """`key` names it inside the scenario it came from; `code` (2 to 4 capitals) and `colour` (0 to 11) on the board.

    `support_signposts`: where its people find support; empty for the practice profile's.
    """

    __tablename__ = "agencies"
    __table_args__ = (
        Index(
            "uq_agencies_code_active", "code", unique=True, sqlite_where=text("active"), postgresql_where=text("active")
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    key: Mapped[str | None] = mapped_column(String(60), unique=True)
    sector: Mapped[str] = mapped_column(String(60))
    code: Mapped[str] = mapped_column(String(4))
    colour: Mapped[int]
    record_system: Mapped[str] = mapped_column(String(200), default="")
    contact_address: Mapped[str] = mapped_column(String(254), default="")
    support_signposts: Mapped[str] = mapped_column(Text, default="")
    active: Mapped[bool] = mapped_column(default=True)


class Person(Base):
    """`email` is lower-cased; without a `password_hash` nobody signs in as them. `guest`: see `identity.guests`."""

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254), unique=True)
    job: Mapped[str] = mapped_column(String(200), default="")
    password_hash: Mapped[str | None] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(2), default="en")
    active: Mapped[bool] = mapped_column(default=True)
    guest: Mapped[bool] = mapped_column(default=False, server_default=false())

    agency: Mapped[Agency] = relationship(lazy="raise")
    roles_held: Mapped[list["PersonRole"]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by="PersonRole.role"
    )

    @property
    def roles(self) -> list[str]:
        return sorted(held.role for held in self.roles_held)


class PersonRole(Base):
    """A partnership-wide role; `recorder` is of the person's own agency."""

    __tablename__ = "person_roles"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    role: Mapped[str] = mapped_column(String(20), primary_key=True)


class RoleProposal(Base):
    """A partnership-wide role that one administrator proposed for somebody, and what another made of it.

    `outcome` None: it waits; else `confirmed`, `refused` or `withdrawn`. `decided_by` None then: an operator.
    """

    __tablename__ = "role_proposals"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    role: Mapped[str] = mapped_column(String(20))
    proposed_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    proposed_at: Mapped[datetime]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(String(20))


class SignInSession(Base):
    """One sign-in. Only the SHA-256 of its token is kept. `device`: the words of `identity.devices`.

    `proved_at`: when its holder last showed who they are, by signing in or since. `how` they signed in: `passkey`; or
    `password`, `link` or `provider`, and after a space the second factor, `app`, `passkey`, `recovery` or `provider`.
    """

    __tablename__ = "sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    proved_at: Mapped[datetime] = mapped_column(default=clock.now)
    device: Mapped[str] = mapped_column(String(40), default="")
    how: Mapped[str] = mapped_column(String(40), default="", server_default="")
    ended_at: Mapped[datetime | None]
    meeting_id: Mapped[int | None]
    """A guest's session holds for this meeting alone. No foreign key: meetings stand above this room."""


class SignInStep(Base):
    """Somebody who came half way, `how`, and still has to show or set up a second factor. It opens nothing else."""

    __tablename__ = "sign_in_steps"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    device: Mapped[str] = mapped_column(String(40))
    how: Mapped[str] = mapped_column(String(20), default="password", server_default="password")
    begun_at: Mapped[datetime]


class SecondFactor(Base):
    """The secret of somebody's authenticator app, sealed (`identity.sealing`). `offered`: one not yet confirmed.

    `last_step`: the last period whose code was used. `reset_at`: when an administrator took it away.
    """

    __tablename__ = "second_factors"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    sealed: Mapped[str | None] = mapped_column(String(200))
    offered: Mapped[str | None] = mapped_column(String(200))
    last_step: Mapped[int]
    confirmed_at: Mapped[datetime | None]
    reset_at: Mapped[datetime | None]


class RecoveryCode(Base):
    """Signs in once in place of the app. Only its hash is kept."""

    __tablename__ = "recovery_codes"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None]


class SignInLink(Base):
    """Lets somebody set their password, once. Only the SHA-256 of its token is kept. `made_by` None: asked for by them.

    `purpose`: `invitation` or `reset`.
    """

    __tablename__ = "sign_in_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(20))
    made_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Provider(Base):
    """Where people of one agency sign in (OpenID Connect). `sealed`: the secret by which it knows this service.

    `second_factor`: the operator vouches that it asks for one, so that none is asked for here.
    """

    __tablename__ = "identity_providers"

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"))
    name: Mapped[str] = mapped_column(String(200))
    issuer: Mapped[str] = mapped_column(String(500), unique=True)
    client_id: Mapped[str] = mapped_column(String(200))
    sealed: Mapped[str] = mapped_column(String(1000))
    second_factor: Mapped[bool]


class ProviderFlow(Base):
    """Somebody on their way to a provider and back. `person_id`: who connects their account there, None: signs in."""

    __tablename__ = "provider_flows"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    state_hash: Mapped[str] = mapped_column(String(64))
    provider_id: Mapped[int] = mapped_column(ForeignKey("identity_providers.id"))
    nonce: Mapped[str] = mapped_column(String(100))
    sealed: Mapped[str] = mapped_column(String(300))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    device: Mapped[str] = mapped_column(String(40))
    begun_at: Mapped[datetime]


class OutsideIdentity(Base):
    """Whom an issuer means by a subject."""

    __tablename__ = "outside_identities"
    __table_args__ = (UniqueConstraint("issuer", "subject"), UniqueConstraint("issuer", "person_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    issuer: Mapped[str] = mapped_column(String(500))
    subject: Mapped[str] = mapped_column(String(255))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    connected_at: Mapped[datetime]


class SignInAttempts(Base):
    """Mistakes in signing in, by what is counted (`identity.throttle`). `good_at`: when it last went well."""

    __tablename__ = "sign_in_attempts"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(index=True)
    good_at: Mapped[datetime | None]
