"""The wording of a document in its language: labels from the catalogues, words of the practice profile, dates."""

from collections.abc import Iterable
from datetime import date, datetime

from mas_hub import clock
from mas_hub.exports.parts import (
    Addendum,
    Agency,
    Answer,
    Decision,
    Document,
    Involvement,
    Person,
    Reflection,
    Source,
    Stand,
)
from mas_hub.language import text
from mas_hub.practice.profile import Name, Term, profile

# What is written under a decision, in this order.
PARTS = (
    "responsible", "due", "measure", "reflects", "involves", "sign_off", "family", "proposed_by", "handed_over",
    "rationale", "answers", "sources", "reference",
)  # fmt: skip


def day_text(day: date | None, language: str) -> str:
    """`Mon 28 Sep 2026`, `Llun 28 Medi 2026`."""
    if day is None:
        return ""
    weekday, month = (text(f"exports.{key}", language) for key in (f"weekday_{day.isoweekday()}", f"month_{day.month}"))
    return f"{weekday} {day.day} {month} {day.year}"


def moment_text(moment: datetime | None, language: str) -> str:
    """A moment as the clock on the wall shows it: `Mon 28 Sep 2026, 13:30`."""
    if moment is None:
        return ""
    local = moment.astimezone(clock.LOCAL)
    return f"{day_text(local.date(), language)}, {local:%H:%M}"


