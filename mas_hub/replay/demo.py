"""The demo partnership: the product whole, with made-up people. A closed meeting waits for receipts, a live one is half
way, one is being prepared; some of the months before were recorded and followed through.

Every date of its scenarios is moved by whole weeks, so that weekdays stay weekdays and the live meeting's day comes in
the week from today on; the live meeting itself is held today (docs/decisions/0005).
"""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from mas_hub import clock
from mas_hub.advice.actions import list_contact
from mas_hub.db import snapshot, transaction
from mas_hub.follow_up.actions import record_receipt
from mas_hub.follow_up.progress import report_progress
from mas_hub.identity.models import Agency, Person
from mas_hub.identity.passwords import DEMO_PASSWORD, hash_password
from mas_hub.identity.queries import list_people
from mas_hub.language import named
from mas_hub.meetings.queries import enter
from mas_hub.replay.checking import check
from mas_hub.replay.earlier import Earlier, earlier_meetings
from mas_hub.replay.moving import moved, weeks_until
from mas_hub.replay.reading import Source, parse
from mas_hub.replay.run import Replay, do_act
from mas_hub.replay.setting import Cast, introduce, open_and_seat, plan
from mas_hub.training.actions import add_training

__all__ = ["DEMO_PASSWORD", "demo_people", "load_demo"]

SETTING = "demo"
CLOSED, LIVE, PLANNED = "before-birth", "neglect-and-drift", "waiting-for-an-assessment"
SHARED = ("partnership", "agencies", "people")

KEEPER = "ines"
"""Who administers."""

DECISIONS_SO_FAR = 3
"""The live meeting has come to where this many decisions are proposed."""

Scenario = dict[str, Any]


def load_demo() -> None:
    """Fill an empty database with the demo partnership."""
    now = clock.now()
    closed, live, planned = demo_meetings(now)
    cast = introduce(closed.data, demo=True, password_hash=hash_password(DEMO_PASSWORD))
    setting = {section: _read(SETTING).data[section] for section in SHARED}
    for earlier in earlier_meetings(now, setting):
        _hold_and_follow(earlier, cast)
    begun = closed.data["meeting"]["scheduled_at"]
    ended = begun + timedelta(minutes=closed.data["meeting"]["planned_minutes"])
    held = _hold(closed, cast, begun, ended)
    for receipt in _read(SETTING).data["receipts"]:
        _record(held, receipt["by"], receipt["reference"], ended + timedelta(days=1))
    _hold(live, cast, live.data["meeting"]["scheduled_at"], now)
    plan(planned.data, cast.for_another_meeting())
    _name_professionals(cast)
    _have_trained(cast)


def demo_meetings(now: datetime) -> tuple[Source, Source, Source]:
    """The closed, the live and the planned scenario, with the dates they have when the demo is loaded `now`."""
    sources = [_scenario(name, _read(SETTING)) for name in (CLOSED, LIVE, PLANNED)]
    weeks = weeks_until(sources[1].data["meeting"]["scheduled_at"].date(), clock.local_day(now))
    closed, live, planned = (moved(source, weeks) for source in sources)
    live.data["meeting"].update(_read(SETTING).data["live"], scheduled_at=_begun(now))
    live.data["acts"] = list(_half_way(live.data))
    return closed, live, planned


def demo_people() -> list[tuple[str, str, str]]:
    """Name, e-mail address, and what else is known, of everybody who can sign in to the demo."""
    with snapshot() as session:
        return [
            (person.name, person.email, ", ".join(_known_of(person, session.get_one(Agency, person.agency_id))))
            for person in list_people(session)
            if person.password_hash
        ]


def _known_of(person: Person, agency: Agency) -> list[str]:
    """Job, agency, roles, and that somebody reads Welsh."""
    welsh = ["in Welsh"] if person.language == "cy" else []
    return [person.job, named(agency.name, "en"), *(role.replace("_", " ") for role in person.roles), *welsh]


@cache
def _read(name: str) -> Source:
    file = files("mas_hub.replay").joinpath("scenarios", f"{name}.yaml")
    return parse(file.read_text(encoding="utf-8"), f"{name}.yaml")


def _scenario(name: str, setting: Source) -> Source:
    """A shipped scenario, held by the demo's own partnership and people."""
    source = _read(name)
    shared = {section: setting.data[section] for section in SHARED}
    more = _more_of_live(source.data, setting.data) if name == LIVE else {}
    return check(Source(source.file, {**source.data, **shared, **more}, source.lines))


