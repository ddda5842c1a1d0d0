"""An export as a calendar: an all-day event on the day that each decision is due.

A decision without a day has no event. The journal entry on the meeting's day says which those are and holds the whole
text, so that the file stands for itself; most diaries leave journal entries out. Nothing rings and nothing blocks time.
"""

from collections.abc import Iterable
from datetime import UTC, date, timedelta
from uuid import NAMESPACE_URL, uuid5

from icalendar import Calendar, Event, Journal

from mas_hub.exports.as_text import text_parts
from mas_hub.exports.characters import visible
from mas_hub.exports.parts import Decision, Document
from mas_hub.exports.words import Words


def write(document: Document) -> bytes:
    words = Words(document)
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", f"-//mas_hub//export 1//{document.language.upper()}")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", visible(f"{document.meeting.reference} · {words.status()}"))
    decisions = (*document.owned, *document.involved)
    for decision in decisions:
        if decision.due is not None:
            calendar.add_component(_event(words, decision, decision.due))
    calendar.add_component(_journal(words, [each for each in decisions if each.due is None]))
    made: bytes = calendar.to_ical()
    return made


def _event(words: Words, decision: Decision, due: date) -> Event:
    document = words.document
    event = Event()
    _begin(event, words, f"decision/{decision.id}")
    event.add("summary", visible(words.say("ics_due", number=decision.number, reference=document.meeting.reference)))
    event.add("dtstart", due)
    event.add("dtend", due + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    about = (
        decision.text,
        f"{words.say('label_owner')}: {decision.owner.name}",
        f"{words.say('label_responsible')}: {decision.responsible}",
        f"{words.say('label_measure')}: {decision.measure}",
        f"{words.say('label_reference')}: {decision.reference}",
        words.status(),
    )
    event.add("description", visible("\n".join(about)))
    return event


def _journal(words: Words, undated: Iterable[Decision]) -> Journal:
    document = words.document
    journal = Journal()
    _begin(journal, words, "journal")
    journal.add("summary", visible(f"{words.title()} – {document.meeting.reference}"))
    journal.add("dtstart", document.meeting.day)
    numbers = ", ".join(each.reference for each in undated)
    without = [words.say("ics_undated", references=numbers)] if numbers else []
    journal.add("description", "\n\n".join([*map(visible, without), *(text for _, text in text_parts(words))]))
    return journal


def _begin(component: Event | Journal, words: Words, what: str) -> None:
    """Opening a later copy of the same calendar changes the entries and doubles none."""
    document = words.document
    meeting = document.meeting
    name = f"mas_hub/{meeting.nation}/{meeting.reference}/{document.agency.code}/{what}"
    component.add("uid", str(uuid5(NAMESPACE_URL, name)))
    component.add("dtstamp", document.made_at.astimezone(UTC))
    component.add("sequence", document.sequence)
    component.add("class", "CONFIDENTIAL")
