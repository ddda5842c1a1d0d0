"""The board as its people use it: columns, cards, the panel in which they write."""

import re
from datetime import date

from playwright.sync_api import Locator, Page, expect

from tests.e2e.words import say, say_any


class Form:
    """The panel in which somebody writes, whichever form lies in it."""

    def __init__(self, board: "Board") -> None:
        self.say = board.say
        self.place = board.page.locator("section[aria-labelledby=panel-title]")

    def text(self, label: str, value: str) -> "Form":
        self.field(label).fill(value)
        return self

    def field(self, label: str) -> Locator:
        return self.place.get_by_label(self.say(label))

    def choose(self, label: str, value: str) -> "Form":
        """An option of a drop-down by its value, or by a part of what it says."""
        drop_down = self.field(label)
        if drop_down.locator(f'option[value="{value}"]').count():
            drop_down.select_option(value)
        else:
            said = drop_down.locator("option").filter(has_text=value).first.inner_text()
            drop_down.select_option(label=said.strip())
        return self

    def pick(self, legend: str, *names: str | re.Pattern[str], role: str = "radio") -> "Form":
        group = self.group(legend)
        for name in names:
            group.get_by_role("checkbox" if role == "checkbox" else "radio", name=name, exact=True).check()
        return self

    def group(self, legend: str) -> Locator:
        return self.place.get_by_role("group", name=self.say(legend))

    def day(self, legend: str, value: date) -> "Form":
        group = self.group(legend)
        for part, number in (("day", value.day), ("month", value.month), ("year", value.year)):
            group.get_by_label(self.say(f"common.date.{part}")).fill(str(number))
        return self

    def send(self, button: str) -> None:
        self.place.get_by_role("button", name=self.say(button), exact=True).click()

    def gone(self) -> None:
        expect(self.place).to_have_count(0)

    def refused(self) -> Locator:
        """The error summary, which has the focus."""
        summary = self.place.get_by_role("alert").filter(has_text=self.say("common.error.title"))
        expect(summary).to_be_focused()
        return summary

    def close(self) -> None:
        self.place.get_by_role("button", name=self.say("board.panel.close_panel"), exact=True).click()


