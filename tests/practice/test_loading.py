"""A data file that does not fit is refused with its name, the item and the reason."""

from __future__ import annotations

import pytest
import yaml

from mas_hub.practice.errors import PracticeDataError
from mas_hub.practice.loading import load_sections, shipped_files


def broken(file: str, old: str, new: str) -> str:
    """What is said when `old` is `new` in that shipped file."""
    texts = [(name, text.replace(old, new, 1) if name == file else text) for name, text in shipped_files("england")]
    assert tuple(texts) != shipped_files("england")
    with pytest.raises(PracticeDataError) as refused:
        load_sections(texts)
    return str(refused.value)


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("england.yaml", "amount: 45", "amount: many", "england.yaml: clocks.assessment: amount must be a whole"),
        ("england.yaml", ", as_of: 2026-11-01", "", "england.yaml: levels.1: as_of must be a date"),
        ("england.yaml", "jurisdiction: england", "jurisdiction: mars", "levels.1: jurisdiction must be one of"),
        ("england.yaml", ', cy: "Asesiad"', "", "clocks.assessment: name must have a text under en and under cy"),
        ("england.yaml", "    amount: 45", "    amounts: 45", "clocks.assessment: amount must be"),
        ("england.yaml", "defaults:", "defaults: [", "england.yaml: not YAML"),
        ("england.yaml", "levels:", "heights:", "england.yaml: unknown section heights"),
        ("england.yaml", "  4:\n", "  5:\n", "england.yaml: levels.5: there are four levels"),
        ("sectors.yaml", "code: POL", "code: CSC", "sectors.police: code CSC is already that of childrens_social_care"),
        ("vocabulary.yaml", "criteria:", "levels:", "vocabulary.yaml: levels.threshold: there are four levels"),
        ("templates.yaml", "{key: welcome, minutes: 5}", "{minutes: 5}", "templates.standard.stages[1]: key must be"),
        ("prompts.yaml", "  analysis:", "  analysis: 4\n  more:", "prompts.yaml: prompts.analysis: must be a mapping"),
    ],
)
def test_bad_data_is_refused(file: str, old: str, new: str, said: str) -> None:
    assert said in broken(file, old, new)


def test_an_item_in_two_files_is_refused() -> None:
    again = ("again.yaml", dict(shipped_files("england"))["prompts.yaml"])
    with pytest.raises(PracticeDataError, match=r"again\.yaml: prompts\.voice_of_the_child: stands twice"):
        load_sections((*shipped_files("england"), again))


def test_a_missing_section_is_refused() -> None:
    without = [(name, text) for name, text in shipped_files("england") if name != "prompts.yaml"]
    with pytest.raises(PracticeDataError, match="prompts: there is none"):
        load_sections(without)


def test_without_libyaml_the_same_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    with_it = load_sections(shipped_files("wales"))
    monkeypatch.setattr(yaml, "__with_libyaml__", False)
    monkeypatch.delattr(yaml, "CSafeLoader")
    assert load_sections(shipped_files("wales")) == with_it
