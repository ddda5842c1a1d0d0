"""Which corrections are in whose document, and that every kind of file has them."""

from typing import Any

from mas_hub.exports.formats import FORMATS
from tests.exports.made_up import CSC, HEALTH, HOUSING, POLICE, PROBATION, SCHOOL, View, Views, by, document, views


def addendum(id: int, agency: int, corrects: tuple[str, int] | None, text: str, *, chair: bool = False) -> View:
    return {
        "type": "addendum",
        "id": id,
        "version": 1,
        "agency_id": agency,
        "corrects": {"type": corrects[0], "id": corrects[1]} if corrects else None,
        "text": text,
        "reason": f"Why {text}",
        "added_at": "2026-09-23T09:00:00.000000Z",
        "by": {"person_id": 99, "agency_id": agency} if chair else by(agency),
    }


def corrected(**meeting: Any) -> Views:
    return {
        **views(**meeting),
        "addendum": [
            addendum(1, CSC, ("decision", 1), "on core group"),
            addendum(2, HOUSING, ("consent", 40), "on housing's stand on weighing"),
            addendum(3, HEALTH, ("threshold_position", 1), "on health's level"),
            addendum(4, POLICE, ("reflection", 6), "on police's challenge"),
            addendum(5, CSC, None, "by the chair to all", chair=True),
            addendum(6, SCHOOL, None, "by the school alone"),
            addendum(7, HEALTH, ("decision", 4), "on a decision never agreed"),
            addendum(8, HEALTH, ("decision", 2), "on a withdrawn decision of others"),
        ],
    }


def texts(agency: int, **meeting: Any) -> list[str]:
    return [each.text for each in document(agency, of=corrected(**meeting)).addenda]


def test_an_agency_has_those_on_its_decisions_its_own_entries_and_the_chair_s() -> None:
    assert texts(CSC) == [
        "on core group",
        "by the chair to all",
        "on a decision never agreed",
        "on a withdrawn decision of others",
    ]
    assert texts(HEALTH) == [
        "on core group",
        "on housing's stand on weighing",
        "on health's level",
        "by the chair to all",
    ]
    assert texts(SCHOOL) == ["on core group", "by the chair to all", "by the school alone"]
    assert texts(POLICE) == ["on police's challenge", "by the chair to all"]


def test_nobody_has_another_agency_s() -> None:
    assert texts(PROBATION) == ["by the chair to all"]
    assert texts(PROBATION, information_shared="all_reached") == ["by the chair to all"]


def test_everybody_has_one_beside_who_is_involved() -> None:
    beside = {**views(), "addendum": [addendum(9, HEALTH, ("involvement", 1), "on who is involved")]}
    for agency in (CSC, HEALTH, PROBATION):
        assert [each.text for each in document(agency, of=beside).addenda] == ["on who is involved"]


def test_one_beside_what_was_withdrawn_is_its_own_agency_s_alone() -> None:
    made_up = views()
    withdrawn = [{**each, "withdrawn": True} for each in made_up["involvement"]]
    beside = {
        **made_up,
        "involvement": withdrawn,
        "addendum": [addendum(9, HEALTH, ("involvement", 1), "on the wrong child")],
    }
    own = withdrawn[0]["agency_id"]
    got = {agency for agency in (CSC, HEALTH, POLICE, PROBATION, SCHOOL) if document(agency, of=beside).addenda}
    assert got == {own}


def test_it_says_what_it_corrects_when_why_and_by_whom() -> None:
    first, second, own, chair = document(HEALTH, of=corrected()).addenda
    assert (first.corrects, first.reference, first.by.code, first.by_facilitator) == (
        "decision",
        "FS-2291/14/1",
        "CSC",
        False,
    )
    assert (second.corrects, second.reference) == ("consent", "FS-2291/14/3")
    assert (own.corrects, own.reference) == ("threshold_position", "")
    assert (chair.corrects, chair.by_facilitator, chair.reason) == (None, True, "Why by the chair to all")


def test_every_format_is_written_with_them_in_both_languages() -> None:
    for language in ("en", "cy"):
        taken = document(HEALTH, of=corrected(), language=language)
        plain = document(HEALTH, language=language)
        for kind in FORMATS.values():
            assert kind.write(taken) != kind.write(plain)
        assert "on health's level" in FORMATS["csv"].write(taken).decode()
