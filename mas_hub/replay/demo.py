"""The demo partnership: the product whole, with made-up people. A closed meeting waits for receipts, a live one is half
way, one is being prepared.

Every date of its scenarios is moved by whole weeks, so that weekdays stay weekdays and the live meeting's day comes in
the week from today on; the live meeting itself is held today.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from importlib.resources import files
from typing import Any

from mas_hub import clock
from mas_hub.db import snapshot
from mas_hub.identity.passwords import DEMO_PASSWORD, hash_password
from mas_hub.identity.queries import list_people
from mas_hub.identity.models import Agency
from mas_hub.language import named
from mas_hub.replay.reading import Source, check, parse
from mas_hub.replay.run import Replay, do_acts
from mas_hub.replay.setting import Cast, introduce, open_and_seat, plan

__all__ = ["DEMO_PASSWORD", "demo_people", "load_demo"]

LIVE = "neglect-and-drift"
CLOSED = "before-birth"
PLANNED = "waiting-for-an-assessment"
HALF_WAY = "propose_decision"
"""The live meeting has come as far as its third decision."""
DECISIONS_PROPOSED = 3


def load_demo() -> None:
    """Fill an empty database with the demo partnership."""
    live = _scenario(LIVE)
    weeks = _weeks_until(live.data["meeting"]["scheduled_at"].date(), clock.today())
    cast = introduce(live.data, demo=True, password_hash=hash_password(DEMO_PASSWORD))
    _hold(_scenario(CLOSED, live), cast, weeks)
    _hold(_live_today(live), cast, weeks)
    _prepare(_scenario(PLANNED, live), cast, weeks)


def demo_people() -> list[tuple[str, str, str]]:
    """Name, e-mail address, and job with agency and roles, of everybody who can sign in to the demo."""
    with snapshot() as session:
        return [
            (
                person.name,
                person.email,
                ", ".join([person.job, named(session.get_one(Agency, person.agency_id).name, "en"), *person.roles]),
            )
            for person in list_people(session)
            if person.password_hash
        ]


def _scenario(name: str, people_of: Source | None = None) -> Source:
    """A shipped scenario; with `people_of` it needs to say only its case, meeting and acts."""
    file = files("mas_hub.replay").joinpath("scenarios", f"{name}.yaml")
    source = parse(file.read_text(encoding="utf-8"), f"{name}.yaml")
    if people_of is not None:
        shared = parse(
            files("mas_hub.replay").joinpath("scenarios", f"{LIVE}.yaml").read_text(encoding="utf-8"), f"{LIVE}.yaml"
        )
        inherited = {section: shared.data[section] for section in ("partnership", "agencies", "people")}
        source = Source(source.file, {**inherited, **source.data}, source.lines)
    return check(source)


def _weeks_until(day: date, today: date) -> timedelta:
    """Whole weeks by which `day` is moved to lie today or in the six days after it."""
    return timedelta(weeks=-((day - today).days // 7))


def _hold(source: Source, cast: Cast, weeks: timedelta) -> None:
    moved = _moved(source.data, weeks)
    run = Replay(Source(source.file, moved, source.lines), cast)
    with clock.fixed(moved["meeting"]["scheduled_at"]):
        plan(moved, cast)
        open_and_seat(moved, cast)
        do_acts(run, moved["acts"])
    if run.failures:
        raise RuntimeError("\n".join(run.failures))
    cast.things.clear()


def _prepare(source: Source, cast: Cast, weeks: timedelta) -> None:
    plan(_moved(source.data, weeks), cast)


def _live_today(live: Source) -> Source:
    """The live scenario up to its third proposed decision."""
    acts, proposed = [], 0
    for act in live.data["acts"]:
        acts.append(act)
        proposed += act["do"] == HALF_WAY
        if proposed == DECISIONS_PROPOSED:
            break
    return Source(live.file, {**live.data, "acts": acts, "held_today": True}, live.lines)


def _moved(data: Mapping[str, Any], weeks: timedelta) -> dict[str, Any]:
    """The same scenario with every date moved; a live one's meeting is brought to today, begun a while ago."""
    moved = {name: _shift(value, weeks) for name, value in data.items()}
    if moved.pop("held_today", False):
        moved["meeting"]["scheduled_at"] = _begun_today(clock.now())
    return moved


def _begun_today(now: datetime) -> datetime:
    """Forty minutes ago, or at midnight when that was yesterday."""
    begun = (now - timedelta(minutes=40)).astimezone(clock.LOCAL)
    midnight = datetime.combine(clock.local_day(now), time.min, tzinfo=clock.LOCAL)
    return max(begun, midnight)


def _shift(value: Any, by: timedelta) -> Any:
    if isinstance(value, datetime | date):
        return value + by
    if isinstance(value, dict):
        return {name: _shift(each, by) for name, each in value.items()}
    if isinstance(value, list):
        return [_shift(each, by) for each in value]
    return value
