"""What a document says, in what order, in its language: for the writers of pages (PDF, Word, text) to set as they can.

It is made of blocks, dictionaries with a `kind`: heading, text, facts, table, list, decision, reflection, voice.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from mas_hub.exports.changes import changes
from mas_hub.exports.parts import Decision, Invited
from mas_hub.exports.words import Words, decision_parts

Block = dict[str, Any]


def outline(words: Words) -> Block:
    """The title and what stands above the blocks, and the `blocks`. `notes` are for the reader to see first."""
    document, say = words.document, words.say
    parts = _reflective(words) if document.reflective else _deciding(words)
    return {
        "language": document.language,
        "changes": changes(words),
        "title": f"{words.title()} – {document.meeting.reference}",
        "heading": words.title(),
        "partnership": document.meeting.partnership,
        "agency": document.agency.name,
        "classification": say("classification"),
        "page": say("page"),
        "page_of": say("page_of"),
        "running": f"{document.meeting.reference} · {document.agency.code} · {words.status()}",
        "facts": _facts(words),
        "record": say("record_short", system=words.record_system(), reference=document.meeting.reference),
        "notes": [
            *([say("interim_note")] if document.interim else []),
            *([say("corrections_note")] if document.addenda else []),
        ],
        "blocks": [
            *parts,
            *_corrections(words),
            *_voice(words),
            *_network(words),
            *_meeting(words),
            *_people(words),
            *_how_to_record(words),
        ],
    }


def texts_in(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple):
        for each in value.values() if isinstance(value, dict) else value:
            yield from texts_in(each)


def _facts(words: Words) -> list[tuple[str, str]]:
    document = words.document
    case = document.case
    return [
        (words.say("label_case"), f"{case.reference} · {case.subject_initials}"),
        (words.say("label_held"), words.day(document.meeting.day)),
        (words.say("label_attendance"), words.attendance(document.attendance)),
        (words.say("label_status"), words.status()),
    ]


def _deciding(words: Words) -> Iterable[Block]:
    document, say = words.document, words.say
    for name, decisions in (("owned", document.owned), ("involved", document.involved)):
        yield _heading(say(f"section_{name}"))
        yield from (_decision(words, each) for each in decisions)
        if not decisions:
            yield _text(say(f"none_{name}"))
    if document.summaries is not None:
        yield _heading(say("section_summaries"))
        rows = [[str(each.number), each.line, each.owner.name, words.day(each.due)] for each in document.summaries]
        columns = [say(f"column_{name}") for name in ("number", "decision", "owner", "due")]
        yield _table(columns, rows, [8, 52, 22, 18]) if rows else _text(say("none_summaries"))


def _decision(words: Words, decision: Decision) -> Block:
    owner = [] if decision.owner == words.document.agency else [(words.say("label_owner"), decision.owner.name)]
    columns = [words.say(f"column_{name}") for name in ("stand", "agencies", "reason")]
    return {
        "kind": "decision",
        "name": words.say("decision", number=decision.number),
        "text": decision.text,
        "parts": owner + decision_parts(words, decision),
        "stands_name": words.say("stands"),
        "stands": _table(columns, _stand_rows(words, decision), [22, 40, 38]),
    }


def _stand_rows(words: Words, decision: Decision) -> list[list[str]]:
    """Those of one mind and without a reason share a row; each reason has its own. Missing stands come last."""
    in_order = [*(term.key for term in words.practice.stands), None]
    rows = []
    for stand in in_order:
        alike = [each for each in decision.stands if each.stand == stand]
        silent = [each for each in alike if not each.reason]
        if silent:
            rows.append([words.stand(silent[0]), words.agencies(each.agency for each in silent), ""])
        rows += [[words.stand(each), each.agency.name, each.reason] for each in alike if each.reason]
    return rows


def _reflective(words: Words) -> Iterable[Block]:
    document = words.document
    yield _heading(words.say("section_reflections"))
    yield _text(words.say("reflective_note"))
    for each in document.reflections or ():
        yield {"kind": "reflection", "name": words.prompt(each.prompt), "text": words.reflection(each)}
    if not document.reflections:
        yield _text(words.say("none_reflections"))


def _corrections(words: Words) -> Iterable[Block]:
    addenda = words.document.addenda
    if not addenda:
        return
    yield _heading(words.say("section_corrections"))
    columns = [words.say(f"column_{name}") for name in ("added", "corrects", "correction", "reason", "by")]
    rows = [
        [words.moment(each.added_at), words.corrected(each), each.text, each.reason, words.added_by(each)]
        for each in addenda
    ]
    yield _table(columns, rows, [16, 18, 30, 20, 16])


def _voice(words: Words) -> Iterable[Block]:
    document = words.document
    if not document.reflective:
        return
    yield _heading(words.for_subject("section_voice"))
    yield from ({"kind": "voice", "text": each.text, "by": each.agency.name} for each in document.voice)
    if document.voice_not_heard_because:
        yield _text(words.say("voice_not_heard", reason=document.voice_not_heard_because))
    elif not document.voice:
        yield _text(words.say("voice_not_yet"))


def _network(words: Words) -> Iterable[Block]:
    yield _heading(words.for_subject("section_network"))
    rows = [[each.service or each.agency.name, each.people, words.does(each)] for each in words.document.network]
    columns = [words.say(f"column_{name}") for name in ("of_whom", "who", "does")]
    yield _table(columns, rows, [30, 35, 35]) if rows else _text(words.say("none_network"))


def _meeting(words: Words) -> Iterable[Block]:
    document, say = words.document, words.say
    meeting, case = document.meeting, document.case
    facts = {
        "meeting": meeting.reference,
        "case": f"{case.reference} · {case.subject_initials}",
        "subject": words.subject_type(),
        "age_band": case.age_band,
        "capacity": words.capacity(),
        "opened": words.moment(meeting.opened_at or meeting.scheduled_at),
        "closed": words.moment(meeting.closed_at) or say("still_open"),
        "purpose": words.purpose(),
        "session_model": words.session_model(),
        "criteria": words.criteria(),
        "lawful_basis": words.lawful_basis(),
        "facilitator": words.person(document.facilitator) if document.facilitator else "",
        "next_meeting": words.next_meeting(),
        "shared": "" if document.reflective else say(f"shared_{meeting.information_shared}"),
        "document": document.id,
        "made": words.moment(document.made_at),
    }
    yield _heading(say("section_meeting"))
    yield {"kind": "facts", "parts": [(say(f"label_{name}"), text) for name, text in facts.items() if text]}


def _people(words: Words) -> Iterable[Block]:
    document, say = words.document, words.say
    yield _heading(say("section_people"))
    rows = [[each.agency.name, words.attendance(each.attendance), _names(words, each)] for each in document.invited]
    yield _table([say(f"column_{name}") for name in ("agency", "attendance", "people")], rows, [33, 22, 45])
    if document.others_present:
        others = "\n".join(f"{words.person(each)}, {each.agency.name}" for each in document.others_present)
        yield {"kind": "facts", "parts": [(say("others_present"), others)]}


def _names(words: Words, invited: Invited) -> str:
    return "\n".join(words.person(each) for each in invited.people) or words.say("nobody")


def _how_to_record(words: Words) -> Iterable[Block]:
    document, say = words.document, words.say
    reference = document.meeting.reference
    lines = [
        say("record_duty_reflective" if document.reflective else "record_duty"),
        say("record_where", system=words.record_system()),
        say("record_cite", reference=reference),
    ]
    if document.owned or document.involved:
        lines.append(say("record_cite_decision", reference=reference))
    if document.owned:
        lines.append(say("record_first"))
    yield _heading(say("section_record"))
    yield {"kind": "list", "lines": [*lines, say("record_scope"), say("record_confirm"), say("record_language")]}


def _heading(text: str) -> Block:
    return {"kind": "heading", "text": text}


def _text(text: str) -> Block:
    return {"kind": "text", "text": text}


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int]) -> Block:
    return {"kind": "table", "columns": list(columns), "rows": [list(row) for row in rows], "widths": list(widths)}
