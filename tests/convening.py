"""Convenes the meeting of `tests.sitting`: what is planned, who comes, and what they say."""

import shutil
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from mas_hub import clock, db, meeting_log
from mas_hub.audit.chaining import begin_chain
from mas_hub.cases.actions import open_case
from mas_hub.db import snapshot, transaction
from mas_hub.identity.actions import add_agency, add_person
from mas_hub.identity.models import SignInSession
from mas_hub.identity.partnership import create_partnership
from mas_hub.identity.queries import token_hash
from mas_hub.integration.models import ApiToken
from mas_hub.integration.rules import SCOPES
from mas_hub.meetings.models import Seat
from mas_hub.meetings.planning import plan_meeting, save_plan
from mas_hub.meetings.queries import enter
from mas_hub.preparation.actions import save_preparation
from tests.sitting import (
    AGENCIES,
    GROUND_RULES,
    NOW,
    PEOPLE,
    PREPARED,
    SEATED,
    SMART,
    Sitting,
    api_token_of,
    token_of,
)

MILESTONES = (("referral", "2026-05-11"), ("strategy_discussion", "2026-06-15"), ("initial_conference", "2026-07-14"))


def prepare(folder: Path) -> Sitting:
    """Write `planned.sqlite`, `opened.sqlite` and `closed.sqlite` into `folder`, with their key.

    The clock is the caller's.
    """
    sitting = _plan(folder)
    _keep(folder, "planned")
    sitting = open_both(sitting)
    _keep(folder, "opened")
    _close(sitting)
    _keep(folder, "closed")
    db.close()
    return sitting


