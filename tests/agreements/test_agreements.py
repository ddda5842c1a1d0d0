"""Supervision agreements: kept by administrators and facilitators, and what is late by them."""

from datetime import date, timedelta
from typing import Any

import pytest

from mas_hub import clock
from mas_hub.agreements.actions import keep_agreement
from mas_hub.agreements.queries import agreement_of, list_agreements, own_agreement, what_is_due
from mas_hub.agreements.rules import standing
from mas_hub.db import snapshot, transaction
from mas_hub.errors import Conflict, Forbidden, Invalid, NotFound
from tests.sitting import NO_SUCH_ID, NOW, Sitting

SAID: dict[str, Any] = {
    "purpose": "Cases on which agencies differ.",
    "cases": "Where something has drifted.",
    "every_weeks": 6,
    "confidentiality": "As the sharing protocol says.",
    "disagreement": "The designated leads meet.",
    "signed_by": "M. Hale, head of service",
    "begins": date(2026, 1, 5),
    "review_on": date(2027, 1, 5),
}


def keep(sitting: Sitting, who: str = "ines", agency: str = "csc", version: int = 0, **changed: Any) -> None:
    with transaction() as session:
        keep_agreement(session, sitting.actor(who), sitting.agencies[agency], version=version, **{**SAID, **changed})


def due(sitting: Sitting, who: str) -> list[tuple[int, bool, bool]]:
    with snapshot() as session:
        rows = what_is_due(session, sitting.actor(who))
    return [(row["agency"]["id"], row["agreement"]["review_overdue"], row["agreement"]["missed"]) for row in rows]


@pytest.mark.parametrize("who", ["ines", "amara"])
def test_an_agreement_is_kept_and_signed_again(opened: Sitting, who: str) -> None:
    keep(opened, who)
    keep(opened, who, version=1, every_weeks=12)
    csc = opened.agencies["csc"]
    with snapshot() as session:
        kept = agreement_of(session, csc)
        assert kept is not None
        assert (kept["version"], kept["every_weeks"], kept["last_met"]) == (2, 12, "2026-09-21")
        listed = {row["agency"]["id"]: row["agreement"] for row in list_agreements(session)}
    assert listed[csc] == kept
    assert listed[opened.agencies["police"]] is None


def test_anybody_of_an_agency_reads_its_own_and_no_other(opened: Sitting) -> None:
    keep(opened)
    with snapshot() as session:
        for who, agency, cases in (("beth", "csc", SAID["cases"]), ("sian", "school", None)):
            own = own_agreement(session, opened.actor(who))
            assert own["agency"]["id"] == opened.agencies[agency]
            assert (own["agreement"] and own["agreement"]["cases"]) == cases


def test_what_cannot_be_kept(opened: Sitting) -> None:
    with pytest.raises(Forbidden):
        keep(opened, "beth")
    with pytest.raises(Invalid) as refusal:
        keep(opened, review_on=SAID["begins"])
    assert refusal.value.fields == {"review_on": "review_before_beginning"}
    keep(opened)
    with pytest.raises(Conflict, match="stale") as stale:
        keep(opened)
    assert stale.value.current is not None
    assert stale.value.current["version"] == 1
    with pytest.raises(NotFound), transaction() as session:
        keep_agreement(session, opened.actor("ines"), NO_SUCH_ID, version=0, **SAID)


def test_what_is_late_is_seen_by_its_keepers_and_the_agency_itself(opened: Sitting) -> None:
    csc, school = opened.agencies["csc"], opened.agencies["school"]
    keep(opened, review_on=date(2026, 9, 1))
    keep(opened, agency="school")  # invited and absent: it has not met
    assert due(opened, "amara") == due(opened, "ines") == [(csc, True, False), (school, False, True)]
    assert due(opened, "beth") == [(csc, True, False)]
    assert due(opened, "sian") == [(school, False, True)]
    assert due(opened, "dina") == []
    with clock.fixed(NOW + timedelta(weeks=6, days=1)):
        assert due(opened, "beth") == [(csc, True, True)]


def test_late_is_counted_from_the_last_meeting_or_the_beginning() -> None:
    def on(today: date, last_met: date | None, begins: date = date(2026, 3, 2)) -> tuple[date | None, bool]:
        now = standing(begins=begins, every_weeks=4, review_on=date(2027, 3, 2), last_met=last_met, today=today)
        return now.due_by, now.missed

    assert on(date(2026, 3, 30), None) == (date(2026, 3, 30), False)
    assert on(date(2026, 3, 31), None) == (date(2026, 3, 30), True)
    assert on(date(2026, 3, 31), date(2026, 3, 20)) == (date(2026, 4, 17), False)
    assert on(date(2026, 3, 31), date(2026, 1, 2)) == (date(2026, 3, 30), True)
    assert on(date(2026, 3, 1), None) == (None, False)