class Board:
    """One person's board."""

    def __init__(self, page: Page, language: str = "en") -> None:
        self.page = page
        self.language = language
        self.saving = page.locator("[data-saving]")

    def say(self, key: str, **params: object) -> str:
        return say(key, self.language, **params)

    def column(self, name: str) -> Locator:
        return self.page.get_by_role("region", name=self.say(f"board.{name}.title"), exact=True)

    def show(self, area: str) -> None:
        """On a phone, which shows one area at a time."""
        tabs = self.page.get_by_role("navigation", name=self.say("board.tabs"))
        tabs.get_by_role("button", name=self.say(f"board.tab.{area}")).click()

    def card(self, text: str) -> Locator:
        """By what it says itself, not by what it says of other cards."""
        elsewhere = self.page.locator("[data-elsewhere]").filter(has_text=text)
        return self.page.get_by_role("article").filter(has_text=text).filter(has_not=elsewhere)

    def sees(self, text: str | re.Pattern[str]) -> None:
        expect(self.page.get_by_text(text).first).to_be_visible()

    def never_sees(self, text: str) -> None:
        expect(self.page.get_by_text(text)).to_have_count(0)

    def saved(self) -> None:
        expect(self.saving).to_contain_text(self.say("board.saving.saved"))

    def loaded(self) -> "Board":
        self.saved()
        return self

    def press(self, key: str, within: Locator | None = None) -> None:
        (within or self.page).get_by_role("button", name=self.say(key), exact=True).click()

    def press_said(self, name: str) -> None:
        """A button by what it says, where its text has something filled in."""
        self.page.get_by_role("button", name=name, exact=True).click()

    def write(self, key: str, within: Locator | None = None) -> Form:
        """Press what opens a form; the form."""
        self.press(key, within)
        form = Form(self)
        expect(form.place).to_be_visible()
        return form

    def sent(self, form: Form, button: str) -> None:
        form.send(button)
        form.gone()
        self.saved()

    # --- turns ------------------------------------------------------------------------------------------------------

    def add_position(self, level: int, evidence: str, would_change: str = "") -> None:
        form = self.write("board.thresholds.add")
        form.pick("board.form.level", re.compile(rf"^{level}\b")).text("board.form.evidence", evidence)
        form.text("board.form.would_change_view", would_change)
        self.sent(form, "board.thresholds.add")

    def move_position(self, level: int, evidence: str) -> None:
        form = self.write("board.thresholds.move", self.column("thresholds"))
        form.pick("board.form.level", re.compile(rf"^{level}\b")).text("board.form.evidence", evidence)
        self.sent(form, "board.thresholds.move")

    def raise_disagreement(self, about: str, between: list[str]) -> None:
        form = self.write("board.disagreement.raise")
        form.text("board.form.about", about).pick("board.form.between", *between, role="checkbox")
        self.sent(form, "board.form.disagreement.send")

    def resolve(self, about: str, how: str) -> None:
        form = self.write("board.disagreement.resolve", self.card(about))
        self.sent(form.text("board.form.how", how), "board.form.resolve.send")

    def raise_concern(
        self,
        what: str,
        effect: str,
        expectation: str,
        risk: str,
        *,
        since: date | None = None,
        from_milestone: str = "",
    ) -> None:
        form = self.write("board.drift.raise")
        form.text("board.form.what", what).text("board.form.effect.child", effect)
        form.choose("board.form.expectation", expectation)
        counted = form.group("board.form.counted")
        if counted.count():
            way = "since" if since else "milestone"
            counted.get_by_role("radio", name=self.say(f"board.form.counted.{way}"), exact=True).check()
        if since:
            form.day("board.form.since", since)
        else:
            form.choose("board.form.from_milestone", from_milestone)
        form.pick("board.form.risk_source", self.say(f"board.concern.risk.{risk}.child"))
        self.sent(form, "board.drift.raise")

    def reflect(self, prompt: str, text: str) -> None:
        form = self.write("board.reflections.add")
        self.sent(form.choose("board.form.prompt", prompt).text("board.form.text", text), "board.reflections.add")

    def add_voice(self, words: str) -> None:
        """By the door beside the child's voice, pinned above everything."""
        form = self.write("board.voice.add")
        self.sent(form.text("board.form.text.voice.child", words), "board.reflections.add")

    def propose(
        self,
        text: str,
        owner: str,
        *,
        measure: str = "",
        responsible: str = "",
        due: date | None = None,
        reflects: str = "",
        involves: tuple[str, ...] = (),
        answers: tuple[str, ...] = (),
    ) -> None:
        form = self.write("board.decisions.propose")
        form.text("board.form.decision", text).choose("board.form.owner", owner)
        form.text("board.form.measure", measure).text("board.form.responsible", responsible)
        if due:
            form.day("board.form.due", due)
        form.text("board.form.reflects.child", reflects)
        if involves:
            form.pick("board.form.involves", *involves, role="checkbox")
        for answer in answers:
            form.group("board.form.answers").get_by_role("checkbox", name=answer).check()
        self.sent(form, "board.decisions.propose")

    def agree(self, decision: str) -> None:
        self.press("board.consent.button.agree", self.card(decision))
        self.answered(decision, "agree")

    def answer(self, decision: str, stand: str, reason: str) -> None:
        form = self.write(f"board.consent.button.{stand}", self.card(decision))
        self.sent(form.text("board.form.reason", reason), "board.form.consent.send")
        self.answered(decision, stand)

    def answered(self, decision: str, stand: str) -> None:
        ours = self.say("board.consent.our_answer", stand=self.say(f"board.consent.button.{stand}"))
        expect(self.card(decision)).to_contain_text(ours)
        self.saved()

    def record_as_agreed(self, decision: str) -> None:
        self.press("board.decision.agree", self.card(decision))
        expect(self.card(decision)).to_contain_text(self.say("board.decision.state.agreed"))

    def withdraw(self, text: str, reason: str = "") -> None:
        form = self.write("board.withdraw", self.card(text))
        self.sent(form.text("board.form.withdraw.reason", reason), "board.withdraw")

    # --- the chair --------------------------------------------------------------------------------------------------

    @property
    def chair(self) -> Locator:
        return self.page.get_by_role("region", name=self.say("board.chair.title"), exact=True)

    @property
    def stage(self) -> Locator:
        return self.page.locator("[aria-current=step]")

    def next_stage(self) -> None:
        """Go one stage on, and wait until the board has got there."""
        before = self.stage.text_content() or ""
        buttons = self.chair.get_by_role("button")
        buttons.filter(has_text=say_any("board.chair.start", self.language)).or_(
            buttons.filter(has_text=say_any("board.chair.next", self.language))
        ).click()
        expect(self.stage).not_to_have_text(before)

    def record_attendance(self, agency: str, attendance: str) -> None:
        form = self.write("board.chair.attendance", self.chair)
        one = form.place.get_by_role("group", name=agency)
        way = one.get_by_role("button", name=self.say(f"common.attendance.{attendance}"), exact=True)
        way.click()
        expect(way).to_have_attribute("aria-pressed", "true")
        self.saved()
        form.close()
