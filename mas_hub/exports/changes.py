"""What a later issue says at its head of what it changed."""

from mas_hub.exports.parts import Change
from mas_hub.exports.words import Words

# Of the document's fields that a later issue can change, those for which there are words.
_CALLED = {
    "addenda": "corrections",
    "owned": "decisions",
    "involved": "decisions",
    "summaries": "decisions",
    "attendance": "people",
    "invited": "people",
    "others_present": "people",
    "facilitator": "people",
}


def changes(words: Words) -> list[str]:
    """A note of some lines, or none for the first issue."""
    made = words.document.changes
    return ["\n".join([words.say("changes_note"), *(_line(words, each) for each in made)])] if made else []


def _line(words: Words, change: Change) -> str:
    """`Issue 2, Tue 22 Sep 2026, 10:05: a correction was added`"""
    what = dict.fromkeys(words.say(f"changed_{_CALLED.get(name, 'other')}") for name in change.what)
    return f"{words.say('issue', issue=change.issue)}, {words.moment(change.at)}: {'; '.join(what)}"
