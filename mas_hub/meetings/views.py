"""What people see of a meeting itself, its invitations and its seats: what the record keeps of them or, until it keeps
anything, as they are now."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.cases.models import Case
from mas_hub.cases.queries import case_facts, case_timeline
from mas_hub.identity.models import Agency, Person
from mas_hub.identity.queries import get_partnership
from mas_hub.local_practice.queries import practice_of
from mas_hub.local_practice.templates import get_template
from mas_hub.meeting_log import View
from mas_hub.meetings.models import Invitation, Meeting, Seat


def meeting_view(session: Session, meeting: Meeting) -> View:
    return {
        "type": "meeting",
        "id": meeting.id,
        "version": meeting.version,
        "state": meeting.state,
        "purpose": meeting.purpose,
        "criteria": meeting.criteria,
        "criteria_other": meeting.criteria_other,
        "scheduled_at": clock.iso(meeting.scheduled_at),
        "meeting_day": meeting.meeting_day.isoformat() if meeting.meeting_day else None,
        "planned_minutes": meeting.planned_minutes,
        "session_model": meeting.session_model,
        "template": meeting.template,
        "stage": meeting.stage,
        "stage_started_at": clock.iso(meeting.stage_started_at),
        "stage_times": meeting.stage_times,
        "information_shared": meeting.information_shared,
        "lawful_basis": meeting.lawful_basis,
        "lawful_basis_note": meeting.lawful_basis_note,
        "ground_rules_version": meeting.ground_rules_version,
        "facilitator_id": meeting.facilitator_id,
        "deputy_id": meeting.deputy_id,
        "opened_at": clock.iso(meeting.opened_at),
        "closed_at": clock.iso(meeting.closed_at),
        "postponed_from": clock.iso(meeting.postponed_from),
        "postponed_because": meeting.postponed_because,
        "cancelled_at": clock.iso(meeting.cancelled_at),
        "cancelled_because": meeting.cancelled_because,
        "next_meeting_on": meeting.next_meeting_on.isoformat() if meeting.next_meeting_on else None,
        "no_next_meeting_because": meeting.no_next_meeting_because,
        "childs_voice_not_heard_because": meeting.childs_voice_not_heard_because,
        **(meeting.facts or meeting_facts(session, meeting)),
    }


def invitation_view(session: Session, invitation: Invitation) -> View:
    return {
        "type": "invitation",
        "id": invitation.id,
        "version": invitation.version,
        "agency_id": invitation.agency_id,
        "attendance": invitation.attendance,
        **(invitation.facts or invitation_facts(session, invitation)),
    }


def seat_view(session: Session, seat: Seat) -> View:
    return {
        "type": "seat",
        "id": seat.id,
        "version": seat.version,
        "person_id": seat.person_id,
        "agency_id": seat.agency_id,
        "role": seat.role,
        "ground_rules_accepted_at": clock.iso(seat.ground_rules_accepted_at),
        "removed": seat.removed,
        "removed_because": seat.removed_because,
        **(seat.facts or seat_facts(session, seat)),
    }


def meeting_milestones(meeting: Meeting) -> list[tuple[str, date]]:
    """The case's milestones as (kind, day), as they stood when the meeting was opened."""
    facts = meeting.facts or {"case": {"milestones": []}}
    return [(each["kind"], date.fromisoformat(each["date"])) for each in facts["case"]["milestones"]]


def meeting_facts(session: Session, meeting: Meeting) -> dict[str, Any]:
    """What the record keeps of the partnership, the case, its statutory timeline and the template's stages as they are
    now."""
    partnership = get_partnership(session)
    practice = practice_of(session)
    case = session.get_one(Case, meeting.case_id)
    template = get_template(session, meeting.template, meeting.template_version)
    stages = template.stages_for(case.subject_type) if template else ()
    return {
        "nation": partnership.nation,
        "partnership": partnership.name,
        "case": case_facts(case),
        "timeline": case_timeline(practice, case, clock.today()),
        "stages": [stage.as_json() for stage in stages],
    }


def invitation_facts(session: Session, invitation: Invitation) -> dict[str, Any]:
    agency = session.get_one(Agency, invitation.agency_id)
    return {
        "name": agency.name,
        "code": agency.code,
        "colour": agency.colour,
        "sector": agency.sector,
        "record_system": agency.record_system,
    }


def seat_facts(session: Session, seat: Seat) -> dict[str, Any]:
    person = session.get_one(Person, seat.person_id)
    agency = session.get_one(Agency, seat.agency_id)
    return {
        "name": person.name,
        "job": person.job,
        "may_chair": "facilitator" in person.roles,
        "agency_name": agency.name,
        "agency_code": agency.code,
        "agency_colour": agency.colour,
    }
