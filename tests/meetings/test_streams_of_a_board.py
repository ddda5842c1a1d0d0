"""Of each private stream a board, its activity and what somebody missed carry what they read, and nothing else (G7)."""

import pytest

from mas_hub.db import snapshot
from mas_hub.meetings.board import board, missed
from tests.sitting import PREPARED, Sitting

CANARIES = {
    "agency csc": "canary-prepared-by-social-care",
    "agency police": "canary-prepared-by-the-police",
    "chair csc": "canary-capacity-of-social-care",
    "chair police": "canary-capacity-of-the-police",
    "point arun": "canary-told-by-arun",
    "point dina": "canary-told-by-dina",
}
READ_BY = {
    "amara": {"chair csc", "chair police", "point arun", "point dina"},
    "beth": {"agency csc", "chair csc"},
    "dina": {"agency police", "chair police", "point dina"},
    "rhys": {"agency police", "chair police"},
    "arun": {"point arun"},
    "olu": set(),
}


@pytest.fixture
def whispering(opened: Sitting) -> Sitting:
    """Something stands in each kind of private stream."""
    for who, agency in (("beth", "csc"), ("dina", "police")):
        version = opened.view("preparation")["version"] if who == "beth" else 0
        opened.do(who, "prepare", **{**PREPARED, "version": version, "to_raise": CANARIES[f"agency {agency}"]})
        opened.do(who, "state_capacity", level="over", words=CANARIES[f"chair {agency}"])
    for who in ("arun", "dina"):
        opened.do(who, "raise_private_point", text=CANARIES[f"point {who}"])
    return opened


@pytest.mark.parametrize("who", sorted(READ_BY))
def test_everybody_gets_their_own_whole_and_no_word_or_sign_of_another_s(whispering: Sitting, who: str) -> None:
    own = whispering.streams_of(who)
    with snapshot() as session:
        actor = whispering.entering(session, who)
        whole, lacking = board(session, actor), missed(session, actor, {})
    assert lacking is not None
    assert {entry.stream for entry in lacking["entries"]} == own
    assert {line["stream"] for line in whole["activity"]} == own
    assert whole["cursors"].keys() == lacking["heads"].keys() == own
    assert "shared_point" not in {line["subject"]["type"] for line in whole["activity"]}
    assert whole["views"]["shared_point"] == []
    for said in (str(whole), str([entry.as_json() for entry in lacking["entries"]])):
        assert {name for name, canary in CANARIES.items() if canary in said} == READ_BY[who]
