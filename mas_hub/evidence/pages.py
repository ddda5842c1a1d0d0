"""The pages of the pack, as outlines for the writers of exports. Pure: what was read goes in, blocks come out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from mas_hub.assurance.rules import FEW, FEWEST, Cell
from mas_hub.evidence.rules import EVIDENCED_BY, OF_THE_PARTNERSHIP, THE_PACK
from mas_hub.exports.outline import Block
from mas_hub.exports.words import day_text
from mas_hub.language import named, text

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Pack:
    """Whose pack, and of which year. `agency` None: the whole partnership's."""

    language: str
    year: int
    begins: int
    nation: str
    partnership: Json
    agency: Json | None
    made_at: datetime

    def say(self, key: str, **params: str | int) -> str:
        return text(f"evidence.{key}", self.language, **params)

    def day(self, written: str | None) -> str:
        return day_text(datetime.fromisoformat(written).date(), self.language) if written else ""

    @property
    def years(self) -> str:
        return text(f"returns.file.years_{self.begins}", self.language, first=self.year, last=self.year + 1)

    @property
    def whose(self) -> str:
        return named((self.agency or {}).get("name") or self.partnership, self.language)

    @property
    def law(self) -> str:
        return self.say(f"law.{self.nation}")


def page(pack: Pack, title: str, blocks: Iterable[Block]) -> Block:
    return {
        "language": pack.language,
        "changes": [],
        "notes": [],
        "title": f"{title} – {pack.whose}, {pack.years}",
        "heading": title,
        "partnership": named(pack.partnership, pack.language),
        "agency": pack.whose,
        "classification": text("returns.file.classification", pack.language),
        "page": text("exports.page", pack.language),
        "page_of": text("exports.page_of", pack.language),
        "running": f"{pack.whose} · {pack.years}",
        "facts": [(pack.say("year"), pack.years), (pack.say("made"), day_text(pack.made_at.date(), pack.language))],
        "record": pack.say("for_law", law=pack.law),
        "blocks": list(blocks),
    }


def contents(pack: Pack, names: Mapping[str, str]) -> Block:
    """`names`: of each file or folder in this pack, by what it is."""
    rows = [
        [str(number), standard, pack.say(f"row.{number}"), _where(pack, files, names)]
        for number, (standard, files) in EVIDENCED_BY.items()
    ]
    columns = [pack.say(f"column.{name}") for name in ("number", "standard", "requirement", "file")]
    return page(
        pack,
        pack.say("title"),
        [
            _text(pack.say("scope_agency" if pack.agency else "scope_all")),
            _text(pack.say("nothing_of_a_case", fewest=FEWEST)),
            _heading(pack.say("requirements")),
            _text(pack.say("standards")),
            _table(columns, rows, [7, 12, 48, 33]),
        ],
    )


def _where(pack: Pack, files: Sequence[str], names: Mapping[str, str]) -> str:
    here = [names[each] for each in files if each in names]
    if here:
        return "\n".join(here)
    of_all = pack.agency is not None and any(each in OF_THE_PARTNERSHIP for each in files)
    missing = [each for each in files if each not in names and each != THE_PACK]
    return pack.say("in_the_partnership_s" if of_all else "none_yet" if missing else "in_the_service")


def agreements(pack: Pack, found: Sequence[Json]) -> Block:
    blocks: list[Block] = []
    for each in found:
        agreement = each["agreement"]
        blocks.append(_heading(named(each["agency"]["name"], pack.language)))
        if agreement is None:
            blocks.append(_text(pack.say("no_agreement")))
            continue
        facts = {
            "begins": pack.day(agreement["begins"]),
            "review_on": pack.day(agreement["review_on"]),
            "review": pack.say("overdue" if agreement["review_overdue"] else "not_overdue"),
            "every_weeks": str(agreement["every_weeks"]),
            "frequency": pack.say("missed" if agreement["missed"] else "kept"),
            "signed_by": agreement["signed_by"],
            "purpose": agreement["purpose"],
            "cases": agreement["cases"] or pack.say("cases_not_said"),
            **{name: agreement[name] for name in ("confidentiality", "disagreement")},
        }
        blocks.append({"kind": "facts", "parts": [(pack.say(f"agreement.{key}"), said) for key, said in facts.items()]})
    return page(pack, pack.say("file.agreements"), blocks)


def ground_rules(pack: Pack, versions: Sequence[Json]) -> Block:
    blocks: list[Block] = []
    for number, each in enumerate(versions):
        name = pack.say("in_force" if number == 0 else "earlier", version=each["version"])
        blocks.append(_heading(name))
        blocks.append(
            _text(pack.say("made_on", day=pack.day(each["made_at"])) if each["made_at"] else pack.say("shipped"))
        )
        blocks.append({"kind": "list", "lines": list(each["text"][pack.language])})
    return page(pack, pack.say("file.ground_rules"), blocks)


def templates(pack: Pack, found: Sequence[Json]) -> Block:
    """`found`: `{name, version, made_on, stages: [{name, prompt, minutes}]}` each."""
    columns = [pack.say(f"column.{name}") for name in ("stage", "prompt", "minutes")]
    blocks: list[Block] = []
    for each in found:
        blocks.append(_heading(named(each["name"], pack.language)))
        made: date | None = each["made_on"]
        blocks.append(
            _text(
                pack.say("version", version=each["version"], day=day_text(made, pack.language))
                if made
                else pack.say("shipped")
            )
        )
        rows = [
            [named(stage["name"], pack.language), named(stage["prompt"], pack.language), str(stage["minutes"])]
            for stage in each["stages"]
        ]
        blocks.append(_table(columns, rows, [30, 58, 12]))
    return page(pack, pack.say("file.templates"), blocks)


def reviews(pack: Pack, counts: Sequence[tuple[str, Cell]]) -> Block:
    rows = [[pack.say(f"review.{key}"), _count(pack, cell)] for key, cell in counts]
    columns = [text(f"returns.file.column_{name}", pack.language) for name in ("what", "figure")]
    return page(
        pack, pack.say("file.reviews"), [_text(pack.say("review.note", fewest=FEWEST)), _table(columns, rows, [74, 26])]
    )


def _count(pack: Pack, cell: Cell) -> str:
    if cell is None:
        return text("assurance.cell.too_few", pack.language)
    return text("returns.value.few", pack.language, fewest=FEWEST) if cell == FEW else str(cell)


def _heading(words: str) -> Block:
    return {"kind": "heading", "text": words}


def _text(words: str) -> Block:
    return {"kind": "text", "text": words}


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int]) -> Block:
    return {"kind": "table", "columns": list(columns), "rows": [list(row) for row in rows], "widths": list(widths)}