def _stamp(engine: Engine) -> None:
    """Say of the models' own tables that they have the newest schema, which they have."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parents[1] / "migrations"))
    with engine.execution_options(writes=True).begin() as connection:
        config.attributes["connection"] = connection
        command.stamp(config, "head")


def _plan(folder: Path) -> Sitting:
    engine = db.configure(f"sqlite:///{folder / 'mas_hub.sqlite'}")
    db.Base.metadata.create_all(engine)
    _stamp(engine)
    meeting_log.configure_key(folder / "key")
    begin_chain()
    with transaction() as session:
        create_partnership(session, name={"en": "Fellshire Partnership", "cy": None}, nation="england")
        agencies = {
            key: add_agency(
                session,
                key=key,
                sector=sector,
                name={"en": f"Fellshire {key}", "cy": None},
                record_system=f"{key} files",
            ).id
            for key, sector in AGENCIES.items()
        }
        people = {}
        for name, (agency, roles) in PEOPLE.items():
            person = add_person(
                session,
                agency_id=agencies[agency],
                name=f"{name.title()} Made-up",
                job="Practitioner",
                email=f"{name}@fellshire.example",
                roles=roles,
            )
            people[name] = person.id
            now = clock.now()
            session.add(
                SignInSession(
                    token_hash=token_hash(token_of(name)), person_id=person.id, created_at=now, last_seen_at=now
                )
            )
        sitting = Sitting(folder, 0, 0, agencies, people, {})
        for name in ("sian", "kit"):
            session.add(
                ApiToken(
                    agency_id=agencies[PEOPLE[name][0]],
                    maker_id=people[name],
                    name=f"{name}'s record system",
                    token_hash=token_hash(api_token_of(name)),
                    scopes=list(SCOPES),
                    made_at=clock.now(),
                    expires_at=clock.now() + timedelta(days=90),
                )
            )
        ours = _planned(
            session,
            sitting,
            facilitator="amara",
            reference="FS-2291",
            invited={"csc": ["beth"], "police": ["dina", "dora"], "health": ["callum"], "school": []},
        )
        theirs = _planned(
            session,
            sitting,
            facilitator="freya",
            reference="FS-7777",
            invited={"housing": ["hugo"], "camhs": ["kit"]},
        )
        beth = enter(session, sitting.actor("beth"), ours)
        save_preparation(session, beth, version=0, **PREPARED)
    return replace(sitting, meeting_id=ours, other_meeting_id=theirs)


def _planned(
    session: Session,
    sitting: Sitting,
    *,
    facilitator: str,
    reference: str,
    invited: Mapping[str, list[str]],
) -> int:
    actor, people, agencies = sitting.actor(facilitator), sitting.people, sitting.agencies
    case = open_case(
        session,
        actor,
        reference=reference,
        subject_initials="K.T.",
        subject_type="child",
        age_band="5-9",
        milestones=[{"kind": kind, "date": datetime.fromisoformat(day).date()} for kind, day in MILESTONES],
    )
    meeting = plan_meeting(session, actor, case_id=case.id)
    ours = facilitator == "amara"
    save_plan(
        session,
        actor,
        meeting.id,
        version=meeting.version,
        scheduled_at=NOW,
        purpose="decision_making",
        criteria=["threshold", "other"],
        criteria_other=f"Why {reference} is discussed.",
        planned_minutes=90,
        template="standard",
        information_shared="assigned",
        invited=[
            {
                "agency_id": agencies[agency],
                "representatives": [people[name] for name in names],
                "recorders": [people["rhys"]] if agency == "police" else [],
            }
            for agency, names in invited.items()
        ],
        advisers=[people["arun"], people["nia"]] if ours else [],
        observers=[people["olu"]] if ours else [],
        deputy_id=people["nia"] if ours else None,
    )
    return meeting.id


def open_both(sitting: Sitting) -> Sitting:
    for chair, meeting_id in (("amara", sitting.meeting_id), ("freya", sitting.other_meeting_id)):
        sitting.do_in(meeting_id, chair, "open_meeting")
    for who in SEATED:
        if who != "dora":
            sitting.do(who, "accept_ground_rules", version=GROUND_RULES)
    for who in ("freya", "hugo", "kit"):
        sitting.do_in(sitting.other_meeting_id, who, "accept_ground_rules", version=GROUND_RULES)
    ids = sitting.agencies
    made: dict[str, tuple[str, str, dict[str, Any]]] = {
        "position": ("beth", "add_threshold_position", {"level": 3, "evidence": "Two of five visits were better."}),
        "disagreement": (
            "dina",
            "raise_disagreement",
            {"about": "Health holds level 4.", "between": [ids["csc"], ids["health"]]},
        ),
        "concern": (
            "beth",
            "raise_drift_concern",
            {
                "what": "The core group has not met.",
                "effect_on_child": "Nobody has weighed K.",
                "risk_source": "adults",
                "expectation": "none",
                "since": "2026-08-06",
            },
        ),
        "reflection": ("beth", "add_reflection", {"prompt": "analysis", "text": "Neglect by omission."}),
        "voice": ("callum", "add_reflection", {"prompt": "voice_of_the_child", "text": "I like it when Nan comes."}),
        "wellbeing": ("dina", "add_reflection", {"prompt": "wellbeing", "text": "I dread the callouts."}),
        "event": (
            "beth",
            "add_chronology_event",
            {"began": "2026-03-02", "what": "Second referral, no further action.", "source": "Case file"},
        ),
        "decision": ("beth", "propose_decision", {"owner": ids["police"], "involves": [ids["health"]], **SMART}),
    }
    things = {}
    for key, (who, act, data) in made.items():
        subject = sitting.do(who, act, **data)[0].subject
        things[key] = (subject["type"], subject["id"])
    sitting = replace(sitting, things=things)
    with snapshot() as session:
        things["a_seat"] = (
            "seat",
            session.scalars(select(Seat.id).where(Seat.person_id == sitting.people["dora"])).one(),
        )
    prepared = sitting.log(f"agency:{ids['csc']}")[0].subject
    things["preparation"] = (prepared["type"], prepared["id"])
    sitting = replace(sitting, things=things)
    consent = sitting.do("dina", "give_consent", **sitting.edit("decision", stand="agree"))[0].subject
    return replace(sitting, things={**things, "consent": (consent["type"], consent["id"])})


def _close(sitting: Sitting) -> None:
    sitting.do("amara", "agree_decision", **sitting.edit("decision"))
    sitting.do("amara", "close_meeting", next_meeting_on="2026-11-09")


def _keep(folder: Path, stage: str) -> None:
    """Copy the database as it is now; closing it first empties its write-ahead file."""
    path = folder / "mas_hub.sqlite"
    db.close()
    shutil.copy(path, folder / f"{stage}.sqlite")
    db.configure(f"sqlite:///{path}")