def _more_of_live(scenario: Scenario, setting: Scenario) -> Scenario:
    """Its milestones and acts with the demo's own: the chronology is put down as the meeting turns to drift."""
    acts = scenario["acts"]
    drift = next(number for number, act in enumerate(acts) if act["do"] == "raise_drift_concern")
    return {
        "milestones": [*scenario["milestones"], *setting["milestones"]],
        "acts": [*acts[:drift], *setting["acts"], *acts[drift:]],
    }


def _hold(source: Source, cast: Cast, begun: datetime, until: datetime) -> Cast:
    """Open the meeting when it began and do its acts one after the other, the last shortly before `until`."""
    run = Replay(source, cast.for_another_meeting())
    with clock.fixed(begun):
        plan(source.data, run.cast)
        open_and_seat(source.data, run.cast)
    acts = len(source.data["acts"])
    for number in range(acts):
        with clock.fixed(begun + (until - begun) * (number + 1) / (acts + 1)):
            do_act(run, number)
    if run.failures:
        raise RuntimeError("\n".join(run.failures))
    return run.cast


def _hold_and_follow(earlier: Earlier, cast: Cast) -> None:
    """An earlier meeting, what each agency recorded of it, and what each owner said of its decisions a month later."""
    meeting = earlier.scenario.data["meeting"]
    ended = meeting["scheduled_at"] + timedelta(minutes=meeting["planned_minutes"])
    held = _hold(earlier.scenario, cast, meeting["scheduled_at"], ended)
    for by, reference, days in earlier.receipts:
        _record(held, by, reference, ended + timedelta(days=days, hours=2))
    for key, (by, state, words) in earlier.progress.items():
        with clock.fixed(ended + timedelta(days=30)), transaction() as session:
            somebody = enter(session, held.actor(by)(session), held.meeting_id)
            report_progress(session, somebody, held.things[key][1], state=state, words=words)


def _record(cast: Cast, by: str, reference: str, at: datetime) -> None:
    """One agency says that it has recorded the decisions."""
    with clock.fixed(at), transaction() as session:
        somebody = enter(session, cast.actor(by)(session), cast.meeting_id)
        record_receipt(
            session,
            somebody,
            recorded=True,
            reference=reference,
            recorded_on=clock.today(),
            why_not="",
        )


def _name_professionals(cast: Cast) -> None:
    """Whom to ask, agency by agency, as the administrator lists them; of one it is long ago that it was checked."""
    with transaction() as session:
        keeper = cast.actor(KEEPER)(session)
        for said in _read(SETTING).data["advice"]:
            facts = {name: said.get(name, "") for name in ("role", "role_name", "name", "telephone", "email", "hours")}
            as_of = clock.today() - timedelta(days=int(said["checked_days_ago"]))
            list_contact(session, keeper, cast.agencies[said["agency"]], **facts, as_of=as_of)


def _have_trained(cast: Cast) -> None:
    """What some of its people have been to, as each keeps it."""
    for said in _read(SETTING).data["training"]:
        day = clock.today() - timedelta(days=int(said["days_ago"]))
        until = day + timedelta(days=int(said["held_for_days"])) if "held_for_days" in said else None
        facts = {name: said.get(name, "") for name in ("what", "provider", "level")}
        with transaction() as session:
            person = cast.actor(said["person"])(session)
            add_training(session, person, person_id=None, **facts, day=day, valid_until=until)


def _half_way(live: Scenario) -> Iterator[dict[str, Any]]:
    """The live scenario's acts up to its third proposed decision, with the chair moving the meeting on as they turn to
    something else."""
    chair, proposed, stage = live["meeting"]["facilitator"], 0, None
    for act in live["acts"]:
        if _stage_of(act) not in (stage, None):
            stage = _stage_of(act)
            yield {"by": [chair], "do": "set_stage", "key": None, "refused": False, "said": {"stage": stage}}
        yield act
        proposed += act["do"] == "propose_decision"
        if proposed == DECISIONS_SO_FAR:
            return


def _stage_of(act: dict[str, Any]) -> str | None:
    match act["do"], act["said"].get("prompt"):
        case "add_threshold_position", _:
            return "thresholds"
        case "raise_drift_concern" | "add_chronology_event", _:
            return "drift"
        case "add_reflection", "voice_of_the_child":
            return "childs_voice"
        case "add_reflection", "wellbeing":
            return "impact"
        case "propose_decision", _:
            return "decisions"
    return None


def _begun(now: datetime) -> datetime:
    """A quarter of an hour past or to, about forty minutes ago; at midnight when that was yesterday."""
    local = now.astimezone(clock.LOCAL)
    ago = local - timedelta(minutes=40)
    begun = ago.replace(minute=ago.minute // 15 * 15, second=0, microsecond=0)
    return max(begun, datetime.combine(local, time.min, tzinfo=clock.LOCAL))
