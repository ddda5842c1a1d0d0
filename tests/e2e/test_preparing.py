"""A case's meeting prepared in three agencies, one by keyboard alone: the facilitator sees who is ready, the board what
is shared."""

from datetime import timedelta

from playwright.sync_api import Locator, Page, expect

from mas_hub import clock
from tests.e2e.board import Board
from tests.e2e.browsers import PHONE
from tests.e2e.conftest import SignIn
from tests.e2e.demo import CLOSED, LIVE, PLANNED, enter, meeting, send
from tests.e2e.planning import Planning
from tests.e2e.screens import every_way
from tests.e2e.test_drift import look
from tests.e2e.words import say


def prepare(page: Page) -> None:
    """From home, by the one thing there is to do."""
    row = page.get_by_role("article").filter(has_text=PLANNED)
    expect(row).to_contain_text(say("prepare.home.to_prepare"))
    row.get_by_role("link", name=say("prepare.door.go")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(say("prepare.title"))


def saved(page: Page) -> None:
    expect(page.get_by_role("status").filter(has_text=say("prepare.save.saved"))).to_be_visible()


def to_raise(page: Page) -> Locator:
    return page.get_by_label(say("prepare.raise.label"))


def by_keyboard_alone(page: Page) -> None:
    """Elin tabs from one field to the next and never touches a mouse."""

    def tab_to(name: str) -> None:
        for _ in range(40):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement?.labels?.[0]?.textContent?.trim() ?? ''").startswith(name):
                return
        raise AssertionError(f"no way to {name} by keyboard")

    expect(page.get_by_text(say("prepare.door.go"), exact=True).first).to_be_visible()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement?.textContent?.trim()") == say("prepare.door.go"):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(say("prepare.title"))
    tab_to(say("prepare.raise.label"))
    page.keyboard.type("He is never on time.")
    tab_to(say("prepare.position.not_yet"))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    tab_to(say("prepare.position.evidence"))
    page.keyboard.type("Nine late mornings.")
    tab_to(say("prepare.ready.we_are"))
    page.keyboard.press("Space")
    saved(page)


def test_three_agencies_prepare_and_one_shares(sign_in: SignIn) -> None:
    beth, elin, callum = (sign_in(who) for who in ("Beth Langley", "Elin O'Neill-Ward", "Callum Reid"))
    for page in (beth, callum):
        prepare(page)
    to_raise(beth).fill("The assessment is late.")
    beth.get_by_role("radio", name="3. ").check()
    beth.get_by_label(say("prepare.position.evidence")).fill("Two visits missed.")
    beth.get_by_label(say("prepare.involved.label")).fill("A social worker, weekly.")
    beth.get_by_role("checkbox", name=say("prepare.ready.we_are")).check()
    saved(beth)
    to_raise(callum).fill("He has not been weighed.")
    saved(callum)
    by_keyboard_alone(elin)
    every_way(beth)

    # Two of one agency write at once: the later one is shown both and chooses.
    kath = sign_in("Kath Dawson", f"/meetings/{meeting(beth, PLANNED)}/prepare")
    expect(to_raise(kath)).to_have_value("The assessment is late.")
    to_raise(beth).fill("The assessment is ten days late.")
    saved(beth)
    to_raise(kath).fill("Nobody asked the school.")
    conflict = kath.get_by_role("alert").filter(has_text=say("prepare.conflict.title"))
    expect(conflict).to_contain_text("The assessment is ten days late.")
    expect(conflict).to_contain_text("Nobody asked the school.")
    every_way(kath)
    conflict.get_by_role("button", name=say("prepare.conflict.take")).click()
    expect(to_raise(kath)).to_have_value("The assessment is ten days late.")

    amara = sign_in("Amara Osei")
    number = meeting(amara, PLANNED)
    amara.goto(f"/meetings/{number}/plan")
    readiness = amara.get_by_role("region", name=say("prepare.readiness.title"))
    ready = (
        readiness.get_by_role("listitem")
        .filter(has_text=say("prepare.readiness.ready"))
        .filter(has_not_text=say("prepare.readiness.not_ready"))
    )
    expect(ready).to_have_count(2)
    every_way(amara)
    for word in ("ten days late", "weighed", "Two visits", "late mornings"):
        expect(amara.locator("body")).not_to_contain_text(word)
    amara.goto(f"/meetings/{number}")
    amara.get_by_role("button", name=say("meeting.open"), exact=True).click()
    amara.get_by_role("button", name=say("meeting.open_now"), exact=True).click()

    boards = {}
    for who, page in (("amara", amara), ("beth", beth), ("callum", callum)):
        page.goto(f"/meetings/{number}")
        page.get_by_role("button", name=say("meeting.ground_rules.accept")).click()
        boards[who] = Board(page).loaded()
    brought = {who: page.page.get_by_role("region", name=say("prepare.board.title")) for who, page in boards.items()}
    expect(brought["beth"]).to_contain_text("ten days late")
    expect(brought["callum"]).to_contain_text("weighed")
    expect(brought["amara"]).to_contain_text(say("prepare.board.empty"))
    every_way(boards["beth"].page)

    brought["beth"].get_by_role("link", name=say("prepare.board.go_on")).click()
    to_raise(beth).fill("The assessment is twelve days late.")
    beth.get_by_role("button", name=say("prepare.share.share"), exact=True).click()
    every_way(beth)
    beth.get_by_role("button", name=say("prepare.share.now")).click()
    expect(beth.get_by_role("heading", name=say("prepare.shared.title"))).to_be_visible()
    for who in ("amara", "callum"):
        expect(brought[who]).to_contain_text("twelve days late")
        expect(boards[who].page.locator("#network")).to_contain_text("A social worker, weekly.")
        expect(boards[who].page.get_by_role("region", name=say("board.thresholds.title"))).to_contain_text(
            "Two visits missed."
        )
    expect(brought["amara"]).not_to_contain_text("weighed")
    every_way(beth)


def test_second_meeting_begins_with_what_the_first_one_left(sign_in: SignIn) -> None:
    amara = sign_in("Amara Osei", "/meetings/new")
    amara.get_by_role("radio", name=CLOSED).check()
    amara.get_by_role("button", name=say("plan.new.continue")).click()
    planning = Planning(amara)
    left = amara.get_by_role("region", name=say("last-time.title"))
    expect(left).to_contain_text("Finish the assessment before birth")
    expect(left).to_contain_text(say("last-time.not_recorded"))
    expect(left).to_contain_text("Whether the father may be at the birth")
    expect(left).to_contain_text(say("last-time.escalated"))
    expect(left).to_contain_text("The perinatal mental health referral has had no answer.")
    expect(left).to_contain_text("Think about legal advice.")
    expect(left).not_to_contain_text("Midwifery holds level 4")
    planning.criteria("drift")
    planning.when(clock.today() + timedelta(days=1), "10:00", "Short")
    planning.invite("Fellshire Hospitals, Midwifery", "Nadia Rahman")
    planning.invite("Fellshire Homes", "Grace Mbeki")
    planning.invite("Beck Lane Primary School", "Elin O'Neill-Ward")
    planning.ready()
    every_way(amara)
    number = int(amara.url.split("/")[-2])

    pages = {
        who: sign_in(who, f"/meetings/{number}/prepare") for who in ("Nadia Rahman", "Grace Mbeki", "Elin O'Neill-Ward")
    }
    for who, reads, does_not in (
        ("Nadia Rahman", "Finish the assessment before birth", "Think nothing of it."),
        ("Grace Mbeki", "Put the mother in the highest band", "Finish the assessment before birth"),
    ):
        region = pages[who].get_by_role("region", name=say("last-time.title"))
        expect(region).to_contain_text(reads)
        expect(region).not_to_contain_text(does_not)
    elin = pages["Elin O'Neill-Ward"]
    expect(to_raise(elin)).to_be_visible()
    expect(elin.get_by_text(say("last-time.title"))).to_have_count(0)
    every_way(pages["Nadia Rahman"])

    planning.open()
    for page in (amara, pages["Nadia Rahman"], elin):
        page.goto(f"/meetings/{number}")
        page.get_by_role("button", name=say("meeting.ground_rules.accept")).click()
        Board(page).loaded()
    expect(left).to_contain_text("Finish the assessment before birth")
    expect(elin.get_by_role("region", name=say("last-time.title"))).to_have_count(0)
    on_board = pages["Nadia Rahman"].get_by_role("region", name=say("last-time.title"))
    every_way(pages["Nadia Rahman"])
    on_board.get_by_role("button", name=say("last-time.propose_named", text="Think about legal advice.")).click()
    expect(pages["Nadia Rahman"].get_by_label(say("board.form.decision"))).to_have_value("Think about legal advice.")


VISIT = "Weight and growth at home."
WEIGHED = "Weighed at clinic: on the 9th centile."


def test_what_an_agency_brought_before_is_offered_to_it_alone_and_comes_when_it_says(sign_in: SignIn) -> None:
    callum = enter(sign_in, "Callum Reid").page
    acts = f"/api/meetings/{meeting(callum, LIVE)}/acts/add_requirement"
    review = {
        "kind": "review",
        "what": "Growth review.",
        "every": 12,
        "next_due": f"{clock.today() - timedelta(days=9)}",
    }
    assert send(callum, "POST", acts, {"act_id": "growth-review", "data": review}).ok
    amara = sign_in("Amara Osei", "/meetings/new")
    amara.get_by_role("radio", name=LIVE).check()
    amara.get_by_role("button", name=say("plan.new.continue")).click()
    planning = Planning(amara)
    planning.criteria("drift")
    planning.when(clock.today() + timedelta(days=1), "10:00", "Short")
    planning.invite("Fellshire Community Health NHS Trust", "Callum Reid")
    planning.invite("Fellshire Hospitals, Midwifery", "Nadia Rahman")
    planning.ready()
    path = f"/meetings/{amara.url.split('/')[-2]}"

    nadia = sign_in("Nadia Rahman", f"{path}/prepare", language="cy", viewport=PHONE)
    expect(nadia.get_by_role("heading", name=say("requirements.prepare.title", "cy"))).to_be_visible()
    expect(nadia.get_by_text(say("bringing.title", "cy"))).to_have_count(0)

    callum.goto(f"{path}/prepare")
    law, lane = (
        callum.get_by_role("region", name=say(f"{room}.prepare.title")) for room in ("requirements", "chronology")
    )
    offered = law.get_by_role("group", name=say("bringing.title"))
    expect(offered.get_by_role("listitem")).to_have_count(2)
    every_way(callum)
    look(callum, "bringing-laptop")
    offered.get_by_role("button", name=VISIT).press("Enter")
    expect(offered.get_by_role("listitem")).to_have_count(1)
    expect(offered.get_by_role("button", name="Growth review.")).to_be_focused()
    mine = law.get_by_role("listitem").filter(has_text=VISIT)
    expect(mine).to_contain_text(say("chronology.from_earlier"))
    mine.get_by_role("button", name=say("board.change")).click()
    law.get_by_label(say("requirements.form.what")).fill("Health visit at school.")
    law.get_by_role("button", name=say("requirements.prepare.save")).click()
    lane.get_by_role(
        "button", name=say("bringing.all", n=lane.get_by_role("group").get_by_role("listitem").count())
    ).click()
    expect(lane.get_by_role("group", name=say("bringing.title"))).to_have_count(0)
    lane.get_by_role("listitem").filter(has_text=WEIGHED).get_by_role("button", name=say("plan.remove")).click()
    expect(lane.get_by_role("group", name=say("bringing.title"))).to_contain_text(WEIGHED)
    callum.reload()
    expect(law.get_by_text("Health visit at school.", exact=True)).to_be_visible()
    callum.set_viewport_size(PHONE)
    look(callum, "bringing-phone")

    amara.reload()
    planning.open()
    nadia.goto(path)
    nadia.get_by_role("button", name=say("meeting.ground_rules.accept", "cy")).click()
    board = Board(nadia, "cy").loaded()
    nadia.get_by_role("button", name=board.say("board.tab.drift"), exact=True).click()
    expect(nadia.get_by_text("Health visit at school.", exact=True).first).to_be_visible()
    expect(nadia.get_by_role("listitem").filter(has_text="Three clinic appointments missed.")).to_be_visible()
    for left_out in ("Growth review.", WEIGHED, "Boiler out of use"):
        expect(nadia.get_by_text(left_out)).to_have_count(0)
