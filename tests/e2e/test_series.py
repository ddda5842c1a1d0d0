"""A whole series on one case: prepared in three agencies, held, disagreed in, escalated, read back, closed, corrected
by addendum, and met again with what was left. Once by mouse, once by keyboard alone, by one script (`hands.py`)."""

import re
import uuid
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from mas_hub import clock
from tests.e2e.board import Board, Form
from tests.e2e.conftest import SignIn
from tests.e2e.demo import send
from tests.e2e.hands import Hands, Keyboard, Mouse
from tests.e2e.words import say

Axe = Callable[[Page], None]
AGENCIES = {
    "Beth Langley": "Fellshire Children's Social Care",
    "Callum Reid": "Fellshire Community Health NHS Trust",
    "Elin O'Neill-Ward": "Beck Lane Primary School",
}
APART = "Whether R. is safe at home until the conference."
DECISION = "See R. at school on Thursday."
VOICE = "I like the blue chair."
SAID = "Two visits missed."
INVOLVED = "A school nurse, each week"
CORRECTED = "Three visits, not two."
SETTLED = "The managers met and R. stays with her aunt."


class Series:
    """Who takes part, each in a browser of their own, and by which hands."""

    def __init__(self, hands: Hands, sign_in: SignIn, axe: Axe, reference: str) -> None:
        self.hands, self.reference = hands, reference
        # By either hands it is the same screens in the same state: axe sees them once, with the focus where it is.
        self.axe: Axe = axe if isinstance(hands, Keyboard) else lambda _: None
        self.pages = {who: sign_in(who, None) for who in ("Amara Osei", *AGENCIES)}
        for page in self.pages.values():
            if isinstance(hands, Keyboard):
                hands.enter(page)
        self.amara, self.beth, self.callum, self.elin = self.pages.values()

    def button(self, within: Page | Locator, key: str, **params: object) -> Locator:
        return within.get_by_role("button", name=say(key, "en", **params), exact=True)

    def press(self, within: Page | Locator, key: str, **params: object) -> None:
        self.hands.press(self.button(within, key, **params))

    def day(self, group: Locator, day: date) -> None:
        for part, number in (("day", day.day), ("month", day.month), ("year", day.year)):
            self.hands.write(group.get_by_label(say(f"common.date.{part}")), str(number))

    def send(self, board: Board, key: str, *, live: bool = True) -> None:
        """What is written in the panel; it is gone then, and the focus is not. A record says nothing of saving."""
        form = Form(board)
        self.press(form.place, key)
        form.gone()
        if live:
            board.saved()
        if isinstance(self.hands, Keyboard):
            self.hands.kept(board.page)

    def open_form(self, board: Board, opener: Locator) -> Form:
        self.hands.press(opener)
        form = Form(board)
        expect(form.place).to_be_visible()
        return form

    # --- before the meeting -----------------------------------------------------------------------------------------

    def plan(self, *who: str, again: bool = False) -> None:
        page, hands = self.amara, self.hands
        page.goto("/")
        hands.press(page.get_by_role("link", name=say("home.plan")).or_(self.button(page, "home.plan")))
        if again:
            hands.tick(page.get_by_role("radio", name=self.reference))
            self.press(page, "plan.new.continue")
        else:
            self.new_case()
        expect(page.get_by_role("heading", level=1)).to_contain_text(say("plan.title"))
        sections = {
            name: page.get_by_role("region", name=say(f"plan.{name}.title"), exact=True)
            for name in ("purpose", "when", "agencies")
        }
        hands.tick(sections["purpose"].get_by_role("checkbox", name=say("common.criterion.drift")))
        when = sections["when"]
        self.day(when.get_by_role("group", name=say("plan.when.day"), exact=True), clock.today() + timedelta(days=1))
        hands.write(when.get_by_label(say("plan.when.time"), exact=True), "10:00")
        hands.tick(when.get_by_role("group", name=say("plan.when.template")).get_by_role("radio", name="Short"))
        for name in who:
            hands.tick(sections["agencies"].get_by_role("checkbox", name=AGENCIES[name], exact=True))
            seats = sections["agencies"].get_by_role("group", name=say("plan.agencies.representatives"), exact=True)
            hands.tick(seats.get_by_role("checkbox", name=name))
        summary = page.get_by_role("complementary", name=say("plan.summary.title"))
        expect(summary).to_contain_text(say("plan.summary.ready"))
        expect(summary.get_by_role("status")).to_contain_text(say("plan.save.saved"))
        self.axe(page)

    def new_case(self) -> None:
        page, hands = self.amara, self.hands
        hands.tick(page.get_by_role("radio", name=say("plan.new.new_case"), exact=True))
        hands.write(page.get_by_label(say("plan.case.reference"), exact=True), self.reference)
        hands.write(page.get_by_label(say("plan.case.initials"), exact=True), "R.L.")
        hands.tick(page.get_by_role("radio", name=say("plan.case.subject_child"), exact=True))
        hands.write(page.get_by_label(say("plan.case.age")), "5-9")
        self.press(page, "plan.case.milestone_add")
        hands.choose(page.get_by_label(say("plan.case.milestone_kind"), exact=True), "strategy_discussion")
        on = page.get_by_role("group", name=say("plan.case.milestone_date"), exact=True)
        self.day(on, clock.today() - timedelta(days=40))
        self.axe(page)
        self.press(page, "plan.case.create")

    def prepare(self, page: Page, words: str, level: str = "") -> None:
        hands = self.hands
        page.goto("/")
        row = page.get_by_role("article").filter(has_text=self.reference)
        hands.press(row.get_by_role("link", name=say("prepare.door.go")))
        expect(page.get_by_role("heading", level=1)).to_contain_text(say("prepare.title"))
        hands.write(page.get_by_label(say("prepare.raise.label")), words)
        if level:
            hands.tick(page.get_by_role("radio", name=f"{level}. "))
            hands.write(page.get_by_label(say("prepare.position.evidence")), SAID)
        hands.tick(page.get_by_role("checkbox", name=say("prepare.ready.we_are")))
        expect(page.get_by_role("status").filter(has_text=say("prepare.save.saved"))).to_be_visible()
        self.axe(page)

    def open(self, *pages: Page) -> list[Board]:
        self.press(self.amara, "plan.summary.open")
        self.press(self.amara, "meeting.open_now")
        number = self.amara.url.split("/meetings/")[1].split("/")[0]
        boards = []
        for page in (self.amara, *pages):
            if page is not self.amara:
                page.goto(f"/meetings/{number}")
            self.press(page, "meeting.ground_rules.accept")
            boards.append(Board(page).loaded())
            if isinstance(self.hands, Keyboard):
                self.hands.kept(page)
        return boards

    # --- in the meeting ---------------------------------------------------------------------------------------------

    def share(self, board: Board) -> None:
        """What was prepared comes onto the board, the position so far with it."""
        page = board.page
        brought = page.get_by_role("region", name=say("prepare.board.title"))
        self.hands.press(brought.get_by_role("link", name=say("prepare.board.go_on")))
        self.press(page, "prepare.share.share")
        self.press(page, "prepare.share.now")
        expect(page.get_by_role("heading", name=say("prepare.shared.title"))).to_be_visible()
        if isinstance(self.hands, Keyboard):
            self.hands.kept(page)
        self.axe(page)
        self.hands.press(page.get_by_role("link", name=say("prepare.to_board")).first)
        board.loaded()

    def state_position(self, board: Board, level: int, evidence: str) -> None:
        form = self.open_form(board, self.button(board.column("thresholds"), "board.thresholds.add"))
        self.hands.tick(form.group("board.form.level").get_by_role("radio", name=re.compile(rf"^{level}\b")))
        self.hands.write(form.field("board.form.evidence"), evidence)
        self.send(board, "board.thresholds.add")

    def disagree(self, board: Board, *others: str) -> None:
        form = self.open_form(board, self.button(board.page, "board.disagreement.raise"))
        self.hands.write(form.field("board.form.about"), APART)
        for name in others:
            self.hands.tick(form.group("board.form.between").get_by_role("checkbox", name=name, exact=True))
        self.axe(board.page)
        self.send(board, "board.form.disagreement.send")

    def escalate(self, board: Board) -> None:
        form = self.open_form(board, self.button(board.card(APART), "board.disagreement.escalate"))
        self.hands.choose(form.field("board.form.escalate.owner"), "Health")
        self.hands.write(form.field("board.form.escalate.reason"), "Neither would move.")
        self.axe(board.page)
        self.send(board, "board.form.escalate.send")
        expect(board.card(APART)).to_contain_text(say("board.disagreement.state.escalated"))

    def say_who_is_involved(self, page: Page) -> None:
        """As it is written on the board (test_deciding.py)."""
        number = page.url.split("/meetings/")[1].split("/")[0]
        said = {"act_id": str(uuid.uuid4()), "data": {"people": INVOLVED}}
        assert send(page, "POST", f"/api/meetings/{number}/acts/add_involvement", said).ok

    def hear_the_child(self, board: Board) -> None:
        form = self.open_form(board, self.button(board.page, "board.voice.add"))
        self.hands.write(form.field("board.form.text.voice.child"), VOICE)
        self.send(board, "board.reflections.add")

    def decide(self, proposing: Board, answering: Board, chair: Board) -> None:
        form = self.open_form(proposing, self.button(proposing.page, "board.decisions.propose"))
        self.hands.write(form.field("board.form.decision"), DECISION)
        self.hands.choose(form.field("board.form.owner"), "Health")
        self.hands.write(form.field("board.form.measure"), "It is in the diary.")
        self.hands.write(form.field("board.form.responsible"), "Health visitor")
        self.day(form.group("board.form.due"), clock.today() + timedelta(days=7))
        self.hands.write(form.field("board.form.reflects.child"), "R. asked for it.")
        self.axe(proposing.page)
        self.send(proposing, "board.decisions.propose")
        self.press(answering.card(DECISION), "board.consent.button.agree")
        answering.answered(DECISION, "agree")
        self.press(chair.card(DECISION), "board.decision.agree")
        expect(chair.card(DECISION)).to_contain_text(say("board.decision.state.agreed"))
        for board in (proposing, answering, chair):
            if isinstance(self.hands, Keyboard):
                self.hands.kept(board.page)

    def read_back(self, chair: Board, owner: Board) -> None:
        form = self.open_form(chair, self.button(chair.column("decisions"), "closing.read_back.open"))
        self.press(form.place, "closing.read_back.start")
        asked = owner.page.get_by_role("status").filter(has_text=say("closing.read_back.asked"))
        self.press(asked, "closing.read_back.check")
        self.press(Form(owner).place, "closing.read_back.confirm")
        expect(asked).to_have_count(0)
        self.axe(owner.page)
        self.press(Form(owner).place, "board.panel.close_panel")
        expect(form.place.get_by_text(say("closing.read_back.confirmed"), exact=True)).to_have_count(1)
        self.axe(chair.page)

    def close(self, chair: Board) -> None:
        form = self.open_form(chair, self.button(chair.chair, "board.chair.close"))
        again = form.group("board.form.close.again")
        self.hands.tick(again.get_by_role("radio", name=say("board.form.close.again.yes"), exact=True))
        self.day(form.group("board.form.close.next"), clock.today() + timedelta(days=28))
        self.axe(chair.page)
        self.press(form.place, "board.form.close.send")
        expect(chair.column("record")).to_be_visible()
        if isinstance(self.hands, Keyboard):
            self.hands.kept(chair.page)

    def correct(self, board: Board, reader: Board) -> None:
        form = self.open_form(board, self.button(board.card(SAID), "closing.correct"))
        self.hands.write(form.field("closing.form.text"), CORRECTED)
        self.hands.write(form.field("closing.form.reason"), "Miscounted.")
        self.send(board, "closing.form.send", live=False)
        expect(reader.card(SAID)).to_contain_text(CORRECTED)
        self.axe(reader.page)

    # --- the next meeting -------------------------------------------------------------------------------------------

    def bring_again(self, board: Board, other: Board) -> None:
        """Who was involved then is offered to whose words they are, and to nobody else."""
        offered = say("bringing.title")
        name = re.compile(rf"^{say('bringing.one')}.*{INVOLVED}$")
        button = board.page.locator("#network").get_by_role("button", name=name)
        expect(button).to_be_visible()
        number = other.page.url.split("/meetings/")[1].split("/")[0]
        assert other.page.request.get(f"/api/meetings/{number}/involvements/earlier").json() == {"earlier": []}
        expect(other.page.locator("#network")).not_to_contain_text(offered)
        self.hands.press(button)
        expect(other.page.locator("#network")).to_contain_text(INVOLVED)
        expect(other.page.locator("#network")).not_to_contain_text(offered)
        expect(board.page.locator("#network")).not_to_contain_text(offered)
        expect(board.page.locator("#network")).to_contain_text(INVOLVED)
        if isinstance(self.hands, Keyboard):
            self.hands.kept(board.page)

    def settle(self, chair: Board, *others: Board) -> None:
        """What the first meeting left, from the second's board; and those who may see it see it change."""
        left = {board: last_time(board) for board in (chair, *others)}
        for region in left.values():
            expect(region).to_contain_text(DECISION)
            expect(region).to_contain_text(APART)
        self.axe(chair.page)
        opener = left[chair].get_by_role("button", name=say("carried.settle_named", about=APART), exact=True)
        form = self.open_form(chair, opener)
        self.hands.write(form.field("disagreeing.form.how"), SETTLED)
        self.send(chair, "disagreeing.form.settle")
        for region in left.values():
            expect(region).to_contain_text(SETTLED)
            expect(region).to_contain_text(say("last-time.resolved"))


