"""An agency's return of a year: begun, saved, submitted with its figures, and from then on as it was."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from mas_hub import clock
from mas_hub.agreements.models import SupervisionAgreement
from mas_hub.audit.models import AuditRow
from mas_hub.db import snapshot, transaction
from mas_hub.decisions.models import Decision
from mas_hub.errors import Conflict, Forbidden, Invalid, NotFound
from mas_hub.follow_up.models import ProgressReport, Receipt
from mas_hub.meetings.models import Meeting
from mas_hub.returns.actions import set_return_year, submit_return
from mas_hub.returns.figures import figures_of
from mas_hub.returns.queries import list_returns, read_return
from mas_hub.returns.rules import APRIL, JANUARY, SEPTEMBER, first_day, last_day, year_of
from tests.returns.writing import AFTER, YEAR, answers, save, submit, the_year_after
from tests.sitting import Sitting


def read(sitting: Sitting, who: str, edition: int | None = None, agency: str = "school") -> dict[str, Any]:
    with snapshot() as session:
        return read_return(session, sitting.actor(who), sitting.agencies[agency], YEAR, edition)


def figures(sitting: Sitting, agency: str) -> dict[str, dict[str, Any]]:
    with snapshot() as session:
        return {section: dict(rows) for section, rows in figures_of(session, sitting.agencies[agency], YEAR, APRIL)}


@pytest.mark.parametrize(
    ("begins", "days"),
    [
        (APRIL, ("2026-04-01", "2027-03-31")),
        (JANUARY, ("2026-01-01", "2026-12-31")),
        (SEPTEMBER, ("2026-09-01", "2027-08-31")),
    ],
)
def test_a_year_is_called_by_the_one_in_which_it_begins(begins: int, days: tuple[str, str]) -> None:
    first, last = first_day(2026, begins), last_day(2026, begins)
    assert (first.isoformat(), last.isoformat()) == days
    around = (first - timedelta(days=1), first, last)
    assert [year_of(day, begins) for day in around] == [2025, 2026, 2026]


def test_another_year_is_of_what_was_not_submitted(year: Sitting) -> None:
    save(year, summary="Of the financial year.")
    with pytest.raises(Forbidden):
        set_year(year, "sian", SEPTEMBER)
    with the_year_after():
        submit(year)
        frozen = read(year, "gwen")
        set_year(year, "gwen", SEPTEMBER)
        assert read(year, "gwen") == {**frozen, "ended": False}
        assert (frozen["first"], frozen["begins"]) == ("2026-04-01", APRIL)
        save(year, edition=2, summary="Of the academic year.")
        again = read(year, "sian")
        assert (again["first"], again["last"], again["ended"]) == ("2026-09-01", "2027-08-31", False)
        with pytest.raises(Conflict, match="return_year_runs"):
            submit(year)
        with snapshot() as session:
            listed = list_returns(session, year.actor("gwen"))
        assert (listed["begins"], listed["may_set_year"]) == (SEPTEMBER, True)
        assert [row["begins"] for row in listed["years"][0]["returns"] if row["state"] == "submitted"] == [APRIL]
        with pytest.raises(Invalid, match="nothing_changed"):
            set_year(year, "gwen", SEPTEMBER)


def test_who_read_a_draft_of_other_months_is_shown_it_anew(year: Sitting) -> None:
    save(year, summary="Of the financial year.")
    set_year(year, "gwen", JANUARY)
    with the_year_after(), pytest.raises(Conflict, match="stale"):
        submit(year)


def set_year(sitting: Sitting, who: str, begins: int) -> None:
    with transaction() as session:
        set_return_year(session, sitting.actor(who), begins=begins)


def test_figures_are_the_agency_s_own_part(year: Sitting) -> None:
    """With the prepared meeting of September, to which all three were invited."""
    csc, school = figures(year, "csc"), figures(year, "school")
    assert school["deciding"] == {"invited": 7, "present": 0, "apologies": 0, "absent": 6, "not_noted": 1}
    assert school["reflecting"]["absent"] == 6
    assert csc["deciding"]["present"] == 7
    assert csc["length"]["meetings"] == 13
    assert csc["length"]["longer"] == 7
    assert (school["recording"]["bound"], school["recording"]["nothing_said"]) == (13, 13)
    assert (csc["recording"]["recorded"], csc["recording"]["same_day"]) == (9, 1)
    assert school["decisions"]["owned"] - school["decisions"]["past_day"] <= 1
    assert (csc["drift"]["raised"], csc["drift"]["late"]) >= (12, 6)
    assert school["drift"]["by_others"] == 15
    assert csc["disagreements"]["resolved"] == 10  # eight, told in fives: the other party's part as well
    assert school["disagreements"]["part"] == 0
    assert school["length"] == {"meetings": 0, "planned": None, "actual": None, "longer": 0}


def test_a_decision_is_done_by_its_day_or_later_or_not_possible(year: Sitting) -> None:
    said = {0: ("done", date(2026, 7, 1)), 1: ("done", date(2026, 7, 2)), 2: ("cannot", date(2026, 8, 1)),
            3: ("not_done", date(2026, 8, 1))}  # fmt: skip
    with transaction() as session:
        ids = session.scalars(select(Decision.id).where(Decision.due == date(2026, 7, 1)).order_by(Decision.id)).all()
        for number, (state, day) in said.items():
            session.add(
                ProgressReport(
                    decision_id=ids[number],
                    agency_id=year.agencies["school"],
                    person_id=year.people["sian"],
                    state=state,
                    words="canary-words",
                    at=datetime(day.year, day.month, day.day, 23, 30, tzinfo=clock.LOCAL),
                )
            )
    found = figures(year, "school")["decisions"]
    assert {key: found[key] for key in ("in_time", "late", "not_possible", "not_done", "past_day")} == {
        "in_time": 1,
        "late": 1,
        "not_possible": 1,
        "not_done": 1,
        "past_day": 8,
    }


@pytest.mark.parametrize(("weeks", "gaps", "longest"), [(4, 2, 14), (6, 1, 14), (14, 0, 14)])
def test_gaps_between_meetings_are_held_against_the_agreement(
    year: Sitting, weeks: int, gaps: int, longest: int
) -> None:
    with transaction() as session:
        session.add(
            SupervisionAgreement(
                agency_id=year.agencies["csc"],
                purpose="",
                every_weeks=weeks,
                confidentiality="",
                disagreement="",
                signed_by="",
                begins=date(2026, 4, 1),
                review_on=date(2026, 9, 1),
                changed_by=year.people["ines"],
                changed_at=clock.now(),
            )
        )
    found = figures(year, "csc")["agreement"]
    assert (found["gaps"], found["longest_gap"], found["often_enough"]) == (gaps, longest, not gaps)
    assert found["review_overdue"] is True
    assert figures(year, "school")["agreement"] == {"kept": False}


def test_a_draft_is_its_agency_s_alone_and_who_leads_on_assurance_reads_what_was_submitted(year: Sitting) -> None:
    assert read(year, "sian")["version"] == 0
    save(year, summary="Better than last year.")
    for who in ("gwen", "kit"):
        with pytest.raises(NotFound):
            read(year, who)
    with the_year_after():
        submit(year)
    found = read(year, "gwen", 1)
    assert (found["summary"], found["submitted"]["by"]) == ("Better than last year.", "Sian Made-up")
    assert (found["own"], found["may_change"], found["may_begin_another"]) == (False, False, False)
    with pytest.raises(NotFound):
        read(year, "kit")
    with pytest.raises(Forbidden):
        save(year, "gwen")
    with snapshot() as session:
        listed = {who: list_returns(session, year.actor(who))["years"][0]["returns"] for who in ("gwen", "sian", "kit")}
    assert {row["state"] for row in listed["gwen"]} == {"none", "submitted"}
    assert [(row["own"], row["state"]) for row in listed["sian"]] == [(True, "submitted")]
    assert [(row["own"], row["state"]) for row in listed["kit"]] == [(True, "none")]


def test_two_who_write_at_once_lose_nothing(year: Sitting) -> None:
    save(year, summary="Mine.")
    with pytest.raises(Conflict, match="stale") as refused:
        save(year, summary="Theirs.")
    assert refused.value.current
    assert (refused.value.current["version"], refused.value.current["summary"]) == (1, "Mine.")
    save(year, version=1, summary="Both.")
    with pytest.raises(Conflict, match="stale"):
        save(year, edition=2, version=0)
    assert read(year, "sian")["summary"] == "Both."


def test_it_is_submitted_whole_once_and_after_the_year(year: Sitting) -> None:
    save(year, answers=answers(smart={"rating": "", "action": "Train everybody."}))
    with pytest.raises(Conflict, match="return_year_runs"):
        submit(year)
    with the_year_after():
        with pytest.raises(Invalid) as refused:
            submit(year)
        assert set(refused.value.fields) == {f"answers.smart.{name}" for name in ("rating", "by_whom", "by_when")}
        save(year, version=1)
        with pytest.raises(Conflict, match="stale"):
            submit(year)
        submit(year, version=2)
        with pytest.raises(Conflict, match="return_submitted"):
            submit(year, version=3)
        with pytest.raises(Conflict, match="return_submitted"):
            save(year, version=3)
    with snapshot() as session:
        kinds = session.scalars(select(AuditRow.what).where(AuditRow.what.startswith("return_")))
        assert list(kinds) == ["return_begun", "return_submitted"]


def test_what_was_submitted_stays_whatever_is_deleted_and_another_edition_stands_beside_it(year: Sitting) -> None:
    save(year, approved_by="Head of safeguarding")
    with the_year_after():
        submit(year)
        before = read(year, "gwen")
        with transaction() as session:
            session.execute(update(Meeting).values(state="purged"))
            session.execute(delete(Receipt))
        assert read(year, "gwen") == before
        assert read(year, "sian")["may_begin_another"] is True
        save(year, edition=2, summary="Put right.")
        assert read(year, "gwen") == before  # the new one is a draft
        with transaction() as session:
            submit_return(session, year.actor("sian"), YEAR, version=1)
        after = read(year, "gwen")
    assert (after["edition"], after["summary"], len(after["editions"])) == (2, "Put right.", 2)
    recorded = {row["key"]: row["value"] for row in after["figures"][4]["rows"]}
    assert recorded["bound"] == 0
    assert read(year, "gwen", 1)["figures"] == before["figures"]


def test_no_return_of_a_year_to_come_or_of_no_agency(year: Sitting) -> None:
    with snapshot() as session:
        for agency, of in ((year.agencies["school"], YEAR + 1), (year.agencies["school"], 1999), (999_999, YEAR)):
            with pytest.raises(NotFound):
                read_return(session, year.actor("sian"), agency, of, None)


def test_figures_of_a_running_year_are_of_today(year: Sitting) -> None:
    with clock.fixed(AFTER - timedelta(days=300)):
        assert read(year, "sian")["ended"] is False
    with the_year_after():
        assert read(year, "sian")["ended"] is True
