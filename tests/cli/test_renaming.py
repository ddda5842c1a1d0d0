"""The partnership gets another name, or the one in its other language; what was is not rewritten."""

from pathlib import Path

import pytest
from sqlalchemy import select

import mas_hub.rooms  # noqa: F401 (every room registers its tables)
from mas_hub import db
from mas_hub.audit.models import AuditRow
from mas_hub.identity.queries import get_partnership
from tests.cli.test_people import BEGIN, run


@pytest.fixture(autouse=True)
def begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAS_HUB_DATA", str(tmp_path))
    assert run(*BEGIN).exit_code == 0


def names() -> dict[str, str | None]:
    with db.snapshot() as session:
        return get_partnership(session).name


def test_it_gets_its_welsh_name_and_keeps_the_other() -> None:
    said = run("rename-partnership", "--name-cy", "Partneriaeth Ddiogelu'r Fwrdeistref")
    assert (said.exit_code, said.output) == (0, "Borough Partnership / Partneriaeth Ddiogelu'r Fwrdeistref\n")
    assert names() == {"en": "Borough Partnership", "cy": "Partneriaeth Ddiogelu'r Fwrdeistref"}
    with db.snapshot() as session:
        row = session.scalars(select(AuditRow).where(AuditRow.what == "partnership_renamed")).one()
    assert (row.person_id, row.detail) == (None, {"languages": ["cy"]})


def test_diaries_know_it_by_its_first_name_however_often_it_changes() -> None:
    with db.snapshot() as session:
        first = get_partnership(session).known_to_diaries
    for name in ("Borough and Vale Partnership", "Vale Partnership"):
        assert run("rename-partnership", "--name", name).exit_code == 0
    with db.snapshot() as session:
        partnership = get_partnership(session)
    assert (partnership.name_en, partnership.known_to_diaries) == ("Vale Partnership", first)


@pytest.mark.parametrize("said", [(), ("--name", " "), ("--name-cy", ""), ("--name", "Borough \u202egnp")])
def test_what_is_no_name_is_refused_and_changes_nothing(said: tuple[str, ...]) -> None:
    assert run("rename-partnership", *said).exit_code != 0
    assert names() == {"en": "Borough Partnership", "cy": None}
