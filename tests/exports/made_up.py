"""The views of a made-up meeting, built by hand: a core group that drifted, seven agencies, one of them not there."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from mas_hub.exports.document import build
from mas_hub.exports.parts import Document

View = dict[str, Any]
Views = dict[str, list[View]]

CSC, HEALTH, POLICE, SCHOOL, CAMHS, HOUSING, PROBATION = range(1, 8)
MADE_AT = datetime(2026, 9, 21, 15, 10, tzinfo=UTC)
SEQ = 57

NAMES = {
    CSC: ("Fellshire Children's Social Care", "CSC", "Social care case system"),
    HEALTH: ("Fellshire Community Health NHS Trust", "HEA", "Community health record"),
    POLICE: ("Fellshire Constabulary, Public Protection", "POL", "Police records"),
    SCHOOL: ("Beck Lane Primary School", "SCH", "School safeguarding log"),
    CAMHS: ("Fellshire CAMHS", "CAM", "Mental health record"),
    HOUSING: ("Fellshire Homes", "HOU", "Tenancy file"),
    PROBATION: ("Probation Service, Fellshire", "PRO", "Offender record"),
}

# Texts that must be in no file of any agency.
NEVER = ("CANARY wellbeing dread", "CANARY withdrawn decision", "CANARY proposed decision", "CANARY withdrawn voice",
         "CANARY evidence", "CANARY withdrawn concern", "CANARY why withdrawn", "CANARY lapsed reason")  # fmt: skip


def views(*, purpose: str = "decision_making", **meeting: Any) -> Views:
    """Every current view by subject type, in the shapes of the HTTP API. `meeting` changes fields of the meeting's."""
    return {
        "meeting": [{**_meeting(purpose), **meeting}],
        "invitation": [_invitation(agency) for agency in NAMES],
        "seat": _seats(),
        "threshold_position": [
            _said("threshold_position", 1, HEALTH, level=4, evidence="CANARY evidence", would_change_view="")
        ],
        "disagreement": [
            _said(
                "disagreement",
                1,
                HEALTH,
                about="Health holds level 4; social care level 3.",
                between=[CSC, HEALTH],
                state="resolved",
                how="Social care moved.",
                escalation=None,
            )
        ],
        "drift_concern": [
            _said("drift_concern", 1, HEALTH, what="Core group has not met since the first one.", effect_on_child="-"),
            _said("drift_concern", 2, CSC, what="CANARY withdrawn concern", withdrawn=True),
        ],
        "requirement": [
            _said("requirement", 1, CSC, what="Looked-after visit.", basis="SI 2010/959 reg 28"),
            _said("requirement", 2, CSC, what="CANARY withdrawn requirement", basis="", withdrawn=True),
        ],
        "citation": [
            _cited(1, "decision", 1, "Working Together to Safeguard Children", place="chapter 3"),
            _cited(2, "drift_concern", 1, "Made-up study of neglect", link="https://x.example/study"),
            _cited(3, "reflection", 6, "Made-up review of minutes"),
            _cited(4, "decision", 1, "CANARY withdrawn source", withdrawn=True),
            _cited(6, "involvement", 2, "Made-up protocol for surgeries"),
            _cited(5, "threshold_position", 1, "CANARY source of evidence"),
        ],
        "involvement": [
            _involved(1, HEALTH, "Health visitor", "Each month."),
            _involved(2, CSC, "GP", "Once a year.", service="Beck Surgery"),
            _involved(3, CSC, "Social worker", "Each second week."),
            _involved(4, CSC, "CANARY withdrawn worker", "", withdrawn=True),
        ],
        "reflection": _reflections(),
        "decision": [] if purpose == "reflective" else _decisions(),
        "consent": [] if purpose == "reflective" else _consents(),
    }


def document(agency: int = HEALTH, *, of: Views | None = None, language: str = "en", interim: bool = False) -> Document:
    return build(of or views(), agency, seq=SEQ, interim=interim, made_at=MADE_AT, language=language)


def _involved(id: int, agency: int, people: str, does: str, *, service: str = "", withdrawn: bool = False) -> View:
    said = {"service": service, "people": people, "does": does, "withdrawn": withdrawn, "by": by(agency)}
    return {"type": "involvement", "id": id, "version": 1, "agency_id": agency, **said}


