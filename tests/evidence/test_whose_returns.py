"""Which returns are in a pack, under which names, and who is told of them; what is told of few meetings."""

import json

import pytest
from sqlalchemy import select

from mas_hub.agreements.models import SupervisionAgreement
from mas_hub.assurance.scope import HELD
from mas_hub.audit.models import AuditRow
from mas_hub.db import snapshot, transaction
from mas_hub.language import text
from mas_hub.meetings.models import Meeting
from mas_hub.returns.models import AgencyReturn
from mas_hub.traces.queries import Wanted, list_rows
from tests.evidence.test_pack import LANGUAGES, agree, files_of, read, take
from tests.returns.writing import YEAR, save, submit, the_year_after
from tests.sitting import Sitting


@pytest.fixture
def submitted(year: Sitting) -> Sitting:
    save(year, summary="The first.")
    with the_year_after():
        submit(year)
    return year


def returns_in(files: dict[str, bytes]) -> dict[str, str]:
    """What each says in short, by its name after the agency's code. Each is there as PDF, too."""
    found = {name: json.loads(content) for name, content in files.items() if name.endswith(".json")}
    for name, facts in found.items():
        assert facts["summary"] in read("x.pdf", files[name.replace(".json", ".pdf")])
    return {
        name.removeprefix(f"02-annual-returns/{facts['agency']['code'].lower()}-"): facts["summary"]
        for name, facts in found.items()
    }


def also_of(sitting: Sitting, agency: str) -> None:
    """Another agency's return of the same code, as of one made inactive whose code was given out again."""
    with transaction() as session:
        first = session.scalars(select(AgencyReturn)).one()
        kept = {column.key: getattr(first, column.key) for column in AgencyReturn.__table__.columns}
        del kept["id"]
        session.add(AgencyReturn(**{**kept, "agency_id": sitting.agencies[agency], "summary": f"Of {agency}."}))


def told(sitting: Sitting, agency: str) -> list[str]:
    with snapshot() as session:
        rows = list_rows(session, sitting.agencies[agency], Wanted(), most=500)
    return [row["what"] for row in rows if row["what"] in ("return_taken", "evidence_taken")]


def test_an_agency_s_pack_keeps_what_was_submitted_beside_a_later_draft(submitted: Sitting) -> None:
    first = "2026-2027-annual-return.json"
    with the_year_after():
        assert returns_in(files_of(take(submitted, "sian"))) == {first: "The first."}
        save(submitted, edition=2, summary="The second.")
        both = {first: "The first.", "2026-2027-annual-return-2-draft.json": "The second."}
        assert returns_in(files_of(take(submitted, "sian"))) == both
        submit(submitted)
        alone = {"2026-2027-annual-return-2.json": "The second."}
        assert returns_in(files_of(take(submitted, "sian"))) == alone
        save(submitted, edition=3, summary="The third.")
        assert returns_in(files_of(take(submitted, "gwen"))) == alone


def test_a_draft_is_in_its_agency_s_pack_before_anything_was_submitted(year: Sitting) -> None:
    save(year, summary="Begun.")
    assert returns_in(files_of(take(year, "sian"))) == {"2026-2027-annual-return-draft.json": "Begun."}
    assert returns_in(files_of(take(year, "gwen"))) == {}


def test_each_agency_is_told_who_took_its_return_in_the_whole_pack(submitted: Sitting) -> None:
    take(submitted, "gwen")
    assert {agency: told(submitted, agency) for agency in ("school", "police", "camhs")} == {
        "school": ["return_taken"], "police": [], "camhs": [],
    }  # fmt: skip
    take(submitted, "sian")
    assert told(submitted, "school") == ["evidence_taken", "return_taken"]
    with snapshot() as session:
        pack, part, own = session.scalars(
            select(AuditRow).where(AuditRow.what.in_(("evidence_taken", "return_taken"))).order_by(AuditRow.id)
        )
    assert (pack.what, part.what, own.what) == ("evidence_taken", "return_taken", "evidence_taken")
    assert part.sha256 == pack.sha256
    assert part.detail == {"of_agency": submitted.agencies["school"], "year": YEAR, "edition": 1, "language": "en"}


def test_an_agency_is_told_who_took_its_agreement_though_it_has_no_return(year: Sitting) -> None:
    """The school has submitted no return; it and the police have agreements, the rest have none."""
    agree(year)
    take(year, "sian")
    take(year, "gwen")
    with snapshot() as session:
        rows = {
            row.detail["of_agency"]: row.sha256
            for row in session.scalars(select(AuditRow).where(AuditRow.what == "agreement_taken"))
        }
        agreed = set(session.scalars(select(SupervisionAgreement.agency_id)))
        pack = session.scalars(
            select(AuditRow).where(AuditRow.what == "evidence_taken").order_by(AuditRow.id.desc()).limit(1)
        ).one()
        assert rows.keys() == agreed == {year.agencies["school"], year.agencies["police"]}
        assert set(rows.values()) == {pack.sha256}
        for agency_id in agreed:
            seen = [row["what"] for row in list_rows(session, agency_id, Wanted(), most=500)]
            assert seen.count("agreement_taken") == 1


def test_returns_of_two_agencies_of_one_code_are_both_there(submitted: Sitting) -> None:
    also_of(submitted, "camhs")
    first, second = sorted((submitted.agencies[key], key) for key in ("school", "camhs"))
    said = {"school": "The first.", "camhs": "Of camhs."}
    assert returns_in(files_of(take(submitted, "gwen"))) == {
        "2026-2027-annual-return.json": said[first[1]],
        f"{second[0]}-2026-2027-annual-return.json": said[second[1]],
    }
    assert (told(submitted, "school"), told(submitted, "camhs")) == (["return_taken"], ["return_taken"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_few_meetings_not_even_that_no_action_came_of_a_review_is_told(year: Sitting, language: str) -> None:
    too_few = text("assurance.cell.too_few", language)

    def counts(who: str) -> str:
        files = files_of(take(year, who, language))
        [name] = [each for each in files if text("evidence.name.reviews", language) in each]
        return read(name, files[name])

    assert too_few not in counts("gwen")
    with transaction() as session:
        held = session.scalars(select(Meeting).where(Meeting.state.in_(HELD)).order_by(Meeting.id)).all()
        for meeting in held[4:]:
            meeting.state = "planned"
    assert counts("gwen").count(too_few) == 9
    assert too_few not in counts("sian")  # an agency knows its own meetings


@pytest.mark.parametrize("language", LANGUAGES)
def test_contents_lead_to_the_figures_of_training(submitted: Sitting, language: str) -> None:
    files = files_of(take(submitted, "gwen", language))
    contents, figures, *_ = files
    row, after = (text(f"evidence.row.{number}", language) for number in (45, 46))
    where = read(contents, files[contents]).split(row)[1].split(after)[0]
    assert figures in where
    assert text("assurance.table.training", language) in read(figures, files[figures])
