"""What is in an agency's document, and what can never be."""

import pytest

from mas_hub.errors import NotFound
from mas_hub.exports import as_json
from mas_hub.exports.words import Words, decision_parts
from tests.exports.made_up import (
    CAMHS,
    CSC,
    HEALTH,
    HOUSING,
    NAMES,
    NEVER,
    POLICE,
    PROBATION,
    SCHOOL,
    document,
    reflection,
    views,
)  # fmt: skip

EVERY_AGENCY = sorted(NAMES)


def said_in(agency: int, **meeting: str) -> str:
    return as_json.write(document(agency, of=views(**meeting))).decode()


def test_an_agency_takes_what_it_owns_and_what_it_is_involved_in() -> None:
    taken = document(HEALTH)
    assert [(each.number, each.text) for each in taken.owned] == [(3, "Weigh K. at school weekly for six weeks.")]
    assert [each.number for each in taken.involved] == [1]
    assert taken.summaries is None
    assert [each.number for each in document(CSC).involved] == [5]


def test_an_absent_agency_has_its_document_as_a_present_one() -> None:
    taken = document(PROBATION)
    assert taken.attendance == "apologies"
    assert [each.responsible for each in taken.owned] == ["Probation practitioner"]
    assert taken.record_system == "Offender record"


def test_an_agency_that_was_not_invited_finds_nothing() -> None:
    with pytest.raises(NotFound):
        document(99)


@pytest.mark.parametrize("agency", EVERY_AGENCY)
@pytest.mark.parametrize("purpose", ["decision_making", "reflective"])
@pytest.mark.parametrize("shared", ["assigned", "all_reached"])
def test_what_is_never_exported_is_in_no_document(agency: int, purpose: str, shared: str) -> None:
    written = said_in(agency, purpose=purpose, information_shared=shared)
    assert [canary for canary in NEVER if canary in written] == []


def test_others_decisions_are_absent_unless_the_meeting_shares_all_that_was_reached() -> None:
    assert "Confirm licence conditions" not in said_in(HOUSING)
    taken = document(HOUSING, of=views(information_shared="all_reached"))
    assert taken.summaries is not None
    assert [(each.number, each.line) for each in taken.summaries] == [
        (1, "Hold a core group within five working days."),
        (3, "Weigh K. at school weekly for six weeks."),
        (5, "Confirm licence conditions."),
    ]
    assert "second line" not in said_in(HOUSING, information_shared="all_reached")


def test_a_long_first_line_is_cut_at_a_word() -> None:
    of = views(information_shared="all_reached")
    of["decision"][4]["text"] = "word " * 100
    summaries = document(HOUSING, of=of).summaries
    assert summaries is not None
    assert summaries[2].line.endswith("word…")
    assert len(summaries[2].line) <= 160


def test_every_invited_agency_s_stand_is_kept_with_dissent_and_what_is_missing() -> None:
    stands = {each.agency.id: (each.stand, each.reason) for each in document(HEALTH).owned[0].stands}
    assert stands[POLICE] == ("agree", "")
    assert stands[HOUSING] == ("reservations", "K. should not be singled out in front of other pupils.")
    assert stands[PROBATION] == (None, "")
    assert list(stands) == EVERY_AGENCY


def test_a_stand_on_an_earlier_wording_does_not_count() -> None:
    stands = {each.agency.id: each.stand for each in document(CSC).owned[0].stands}
    assert stands[HOUSING] is None


def test_only_the_owner_reads_why_and_what_a_decision_answers() -> None:
    assert document(CSC).owned[0].rationale == "Social care's own reasons."
    involved = document(SCHOOL).involved[0]
    assert (involved.rationale, involved.answers) == ("", ())


