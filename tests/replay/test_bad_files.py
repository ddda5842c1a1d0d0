"""A file of the wrong shape is refused with the line and the reason, before anything is written."""

from pathlib import Path

import pytest

from mas_hub.replay.checking import read_scenario
from mas_hub.replay.reading import ScenarioError

GOOD = """\
partnership: {name: {en: "Tiny Partnership"}, nation: england}
agencies:
  - {key: csc, sector: childrens_social_care, name: {en: "Children's Services"}}
  - {key: gp, sector: general_practice, name: {en: "Surgery"}}
people:
  - {key: ann, agency: csc, name: "Ann Ash", roles: [facilitator]}
  - {key: bob, agency: csc, name: "Bob Birch"}
  - {key: cat, agency: gp, name: "Cat Cole"}
case: {reference: "T1", subject_initials: "T", subject_type: child}
milestones:
  - {kind: referral, date: 2026-01-05}
meeting:
  purpose: decision_making
  criteria: [drift]
  scheduled_at: 2026-02-02T10:00:00Z
  facilitator: ann
  invited:
    - {agency: csc, participants: [bob]}
    - {agency: gp, participants: [cat]}
acts:
  - {by: bob, do: add_threshold_position, level: 3, evidence: "Seen."}
  - {by: bob, do: raise_drift_concern, key: c1, what: w, expectation: assessment, effect_on_child: e, risk_source: none}
  - {by: bob, do: withdraw_drift_concern, of: c1, reason: "r"}
"""

WITHDRAW = "  - {by: bob, do: withdraw"


def before_it(act: str) -> str:
    return f"  - {{by: bob, do: {act}}}\n{WITHDRAW}"


