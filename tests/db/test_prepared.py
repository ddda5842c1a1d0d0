"""Statements of the hot path do what SQLAlchemy would have done, on their shorter way."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import bindparam, insert, select
from sqlalchemy.exc import IntegrityError

from mas_hub import clock
from mas_hub.db import UtcDateTime, snapshot, table_of, transaction
from mas_hub.db.prepared import _NAMED, Prepared, _moment, _to_driver, add_row
from mas_hub.identity.models import Person
from mas_hub.meetings.models import Seat
from mas_hub.meetings.subjects import belongs_to
from mas_hub.reflections.models import Reflection
from mas_hub.thresholds.models import Disagreement
from tests.sitting import Sitting

_disagreements = table_of(Disagreement)
_OF_MEETING = (
    select(_disagreements).where(_disagreements.c.meeting_id == bindparam("of_meeting")).order_by(_disagreements.c.id)
)


def disagreement(owner: dict[str, int]) -> Disagreement:
    return Disagreement(**owner, about="Gwên", between=[1, 2], raised_at=clock.now())


def stored(sitting: Sitting) -> list[dict[str, Any]]:
    with snapshot() as session:
        rows = session.execute(_OF_MEETING, {"of_meeting": sitting.meeting_id})
        return [{**row._mapping, "id": 0, "person_id": 0, "agency_id": 0} for row in rows]


def test_a_row_is_added_as_a_flush_adds_it(opened: Sitting) -> None:
    with transaction() as session:
        short, long = (disagreement(belongs_to(opened.entering(session, who))) for who in ("beth", "dina"))
        add_row(session, short)
        session.add(long)
        session.flush()
        assert long.id > short.id > 0
        told = [
            {name: getattr(each, name) for name in _disagreements.c.keys() if not name.endswith("id")}  # noqa: SIM118
            for each in (short, long)
        ]
        assert told[0] == told[1]
    *_, first, second = stored(opened)
    assert first == second


def test_what_is_changed_after_it_was_added_is_written_too(opened: Sitting) -> None:
    with transaction() as session:
        made = disagreement(belongs_to(opened.entering(session, "beth")))
        add_row(session, made)
        made.stage = 2
        made.earlier_stages = [{"stage": 1}]
    *_, row = stored(opened)
    assert (row["stage"], row["earlier_stages"]) == (2, [{"stage": 1}])


def test_what_the_row_refers_to_is_written_before_it(opened: Sitting) -> None:
    with transaction() as session:
        seat = session.scalars(select(Seat).where(Seat.meeting_id == opened.meeting_id)).first()
        assert seat is not None
        seat.version += 1
        add_row(session, disagreement(belongs_to(opened.entering(session, "beth"))))
        assert not session.dirty


def test_only_classes_without_relationships_are_added_so(opened: Sitting) -> None:
    with transaction() as session, pytest.raises(TypeError, match="Person"):
        add_row(session, Person(name="Made-up Person", email="made.up@example.test", agency_id=1))


def test_rows_are_the_same_as_sqlalchemy_s_own(opened: Sitting) -> None:
    asked = {"of_meeting": opened.meeting_id}
    ours = Prepared(_OF_MEETING)
    with snapshot() as session:
        theirs = session.execute(_OF_MEETING, asked).all()
        for _ in range(2):
            assert [tuple(row) for row in ours.all(session, asked)] == [tuple(row) for row in theirs]
        first = ours.first(session, asked)
        assert (first.about, first.raised_at, first.immediate_risk) == (theirs[0].about, theirs[0].raised_at, False)
        assert ours.first(session, {"of_meeting": 0}) is None


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 11, 26, 1, 2, 3, 4, UTC),
        datetime(2026, 7, 1, 0, 30, tzinfo=ZoneInfo("Europe/London")),
        datetime(987, 1, 1, tzinfo=UTC),
        None,
    ],
)
def test_a_moment_is_written_as_sqlalchemy_writes_it(moment: datetime | None) -> None:
    theirs = UtcDateTime().dialect_impl(_NAMED).bind_processor(_NAMED)
    assert theirs is not None
    assert _to_driver(UtcDateTime(), _NAMED)(moment) == theirs(moment)  # type: ignore[misc]
    with pytest.raises(ValueError, match="time zone"):
        _moment(datetime(2026, 11, 26))  # noqa: DTZ001 (what may not be written)


def test_a_mistake_is_raised_as_sqlalchemy_raises_it_and_quotes_nothing(opened: Sitting) -> None:
    adding = Prepared(insert(table_of(Reflection)))
    with pytest.raises(IntegrityError) as refused, transaction() as session:
        adding.change(session, {"prompt": "analysis", "text": "canary"})
    assert "canary" not in str(refused.value)