def by(agency: int) -> dict[str, int]:
    return {"person_id": agency * 10, "agency_id": agency}


def decision(id: int, owner: int, text: str, *, proposer: int = CSC, **changed: Any) -> View:
    facts: View = {
        "type": "decision",
        "id": id,
        "version": 2,
        "state": "agreed",
        "agency_id": proposer,
        "owner_agency_id": owner,
        "involves": [],
        "text": text,
        "measure": "Minutes sent to every member.",
        "responsible": "Team manager, neglect team",
        "due": "2026-09-28",
        "reflects_child": "K. asked who will come.",
        "rationale": "",
        "authority": "needs_sign_off",
        "sign_off_by": "Head of service",
        "family_what": "That the core group meets, and when.",
        "family_by": "Social worker",
        "family_on": "2026-09-24",
        "answers": [],
        "missing": [],
        "proposed_at": "2026-09-21T13:00:00.000000Z",
        "agreed_at": "2026-09-21T13:40:00.000000Z",
        "withdrawn_because": "",
        "by": by(proposer),
    }
    return {**facts, **changed}


def consent(id: int, decision_id: int, agency: int, stand: str, reason: str = "", *, lapsed: bool = False) -> View:
    return {
        "type": "consent",
        "id": id,
        "version": 1,
        "decision_id": decision_id,
        "agency_id": agency,
        "stand": stand,
        "reason": reason,
        "lapsed": lapsed,
        "given_at": "2026-09-21T13:30:00.000000Z",
        "by": by(agency),
    }


def reflection(id: int, agency: int, prompt: str, text: str, *, withdrawn: bool = False) -> View:
    return _said("reflection", id, agency, prompt=prompt, text=text, withdrawn=withdrawn)


def _meeting(purpose: str) -> View:
    return {
        "type": "meeting",
        "id": 14,
        "version": 9,
        "state": "closed",
        "purpose": purpose,
        "criteria": ["threshold", "drift", "emotional_impact"],
        "criteria_other": "",
        "scheduled_at": "2026-09-21T12:30:00.000000Z",
        "meeting_day": "2026-09-21",
        "planned_minutes": 90,
        "template": "standard",
        "stages": [],
        "stage": None,
        "stage_started_at": None,
        "information_shared": "assigned",
        "nation": "england",
        "partnership": {"en": "Fellshire Safeguarding Children Partnership", "cy": None},
        "case": {
            "id": 3,
            "reference": "FS-2291",
            "subject_initials": "K.T.",
            "subject_type": "child",
            "age_band": "5-9",
            "milestones": [],
        },
        "facilitator_id": 99,
        "opened_at": "2026-09-21T12:31:00.000000Z",
        "closed_at": "2026-09-21T14:05:00.000000Z",
        "next_meeting_on": "2026-11-09",
        "no_next_meeting_because": "",
        "childs_voice_not_heard_because": "",
    }


def _invitation(agency: int) -> View:
    name, code, record_system = NAMES[agency]
    return {
        "type": "invitation",
        "id": agency,
        "version": 2,
        "agency_id": agency,
        "name": {"en": name, "cy": None},
        "code": code,
        "colour": agency,
        "sector": "police",
        "record_system": record_system,
        "attendance": "apologies" if agency == PROBATION else "present",
    }


def _seats() -> list[View]:
    return [
        _seat(99, CSC, "Amara Osei", "Independent supervision facilitator", "facilitator"),
        _seat(10, CSC, "Beth Langley", "Social worker"),
        _seat(20, HEALTH, "Callum Reid", "Health visitor"),
        _seat(21, HEALTH, "Hugh Yates", "Safeguarding records administrator", "recorder", accepted=False),
        _seat(30, POLICE, "Dina Farouk", "Detective sergeant"),
        _seat(40, SCHOOL, "Elin O'Neill-Ward", "Designated safeguarding lead"),
        _seat(50, CAMHS, "Farid Haddad", "Clinical psychologist"),
        _seat(60, HOUSING, "Grace Mbeki", "Tenancy sustainment officer"),
        _seat(80, HOUSING, "Owen Price", "Safeguarding adviser", "adviser"),
        _seat(81, POLICE, "Removed Person", "Gone", removed=True),
    ]


