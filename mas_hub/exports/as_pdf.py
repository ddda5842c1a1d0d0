"""An export as a tagged PDF (PDF/UA-1), set by Typst.

Everything reaches `template.typ` as one JSON string and is set as it is: no text can be taken for markup. The template
knows kinds of blocks; what they say and their order is the outline's.
"""

import json
from collections.abc import Callable
from functools import partial
from typing import Any

import typst

from mas_hub.exports import fonts
from mas_hub.exports.outline import Block, outline, texts_in
from mas_hub.exports.parts import Document
from mas_hub.exports.words import Words

TEMPLATE = fonts.FOLDER.parent / "template.typ"


def write(document: Document) -> bytes:
    """Takes tens of milliseconds of native work: call it through `run_blocking`."""
    content = _content(Words(document))
    try:
        return _compile(document, content, fonts.showable)
    except typst.TypstError:
        return _compile(document, content, partial(fonts.showable, latin_only=True))


def _compile(document: Document, content: Block, show: Callable[[str], str]) -> bytes:
    made: bytes = typst.compile(
        TEMPLATE,
        format="pdf",
        sys_inputs={"document": json.dumps(_every_text(content, show), ensure_ascii=False)},
        font_paths=[fonts.FOLDER],
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
        timestamp=int(document.made_at.timestamp()),
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


def _content(words: Words) -> Block:
    content = outline(words)
    if any(map(fonts.has_hidden, texts_in(content))):
        content["notes"].append(words.say("codes_note"))
    return content