def test_what_a_decision_answers_names_no_other_agency_s_evidence_or_reflection() -> None:
    answers = [(each.kind, each.agency.id, each.text, each.prompt) for each in document(HEALTH).owned[0].answers]
    assert answers == [
        ("drift_concern", HEALTH, "Core group has not met since the first one.", None),
        ("requirement", CSC, "Looked-after visit. – SI 2010/959 reg 28", None),
        ("disagreement", HEALTH, "Health holds level 4; social care level 3.", None),
        ("threshold_position", HEALTH, "", None),
        ("reflection", HEALTH, "", "analysis"),
    ]
    assert "reflection" not in [each.kind for each in document(CSC).owned[0].answers]


def test_a_decision_has_the_sources_cited_beside_it_and_beside_what_it_answers() -> None:
    owned = document(CSC).owned[0]
    assert [(each.title, each.place) for each in owned.sources] == [
        ("Working Together to Safeguard Children", "chapter 3")
    ]
    assert [each.link for each in owned.answers[0].sources] == ["https://x.example/study"]
    assert document(SCHOOL).involved[0].sources == owned.sources


def test_a_decision_that_was_handed_over_says_who_owned_it_before_and_until_when() -> None:
    handed = next(each for each in document(PROBATION).owned if each.handed_over)
    assert [each.agency.id for each in handed.handed_over] == [SCHOOL]
    assert handed.handed_over[0].until.isoformat() == "2026-09-24T09:30:00+00:00"
    parts = dict(decision_parts(Words(document(PROBATION)), handed))
    assert parts["Handed over"] == f"{NAMES[SCHOOL][0]} owned it until Thu 24 Sep 2026"


def test_the_child_s_voice_is_in_every_reflective_document_and_in_no_other() -> None:
    for agency in EVERY_AGENCY:
        reflective = document(agency, of=views(purpose="reflective"))
        assert [each.text for each in reflective.voice] == ['"I like it when Nan comes because there is tea."']
        assert document(agency).voice == ()


def test_why_the_voice_was_not_heard_stands_only_where_it_was_not() -> None:
    silent = views(purpose="reflective", childs_voice_not_heard_because="Asleep.")
    assert document(of=silent).voice_not_heard_because == ""
    silent["reflection"] = []
    assert document(of=silent).voice_not_heard_because == "Asleep."


def test_a_reflective_document_has_one_s_own_reflections_alone() -> None:
    reflective = views(purpose="reflective")
    taken = document(HEALTH, of=reflective)
    assert taken.reflections is not None
    assert [(each.prompt, each.text) for each in taken.reflections] == [
        ("analysis", "Health's own analysis of the weights.")
    ]
    assert [each.agency.id for each in taken.voice] == [SCHOOL]
    assert "three weeks" in said_in(POLICE, purpose="reflective")
    assert "three weeks" not in said_in(CAMHS, purpose="reflective")


def test_a_deciding_document_has_no_reflections() -> None:
    assert document(POLICE).reflections is None
    assert "three weeks" not in said_in(POLICE)


def test_a_withdrawn_reflection_of_one_s_own_is_left_out() -> None:
    reflective = views(purpose="reflective")
    reflective["reflection"].append(reflection(9, HEALTH, "learning", "Taken back.", withdrawn=True))
    taken = document(HEALTH, of=reflective)
    assert "Taken back." not in as_json.write(taken).decode()


def test_who_was_there_leaves_out_the_removed_and_names_the_adviser() -> None:
    taken = document()
    health = next(each for each in taken.invited if each.agency.id == HEALTH)
    assert [(each.name, each.role, each.took_part) for each in health.people] == [
        ("Callum Reid", "representative", True),
        ("Hugh Yates", "recorder", False),
    ]
    assert [each.name for each in taken.others_present] == ["Owen Price"]
    assert "Removed Person" not in said_in(HEALTH)
    assert taken.facilitator is not None
    assert taken.facilitator.name == "Amara Osei"


def test_numbers_stay_when_more_is_agreed() -> None:
    later = views()
    later["decision"][3]["state"] = "agreed"
    assert [each.number for each in document(HEALTH, of=later).owned] == [3, 4]


def test_an_interim_document_says_so() -> None:
    assert document(interim=True, of=views(state="open", closed_at=None)).interim
    assert document().id == "14-HEA-57"
