"""What every route takes: an example of its body, and of what stands in its path."""

from collections.abc import Callable
from typing import Any

from mas_hub.returns.queries import NOTHING
from mas_hub.returns.statements import KEYS
from tests.plans import plan_of
from tests.sitting import PREPARED, Sitting

A_RETURN = {
    "edition": 1,
    "version": 0,
    "answers": {key: dict(NOTHING) for key in KEYS},
    "summary": "",
    "approved_by": "",
}
AN_AGENCY = {
    "sector": "housing",
    "name": {"en": "New Homes", "cy": None},
    "code": "",
    "colour": None,
    "record_system": "",
    "contact_address": "",
    "support_signposts": "",
    "active": True,
}
A_PERSON = {
    "name": "New Person",
    "email": "new@fellshire.example",
    "job": "",
    "roles": [],
    "language": "en",
    "active": True,
    "password": "violet kettle under the stairs",
}
A_CASE = {
    "reference": "FS-1",
    "subject_initials": "A.B.",
    "subject_type": "child",
    "age_band": "",
    "capacity": "",
    "capacity_words": "",
    "milestones": [],
}
A_RECEIPT = {"recorded": False, "why_not": "The system is down."}

A_RETENTION = {"version": 0, "child_months": 36, "adult_months": 24, "backup_days": 30, "basis": "Schedule 7."}

AN_EVENT = {"began": "2026-03-02", "ended": None, "what": "Second referral.", "source": "Case file"}

A_FEEDBACK = {"version": 0, "safe": "yes", "heard": "partly", "well_spent": "no", "different": "", "with_name": False}

A_POINT = {
    "title": {"en": "Ask who lives there", "cy": ""},
    "text": {"en": "Nobody had.", "cy": ""},
    "review": "Child H",
    "publisher": "Fellshire Partnership",
    "year": 2025,
    "link": "https://reviews.example/h",
}

A_REQUIREMENT = {
    "kind": "visit",
    "what": "Looked-after visit.",
    "basis": "",
    "every": 6,
    "unit": "weeks",
    "next_due": None,
    "child": "seen",
    "seen_by": "",
    "asks": [],
}

A_STAGE = {
    "key": "",
    "name": {"en": "Talk", "cy": "Siarad"},
    "prompt": {"en": "How is K.?", "cy": "Sut mae K.?"},
    "minutes": 20,
    "hidden_round": False,
}
A_TEMPLATE = {"name": {"en": "Peer group", "cy": "Grŵp cyfoedion"}, "stages": [A_STAGE]}

A_TRAINING = {
    "what": "Facilitating supervision",
    "provider": "",
    "level": "facilitator",
    "day": "2026-03-02",
    "valid_until": None,
}
A_CONTACT = {
    "role": "named_nurse",
    "role_name": "",
    "name": "Mair Made-up",
    "telephone": "01632 960123",
    "email": "",
    "hours": "",
    "as_of": "2026-09-01",
}
AN_AGREEMENT = {
    "version": 0,
    "purpose": "Cases on which agencies differ.",
    "cases": "Where something has drifted.",
    "every_weeks": 6,
    "confidentiality": "As the protocol says.",
    "disagreement": "The leads meet.",
    "signed_by": "M. Hale",
    "begins": "2026-01-05",
    "review_on": "2027-01-05",
}

SHOWN = {"shown": {"id": "bm9uZQ", "client_data": "bm9uZQ", "authenticator_data": "bm9uZQ", "signature": "bm9uZQ"}}
MADE = {"name": "Laptop", "made": {"id": "bm9uZQ", "client_data": "bm9uZQ", "attestation": "bm9uZQ"}}

ASKED = {"about": "case", "named": "FS-2291", "ground": "themselves", "request": "SAR-2026/14"}

