"""The kinds of file that a return comes in, by the writers of the exports."""

import json
from collections.abc import Iterable
from typing import Any

from mas_hub.exports import as_docx, as_pdf
from mas_hub.exports.characters import visible
from mas_hub.exports.formats import FORMATS as EXPORTS
from mas_hub.exports.formats import slug
from mas_hub.exports.sheets import Sheet, write_book
from mas_hub.language import text
from mas_hub.returns.document import ReturnDocument, outline
from mas_hub.returns.rules import called

SCHEMA = "mas_hub/return/1"
FORMATS = {name: EXPORTS[name] for name in ("pdf", "docx", "xlsx", "json")}


def write(document: ReturnDocument, kind: str) -> bytes:
    """Takes tens of milliseconds of native work: call it through `run_blocking`."""
    codes_note = text("exports.codes_note", document.language)
    match kind:
        case "pdf":
            return as_pdf.set_pages(outline(document), document.made_at, codes_note)
        case "docx":
            return as_docx.set_pages(outline(document), document.made_at, codes_note)
        case "xlsx":
            return write_book(document.title, document.made_at, _sheets(document))
        case _:
            return (json.dumps(as_facts(document), ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def file_name(document: ReturnDocument, kind: str, *, with_id: bool = False) -> str:
    """`sch-2026-2027-annual-return.pdf`; a draft, and an edition after the first, say so.

    `with_id`: `sch-3-2026-…`, beside another agency's that has or had the same code.
    """
    found = document.found
    agency = found["agency"]
    what = {"en": "annual-return", "cy": "ffurflen-flynyddol"}[document.language]
    whose = [slug(agency["code"]).lower() or str(agency["id"]), *([str(agency["id"])] if with_id else [])]
    parts = [*whose, called(found["year"], found["begins"]), what]
    if found["edition"] > 1:
        parts.append(str(found["edition"]))
    if found["submitted"] is None:
        parts.append({"en": "draft", "cy": "drafft"}[document.language])
    return f"{'-'.join(parts)}.{kind}"


def as_facts(document: ReturnDocument) -> dict[str, Any]:
    """Codes stay codes, whatever the language; days are `YYYY-MM-DD`, moments UTC."""
    found = document.found
    return {
        "schema": SCHEMA,
        "language": document.language,
        "partnership": document.named(found["partnership"]),
        "agency": {**found["agency"], "name": document.named(found["agency"]["name"])},
        **{name: found[name] for name in ("year", "first", "last", "edition", "submitted", "approved_by", "summary")},
        "source": document.say("file.standard"),
        "fewest": found["fewest"],
        "figures": {
            section["key"]: {row["key"]: row["value"] for row in section["rows"]} for section in found["figures"]
        },
        "statements": [
            {
                "section": section["key"],
                "key": each["key"],
                "statement": document.named(each["text"]),
                **found["answers"][each["key"]],
            }
            for section in found["statements"]
            for each in section["statements"]
        ],
    }


def _sheets(document: ReturnDocument) -> Iterable[Sheet]:
    say = document.say
    head = (say("file.classification"), f"{document.found['agency']['code']} · {document.years}")
    yield Sheet(
        say("file.sheet_statements"),
        [
            (say(f"file.column_{name}"), width)
            for name, width in (
                ("section", 22), ("statement", 48), ("rating", 18), ("evidence", 48), ("action", 40), ("by_whom", 20),
                ("by_when", 18),
            )
        ],
        [
            [visible(cell) for cell in (
                title, statement, document.rating(said["rating"]), said["evidence"], said["action"], said["by_whom"],
                document.day(said["by_when"]),
            )]
            for title, statements in document.answers()
            for statement, said in statements
        ],
        head,
    )  # fmt: skip
    yield Sheet(
        say("file.sheet_figures"),
        [(say("file.column_section"), 30), (say("file.column_what"), 60), (say("file.column_figure"), 20)],
        [[title, label, value] for title, _, rows in document.figures() for label, value in rows],
        head,
    )
    about = [
        (say("file.label_agency"), document.named(document.found["agency"]["name"])),
        (say("file.label_year"), document.years),
        (say("file.label_edition"), str(document.found["edition"])),
        (say("file.label_state"), document.state()),
        (say("file.label_approved"), document.found["approved_by"]),
        (say("file.in_short"), document.found["summary"]),
        (say("file.source"), say("file.source_text", source=say("file.standard"))),
    ]
    columns = [(say("file.column_what"), 30), (say("file.column_said"), 90)]
    yield Sheet(say("file.sheet_about"), columns, [[label, visible(words)] for label, words in about], head)
