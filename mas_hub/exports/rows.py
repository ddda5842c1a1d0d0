"""A document as the rows of a spreadsheet: one for each decision, with what concerns the whole meeting on each."""

from collections.abc import Iterable, Mapping

from mas_hub import clock
from mas_hub.exports.parts import Addendum, Decision
from mas_hub.exports.words import Words, decision_values

ABOUT = (
    "document", "status", "meeting_reference", "case_reference", "initials", "subject", "age_band", "meeting_date",
    "partnership", "purpose", "facilitator", "agency", "attendance", "record_in",
)  # fmt: skip
WHAT = (
    "kind", "reference", "text", "owner", "responsible", "due", "measure", "reflects", "involves", "sign_off", "family",
    "proposed_by", "handed_over", "rationale", "answers", "sources",
)  # fmt: skip
AFTER = ("voice", "capacity", "network", "next_meeting", "made_at")


def headings(words: Words) -> Mapping[str, str]:
    """The columns by name, in order: each invited agency's stand has its own."""
    stands = {
        f"stand_{each.agency.id}": words.say("csv_stand", agency=each.agency.code) for each in words.document.invited
    }
    before = {name: words.say(f"csv_{name}") for name in (*ABOUT, *WHAT)}
    return before | stands | {name: words.say(f"csv_{name}") for name in AFTER}


def rows(words: Words) -> Iterable[Mapping[str, str]]:
    """The cells that are not empty, by the name of their column."""
    about = _about(words)
    return (about | row for row in _rows(words))


def _about(words: Words) -> dict[str, str]:
    document = words.document
    case, meeting = document.case, document.meeting
    voice = "\n".join(f"{each.agency.code}: {each.text}" for each in document.voice)
    return {
        "document": document.id,
        "status": words.status(),
        "meeting_reference": meeting.reference,
        "case_reference": case.reference,
        "initials": case.subject_initials,
        "subject": words.subject_type(),
        "age_band": case.age_band,
        "meeting_date": meeting.day.isoformat(),
        "partnership": meeting.partnership,
        "purpose": words.purpose(),
        "facilitator": words.person(document.facilitator) if document.facilitator else "",
        "agency": document.agency.name,
        "attendance": words.attendance(document.attendance),
        "record_in": words.record_system(),
        "voice": voice or document.voice_not_heard_because,
        "capacity": words.capacity(),
        "network": words.network(),
        "next_meeting": words.next_meeting(),
        "made_at": words.moment(document.made_at),
    }


def _rows(words: Words) -> Iterable[dict[str, str]]:
    """Where there is nothing to record but the meeting itself, one row that says so."""
    document = words.document
    rows = [_decision(words, "owned", each) for each in document.owned]
    rows += [_decision(words, "involved", each) for each in document.involved]
    rows += [
        {
            "kind": words.say("kind_summary"),
            "reference": each.reference,
            "text": each.line,
            "owner": each.owner.name,
            "due": each.due.isoformat() if each.due else "",
        }
        for each in document.summaries or ()
    ]
    rows += [
        {"kind": f"{words.say('kind_reflection')}: {words.prompt(each.prompt)}", "text": words.reflection(each)}
        for each in document.reflections or ()
    ]
    return (rows or [{"kind": words.say("kind_none")}]) + [_correction(words, each) for each in document.addenda]


def _correction(words: Words, addendum: Addendum) -> dict[str, str]:
    day = words.day(clock.local_day(addendum.added_at))
    return {
        "kind": words.say("kind_correction", day=day, by=words.added_by(addendum)),
        "reference": addendum.reference,
        "text": f"{words.corrected(addendum)}: {addendum.text}",
        "rationale": addendum.reason,
    }


def _decision(words: Words, kind: str, decision: Decision) -> dict[str, str]:
    return {
        "kind": words.say(f"kind_{kind}"),
        "text": decision.text,
        "owner": decision.owner.name,
        **decision_values(words, decision),
        "due": decision.due.isoformat() if decision.due else "",
        **{
            f"stand_{each.agency.id}": f"{words.stand(each)}: {each.reason}" if each.reason else words.stand(each)
            for each in decision.stands
        },
    }