class Words:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.language = document.language
        self.subject = document.case.subject_type
        self.practice = profile(document.meeting.nation)

    def say(self, key: str, **params: str | int) -> str:
        return text(f"exports.{key}", self.language, **params)

    def for_subject(self, key: str) -> str:
        """The text that differs for a child, an unborn child and an adult at risk."""
        return self.say(f"{key}_{self.subject}")

    def day(self, day: date | None) -> str:
        return day_text(day, self.language)

    def moment(self, moment: datetime | None) -> str:
        return moment_text(moment, self.language)

    def criteria(self) -> str:
        meeting = self.document.meeting
        named = [self._term(self.practice.criteria, key) for key in meeting.criteria if key != "other"]
        if "other" in meeting.criteria:
            named.append(meeting.criteria_other or self._term(self.practice.criteria, "other"))
        return "; ".join(named)

    def lawful_basis(self) -> str:
        """What the meeting named. Where it named none, the document says so."""
        meeting = self.document.meeting
        named = self.say(f"basis_{meeting.lawful_basis}") if meeting.lawful_basis else ""
        return ": ".join(filter(None, (named, meeting.lawful_basis_note))) or self.say("basis_missing")

    def purpose(self) -> str:
        return self._term(self.practice.purposes, self.document.meeting.purpose)

    def session_model(self) -> str:
        model = self.document.meeting.session_model
        return self.say(f"session_model_{model}") if model else ""

    def subject_type(self) -> str:
        return self._term(self.practice.subject_types, self.subject)

    def capacity(self) -> str:
        """What was said about mental capacity; empty where nothing was."""
        case = self.document.case
        named = self.say(f"capacity_{case.capacity}") if case.capacity else ""
        return ": ".join(filter(None, (named, case.capacity_words)))

    def network(self) -> str:
        """A line for each who is involved: of whom, who, and what they do."""
        return "\n".join(
            f"{each.service or each.agency.code}: {'; '.join(part for part in (each.people, self.does(each)) if part)}"
            for each in self.document.network
        )

    def does(self, involved: Involvement) -> str:
        """What somebody who is involved does, and under it what was cited beside them."""
        cited = [f"{self.say('label_sources')}: {self.source(each)}" for each in involved.sources]
        return "\n".join(part for part in (involved.does, *cited) if part)

    def attendance(self, key: str) -> str:
        return self._term(self.practice.attendances, key)

    def stand(self, stand: Stand) -> str:
        return self._term(self.practice.stands, stand.stand) if stand.stand else self.say("no_stand")

    def role(self, key: str) -> str:
        return self._term(self.practice.roles, key)

    def prompt(self, key: str) -> str:
        found = self.practice.find_prompt(key)
        return self._in_language(found.name_for(self.subject)) if found else key

    def status(self) -> str:
        """Which issue of the final document this is or, for an interim copy, how far the record had come."""
        if self.document.interim:
            return self.say("status_interim", seq=self.document.sequence)
        return self.say("status_final", issue=self.document.issue or 1)

    def agencies(self, agencies: Iterable[Agency]) -> str:
        return "; ".join(agency.name for agency in agencies)

    def person(self, person: Person) -> str:
        """`Callum Reid, Health visitor`; the role too where it is not the usual one."""
        named = ", ".join(part for part in (person.name, person.job) if part)
        role = "" if person.role in ("representative", "facilitator") else f" ({self.role(person.role)})"
        return f"{named}{role}" if person.took_part else f"{named}{role} – {self.say('not_on_the_board')}"

    def answer(self, answer: Answer) -> str:
        what = self.prompt(answer.prompt) if answer.prompt else answer.text
        kind = self.say(f"answers_{answer.kind}")
        named = f"{kind} ({answer.agency.code}): {what}" if what else f"{kind} ({answer.agency.code})"
        cited = "; ".join(self.source(each) for each in answer.sources)
        return f"{named} [{self.say('label_sources')}: {cited}]" if cited else named

    def source(self, source: Source) -> str:
        """`Working Together to Safeguard Children, chapter 3 (https://...)`"""
        named = ", ".join(part for part in (source.title, source.place) if part)
        return f"{named} ({source.link})" if source.link else named

    def reflection(self, reflection: Reflection) -> str:
        """What was said, and under it what it answers and cites."""
        notes = [f"{self.say('label_answers')}: {self.answer(each)}" for each in reflection.answers]
        notes += [f"{self.say('label_sources')}: {self.source(each)}" for each in reflection.sources]
        return "\n".join([reflection.text, *notes])

    def corrected(self, addendum: Addendum) -> str:
        """What an addendum is about: a decision by its reference, other entries by their kind."""
        if addendum.corrects is None:
            return self.say("corrects_record")
        if addendum.reference:
            return self.say(f"corrects_{addendum.corrects}", reference=addendum.reference)
        return self.say(f"corrects_own_{addendum.corrects}")

    def added_by(self, addendum: Addendum) -> str:
        return self.role("facilitator") if addendum.by_facilitator else addendum.by.name

    def sign_off(self, decision: Decision) -> str:
        """Whether the decision is within its owner's role, or who has to sign it off."""
        if decision.authority != "needs_sign_off":
            return self.say("within_role") if decision.authority else ""
        by = decision.sign_off_by
        return self.say("needs_sign_off_by", by=by) if by else self.say("needs_sign_off")

    def handed_over(self, decision: Decision) -> str:
        """Who owned it before, and until which day."""
        owned = ((each.agency.name, self.day(clock.local_day(each.until))) for each in decision.handed_over)
        return "; ".join(self.say("owned_until", agency=agency, day=day) for agency, day in owned)

    def family(self, decision: Decision) -> str:
        """What is shared with the family, by whom and when, as far as it was said."""
        said = (decision.family_what, decision.family_by, self.day(decision.family_on))
        return "; ".join(part for part in said if part)

    def next_meeting(self) -> str:
        meeting = self.document.meeting
        if meeting.next_meeting_on:
            return self.day(meeting.next_meeting_on)
        if meeting.no_next_meeting_because:
            return self.say("no_next_meeting", reason=meeting.no_next_meeting_because)
        return self.say("next_meeting_not_set")

    def title(self) -> str:
        return self.say("title_reflective" if self.document.reflective else "title")

    def record_system(self) -> str:
        return self.document.record_system or self.say("own_records")

    def _term(self, terms: Iterable[Term], key: str) -> str:
        return next((self._in_language(term.name) for term in terms if term.key == key), key)

    def _in_language(self, name: Name) -> str:
        return name.in_language(self.language)


def decision_parts(words: Words, decision: Decision) -> list[tuple[str, str]]:
    """What is written under a decision, as (label, text), without what is empty."""
    label = {"reflects": words.for_subject("label_reflects")}
    value = decision_values(words, decision)
    return [(label.get(part) or words.say(f"label_{part}"), value[part]) for part in PARTS if value[part]]


def decision_values(words: Words, decision: Decision) -> dict[str, str]:
    """By the names of `PARTS`; empty where there is nothing."""
    return {
        "responsible": decision.responsible,
        "due": words.day(decision.due),
        "measure": decision.measure,
        "reflects": decision.reflects_child,
        "involves": words.agencies(decision.involves),
        "sign_off": words.sign_off(decision),
        "family": words.family(decision),
        "proposed_by": decision.proposed_by.name,
        "handed_over": words.handed_over(decision),
        "rationale": decision.rationale,
        "answers": "\n".join(words.answer(each) for each in decision.answers),
        "sources": "\n".join(words.source(each) for each in decision.sources),
        "reference": decision.reference,
    }
