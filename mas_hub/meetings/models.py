"""A meeting, the agencies invited to it and the people with a seat in it.

`facts` is null while the meeting is planned; opening it copies there what the record must keep as it was on the day
(the case, the partnership, names and jobs), so that a later renaming does not rewrite the record.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mas_hub.db import Base


class Meeting(Base):
    __tablename__ = "meetings"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    facilitator_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    chair_away_since: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(String(20), default="planned")
    purpose: Mapped[str] = mapped_column(String(20), default="decision_making")
    criteria: Mapped[list[str]] = mapped_column(JSON, default=list)
    criteria_other: Mapped[str] = mapped_column(Text, default="")
    scheduled_at: Mapped[datetime | None]
    planned_minutes: Mapped[int] = mapped_column(default=90)
    session_model: Mapped[str] = mapped_column(String(20), default="group", server_default="group")
    template: Mapped[str] = mapped_column(String(40), default="standard")
    template_version: Mapped[int | None]
    information_shared: Mapped[str] = mapped_column(String(20), default="assigned")
    lawful_basis: Mapped[str] = mapped_column(String(40), default="", server_default="")
    lawful_basis_note: Mapped[str] = mapped_column(Text, default="", server_default="")
    ground_rules_version: Mapped[str | None] = mapped_column(String(20))
    facts: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    postponed_from: Mapped[datetime | None]
    postponed_because: Mapped[str] = mapped_column(Text, default="")
    cancelled_at: Mapped[datetime | None]
    cancelled_because: Mapped[str] = mapped_column(Text, default="")
    meeting_day: Mapped[date | None]
    stage: Mapped[str | None] = mapped_column(String(40))
    stage_started_at: Mapped[datetime | None]
    stage_times: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    next_meeting_on: Mapped[date | None]
    no_next_meeting_because: Mapped[str] = mapped_column(Text, default="")
    childs_voice_not_heard_because: Mapped[str] = mapped_column(Text, default="")


class Invitation(Base):
    """An agency asked to a meeting. Being invited is what creates the duty to record (S1)."""

    __tablename__ = "invitations"
    __table_args__ = (UniqueConstraint("meeting_id", "agency_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"), index=True)
    attendance: Mapped[str] = mapped_column(String(20), default="invited")
    facts: Mapped[dict[str, Any] | None] = mapped_column(JSON)


class EmergencyAccess(Base):
    """Somebody outside a meeting opened its record, for a while (docs/decisions/0041). `facts`: who they were then."""

    __tablename__ = "emergency_accesses"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"))
    reason: Mapped[str] = mapped_column(Text)
    opened_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)


class Seat(Base):
    __tablename__ = "seats"
    __table_args__ = (UniqueConstraint("meeting_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"))
    role: Mapped[str] = mapped_column(String(20))
    role_before: Mapped[str | None] = mapped_column(String(20))
    ground_rules_version: Mapped[str | None] = mapped_column(String(20))
    ground_rules_accepted_at: Mapped[datetime | None]
    removed: Mapped[bool] = mapped_column(default=False)
    removed_because: Mapped[str] = mapped_column(Text, default="")
    facts: Mapped[dict[str, Any] | None] = mapped_column(JSON)
