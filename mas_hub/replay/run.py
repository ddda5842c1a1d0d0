"""Doing a scenario's acts, in order, and what came of them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from mas_hub import clock
from mas_hub.access.audience import SHARED
from mas_hub.db import snapshot
from mas_hub.errors import DomainError
from mas_hub.exports.actions import make_export
from mas_hub.exports.formats import FORMATS
from mas_hub.meeting_log import Entry
from mas_hub.meetings.subjects import views_of
from mas_hub.replay.reading import Source
from mas_hub.replay.results import results
from mas_hub.replay.setting import Cast, by, do, introduce, open_and_seat, plan

AGENCY_FIELDS = ("agency", "owner")
AGENCY_LIST_FIELDS = ("between", "involves")
OWN_POSITION_ACTS = ("move_threshold_position", "withdraw_threshold_position")

Say = Callable[[str], None]


@dataclass
class Replay:
    """One run. `failures` are the acts that did not go as the file says they must."""

    source: Source
    cast: Cast = field(default_factory=Cast)
    failures: list[str] = field(default_factory=list)

    def results(self) -> dict[str, Any]:
        with snapshot() as session:
            views = views_of(session, self.cast.meeting_id)
        return results(views, self.cast)


def replay(source: Source) -> Replay:
    """Do the whole scenario at its own time, on the empty database that is configured."""
    run = Replay(source)
    with clock.fixed(source.data["meeting"]["scheduled_at"]):
        begin(run)
        do_acts(run, source.data["acts"])
    return run


def begin(run: Replay) -> None:
    """Everything before the first act. Raises `ScenarioError` when a value keeps the meeting from opening."""
    data = run.source.data
    try:
        run.cast = introduce(data)
        plan(data, run.cast)
        open_and_seat(data, run.cast)
    except DomainError as error:
        raise run.source.error(f"the meeting cannot be set up: {error}", "meeting") from None


def do_acts(run: Replay, acts: list[dict[str, Any]]) -> None:
    for number, act in enumerate(acts):
        for key in act["by"]:
            refusal = _refusal_of(run, act, key)
            if (refusal is None) == (act["refused"] is None):
                continue
            what = "was refused: " + str(refusal) if refusal else "was not refused, as it must be"
            line = run.source.line("acts", number)
            run.failures.append(f"{run.source.file}, line {line}: {act['do']} by {key} {what}")


def write_exports(run: Replay, folder: Path, language: str = "en") -> None:
    """Every invited agency's export in every format, as `folder/<agency key>.<format>`."""
    folder.mkdir(parents=True, exist_ok=True)
    moment = run.source.data["meeting"]["scheduled_at"]
    with clock.fixed(moment):
        for invited in run.source.data["meeting"]["invited"]:
            for name in FORMATS:
                content = make_export(run.cast.meeting_id, run.cast.agencies[invited["agency"]], name, language).content
                (folder / f"{invited['agency']}.{name}").write_bytes(content)


def _refusal_of(run: Replay, act: Mapping[str, Any], key: str) -> DomainError | None:
    try:
        entries = do(run.cast, by(run.cast, key), act["do"], _act_data(run, act, key))
    except DomainError as error:
        return error
    if act["key"] is not None and act["key"] not in run.cast.things:
        run.cast.things[act["key"]] = _made(entries)
    return None


def _made(entries: list[Entry]) -> tuple[str, int]:
    first = next(entry for entry in entries if entry.stream == SHARED)
    return first.subject["type"], first.subject["id"]


def _act_data(run: Replay, act: Mapping[str, Any], by_key: str) -> dict[str, Any]:
    """The act's own data: keys turned into ids, dates into text, and the version that stands now filled in.

    A key that stands for nothing becomes the id of nothing, so that the act itself refuses it.
    """
    cast = run.cast
    data = {name: _plain(value) for name, value in act["said"].items()}
    for name in AGENCY_FIELDS:
        if name in data and isinstance(data[name], str):
            data[name] = cast.agencies.get(data[name], NOBODY)
    for name in AGENCY_LIST_FIELDS:
        if isinstance(data.get(name), list):
            data[name] = [cast.agencies.get(key, NOBODY) if isinstance(key, str) else key for key in data[name]]
    if isinstance(data.get("answers"), list):
        data["answers"] = [_thing(cast, key) for key in data["answers"]]
    if "of" in data:
        thing = _thing(cast, data["of"])
        data["of"] = thing["id"]
        data.setdefault("version", _version(run, lambda views: _named(views, thing)))
    elif act["do"] in OWN_POSITION_ACTS:
        agency = _agency_of(run, by_key)
        data.setdefault("version", _version(run, lambda views: _position_of(views, agency)))
    return data


NOBODY = 2**31 - 1


def _thing(cast: Cast, key: Any) -> dict[str, Any]:
    subject_type, subject_id = cast.things.get(key, ("drift_concern", NOBODY)) if isinstance(key, str) else ("", NOBODY)
    return {"type": subject_type, "id": subject_id}


def _version(run: Replay, find: Callable[[Mapping[str, list[dict[str, Any]]]], Iterator[int]]) -> int:
    with snapshot() as session:
        return next(find(views_of(session, run.cast.meeting_id)), 1)


def _named(views: Mapping[str, list[dict[str, Any]]], thing: Mapping[str, Any]) -> Iterator[int]:
    return (view["version"] for view in views.get(thing["type"], ()) if view["id"] == thing["id"])


def _position_of(views: Mapping[str, list[dict[str, Any]]], agency_id: int) -> Iterator[int]:
    return (
        view["version"]
        for view in views["threshold_position"]
        if view["agency_id"] == agency_id and not view["withdrawn"]
    )


def _agency_of(run: Replay, person_key: str) -> int:
    person = next(each for each in run.source.data["people"] if each["key"] == person_key)
    return run.cast.agencies[person["agency"]]


def _plain(value: Any) -> Any:
    """What JSON would have brought: YAML's dates and times as text."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value
