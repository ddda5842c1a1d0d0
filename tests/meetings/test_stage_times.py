"""How long each stage took, those skipped and those begun again, and nothing while the meeting is not open."""

from datetime import timedelta
from typing import Any

from mas_hub import clock
from tests.sitting import NOW, Sitting


def minutes_after(sitting: Sitting, minutes: int, act: str, **data: Any) -> None:
    with clock.fixed(NOW + timedelta(minutes=minutes)):
        sitting.do("amara", act, **data)


def times(sitting: Sitting) -> list[tuple[str, str | None, str | None]]:
    def hour(moment: str | None) -> str | None:
        return moment and moment[11:16]

    return [
        (each["stage"], hour(each["from"]), hour(each["to"])) for each in sitting.views("meeting")[0]["stage_times"]
    ]


def test_stages_are_timed_as_they_were_gone_through(opened: Sitting) -> None:
    minutes_after(opened, 5, "set_stage", stage="thresholds")
    minutes_after(opened, 30, "set_stage", stage="childs_voice")
    minutes_after(opened, 40, "set_stage", stage="thresholds")
    assert times(opened)[-1] == ("thresholds", "13:10", None)
    minutes_after(opened, 50, "close_meeting", no_next_meeting_because="The plan is working.")
    assert times(opened) == [
        ("welcome", "12:30", "12:35"),
        ("thresholds", "12:35", "13:00"),
        ("childs_voice", "13:00", "13:10"),
        ("thresholds", "13:10", "13:20"),
    ]


def test_no_time_runs_while_the_meeting_is_postponed(opened: Sitting) -> None:
    minutes_after(opened, 10, "postpone_meeting", reason="The alarm.", scheduled_at="2026-09-21T15:30:00+01:00")
    assert times(opened) == [("welcome", "12:30", "12:40")]
    minutes_after(opened, 120, "open_meeting")
    assert times(opened) == [("welcome", "12:30", "12:40"), ("welcome", "14:30", None)]
    minutes_after(opened, 125, "cancel_meeting", reason="Nobody came back.")
    assert times(opened)[-1] == ("welcome", "14:30", "14:35")
