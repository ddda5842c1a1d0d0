"""Every table, and every column of a row that stays, has been thought about."""

import pytest

from mas_hub.db import Base
from mas_hub.retention.covering import KEPT, KEPT_COLUMNS, THE_LOG_S, belonging, emptied
from tests.conftest import every_room_s_tables


@pytest.fixture(autouse=True)
def _tables() -> None:
    every_room_s_tables()


def test_every_table_goes_with_a_case_or_says_why_it_stays() -> None:
    """A new table fails here until it refers to a case or a meeting, or is named in `covering.KEPT` with the reason."""
    goes = {table.name for table in belonging()}
    stays = THE_LOG_S | KEPT_COLUMNS.keys() | KEPT.keys()
    assert Base.metadata.tables.keys() - goes - stays == set()
    assert stays <= Base.metadata.tables.keys()


def test_what_a_board_is_made_of_goes() -> None:
    goes = {table.name for table in belonging()}
    about_a_meeting = {table.name for table in Base.metadata.tables.values() if "meeting_id" in table.columns}
    unnamed = about_a_meeting - goes - THE_LOG_S - KEPT_COLUMNS.keys()
    assert unnamed == {"audit", "offered_issues", "sessions"}
    assert goes >= {"decisions", "consents", "progress_reports", "hand_overs", "milestones", "holds", "receipts"}


@pytest.mark.parametrize("name", sorted(KEPT_COLUMNS))
def test_of_a_row_that_stays_every_other_column_can_be_emptied(name: str) -> None:
    table = Base.metadata.tables[name]
    assert KEPT_COLUMNS[name] <= set(table.columns.keys())
    assert emptied(table).keys() == set(table.columns.keys()) - KEPT_COLUMNS[name]


def test_children_go_before_what_they_refer_to() -> None:
    order = [table.name for table in belonging()]
    for table in belonging():
        for key in table.foreign_keys:
            parent = key.column.table.name
            if parent in order and parent != table.name:
                assert order.index(table.name) < order.index(parent)
