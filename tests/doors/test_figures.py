"""The figures over HTTP: by address, and as a file that nobody hands out unseen."""

import csv
import hashlib
import io

import pytest
from sqlalchemy import select

from mas_hub.audit.models import AuditRow
from mas_hub.db import snapshot
from mas_hub.web.csrf import HEADER, token_of
from tests.asking import Doors
from tests.doors.test_canaries import say_everything

FIGURES = "/api/assurance/figures"


def test_months_and_agency_in_the_address(doors: Doors) -> None:
    say_everything(doors.sitting)
    everybody = doors.ask("gwen", "GET", FIGURES)
    assert (everybody.get_json()["first"], everybody.get_json()["last"]) == ("2025-10", "2026-09")
    agency = doors.sitting.agencies["police"]
    one = doors.ask("gwen", "GET", f"{FIGURES}?first=2026-09&last=2026-09&agency_id={agency}").get_json()
    [invited] = [table for table in one["tables"] if table["key"] == "by_agency"]
    assert (one["agency_id"], one["withheld"], invited["rows"]) == (agency, True, [])  # of so few meetings
    assert "canary" not in everybody.get_data(as_text=True)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("first=2026-13", "first"),
        ("first=2026-09-01", "first"),
        ("first=2026-09&last=2026-08", "last"),
        ("first=2020-01", "first"),
        ("agency_id=police", "agency_id"),
        ("agency_id=0", "agency_id"),
        ("week=3", "week"),
    ],
)
def test_what_does_not_do_is_refused_by_its_name(doors: Doors, query: str, field: str) -> None:
    refused = doors.ask("gwen", "GET", f"{FIGURES}?{query}")
    assert (refused.status_code, list(refused.get_json()["fields"])) == (422, [field])


def test_file_is_in_the_audit_or_it_is_not_handed_out(doors: Doors, monkeypatch: pytest.MonkeyPatch) -> None:
    said = {"first": "2026-09", "last": "2026-09", "agency_id": None, "language": "cy"}
    file = doors.ask("gwen", "POST", f"{FIGURES}/file", said)
    assert (file.status_code, file.headers["Content-Type"]) == (200, "text/csv; charset=utf-8")
    assert file.headers["Content-Disposition"] == 'attachment; filename="mas-hub-figures-2026-09-2026-09.csv"'
    lines = list(csv.reader(io.StringIO(file.data.decode("utf-8-sig"))))
    assert not any(cell.startswith(("=", "+", "-", "@")) for line in lines for cell in line)
    with snapshot() as session:
        [row] = session.scalars(select(AuditRow).where(AuditRow.what == "figures_taken"))
    assert row.sha256 == hashlib.sha256(file.data).hexdigest()

    def away(*_: object, **__: object) -> None:
        raise OSError

    monkeypatch.setattr("mas_hub.assurance.actions.record", away)
    client = doors.app.test_client()
    client.set_cookie("mas_hub_session", "the-token-of-gwen")
    refused = client.post(f"{FIGURES}/file", json=said, headers={HEADER: token_of("the-token-of-gwen")})
    assert refused.status_code == 500
    assert refused.is_json