def last_time(board: Board) -> Locator:
    return board.page.get_by_role("region", name=say("last-time.title"), exact=True)


@pytest.mark.parametrize(("hands", "reference"), [(Mouse(), "SE-01"), (Keyboard(), "SE-02")], ids=["mouse", "keyboard"])
def test_a_series_on_one_case(hands: Hands, reference: str, sign_in: SignIn, axe: Axe) -> None:
    series = Series(hands, sign_in, axe, reference)
    series.plan(*AGENCIES)
    series.prepare(series.beth, "The assessment is late.", level="3")
    series.prepare(series.callum, "R. has not been weighed.")
    series.prepare(series.elin, "R. is never on time.")

    series.amara.reload()
    amara, beth, callum, elin = series.open(series.beth, series.callum, series.elin)
    series.share(beth)
    expect(callum.card(SAID)).to_be_visible()
    series.state_position(callum, 4, "Two centiles since spring.")
    series.disagree(callum, "Social care", "Health")
    series.say_who_is_involved(callum.page)
    series.hear_the_child(elin)
    amara.sees(VOICE)
    series.escalate(amara)
    series.decide(elin, callum, amara)
    series.read_back(amara, callum)
    series.close(amara)
    series.correct(beth, amara)

    series.plan("Beth Langley", "Callum Reid", again=True)
    amara, beth, callum = series.open(series.beth, series.callum)
    series.bring_again(callum, beth)
    series.settle(amara, beth, callum)
