"""Two hundred random meetings with a word of its own in every text: each agency's files hold the words that are that
agency's to have, and no byte of any file, unpacked, holds another."""

import random
import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import pytest

from mas_hub.exports.formats import FORMATS
from tests.exports.made_up import NAMES, Views, consent, decision, document, reflection, views
from tests.exports.reading import every_byte, everything_read

MEETINGS = 200
WORD = re.compile(r"canary\d{5}x")
STATES = ("agreed", "agreed", "agreed", "proposed", "withdrawn")
PROMPTS = ("voice_of_the_child", "analysis", "wellbeing", "strengths", "process_challenge")


@dataclass
class Meeting:
    """`may_hold`: the words that each agency may take away, worked out here from the rule, not from the document."""

    chance: random.Random
    of: Views = field(default_factory=dict)
    may_hold: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    words: int = 0

    def word(self, *readers: int) -> str:
        self.words += 1
        made = f"canary{self.words:05}x"
        for each in readers:
            self.may_hold[each].add(made)
        return made


def random_meeting(seed: int) -> Meeting:
    made = Meeting(random.Random(seed))
    chance, agencies = made.chance, sorted(NAMES)
    reflective = chance.random() < 0.25
    shared = chance.choice(["assigned", "all_reached"])
    of = made.of = views(purpose="reflective" if reflective else "decision_making", information_shared=shared)
    of["reflection"] = [_reflection(made, number, reflective) for number in range(1, chance.randint(2, 8))]
    of["threshold_position"][0]["evidence"] = made.word()
    concerns = chance.randint(1, 4)
    readers: dict[int, set[int]] = defaultdict(set)
    of["decision"], of["consent"] = [], []
    for number in range(1, 1 if reflective else chance.randint(2, 8)):
        owner = chance.choice(agencies)
        involves = chance.sample([each for each in agencies if each != owner], chance.randint(0, 3))
        agreed = chance.choice(STATES)
        answered = chance.randint(1, concerns)
        to_act = (owner, *involves) if agreed == "agreed" else ()
        if agreed == "agreed":
            readers[answered].add(owner)
        of["decision"].append(_decision(made, number, owner, involves, agreed, to_act, shared, answered))
        for agency in chance.sample(agencies, 3):
            lapsed = chance.random() < 0.2
            reason = made.word(*(() if lapsed else to_act))
            of["consent"].append(consent(number * 10 + agency, number, agency, "disagree", reason, lapsed=lapsed))
    concern = of["drift_concern"][0]
    of["drift_concern"] = [
        {**concern, "id": number, "what": made.word(*readers[number]), "effect_on_child": made.word()}
        for number in range(1, concerns + 1)
    ]
    return made


def _reflection(made: Meeting, number: int, reflective: bool) -> Any:
    agency, prompt = made.chance.choice(sorted(NAMES)), made.chance.choice(PROMPTS)
    withdrawn = made.chance.random() < 0.2
    readers: tuple[int, ...] = tuple(NAMES) if prompt == "voice_of_the_child" else (agency,)
    if not reflective or withdrawn or prompt == "wellbeing":
        readers = ()
    return reflection(number, agency, prompt, made.word(*readers), withdrawn=withdrawn)


def _decision(
    made: Meeting, number: int, owner: int, involves: list[int], state: str, to_act: tuple[int, ...], shared: str,
    answered: int,
) -> Any:  # fmt: skip
    everybody = tuple(NAMES) if shared == "all_reached" and state == "agreed" else to_act
    return decision(
        number,
        owner,
        f"{made.word(*everybody)}\n{made.word(*to_act)}",
        proposer=made.chance.choice(sorted(NAMES)),
        state=state,
        involves=involves,
        measure=made.word(*to_act),
        responsible=made.word(*to_act),
        reflects_child=made.word(*to_act),
        rationale=made.word(*to_act[:1]),
        answers=[{"type": "drift_concern", "id": answered}],
        withdrawn_because=made.word(),
    )


def words_in(name: str, content: bytes) -> set[str]:
    bare = every_byte(name, content).decode("utf-8", "replace")
    return set(WORD.findall(bare)) | set(WORD.findall("".join(everything_read(name, content).split())))


@pytest.mark.parametrize("batch", range(10))
def test_no_word_of_another_agency_is_in_any_byte_of_any_file(batch: int) -> None:
    for seed in range(batch, MEETINGS, 10):
        made = random_meeting(seed)
        agencies = made.chance.sample(sorted(NAMES), 3)
        for agency in agencies:
            taken = document(agency, of=made.of, interim=bool(seed % 2))
            for name, written in FORMATS.items():
                if name == "pdf" and agency != agencies[0]:
                    continue  # the slowest to read: one of each meeting
                found = words_in(name, written.write(taken))
                assert (seed, agency, name, found) == (seed, agency, name, made.may_hold[agency])
