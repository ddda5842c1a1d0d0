"""Doing a scenario's acts, in order, and what came of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from mas_hub import clock
from mas_hub.db import snapshot
from mas_hub.errors import DomainError
from mas_hub.exports.actions import make_export
from mas_hub.exports.formats import FORMATS
from mas_hub.meetings.acts import ACTS
from mas_hub.meetings.queries import get_meeting, list_invitations
from mas_hub.meetings.subjects import views_of
from mas_hub.replay.on_the_day import CHAIR_AWAY, NAMES_A_SEAT, act_named, prepare_world, time_of, with_time_zone
from mas_hub.replay.reading import Source
from mas_hub.replay.results import results
from mas_hub.replay.setting import Cast, Thing, accept_ground_rules, introduce, open_and_seat, plan
from mas_hub.web.answers import render

OWN_THINGS = {
    "move_threshold_position": ("threshold_position", 1),
    "withdraw_threshold_position": ("threshold_position", 1),
    "prepare": ("preparation", 0),
    "share_preparation": ("preparation", 1),
}
"""Acts on what an agency has one of: its type, and the version they say when there is none."""
ACTS_ON = {
    "give_consent": "decision",
    "give_word": "hand",
    "set_private_point_aside": "private_point",
    "take_back_private_point": "private_point",
    "allow_sharing": "private_point",
}
"""Acts whose name does not end in the type of what they act on."""

IN_THE_RESULTS = ("raise_disagreement", "raise_drift_concern", "propose_decision")
"""What these make has its place in the results, under its key."""

NOBODY = 2**31 - 1
"""The id of nothing: what a key that names nothing becomes, so that the act itself refuses it."""
NOTHING: Thing = ("drift_concern", NOBODY)


@dataclass
class Replay:
    """One run. `failures`: the acts that did not go as the file says. `notes`: what else its author should know.

    `now`: the time of the scenario, the meeting's own until it is resumed at another.
    """

    source: Source
    cast: Cast = field(default_factory=Cast)
    now: datetime = field(init=False)
    done: int = 0
    failures: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.now = self.source.data["meeting"]["scheduled_at"]

    def results(self) -> dict[str, Any]:
        with snapshot() as session:
            views = views_of(session, self.cast.meeting_id)
        return results(views, self.cast)


def replay(source: Source) -> Replay:
    """Do the whole scenario at its own time, on the empty database that is configured."""
    run = Replay(source)
    with clock.fixed(run.now):
        begin(run)
    for number, act in enumerate(source.data["acts"]):
        run.now = time_of(run.cast, act, run.now)
        with clock.fixed(run.now):
            do_act(run, number)
    return run


def begin(run: Replay) -> None:
    """Everything before the first act. Raises `ScenarioError` when a value keeps the meeting from opening."""
    data = run.source.data
    try:
        run.cast = introduce(data)
        plan(data, run.cast)
        open_and_seat(data, run.cast)
    except DomainError as error:
        wrong = next(iter(error.fields), "").split(".")
        path = wrong if wrong[0] in data else ["meeting", *wrong]
        raise run.source.error(sentence(error), *path) from None


def do_act(run: Replay, number: int) -> None:
    """The act of that number (from 0), by each person it names."""
    act = run.source.data["acts"][number]
    for key in act["by"]:
        run.done += 1
        refusal = _refusal_of(run, act, key)
        place = f"{run.source.file}, line {run.source.line('acts', number)}: {act['do']} by {key}"
        if refusal is not None and not act["refused"]:
            run.failures.append(f"{place} was refused. {sentence(refusal)}")
        elif refusal is None and act["refused"]:
            run.failures.append(f"{place} was done, and should have been refused.")
        elif refusal is None and act["do"] in IN_THE_RESULTS and not _is_named(act):
            run.notes.append(f"{place} made something that has no key of its own, so it is not in the results.")


def write_exports(run: Replay, folder: Path, language: str = "en") -> int:
    """Every invited agency's export in every format, as `folder/<agency key>.<format>`; how many files.

    Of a meeting that is postponed or cancelled there is nothing to take away.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = 0
    with snapshot() as session:
        meeting = get_meeting(session, run.cast.meeting_id)
        bound = [each.agency_id for each in list_invitations(session, meeting.id)]
        if meeting.state not in ("open", "closed"):
            bound = []
    with clock.fixed(run.now):
        for agency_id in bound:
            for name in FORMATS:
                content = make_export(run.cast.meeting_id, agency_id, name, language).content
                _keep(folder / f"{run.cast.agency_key(agency_id)}.{name}", content)
                written += 1
    return written


