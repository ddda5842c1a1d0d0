"""What the files of a return say, in one language. Pure: what `queries.read_return` found goes in, texts come out."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from mas_hub.exports.outline import Block
from mas_hub.exports.words import day_text, moment_text
from mas_hub.language import named, text
from mas_hub.returns.statements import RATINGS

Json = dict[str, Any]


@dataclass(frozen=True)
class ReturnDocument:
    """`found`: as `queries.read_return` has it. `made_at`: when it was submitted, so that it is the same file whenever
    it is made; else now."""

    found: Json
    language: str
    made_at: datetime

    def say(self, key: str, **params: str | int) -> str:
        return text(f"returns.{key}", self.language, **params)

    def named(self, name: Json) -> str:
        return named(name, self.language)

    def day(self, written: str | None) -> str:
        return day_text(date.fromisoformat(written), self.language) if written else ""

    @property
    def title(self) -> str:
        return self.say("file.title")

    @property
    def years(self) -> str:
        year = self.found["year"]
        return self.say(f"file.years_{self.found['begins']}", first=year, last=year + 1)

    def state(self) -> str:
        submitted = self.found["submitted"]
        if submitted is None:
            return self.say("file.draft")
        at = moment_text(datetime.fromisoformat(submitted["at"]), self.language)
        who = ", ".join(filter(None, (submitted["by"], submitted["job"])))
        return self.say("file.submitted", at=at, who=who)

    def value(self, value: Any) -> str:
        """A figure in words."""
        if value is None:
            return self.say("value.nothing")
        if isinstance(value, bool):
            return self.say(f"value.{'yes' if value else 'no'}")
        if value == "few":
            return self.say("value.few", fewest=self.found["fewest"])
        return self.day(value) if isinstance(value, str) else str(value)

    def rating(self, key: str) -> str:
        return self.say(f"rating.{key}") if key else self.say("file.not_rated")

    def figures(self) -> Iterable[tuple[str, str, list[tuple[str, str]]]]:
        """(title, note, rows) of each section."""
        for section in self.found["figures"]:
            rows = [(self.named(row["label"]), self.value(row["value"])) for row in section["rows"]]
            yield self.named(section["title"]), self.named(section["note"]), rows

    def answers(self) -> Iterable[tuple[str, list[tuple[str, Json]]]]:
        """(title, its statements, each with what was said to it) of each section."""
        said = self.found["answers"]
        for section in self.found["statements"]:
            yield (
                self.named(section["title"]),
                [(self.named(each["text"]), said[each["key"]]) for each in section["statements"]],
            )


def outline(document: ReturnDocument) -> Block:
    """For the writers of pages (`exports.outline` says what they take)."""
    found, say = document.found, document.say
    agency = document.named(found["agency"]["name"])
    return {
        "language": document.language,
        "changes": [],
        "title": f"{document.title} – {agency}, {document.years}",
        "heading": document.title,
        "partnership": document.named(found["partnership"]),
        "agency": agency,
        "classification": say("file.classification"),
        "page": text("exports.page", document.language),
        "page_of": text("exports.page_of", document.language),
        "running": f"{found['agency']['code']} · {document.years} · {say('file.edition', edition=found['edition'])}",
        "facts": [
            (say("file.label_year"), document.years),
            (say("file.label_edition"), str(found["edition"])),
            (say("file.label_approved"), found["approved_by"] or say("file.missing")),
        ],
        "record": document.state(),
        "notes": [] if found["submitted"] else [say("file.draft_note")],
        "blocks": [*_in_short(document), *_planned(document), *_figures(document), *_statements(document)],
    }


def _in_short(document: ReturnDocument) -> Iterable[Block]:
    yield _heading(document.say("file.in_short"))
    if document.found["summary"]:
        yield {"kind": "text", "text": document.found["summary"]}
    rows = []
    for title, statements in document.answers():
        counts = Counter(said["rating"] for _, said in statements)
        rows.append([title, *(str(counts[each] or "–") for each in (*RATINGS, ""))])
    columns = [document.say("file.column_section"), *(document.rating(each) for each in (*RATINGS, ""))]
    yield _table(columns, rows, [36, 13, 13, 13, 13, 12])


def _planned(document: ReturnDocument) -> Iterable[Block]:
    yield _heading(document.say("file.planned"))
    rows = [
        [said["action"], said["by_whom"], document.day(said["by_when"]), statement]
        for _, statements in document.answers()
        for statement, said in statements
        if said["action"]
    ]
    if not rows:
        yield {"kind": "text", "text": document.say("file.none_planned")}
        return
    columns = [document.say(f"file.column_{name}") for name in ("action", "by_whom", "by_when", "statement")]
    yield _table(columns, rows, [36, 18, 16, 30])


def _figures(document: ReturnDocument) -> Iterable[Block]:
    yield _heading(document.say("file.figures"))
    yield {"kind": "text", "text": document.say("file.figures_note", fewest=document.found["fewest"])}
    columns = [document.say("file.column_what"), document.say("file.column_figure")]
    for title, note, rows in document.figures():
        yield {"kind": "reflection", "name": title, "text": note}
        yield _table(columns, rows, [74, 26])


def _statements(document: ReturnDocument) -> Iterable[Block]:
    missing = document.say("file.missing")
    for title, statements in document.answers():
        yield _heading(title)
        for statement, said in statements:
            yield {"kind": "reflection", "name": statement, "text": document.rating(said["rating"])}
            parts = [(document.say("file.column_evidence"), said["evidence"] or missing)]
            if said["action"]:
                parts += [
                    (document.say("file.column_action"), said["action"]),
                    (document.say("file.column_by_whom"), said["by_whom"] or missing),
                    (document.say("file.column_by_when"), document.day(said["by_when"]) or missing),
                ]
            yield {"kind": "facts", "parts": parts}
    yield _heading(document.say("file.source"))
    yield {"kind": "text", "text": document.say("file.source_text", source=document.say("file.standard"))}


def _heading(words: str) -> Block:
    return {"kind": "heading", "text": words}


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[int]) -> Block:
    return {"kind": "table", "columns": list(columns), "rows": [list(row) for row in rows], "widths": list(widths)}
