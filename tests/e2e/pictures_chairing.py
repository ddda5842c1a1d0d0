"""The pictures by which somebody chairs from the guide: preparing, each stage, hidden and revealed positions, the
timeline, the read-back, and the next meeting. Taken as the others are (`pictures.py`)."""

from datetime import date

from playwright.sync_api import FloatRect, Locator, expect

from tests.e2e.board import Board
from tests.e2e.browsers import LAPTOP
from tests.e2e.demo import CLOSED, PLANNED, meeting, views
from tests.e2e.pictures import GROUP, IMAGES, Studio, act, at, decision, main, settle, shown, take
from tests.e2e.planning import Planning
from tests.e2e.words import say

TOP: FloatRect = {"x": 0, "y": 0, "width": 1366, "height": 262}
OVER = ("Beth Langley", "Callum Reid", "Elin O'Neill-Ward")


def take_chairing(studio: Studio) -> None:
    take_preparation(studio)
    room = {who: studio.board(who) for who in OVER}
    chair = studio.board("Amara Osei")
    take_stages(chair)
    take_timeline(chair)
    take_revealed(chair, room["Callum Reid"])
    take_read_back(chair, room)
    take_next_meeting(studio)


def take_preparation(studio: Studio) -> None:
    page = studio.person("Beth Langley")
    at(page, f"/meetings/{meeting(page, PLANNED)}/prepare")
    page.get_by_label(say("prepare.raise.label")).fill("Who tells the family that the assessment is late, and when.")
    page.get_by_role("radio", name="3. ").check()
    page.get_by_label(say("prepare.position.evidence")).fill("Two of the last five visits were missed.")
    page.get_by_role("checkbox", name=say("prepare.ready.we_are")).check()
    expect(page.get_by_role("status").filter(has_text=say("prepare.save.saved"))).to_be_visible()
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    take("preparation", page)
    page.close()


def take_stages(chair: Board) -> None:
    """What is looked at in each. The last one is its own picture, of the form that closes."""
    for stage, area in (
        ("welcome", None),
        ("childs_voice", None),
        ("thresholds", "thresholds"),
        ("drift", "drift"),
        ("impact", "reflections"),
        ("decisions", "decisions"),
    ):
        act(chair.page, "set_stage", {"stage": stage})
        expect(chair.page.locator("[aria-current=step]")).to_be_visible()
        settle(chair)
        if area is None:
            chair.page.evaluate("scrollTo(0, 0)")
            chair.page.screenshot(path=IMAGES / f"stage-{stage}.png", clip=TOP, animations="disabled", caret="hide")
        else:
            part(f"stage-{stage}", chair, chair.column(area), height=600)


def part(name: str, board: Board, of: Locator, *, height: float, start: Locator | None = None) -> None:
    """One area, from its top or from what stands at `start`, without what is fixed above and below it."""
    page = board.page
    page.set_viewport_size({"width": 1366, "height": 4200})
    page.evaluate("scrollTo(0, 0)")
    box = of.bounding_box()
    assert box is not None
    begin = start.bounding_box() if start else None
    top = begin["y"] - 8 if begin else box["y"]
    clip: FloatRect = {**box, "y": top, "height": min(box["y"] + box["height"] - top, height)}
    page.screenshot(path=IMAGES / f"{name}.png", full_page=True, clip=clip, animations="disabled", caret="hide")
    page.set_viewport_size(LAPTOP)


def take_timeline(chair: Board) -> None:
    part("timeline", chair, chair.page.get_by_role("region", name=say("chronology.title"), exact=True), height=815)


def take_revealed(chair: Board, callum: Board) -> None:
    act(chair.page, "hide_positions", {})
    position = next(each for each in views(callum.page, "threshold_position") if "centiles" in each["evidence"])
    weighed = "Weighed again this morning: back on the 9th centile."
    act(callum.page, "move_threshold_position", {"level": 3, "evidence": weighed, "version": position["version"]})
    part("hidden-chair", chair, chair.column("thresholds"), height=580)
    act(chair.page, "reveal_positions", {})
    expect(chair.card(weighed)).to_be_visible()
    settle(chair)
    part("revealed", chair, chair.column("thresholds"), height=580)


def take_read_back(chair: Board, room: dict[str, Board]) -> None:
    act(chair.page, "agree_decision", decision(chair.page, GROUP))
    act(chair.page, "start_read_back", {})
    seen = {"seen": [decision(chair.page, GROUP)["of"]]}
    act(room["Beth Langley"].page, "confirm_read_back", seen)
    form = chair.write("closing.read_back.open", chair.column("decisions"))
    expect(form.place.get_by_text(say("closing.read_back.confirmed"), exact=True)).to_have_count(1)
    settle(chair)
    take("read-back", chair.page)


def take_next_meeting(studio: Studio) -> None:
    """The closed meeting's case meets again: what was left, with what the chair can do about it."""
    amara = at(studio.person("Amara Osei"), "/meetings/new")
    amara.get_by_role("radio", name=CLOSED).check()
    amara.get_by_role("button", name=say("plan.new.continue")).click()
    planning = Planning(amara)
    planning.criteria("drift")
    planning.when(date(2026, 9, 21), "14:30", "Short")
    planning.invite("Fellshire Hospitals, Midwifery", "Nadia Rahman")
    planning.invite("Fellshire Homes", "Grace Mbeki")
    planning.ready()
    planning.open()
    amara.get_by_role("button", name=say("meeting.ground_rules.accept")).click()
    with shown(Board(amara).loaded()) as board:
        left = amara.get_by_role("region", name=say("last-time.title"), exact=True)
        living = left.get_by_role("heading", name=say("last-time.disagreements"))
        part("next-meeting", board, left, height=340, start=living)


if __name__ == "__main__":
    main(take_chairing)
