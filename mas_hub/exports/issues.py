"""Which issue of an agency's document this is, and what each issue changed. Pure: log entries in, a `Document` out.

Closing makes issue 1. Whatever is done after that and changes what the agency takes away makes the next one: an
addendum beside a decision of its own does, one that it never sees does not. So an agency's issues are its own.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, replace

from mas_hub.access.audience import SHARED
from mas_hub.exports.document import Views
from mas_hub.exports.parts import Change, Document
from mas_hub.meeting_log import Entry, fold

# Of an issue itself, not of what it says.
_OF_THE_COPY = frozenset({"id", "sequence", "interim", "made_at", "issue", "changes"})

# Views as they stood at entry `seq`, and whether the meeting was still open.
Make = Callable[[Views, int, bool], Document]


def document_of(entries: Sequence[Entry], make: Make) -> Document:
    """The document as the record stood at the last of `entries`, all of the shared stream from the first on."""
    now = _made(entries, make)
    closing = next((index for index, entry in enumerate(entries) if _closes(entry)), None)
    if closing is None:
        return now
    issue, changes = 1, list[Change]()
    ends = list(_ends_of_acts(entries, closing))
    before = now if len(ends) == 1 else _made(entries[: ends[0]], make)
    for end in ends[1:]:
        after = _made(entries[:end], make)
        what = _differences(before, after)
        if what:
            issue += 1
            changes.append(Change(issue, entries[end - 1].at, what))
        before = after
    return replace(now, issue=issue, changes=tuple(changes))


def _made(entries: Sequence[Entry], make: Make) -> Document:
    views = fold(entries)
    return make(views, entries[-1].seq, views["meeting"][0]["state"] != "closed")


def _closes(entry: Entry) -> bool:
    return entry.stream == SHARED and entry.subject_type == "meeting" and entry.subject.get("state") == "closed"


def _ends_of_acts(entries: Sequence[Entry], closing: int) -> Iterator[int]:
    """How many entries there were after the closing act, and after each later one."""
    for end in range(closing + 1, len(entries) + 1):
        if end == len(entries) or entries[end].act_id != entries[end - 1].act_id:
            yield end


def _differences(one: Document, other: Document) -> tuple[str, ...]:
    names = (each.name for each in fields(Document) if each.name not in _OF_THE_COPY)
    return tuple(name for name in names if getattr(one, name) != getattr(other, name))
