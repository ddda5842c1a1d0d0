"""Each hash and MAC of the chains is another when anything that it covers is: where two say the same, both have to."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mas_hub.audit.chaining import lane_mac, row_hash, said_of
from mas_hub.keyed_hashes import body_digest, configure_key, keyed
from mas_hub.meeting_log.chain import entry_hash, head_mac
from mas_hub.meeting_log.purging import stub_mac
from tests.sitting import NOW

ENTRY = {
    "meeting_id": 3,
    "stream": "shared",
    "seq": 4,
    "kind": "note_changed",
    "at": NOW,
    "person_id": 5,
    "agency_id": 6,
    "act_id": "an act",
    "subject_type": "note",
    "subject_id": 7,
    "subject_version": 8,
    "body_digest": "d" * 64,
}
ROW = {"lane": 3, "seq": 4, "at": NOW, "what": "signed_in", "digest": "d" * 64}
ABOUT = {"person_id": 1, "agency_id": 2, "meeting_id": 3, "detail": {"n": 4}, "sha256": "e" * 64, "once": "so"}
PREVIOUS = {"previous": "a" * 64}
Made = Callable[..., str]


def of_entry(previous: str, **entry: Any) -> str:
    return entry_hash(previous, entry)


def of_row(previous: str, **row: Any) -> str:
    return row_hash(previous, row)


def of_what_is_said(**row: Any) -> str:
    return said_of(row)


MADE: list[tuple[Made, dict[str, Any]]] = [
    (of_entry, {**PREVIOUS, **ENTRY}),
    (head_mac, {"meeting_id": 3, "stream": "shared", "count": 4, "last_hash": "b" * 64}),
    (stub_mac, {"meeting_id": 3, "at": NOW, "about": {"case_id": 4}, "heads": [("shared", 4, "b" * 64)]}),
    (of_row, {**PREVIOUS, **ROW}),
    (of_what_is_said, ABOUT),
    (lane_mac, {"lane": 3, "count": 4, "last_hash": "b" * 64}),
    (body_digest, {"salt": "c", "body": "{}"}),
    (keyed, {"purpose": "entry", "message": "so"}),
]


def another(value: Any) -> Any:
    match value:
        case str():
            return "0" + value[1:]
        case int():
            return value + 1
        case dict():
            return {key: another(each) for key, each in value.items()}
        case list() | tuple():
            return [*value[:-1], another(value[-1])]
        case _:
            return value + timedelta(seconds=1)


@pytest.mark.parametrize(
    ("made", "covered", "name"),
    [pytest.param(made, covered, name, id=f"{made.__name__}-{name}") for made, covered in MADE for name in covered],
)
def test_it_is_another_when_this_is(tmp_path: Path, made: Made, covered: dict[str, Any], name: str) -> None:
    configure_key(tmp_path / "key")
    assert made(**covered) == made(**covered)
    assert made(**covered) != made(**{**covered, name: another(covered[name])})


@pytest.mark.parametrize("made", [of_entry, head_mac, stub_mac, of_row, lane_mac, keyed])
def test_it_is_another_under_another_key(tmp_path: Path, made: Made) -> None:
    covered = dict(MADE)[made]
    configure_key(tmp_path / "a")
    first = made(**covered)
    configure_key(tmp_path / "b")
    assert made(**covered) != first


def test_one_chain_s_hash_is_not_another_s(tmp_path: Path) -> None:
    """Who may have something signed in one place cannot use it in another."""
    configure_key(tmp_path / "key")
    purposes = ("entry", "head", "purged", "audit", "audit head", "act")
    assert len({keyed(purpose, "[1,2,3]") for purpose in purposes}) == len(purposes)