BAD = {
    "unknown section": ("milestones:", "landmarks:", "landmarks:", "`landmarks` is not part of a scenario"),
    "unknown key": ('agency: gp, name: "Cat', 'agency: gp, age: 4, name: "Cat', "age: 4", "`people.3.age` is not part"),
    "unknown key of the meeting": ("  facilitator: ann", "  facilitator: ann\n  room: 4", "room: 4", "`meeting.room`"),
    "key given twice": ("  facilitator: ann", "  facilitator: ann\n  facilitator: bob", "facilitator: bob", "twice"),
    "section given twice": ("acts:", "case: {}\nacts:", "case: {}", "`case` is given twice"),
    "missing section": ("case: {", "# case: {", "partnership:", "`case` is missing"),
    "missing field": (", subject_type: child", "", "case:", "`case.subject_type` is missing"),
    "missing field in a list": ("kind: referral, ", "", "date: 2026-01-05", "`milestones.1.kind` is missing"),
    "empty text": ('reference: "T1"', 'reference: " "', "case:", "`case.reference`: Fill this in"),
    "null text": ('reference: "T1"', "reference: ", "case:", "`case.reference`: Fill this in"),
    "nameless": ('name: {en: "Surgery"}', 'name: {en: "", cy: null}', "key: gp", "`agencies.2.name`"),
    "wrong nation": ("nation: england", "nation: scotland", "nation:", "Possible are england, wales"),
    "wrong sector": ("sector: general_practice", "sector: gp", "sector: gp", "Possible are childrens_social_care"),
    "wrong purpose": ("purpose: decision_making", "purpose: deciding", "purpose:", "is `deciding`"),
    "wrong criterion": ("criteria: [drift]", "criteria: [rumour]", "criteria:", "is `rumour`"),
    "wrong role": ("roles: [facilitator]", "roles: [chair]", "roles:", "is `chair`"),
    "wrong milestone": ("kind: referral", "kind: birthday", "kind: birthday", "is `birthday`"),
    "wrong subject": ("subject_type: child", "subject_type: dog", "subject_type: dog", "is `dog`"),
    "wrong template": ("  facilitator: ann", "  facilitator: ann\n  template: x", "template: x", "standard"),
    "wrong attendance": ("agency: gp, participants", "attendance: late, agency: gp, participants", "late", "`late`"),
    "not a list": ("participants: [bob]", "participants: bob", "participants: bob", "Give this as a list"),
    "list for a text": ("nation: england", "nation: [england]", "nation:", "Give this as text"),
    "text for a mapping": ("name: {en: \"Surgery\"}", "name: Surgery", "name: Surgery", "`agencies.2.name`"),
    "list for a mapping": ("case: {", "case: [] # {", "case: []", "`case`"),
    "no people": ("people:\n", "people: []\nx:\n", "people: []", "`people`"),
    "no such day": ("date: 2026-01-05", "date: 2026-02-30", "2026-02-30", "Give a date that exists"),
    "no such time": ("2026-02-02T10:00:00Z", "2026-02-02T25:00:00Z", "T25", "date and time that exist"),
    "a day without a time": ("2026-02-02T10:00:00Z", "2026-02-02", "scheduled_at", "date and time that exist"),
    "unknown act": ("do: add_threshold_position", "do: dance", "do: dance", "`acts.1.do` is `dance`. Possible are a"),
    "act of replay": ("do: add_threshold_position", "do: open_meeting", "do: open", "is `open_meeting`"),
    "act without a name": ("do: add_threshold_position, ", "", "level: 3", "`acts.1.do` is missing"),
    "act by nobody": ("by: bob, do: add", "by: [], do: add", "by: []", "`acts.1.by`"),
    "act by a stranger": ("by: bob, do: add", "by: bod, do: add", "by: bod", "no person has the key `bod`"),
    "one stranger of two": ("by: bob, do: add", "by: [bob, bod], do: add", "bod", "no person has the key `bod`"),
    "unknown field of an act": ("level: 3", "level: 3, loudness: 11", "loudness", "`loudness` is not a field of add_"),
    "missing field of an act": (', evidence: "Seen."', "", "level: 3", "add_threshold_position needs `evidence`"),
    "unknown thing": ("of: c1", "of: c2", "of: c2", "no act makes anything with the key `c2`"),
    "unknown agency in an act": (
        WITHDRAW,
        before_it("raise_disagreement, about: a, between: [csc, gpp]"),
        "gpp",
        "no agency has the key `gpp`",
    ),
    "somebody unknown to be seated": (
        WITHDRAW,
        before_it("seat_person, person: zed, role: adviser"),
        "zed",
        "no person has the key `zed`",
    ),
    "the seat of nobody": (WITHDRAW, before_it("remove_seat, of: c1, reason: r"), "of: c1, reason: r}", "no person"),
    "a chair away from another act": (
        WITHDRAW,
        before_it("hand_over_chair, to: cat, chair_away_minutes: 3"),
        "minutes",
        "`chair_away_minutes` is not a field of hand_over_chair",
    ),
    "wrong lawful basis": ("  facilitator: ann", "  facilitator: ann\n  lawful_basis: habit", "habit", "public_task"),
    "wrong session model": ("  facilitator: ann", "  facilitator: ann\n  session_model: crowd", "crowd", "one_to_one"),
    "two agencies of one key": ("key: gp,", "key: csc,", "general_practice", "the key `csc` is used twice"),
    "two people of one key": ("key: cat,", "key: bob,", '"Cat Cole"', "the key `bob` is used twice"),
    "two things of one key": (
        WITHDRAW,
        before_it("add_reflection, key: c1, prompt: learning, text: t"),
        "prompt: learning",
        "the key `c1` is used twice",
    ),
    "person of no agency": ("agency: gp, name", "agency: dp, name", "agency: dp", "no agency has the key `dp`"),
    "facilitator from nowhere": ("facilitator: ann", "facilitator: amy", "facilitator: amy", "no person has the key"),
    "invited from nowhere": ("- {agency: gp,", "- {agency: xx,", "agency: xx", "no agency has the key `xx`"),
    "invited twice": ("- {agency: gp,", "- {agency: csc,", "csc, participants: [cat]", "`csc` is invited twice"),
    "a time beyond the calendar": ("2026-02-02T10", "9999-12-31T10", "9999", "date and time that exist"),
    "participant from nowhere": ("[cat]", "[cut]", "cut", "no person has the key `cut`"),
    "participant of another agency": ("[cat]", "[bob]", "agency: gp, participants", "`bob` does not belong to"),
    "observer from nowhere": ("  facilitator: ann", "  facilitator: ann\n  observers: [dog]", "dog", "`dog`"),
    "key that is a path": ("key: gp,", "key: ../gp,", "../gp", "`agencies.2.key`"),
    "hidden marks in a name": ('"Cat Cole"', '"Cat \\u202eeloC"', "Cat", "`people.3.name`"),
    "name too long": ('"Cat Cole"', '"' + "x" * 201 + '"', "xxx", "Shorten this"),
    "not YAML": ('name: "Cat Cole"}', 'name: "Cat Cole"', "case:", "this is not YAML"),
    "a tab for a space": ("  purpose:", "\tpurpose:", "\tpurpose:", "this is not YAML"),
    "a control character": ('"Cat Cole"', '"Cat\x07Cole"', "Cat", "control character"),
    "another kind of thing": ('"Cat Cole"', "!!python/object:os.system {}", "python", "not something a scenario can"),
    "bytes": ('"Cat Cole"', "!!binary aGk=", "binary", "not something a scenario can hold"),
    "itself": ("milestones:\n", "milestones: &m [*m]\nx:\n", "&m", "contains itself"),
    "a list for a key": ("case: {", "? [a]\n: b\ncase: {", "? [a]", "a word is needed"),
    "two documents": ("case: {", "---\ncase: {", "---", "this is not YAML"),
}  # fmt: skip


