"""What an operator does for people from the command line."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

import mas_hub.rooms  # noqa: F401 (every room registers its tables)
from mas_hub import db
from mas_hub.audit.models import AuditRow
from mas_hub.cli import main
from mas_hub.identity.queries import factors_of, find_person_by_email, get_partnership
from mas_hub.identity.second_factor import offer_second_factor

BEGIN = ["create-first-administrator", "--partnership", "Borough Partnership", "--nation", "england"]
BEGIN += ["--agency", "Borough Services", "--sector", "childrens_social_care"]
BEGIN += ["--name", "Maya Lindqvist", "--email", "maya@borough.example"]


@pytest.fixture
def begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MAS_HUB_DATA", str(tmp_path))
    assert run(*BEGIN).exit_code == 0
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["people", *words], input="otters sleep holding hands\n")


def test_a_deployment_begins_with_second_factors_asked_for(begun: Path) -> None:
    with db.snapshot() as session:
        assert get_partnership(session).second_factor == "for_roles"


def test_the_only_administrator_s_lost_second_factor_is_taken_away(begun: Path) -> None:
    with db.transaction() as session:
        maya = find_person_by_email(session, "maya@borough.example")
        assert maya is not None
        offer_second_factor(session, maya)
    assert run("reset-second-factor", "maya@borough.example").exit_code == 0
    with db.snapshot() as session:
        assert factors_of(session, maya.id) == []
        row = session.scalars(select(AuditRow).where(AuditRow.what == "second_factor_reset")).one()
        assert (row.person_id, row.detail) == (None, {"of_person": maya.id, "of_agency": maya.agency_id})
    refused = run("reset-second-factor", "nobody@borough.example")
    assert (refused.exit_code, "Nobody signs in" in refused.output) == (2, True)