BODIES: dict[str, Callable[[Sitting], Any]] = {
    "POST /api/session": lambda _: {},
    "POST /api/session/code": lambda _: {"code": "000000"},
    "POST /api/session/second-factor": lambda _: {},
    "PUT /api/session/second-factor": lambda _: {"code": "000000"},
    "POST /api/account/second-factor": lambda _: {},
    "PUT /api/account/second-factor": lambda _: {"code": "000000"},
    "POST /api/account/recovery-codes": lambda _: {},
    "PUT /api/partnership/sign-in": lambda _: {"second_factor": "optional"},
    "POST /api/session/forgotten": lambda _: {"email": "nobody@fellshire.example"},
    "POST /api/session/link": lambda _: {"token": "guessed"},
    "PUT /api/session/link": lambda _: {"token": "guessed", "password": "violet kettle under the stairs"},
    "POST /api/people/<person_id>/link": lambda _: {"by_mail": False},
    "POST /api/session/provider": lambda _: {"provider_id": 1},
    "POST /api/account/provider": lambda _: {"provider_id": 1},
    "POST /api/session/provider/answer": lambda _: {"state": "guessed"},
    "POST /api/session/passkey/options": lambda _: {},
    "POST /api/session/passkey": lambda _: {},
    "POST /api/session/step/passkey/options": lambda _: {},
    "POST /api/session/step/passkey": lambda _: SHOWN,
    "POST /api/session/step/passkeys/options": lambda _: {"name": "Laptop"},
    "POST /api/session/step/passkeys": lambda _: MADE,
    "POST /api/account/passkeys/options": lambda _: {"name": "Laptop"},
    "POST /api/account/passkeys": lambda _: MADE,
    "POST /api/account/proof/passkey/options": lambda _: {},
    "POST /api/account/proof/passkey": lambda _: SHOWN,
    "PUT /api/session/language": lambda _: {"language": "cy"},
    "PUT /api/account/password": lambda _: {"present": "nobody's", "password": "violet kettle under the stairs"},
    "POST /api/account/proof": lambda _: {"password": "nobody's"},
    "POST /api/agencies": lambda _: AN_AGENCY,
    "PUT /api/agencies/<agency_id>": lambda _: {**AN_AGENCY, "version": 1},
    "POST /api/people": lambda s: {**A_PERSON, "agency_id": s.agencies["csc"]},
    "PUT /api/people/<person_id>": lambda s: {**A_PERSON, "agency_id": s.agencies["csc"], "version": 1},
    "PUT /api/agreements/<agency_id>": lambda _: AN_AGREEMENT,
    "POST /api/agencies/<agency_id>/advice": lambda _: A_CONTACT,
    "PUT /api/advice/<contact_id>": lambda _: {**A_CONTACT, "version": 1},
    "POST /api/training": lambda _: A_TRAINING,
    "PUT /api/training/<record_id>": lambda _: {**A_TRAINING, "version": 1},
    "POST /api/templates": lambda _: A_TEMPLATE,
    "PUT /api/templates/<key>": lambda _: {**A_TEMPLATE, "version": 1, "offered": True},
    "POST /api/ground-rules": lambda _: {"edits": "2026-2", "en": ["Be kind."], "cy": ["Byddwch yn garedig."]},
    "POST /api/people/<person_id>/roles/<role>/confirm": lambda _: {},
    "POST /api/people/<person_id>/roles/<role>/refuse": lambda _: {},
    "POST /api/cases": lambda _: A_CASE,
    "PUT /api/cases/<case_id>": lambda _: {**A_CASE, "version": 1},
    "POST /api/meetings": lambda _: {"case_id": 1},
    "PUT /api/meetings/<>/plan": plan_of,
    "POST /api/meetings/<>/guests": lambda s: {"name": "Gus", "agency_id": s.agencies["csc"], "role": "observer"},
    "POST /api/meetings/<>/guests/<seat_id>/link": lambda _: {},
    "POST /api/joining/look": lambda _: {"token": "guessed"},
    "POST /api/joining": lambda _: {"token": "guessed"},
    "PUT /api/meetings/<>/preparation": lambda _: {**PREPARED, "version": 1},
    "POST /api/meetings/<>/chronology": lambda _: AN_EVENT,
    "PUT /api/meetings/<>/chronology/<event_id>": lambda _: {**AN_EVENT, "version": 1},
    "POST /api/meetings/<>/chronology/bring": lambda _: {},
    "POST /api/meetings/<>/requirements": lambda _: A_REQUIREMENT,
    "PUT /api/meetings/<>/requirements/<requirement_id>": lambda _: {**A_REQUIREMENT, "version": 1},
    "POST /api/meetings/<>/requirements/bring": lambda _: {"of": [1]},
    "POST /api/meetings/<>/acts/<act>": lambda _: {"act_id": "an-act-of-mine", "data": {"stage": "decisions"}},
    "POST /api/meetings/<>/receipt": lambda _: A_RECEIPT,
    "POST /api/exports/bulk": lambda _: {
        "first": "2026-09-01",
        "last": "2026-09-30",
        "formats": ["json"],
        "language": "en",
    },
    "POST /api/tokens": lambda _: {"name": "Case files", "scopes": ["read_decisions"], "days": 30},
    "POST /api/record-system/meetings/<>/receipt": lambda _: A_RECEIPT,
    "POST /api/record-system/meetings/<>/decisions/<decision_id>/progress": lambda _: {"state": "not_started"},
    "PUT /api/reminders": lambda _: {
        "version": 0,
        "receipt_days": 3,
        "progress_days": 5,
        "repeat_days": 5,
        "by_email": True,
    },
    "POST /api/reminders/trial": lambda _: None,
    "PUT /api/retention": lambda _: A_RETENTION,
    "POST /api/cases/<case_id>/purge": lambda _: {},
    "POST /api/cases/<case_id>/purge/confirm": lambda _: {},
    "POST /api/cases/<case_id>/hold": lambda _: {"reason": "A court has asked for the record."},
    "POST /api/cases/<case_id>/hold/lift": lambda _: {"reason": "The court has it."},
    "POST /api/meetings/<>/decisions/<decision_id>/progress": lambda _: {"state": "under_way"},
    "POST /api/meetings/<>/decisions/<decision_id>/hand-over": lambda s: {"to": s.agencies["school"], "why": "Theirs."},
    "POST /api/meetings/<>/hand-overs/<hand_over_id>/answer": lambda _: {"accept": True},
    "POST /api/agency-audit/csv": lambda _: {"language": "en"},
    "POST /api/assurance/figures/file": lambda _: {"first": "2026-01", "last": "2026-09", "language": "en"},
    "POST /api/evidence": lambda _: {"year": 2026, "language": "en"},
    "PUT /api/returns/year": lambda _: {"begins": 9},
    "PUT /api/returns/<year>": lambda _: A_RETURN,
    "POST /api/returns/<year>/submit": lambda _: {"version": 1},
    "POST /api/returns/<agency_id>/<year>/file": lambda _: {"format": "json", "language": "en"},
    "POST /api/meetings/<>/keeping/ask": lambda _: {},
    "PUT /api/meetings/<>/feedback": lambda _: A_FEEDBACK,
    "PUT /api/meetings/<>/feedback/response": lambda _: {"version": 0, "text": "Thank you."},
    "POST /api/learning-points": lambda _: A_POINT,
    "PUT /api/learning-points/<point_id>": lambda _: {**A_POINT, "version": 1, "offered": True},
    "PUT /api/meetings/<>/learning": lambda _: {"points": []},
    "PUT /api/challenges/<key>": lambda _: {"version": 1, "state": "looked_at", "answer": ""},
    "POST /api/emergency/look-up": lambda _: {"reference": "FS-2291"},
    "POST /api/subject-access/look-up": lambda _: ASKED,
    "POST /api/subject-access/file": lambda _: {**ASKED, "id": 1, "language": "en"},
    "POST /api/meetings/<>/emergency": lambda _: {"reference": "FS-2291", "reason": "The police rang: K. is missing."},
    "POST /api/meetings/<>/emergency/<access_id>/replies": lambda _: {},
    "PUT /api/meetings/<>/emergency/replies/<reply_id>": lambda _: {"answer": "Yes."},
    "POST /api/exports/verify": lambda _: {"sha256": "0" * 64},
    "POST /api/meetings/<>/exports/zip": lambda _: {"language": "cy"},
}
ON_A_VERSION = {"DELETE /api/advice/<contact_id>", "DELETE /api/training/<record_id>"}
"""They say in their query which version is removed."""

IN_PATHS = {
    "token_id": "1",
    "agency_id": "1",
    "person_id": "2",
    "case_id": "1",
    "contact_id": "999999",
    "record_id": "999999",
    "event_id": "999999",
    "session_id": "999999",
    "requirement_id": "999999",
    "seat_id": "999999",
    "role": "facilitator",
    "provider_id": "1",
    "passkey_id": "999999",
    "decision_id": "1",
    "hand_over_id": "1",
    "access_id": "1",
    "reply_id": "1",
    "point_id": "999999",
    "year": "2026",
    "name": "page.js",
    "key": "local-999",
}


def path_of(route: str, meeting_id: int) -> tuple[str, str]:
    method, path = route.split(" ")
    path = path.replace("/exports/<>", "/exports/csv").replace("<>", str(meeting_id)).replace("<act>", "set_stage")
    for name, value in IN_PATHS.items():
        path = path.replace(f"<{name}>", value)
    if route in ON_A_VERSION:
        path += "?version=1"
    return method, path


def body_for(route: str, sitting: Sitting) -> Any:
    return BODIES[route](sitting) if route in BODIES else None
