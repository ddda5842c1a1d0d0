"""What people say of the work's weight on them is for the room, and is gone when the meeting closes."""

from mas_hub.db import snapshot
from mas_hub.meeting_log import fold, verify
from mas_hub.meetings.board import board, missed
from mas_hub.meetings.subjects import views_of
from tests.sitting import Sitting, everything

CANARIES = ("canary-first", "canary-amended", "canary-withdrawn", "canary-reason", "I dread the callouts.")


def note_much(sitting: Sitting) -> None:
    first = sitting.do("beth", "add_reflection", prompt="wellbeing", text="canary-first")[0].subject
    sitting.do("beth", "amend_reflection", of=first["id"], version=1, text="canary-amended")
    second = sitting.do("callum", "add_reflection", prompt="wellbeing", text="canary-withdrawn")[0].subject
    sitting.do("callum", "withdraw_reflection", of=second["id"], version=1, reason="canary-reason")


def close(sitting: Sitting) -> None:
    sitting.do("amara", "close_meeting", no_next_meeting_because="Not needed.")


def test_room_sees_wellbeing_while_the_meeting_is_open(opened: Sitting) -> None:
    note_much(opened)
    with snapshot() as session:
        seen = str(board(session, opened.entering(session, "olu")))
    assert "canary-amended" in seen
    assert "I dread the callouts." in seen


def test_no_table_board_entry_or_file_holds_it_after_closing(opened: Sitting) -> None:
    note_much(opened)
    close(opened)
    kept = str(everything())
    with snapshot() as session:
        reader = opened.entering(session, "amara")
        kept += str(board(session, reader)) + str(missed(session, reader, {"shared": 0}))
    on_disk = b"".join(path.read_bytes() for path in opened.folder.glob("mas_hub.sqlite*"))
    for canary in CANARIES:
        assert canary not in kept
        assert canary.encode() not in on_disk


def test_what_is_left_is_that_something_was_erased_and_the_chain_is_whole(opened: Sitting) -> None:
    note_much(opened)
    others = [view for view in opened.views("reflection") if view["prompt"] != "wellbeing"]
    close(opened)
    views = opened.views("reflection")
    assert [view for view in views if "prompt" in view] == others
    assert all(set(view) == {"type", "id", "version", "erased"} for view in views if "prompt" not in view)
    assert len([view for view in views if "prompt" not in view]) == 3
    with snapshot() as session:
        assert verify(session) == []
        assert fold(opened.log())["reflection"] == views_of(session, opened.meeting_id)["reflection"]


def test_erasures_come_before_the_closing_in_the_log(opened: Sitting) -> None:
    note_much(opened)
    close(opened)
    assert opened.kinds()[-4:] == ["erased", "erased", "erased", "meeting_closed"]


def test_retried_wellbeing_act_answers_without_its_text_after_closing(opened: Sitting) -> None:
    data = {"prompt": "wellbeing", "text": "canary-first"}
    opened.do("beth", "add_reflection", act_id="retried-later", **data)
    close(opened)
    again = opened.do("beth", "add_reflection", act_id="retried-later", **data)
    assert [entry.subject.get("erased") for entry in again] == [True]
    assert "canary-first" not in str(again)


def test_other_prompts_keep_their_words(closed: Sitting) -> None:
    assert closed.view("voice")["text"] == "I like it when Nan comes."
    assert closed.view("wellbeing").keys() == {"type", "id", "version", "erased"}
