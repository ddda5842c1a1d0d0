"""Planning a meeting through its page, and what home shows of it."""

from dataclasses import dataclass, field
from datetime import date

from playwright.sync_api import Locator, Page, expect

from tests.e2e.words import say


@dataclass(frozen=True)
class NewCase:
    reference: str
    initials: str
    age_band: str
    milestones: dict[str, date] = field(default_factory=dict)
    """By kind."""


class Planning:
    """The page on which the facilitator plans one meeting."""

    def __init__(self, page: Page, language: str = "en") -> None:
        self.page = page
        self.language = language

    def say(self, key: str, **params: object) -> str:
        return say(key, self.language, **params)

    def begin(self, case: NewCase) -> None:
        """From home: a new case, and with it a plan."""
        page = self.page
        page.get_by_role("link", name=self.say("home.plan")).or_(
            page.get_by_role("button", name=self.say("home.plan"))
        ).click()
        page.get_by_role("radio", name=self.say("plan.new.new_case"), exact=True).check()
        page.get_by_label(self.say("plan.case.reference"), exact=True).fill(case.reference)
        page.get_by_label(self.say("plan.case.initials"), exact=True).fill(case.initials)
        page.get_by_role("radio", name=self.say("plan.case.subject_child"), exact=True).check()
        page.get_by_label(self.say("plan.case.age")).fill(case.age_band)
        for number, (kind, day) in enumerate(case.milestones.items()):
            page.get_by_role("button", name=self.say("plan.case.milestone_add")).click()
            page.get_by_label(self.say("plan.case.milestone_kind"), exact=True).nth(number).select_option(kind)
            self.fill_day(
                page.get_by_role("group", name=self.say("plan.case.milestone_date"), exact=True).nth(number), day
            )
        page.get_by_role("button", name=self.say("plan.case.create")).click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(self.say("plan.title"))

    def section(self, name: str) -> Locator:
        return self.page.get_by_role("region", name=self.say(f"plan.{name}.title"), exact=True)

    def criteria(self, *keys: str) -> None:
        for key in keys:
            self.section("purpose").get_by_role("checkbox", name=self.say(f"common.criterion.{key}")).check()

    def purpose(self, purpose: str) -> None:
        self.section("purpose").get_by_role("radio", name=self.say(f"plan.purpose.{purpose}"), exact=True).check()

    def when(self, day: date, time: str, template: str) -> None:
        section = self.section("when")
        self.fill_day(section.get_by_role("group", name=self.say("plan.when.day"), exact=True), day)
        section.get_by_label(self.say("plan.when.time"), exact=True).fill(time)
        section.get_by_role("group", name=self.say("plan.when.template")).get_by_role("radio", name=template).check()

    def invite(self, agency: str, *representatives: str, recorders: tuple[str, ...] = ()) -> None:
        """By the agency's whole name, and the people by theirs."""
        section = self.section("agencies")
        section.get_by_role("checkbox", name=agency, exact=True).check()
        for group, people in (("representatives", representatives), ("recorders", recorders)):
            for person in people:
                seats = section.get_by_role("group", name=self.say(f"plan.agencies.{group}"), exact=True)
                seats.get_by_role("checkbox", name=person).check()

    def seat(self, role: str, person: str) -> None:
        section, label = self.section("others"), self.say(f"plan.others.{role}")
        drop_down = section.get_by_label(label).first
        said = drop_down.locator("option").filter(has_text=person).inner_text()
        drop_down.select_option(label=said.strip())
        section.get_by_role("button", name=self.say("plan.add_named", what=label)).click()
        expect(section.get_by_role("list", name=label)).to_contain_text(person)

    @property
    def summary(self) -> Locator:
        return self.page.get_by_role("complementary", name=self.say("plan.summary.title"))

    def needs(self, *codes: str) -> None:
        for code in codes:
            expect(self.summary).to_contain_text(self.say(f"common.needed.{code}"))

    def ready(self) -> None:
        expect(self.summary).to_contain_text(self.say("plan.summary.ready"))
        expect(self.summary.get_by_role("status")).to_contain_text(self.say("plan.save.saved"))

    def open(self) -> None:
        self.summary.get_by_role("button", name=self.say("plan.summary.open"), exact=True).click()
        self.summary.get_by_role("button", name=self.say("meeting.open_now")).click()

    def fill_day(self, group: Locator, day: date) -> None:
        for part, number in (("day", day.day), ("month", day.month), ("year", day.year)):
            group.get_by_label(self.say(f"common.date.{part}")).fill(str(number))
