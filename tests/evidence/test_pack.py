"""The pack: of the whole partnership or of one agency, the same whenever it is taken on one day, nothing of a case."""

import csv
import hashlib
import io
import json
import re
import zipfile
from datetime import date
from pathlib import PurePosixPath

import pytest
from sqlalchemy import delete, select

from mas_hub import clock, db
from mas_hub.access.actor import Actor
from mas_hub.agreements.models import SupervisionAgreement
from mas_hub.audit.models import AuditRow
from mas_hub.citations.models import Citation
from mas_hub.db import snapshot, transaction
from mas_hub.decisions.models import Decision
from mas_hub.errors import Forbidden, NotFound, Unavailable
from mas_hub.evidence.rules import EVIDENCED_BY, FILES, THE_PACK
from mas_hub.evidence.taking import Evidence, take_evidence
from mas_hub.identity.models import Agency, PersonRole
from mas_hub.language import text
from tests.doors.test_canaries import say_everything
from tests.exports.reading import every_byte, everything_read
from tests.returns.writing import YEAR, save, submit, the_year_after
from tests.sitting import Sitting

LANGUAGES = ("en", "cy")


def take(sitting: Sitting, who: str, language: str = "en", year: int = YEAR) -> Evidence:
    return take_evidence(sitting.actor(who), year=year, language=language)


def files_of(taken: Evidence) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(taken.content)) as packed:
        assert packed.testzip() is None
        return {name: packed.read(name) for name in packed.namelist()}


def read(name: str, content: bytes) -> str:
    return " ".join(everything_read(PurePosixPath(name).suffix[1:], content).split())


def agree(year: Sitting) -> None:
    """Two agencies have agreements."""
    with transaction() as session:
        for key in ("school", "police"):
            session.add(
                SupervisionAgreement(
                    agency_id=year.agencies[key],
                    purpose=f"Purpose of {key}.",
                    cases="" if key == "police" else "Where something has drifted.",
                    every_weeks=6,
                    confidentiality="",
                    disagreement="",
                    signed_by="M. Hale",
                    begins=date(2026, 4, 1),
                    review_on=date(2027, 4, 1),
                    changed_by=year.people["ines"],
                    changed_at=clock.now(),
                )
            )


@pytest.fixture
def kept(year: Sitting) -> Sitting:
    """The school has submitted its return, and two agencies have agreements."""
    agree(year)
    save(year, summary="The school's own summary.")
    with the_year_after():
        submit(year)
    return year


@pytest.mark.parametrize("language", LANGUAGES)
def test_pack_of_the_whole_partnership(kept: Sitting, language: str) -> None:
    taken = take(kept, "gwen", language)
    files = files_of(taken)
    said = {name: read(name, content) for name, content in files.items()}
    assert taken.file_name.endswith("2026-2027-evidence.zip" if language == "en" else "2026-2027-tystiolaeth.zip")
    contents, figures, *rest = said
    assert (contents, figures) == (f"00-{text('evidence.name.contents', language)}.pdf",
                                   f"01-{text('evidence.name.figures', language)}.csv")  # fmt: skip
    assert len([name for name in rest if "/" in name]) == 2  # one return submitted, as PDF and JSON
    for number in EVIDENCED_BY:
        assert " ".join(text(f"evidence.row.{number}", language).split()) in said[contents]
    for key in FILES:
        assert text(f"evidence.name.{key}", language) in said[contents].replace(" ", "")
    everything = " ".join(said.values())
    for each in ("Purpose of school.", "Purpose of police.", "The school's own summary."):
        assert each in everything
    for each in ("Where something has drifted.", text("evidence.cases_not_said", language)):
        assert each in everything
    assert text("assurance.table.by_month", language) in said[figures]


def test_pack_of_one_agency_is_of_its_own_part(kept: Sitting) -> None:
    own, other = (files_of(take(kept, who)) for who in ("sian", "kit"))
    said = " ".join(read(name, content) for name, content in own.items())
    assert "01-figures.csv" not in own
    assert "Purpose of school." in said
    assert "Purpose of police." not in said
    assert text("evidence.in_the_partnership_s", "en") in said
    theirs = " ".join(read(name, content) for name, content in other.items())
    assert "school" not in theirs.lower().replace("school or college", "")
    assert [name for name in other if "draft" in name]


