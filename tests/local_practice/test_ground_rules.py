"""The partnership's ground rules: an edit is a new version, and a meeting keeps the one it was opened with."""

from collections.abc import Sequence

import pytest

from mas_hub.db import snapshot, transaction
from mas_hub.errors import Conflict, DomainError, Forbidden, Invalid
from mas_hub.local_practice import queries
from mas_hub.local_practice.actions import edit_ground_rules
from mas_hub.local_practice.queries import Rules, ground_rules_view, rules_in_force
from mas_hub.local_practice.rules import next_version
from mas_hub.meetings.board import board, door
from tests.sitting import GROUND_RULES, Sitting, everything

EN, CY = ["Be kind.", "Be on time."], ["Byddwch yn garedig.", "Byddwch yn brydlon."]


def edit(
    sitting: Sitting, who: str = "ines", edits: str = GROUND_RULES, en: Sequence[str] = EN, cy: Sequence[str] = CY
) -> str:
    with transaction() as session:
        return edit_ground_rules(session, sitting.actor(who), edits=edits, en=en, cy=cy).version


def refused(
    sitting: Sitting, who: str, edits: str = GROUND_RULES, en: Sequence[str] = EN, cy: Sequence[str] = CY
) -> DomainError:
    before = everything()
    with pytest.raises(DomainError) as refusal:
        edit(sitting, who, edits, en, cy)
    assert everything() == before
    return refusal.value


def shown_at_the_door(sitting: Sitting, who: str) -> object:
    with snapshot() as session:
        shown = door(session, sitting.entering(session, who))["ground_rules"]
    return shown["version"], shown["text"]["en"]


@pytest.mark.parametrize("who", ["ines", "amara"])
def test_an_edit_is_in_force_for_meetings_that_have_not_been_opened(planned: Sitting, who: str) -> None:
    assert edit(planned, who) == "2026-3"
    assert shown_at_the_door(planned, "beth") == ("2026-3", EN)
    planned.do("amara", "open_meeting")
    assert planned.refused("beth", "accept_ground_rules", version=GROUND_RULES).code == "ground_rules_changed"
    planned.do("beth", "accept_ground_rules", version="2026-3")
    with snapshot() as session:
        assert board(session, planned.entering(session, "beth"))["reference"]["ground_rules"]["text"]["cy"] == CY


def test_a_meeting_keeps_the_version_it_was_opened_with(opened: Sitting) -> None:
    before = shown_at_the_door(opened, "dora")
    edit(opened)
    assert shown_at_the_door(opened, "dora") == before
    assert opened.views("meeting")[0]["ground_rules_version"] == GROUND_RULES
    opened.do("dora", "accept_ground_rules", version=GROUND_RULES)
    with snapshot() as session:
        shown = board(session, opened.entering(session, "dora"))
        assert shown["reference"]["ground_rules"]["version"] == GROUND_RULES
        assert rules_in_force(session).version == "2026-3"


def test_every_version_is_kept_the_newest_first(opened: Sitting) -> None:
    edit(opened)
    assert edit(opened, "amara", "2026-3", EN[:1], CY[:1]) == "2026-4"
    with snapshot() as session:
        versions = ground_rules_view(session)["versions"]
    assert [(each["version"], each["made_by"]) for each in versions] == [
        ("2026-4", "Amara Made-up"),
        ("2026-3", "Ines Made-up"),
        (GROUND_RULES, None),
    ]


def test_edits_that_cannot_be_made(opened: Sitting) -> None:
    assert isinstance(refused(opened, "beth"), Forbidden)
    stale = refused(opened, "ines", "2025-1")
    assert (type(stale), stale.code) == (Conflict, "stale")
    assert stale.current is not None
    assert stale.current["versions"][0]["version"] == GROUND_RULES
    assert refused(opened, "ines", GROUND_RULES, EN, CY[:1]).fields == {"cy": "ground_rules_differ"}
    edit(opened)
    assert isinstance(refused(opened, "ines", "2026-3"), Invalid)


def test_a_version_that_was_shipped_before_stays_beside_the_next(
    opened: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = Rules("2026-9", ("Later.",), ("Wedyn.",))
    monkeypatch.setattr(queries, "_shipped", lambda _: later)
    with snapshot() as session:
        versions = ground_rules_view(session)["versions"]
    assert [(each["version"], each["made_by"]) for each in versions] == [("2026-9", None), (GROUND_RULES, None)]
    edit(opened, edits="2026-9")
    with snapshot() as session:
        versions = ground_rules_view(session)["versions"]
    assert [each["version"] for each in versions] == ["2026-10", "2026-9", GROUND_RULES]


def test_versions_are_numbered_within_their_year() -> None:
    assert next_version(2026, ["2026-1", "2026-9", "local"]) == "2026-10"
    assert next_version(2027, ["2026-9"]) == "2027-1"