def _keep(file: Path, content: bytes) -> None:
    """Write a whole file or none. Raises `OSError` with the file's name, also when the disk is full."""
    try:
        file.write_bytes(content)
    except OSError as error:
        file.unlink(missing_ok=True)
        raise OSError(error.errno, error.strerror, str(file)) from None


def sentence(error: DomainError) -> str:
    """A refusal in English: what is said of the whole, then of each field."""
    said = render(error, "en")
    return " ".join([said["message"], *(f"{name}: {why}" for name, why in said["fields"].items())])


def _refusal_of(run: Replay, act: Mapping[str, Any], key: str) -> DomainError | None:
    prepare_world(run.cast, act)
    try:
        entries = run.cast.do(key, act_named(act["do"]), _act_data(run, act, key))
    except DomainError as error:
        return error
    if act["do"] == "seat_person":
        accept_ground_rules(run.cast, act["said"]["person"])
    if act["key"] is not None and entries:
        made = entries[0].subject
        run.cast.things.setdefault(act["key"], (made["type"], made["id"]))
    return None


def _act_data(run: Replay, act: Mapping[str, Any], by: str) -> dict[str, Any]:
    """The act's own data: keys turned into ids, dates into text, and the version that stands now filled in."""
    cast = run.cast
    data: dict[str, Any] = _plain({name: each for name, each in act["said"].items() if name != CHAIR_AWAY})
    for name in ("agency", "owner"):
        if isinstance(data.get(name), str):
            data[name] = _agency(cast, data[name]) if data[name] else None
    for name in ("between", "involves", "concerns"):
        if isinstance(data.get(name), list):
            data[name] = [_agency(cast, key) for key in data[name]]
    if isinstance(data.get("answers"), list):
        data["answers"] = [{"type": type_, "id": id_} for type_, id_ in (_thing(cast, key) for key in data["answers"])]
    if isinstance(data.get("seen"), list):
        data["seen"] = [_thing(cast, key)[1] for key in data["seen"]]
    for name in ("corrects", "beside"):
        if isinstance(data.get(name), str):
            type_, id_ = _thing(cast, data[name])
            data[name] = {"type": type_, "id": id_}
    if "person" in data:
        data["person"] = cast.people.get(str(data["person"]), NOBODY)
    if "scheduled_at" in data:
        data["scheduled_at"] = with_time_zone(data["scheduled_at"])
    if "to" in data:
        data["to"] = cast.seat_of(data["to"]) or NOBODY
    if "of" in data:
        seated = NAMES_A_SEAT.get(act["do"]) == "of"
        thing = ("seat", cast.seat_of(data["of"]) or NOBODY) if seated else _thing(cast, data["of"])
        if thing[0] != _acts_on(act["do"]):
            thing = NOTHING
        data["of"] = thing[1]
        if "version" in ACTS[act_named(act["do"])].loader.fields:
            data.setdefault("version", cast.seen.get(thing, {}).get("version", 1))
    elif act["do"] in OWN_THINGS:
        type_, without = OWN_THINGS[act["do"]]
        data.setdefault("version", _version_of_own(cast, type_, _agency_of(run, by), without))
    return data


def _agency(cast: Cast, key: Any) -> Any:
    return cast.agencies.get(key, NOBODY) if isinstance(key, str) else key


def _thing(cast: Cast, key: Any) -> Thing:
    return cast.things.get(str(key), NOTHING)


def _acts_on(act: str) -> str:
    """`amend_drift_concern` acts on a drift concern."""
    return ACTS_ON.get(act, act.partition("_")[2])


def _version_of_own(cast: Cast, wanted: str, agency_id: int, without: int) -> int:
    versions = (
        view["version"]
        for (type_, _), view in cast.seen.items()
        if type_ == wanted and view["agency_id"] == agency_id and not view.get("withdrawn")
    )
    return next(versions, without)


def _agency_of(run: Replay, person_key: str) -> int:
    person = next(each for each in run.source.data["people"] if each["key"] == person_key)
    return run.cast.agencies[person["agency"]]


def _is_named(act: Mapping[str, Any]) -> bool:
    return act["key"] is not None and len(act["by"]) == 1


def _plain(value: Any) -> Any:
    """What JSON would have brought: YAML's dates and times as text, every name a text."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(name): _plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value