def test_index_knows_each_file_by_its_digest(kept: Sitting) -> None:
    files = files_of(take(kept, "gwen"))
    _, *rows = csv.reader(io.StringIO(files.pop("index.csv").decode("utf-8-sig")))
    assert dict(rows) == {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}


def test_same_pack_on_the_same_day_and_the_audit_knows_it(kept: Sitting) -> None:
    first, again = take(kept, "gwen"), take(kept, "gwen")
    own = take(kept, "sian")
    assert first.content == again.content
    with snapshot() as session:
        rows = session.scalars(select(AuditRow).where(AuditRow.what == "evidence_taken").order_by(AuditRow.id)).all()
    assert [row.sha256 for row in rows] == [hashlib.sha256(each.content).hexdigest() for each in (first, again, own)]
    assert [row.detail["of_agency"] for row in rows] == [None, None, kept.agencies["school"]]


def test_actions_from_case_reviews_are_counted(kept: Sitting) -> None:
    with transaction() as session:
        decisions = session.scalars(select(Decision).where(Decision.due == date(2026, 7, 1))).all()
        for decision in decisions[:7]:
            session.add(
                Citation(
                    meeting_id=decision.meeting_id,
                    agency_id=kept.agencies["csc"],
                    person_id=kept.people["beth"],
                    about_type="decision",
                    about_id=decision.id,
                    source="case_review",
                    title_en="canary-review",
                    title_cy="canary-review",
                    added_at=clock.now(),
                )
            )
    counted = {}
    for who in ("gwen", "sian", "kit"):
        files = files_of(take(kept, who))
        [name] = [each for each in files if "case-review" in each]
        found = re.search(
            text("evidence.review.actions", "en") + r" (\d+)", read(name, files[name]).split("Figure")[-1]
        )
        counted[who] = found and found[1]
        assert "canary" not in read(name, files[name])
    assert counted == {"gwen": "5", "sian": "5", "kit": "0"}  # the school owns all seven, told in fives


def test_no_word_of_a_case_in_any_file(opened: Sitting) -> None:
    say_everything(opened)
    known = ("canary", "FS-2291", "FS-7777", "K.T.", "Made-up")
    for who in ("gwen", "sian"):
        for language in LANGUAGES:
            for name, content in files_of(take(opened, who, language)).items():
                kind = PurePosixPath(name).suffix[1:]
                bare = read(name, content).encode() if kind == "pdf" else every_byte(kind, content)
                assert [(name, word) for word in known if word.encode() in bare] == []


def test_requirements_are_all_there_and_name_files_that_are() -> None:
    assert list(EVIDENCED_BY) == list(range(1, 54))
    assert {each for _, files in EVIDENCED_BY.values() for each in files} == {*FILES, THE_PACK}


def test_who_may_not_and_what_is_not(kept: Sitting) -> None:
    for who in ("amara", "beth", "rhys"):
        with pytest.raises(Forbidden):
            take(kept, who)
    with pytest.raises(NotFound):
        take(kept, "gwen", year=YEAR + 1)
    with db.engine().begin() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER no_audit BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'disk full'); END"
        )
    with pytest.raises(Unavailable, match="audit_unavailable"):
        take(kept, "gwen")


def test_who_leads_no_more_when_it_is_made_gets_nothing(kept: Sitting, monkeypatch: pytest.MonkeyPatch) -> None:
    def dismissed(*_: object) -> bytes:
        with transaction() as session:
            session.execute(delete(PersonRole).where(PersonRole.person_id == kept.people["gwen"]))
        return b""

    monkeypatch.setattr("mas_hub.blocking._runner", [dismissed])
    with pytest.raises(Forbidden, match="may_not_take_evidence"):
        take(kept, "gwen")


def test_a_lead_who_records_takes_no_draft_of_their_own_agency(kept: Sitting) -> None:
    with the_year_after():
        save(kept, edition=2, summary="canary-draft")
    with transaction() as session:
        session.add(PersonRole(person_id=kept.people["sian"], role="assurance_lead"))
    both = Actor(kept.people["sian"], kept.agencies["school"], frozenset({"recorder", "assurance_lead"}))
    files = files_of(take_evidence(both, year=YEAR, language="en"))
    with snapshot() as session:
        code = session.get_one(Agency, kept.agencies["school"]).code.lower()
    facts = json.loads(files[f"02-annual-returns/{code}-2026-2027-annual-return.json"])
    assert (facts["edition"], facts["summary"]) == (1, "The school's own summary.")
