"""What the demo's partnership held before: short meetings, closed, recorded and followed through, so that its figures
have something to count."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from importlib.resources import files
from typing import Any

import yaml

from mas_hub import clock
from mas_hub.replay.checking import check
from mas_hub.replay.reading import Source

FILE = "earlier.yaml"

Told = dict[str, Any]
"""One meeting as `scenarios/earlier.yaml` tells it."""


@dataclass(frozen=True)
class Earlier:
    """`receipts`: who recorded, under which reference, how many days after. `progress`: by a decision's key, who said
    what became of it, in which words."""

    scenario: Source
    receipts: list[tuple[str, str, int]]
    progress: dict[str, tuple[str, str, str]]


def earlier_meetings(now: datetime, setting: Told) -> Iterator[Earlier]:
    """From the oldest on; `setting` is the demo's own partnership, agencies and people."""
    file = files("mas_hub.replay").joinpath("scenarios", FILE)
    data: Told = yaml.safe_load(file.read_text(encoding="utf-8"))
    people, chair = data["people"], data["chair"]
    for told in data["meetings"]:
        held = _held(clock.local_day(now), told["weeks"])
        scenario = {
            **setting,
            "case": told["case"],
            "milestones": [
                {"kind": kind, "date": held.date() - timedelta(days=days)}
                for kind, days in told.get("milestones", {}).items()
            ],
            "meeting": {
                "purpose": "decision_making",
                **told["meeting"],
                "scheduled_at": held,
                "facilitator": chair,
                "invited": [{"agency": key, "participants": [people[key]]} for key in told["agencies"]]
                + [
                    {"agency": key, "recorders": [people[key]], "attendance": "apologies"}
                    for key in told.get("apologies", [])
                ],
            },
            "acts": list(_acts(told, people, chair, held.date())),
        }
        yield Earlier(
            check(Source(FILE, scenario, {})),
            [
                (people[key], f"{key[:3].upper()}-{told['case']['reference'][3:]}", days)
                for key, days in told["recorded"].items()
            ],
            {f"k{number}": (people[each[0]], each[6], each[7]) for number, each in enumerate(told["decisions"])},
        )


def _held(today: date, weeks: int) -> datetime:
    """A Tuesday, Wednesday or Thursday at ten, in the week so many weeks ago."""
    day = today - timedelta(days=today.weekday(), weeks=weeks) + timedelta(days=1 + weeks % 3)
    return datetime.combine(day, time(10), tzinfo=clock.LOCAL)


def _acts(told: Told, people: dict[str, str], chair: str, day: date) -> Iterator[Told]:
    if voice := told.get("voice"):
        yield {"by": people[voice[0]], "do": "add_reflection", "prompt": "voice_of_the_child", "text": voice[1]}
    for agency, (level, evidence) in told["positions"].items():
        yield {"by": people[agency], "do": "add_threshold_position", "level": level, "evidence": evidence}
    if "disagreement" in told:
        about, between, how = told["disagreement"]
        raised = {"about": about, "between": between}
        yield {"by": people[between[0]], "do": "raise_disagreement", "key": "d", **raised}
        yield {"by": chair, "do": "resolve_disagreement", "of": "d", "how": how}
    if "drift" in told:
        agency, what, effect, counted = told["drift"]
        if "since" in counted:
            counted = {**counted, "since": day - timedelta(days=counted["since"])}
        concern = {"what": what, "effect_on_child": effect, "risk_source": "adults", **counted}
        yield {"by": people[agency], "do": "raise_drift_concern", "key": "c", **concern}
    for agency, prompt, words in told.get("reflections", []):
        yield {"by": people[agency], "do": "add_reflection", "prompt": prompt, "text": words}
    present = [people[key] for key in told["agencies"]]
    for number, (owner, words, measure, responsible, due, reflects, *_) in enumerate(told["decisions"]):
        key = f"k{number}"
        yield {
            "by": people[owner],
            "do": "propose_decision",
            "key": key,
            "owner": owner,
            "involves": [each for each in told["agencies"] if each != owner],
            "text": words,
            "measure": measure,
            "responsible": responsible,
            "due": day + timedelta(days=due),
            "reflects_child": reflects,
            "answers": ["c"] if "drift" in told and number == 0 else [],
        }
        yield {"by": present, "do": "give_consent", "of": key, "stand": "agree"}
        yield {"by": chair, "do": "agree_decision", "of": key}
    unheard = {} if "voice" in told else {"childs_voice_not_heard_because": "The child is not born yet."}
    yield {
        "by": chair,
        "do": "close_meeting",
        "no_next_meeting_because": "Followed through by the core group.",
        **unheard,
    }