def _seat(
    person: int, agency: int, name: str, job: str, role: str = "representative", *, accepted: bool = True,
    removed: bool = False,
) -> View:  # fmt: skip
    full, code, _ = NAMES[agency]
    return {
        "type": "seat",
        "id": person,
        "version": 1,
        "person_id": person,
        "name": name,
        "job": job,
        "role": role,
        "agency_id": agency,
        "agency_name": {"en": full, "cy": None},
        "agency_code": code,
        "agency_colour": agency,
        "ground_rules_accepted_at": "2026-09-21T12:32:00.000000Z" if accepted else None,
        "removed": removed,
    }


def _said(kind: str, id: int, agency: int, **facts: Any) -> View:
    return {
        "type": kind,
        "id": id,
        "version": 1,
        "agency_id": agency,
        "added_at": "2026-09-21T12:50:00.000000Z",
        "withdrawn": False,
        "withdrawn_because": "CANARY why withdrawn" if facts.get("withdrawn") else "",
        "by": by(agency),
        **facts,
    }


def _cited(
    id: int, kind: str, on: int, title: str, *, place: str = "", link: str = "", withdrawn: bool = False
) -> View:
    facts = {"beside": {"type": kind, "id": on}, "source": "", "title": {"en": title, "cy": title}}
    return _said("citation", id, CSC, **facts, place=place, link=link, withdrawn=withdrawn)


def _reflections() -> list[View]:
    return [
        reflection(1, SCHOOL, "voice_of_the_child", '"I like it when Nan comes because there is tea."'),
        reflection(2, HEALTH, "voice_of_the_child", "CANARY withdrawn voice", withdrawn=True),
        reflection(3, HEALTH, "wellbeing", "CANARY wellbeing dread"),
        {"type": "reflection", "id": 4, "version": 2, "erased": True},
        reflection(5, HEALTH, "analysis", "Health's own analysis of the weights."),
        reflection(6, POLICE, "process_challenge", "Police get minutes only after three weeks."),
        reflection(7, POLICE, "wellbeing", "CANARY wellbeing dread"),
    ]


def _decisions() -> list[View]:
    answers = [
        {"type": "drift_concern", "id": 1},
        {"type": "drift_concern", "id": 2},
        {"type": "requirement", "id": 1},
        {"type": "requirement", "id": 2},
        {"type": "disagreement", "id": 1},
        {"type": "threshold_position", "id": 1},
        {"type": "reflection", "id": 4},
        {"type": "reflection", "id": 5},
        {"type": "reflection", "id": 6},
    ]
    return [
        decision(1, CSC, "Hold a core group within five working days.", involves=[HEALTH, SCHOOL],
                 rationale="Social care's own reasons.", answers=answers),
        decision(2, HOUSING, "CANARY withdrawn decision", state="withdrawn", withdrawn_because="CANARY why withdrawn"),
        decision(3, HEALTH, "Weigh K. at school weekly for six weeks.", proposer=HEALTH, responsible="School nurse",
                 measure="Six plotted weights.", due="2026-11-02", rationale="The weights crossed two centiles.",
                 answers=answers),
        decision(4, HEALTH, "CANARY proposed decision", state="proposed", agreed_at=None),
        decision(5, PROBATION, "Confirm licence conditions.\nThe second line of probation's decision.",
                 involves=[CSC], responsible="Probation practitioner", due="2026-09-30",
                 handed_over=[{"from": SCHOOL, "to": PROBATION, "at": "2026-09-24T09:30:00.000000Z"}]),
    ]  # fmt: skip


def _consents() -> list[View]:
    agencies: Sequence[int] = (CSC, HEALTH, POLICE, SCHOOL, CAMHS)
    agreed = [
        consent(index, number, agency, "agree")
        for index, (number, agency) in enumerate(((n, a) for n in (1, 3, 5) for a in agencies), start=1)
    ]
    return [
        *agreed,
        consent(40, 3, HOUSING, "reservations", "K. should not be singled out in front of other pupils."),
        consent(41, 1, HOUSING, "disagree", "CANARY lapsed reason", lapsed=True),
    ]