def refusal_of(tmp_path: Path, content: str | bytes) -> ScenarioError:
    file = tmp_path / "scenario.yaml"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(ScenarioError) as refused:
        read_scenario(file)
    assert str(refused.value).startswith(str(file))
    return refused.value


def test_the_file_before_it_is_spoilt_is_good(tmp_path: Path) -> None:
    file = tmp_path / "scenario.yaml"
    file.write_text(GOOD, encoding="utf-8")
    assert len(read_scenario(file).data["acts"]) == 3


@pytest.mark.parametrize(("old", "new", "at", "reason"), BAD.values(), ids=BAD)
def test_wrong_shape_is_refused_where_it_is(tmp_path: Path, old: str, new: str, at: str, reason: str) -> None:
    assert old in GOOD
    content = GOOD.replace(old, new, 1)
    refused = refusal_of(tmp_path, content)
    assert reason in refused.reason
    assert refused.line == next(number for number, line in enumerate(content.splitlines(), 1) if at in line)
    assert f"line {refused.line}: " in str(refused)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "begins with"),
        ("- a\n- b\n", "begins with"),
        ("just words", "begins with"),
        ("{}", "is missing"),
        (b"\xff\xfe\x00", "not UTF-8"),
        ("[" * 600, "nested too deeply"),
        ("a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
            f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 10)}]\n" for n in range(9)
        ), "too much"),
    ],
    ids=["nothing", "a list", "a text", "an empty mapping", "bytes", "depth", "a bomb"],
)  # fmt: skip
def test_file_that_is_no_scenario_is_refused(tmp_path: Path, content: str | bytes, reason: str) -> None:
    assert reason in refusal_of(tmp_path, content).reason


def test_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=r"nowhere.yaml: this file cannot be read \(No such file or directory\)"):
        read_scenario(tmp_path / "nowhere.yaml")


def test_act_that_must_be_refused_may_say_anything(tmp_path: Path) -> None:
    file = tmp_path / "scenario.yaml"
    file.write_text(GOOD.replace("of: c1,", "of: c9, loud: yes, refused: so,").replace("level: 3", "level: x"), "utf-8")
    assert read_scenario(file).data["acts"][2]["said"] == {"of": "c9", "loud": "yes", "reason": "r"}
