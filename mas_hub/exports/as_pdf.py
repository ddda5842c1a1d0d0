"""An export as a tagged PDF (PDF/UA-1), set by Typst.

Everything reaches `template.typ` as one JSON string and is set as it is: no text can be taken for markup. The template
knows kinds of blocks; what they say and their order is the outline's.
"""

import json
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

import typst

from mas_hub.exports import fonts
from mas_hub.exports.outline import Block, outline, texts_in
from mas_hub.exports.parts import Document
from mas_hub.exports.spoken import language_of
from mas_hub.exports.words import Words

TEMPLATE = fonts.FOLDER.parent / "template.typ"


def write(document: Document) -> bytes:
    """Takes tens of milliseconds of native work: call it through `run_blocking`."""
    words = Words(document)
    return set_pages(outline(words), document.made_at, words.say("codes_note"))


def set_pages(content: Block, made_at: datetime, codes_note: str) -> bytes:
    """Pages of any outline. `codes_note` is added where some of it can only be shown as codes."""
    if any(map(fonts.has_hidden, texts_in(content))):
        content = {**content, "notes": [*content["notes"], codes_note]}
    try:
        return _compile(content, made_at, fonts.showable)
    except typst.TypstError:
        return _compile(content, made_at, partial(fonts.showable, latin_only=True))


def _compile(content: Block, made_at: datetime, show: Callable[[str], str]) -> bytes:
    shown = _every_text(content, show)
    spoken = {each: language_of(each) for each in texts_in(shown)}
    shown["spoken"] = {each: said for each, said in spoken.items() if said and said != content["language"]}
    made: bytes = typst.compile(
        TEMPLATE,
        format="pdf",
        sys_inputs={"document": json.dumps(shown, ensure_ascii=False)},
        font_paths=[fonts.FOLDER],
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
        timestamp=int(made_at.timestamp()),
    )
    return made


def _every_text(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {name: _every_text(each, change) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_every_text(each, change) for each in value]
    return value
