"""An export as a Word document, from the same outline as the PDF: real headings, tables with header rows, no author.

python-docx makes the file, its styles and its header; the body, which can be long, is set in one piece as XML.
"""

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape

import docx
from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from mas_hub.exports.characters import has_codes, visible
from mas_hub.exports.outline import Block, outline, texts_in
from mas_hub.exports.parts import Document
from mas_hub.exports.spoken import language_of
from mas_hub.exports.words import Words

NAVY, QUIET = RGBColor(0x1D, 0x35, 0x57), RGBColor(0x48, 0x4F, 0x56)
FONT = "Arial"
TEXT_WIDTH = 9_520  # in twentieths of a point: A4 less its margins
_PAGE_NUMBER = (
    f'<w:fldChar {nsdecls("w")} w:fldCharType="begin"/>',
    f"<w:instrText {nsdecls('w')}>PAGE</w:instrText>",
    f'<w:fldChar {nsdecls("w")} w:fldCharType="end"/>',
)
_HEADINGS = ((1, 17, NAVY), (2, 13, NAVY), (3, 11, NAVY), (4, 10, QUIET))


def write(document: Document) -> bytes:
    words = Words(document)
    return set_pages(outline(words), document.made_at, words.say("codes_note"))


def set_pages(content: Block, made_at: datetime, codes_note: str) -> bytes:
    """Any outline as a Word document. `codes_note` is added where some of it can only be shown as codes."""
    if any(map(has_codes, texts_in(content))):
        content = {**content, "notes": [*content["notes"], codes_note]}
    word = docx.Document()
    _set_up(word, made_at, content)
    _fill(word, content)
    file = io.BytesIO()
    word.save(file)
    return _timeless(file)


def _set_up(word: Word, made_at: datetime, content: Block) -> None:
    about = word.core_properties
    about.title = visible(content["title"])[:255]
    about.author = about.comments = about.last_modified_by = ""
    about.language = f"{content['language']}-GB"
    about.created = about.modified = made_at.astimezone(UTC).replace(tzinfo=None)
    for name, relation in list(word.part.package.rels.items()):
        if relation.reltype not in (RELATIONSHIP_TYPE.OFFICE_DOCUMENT, RELATIONSHIP_TYPE.CORE_PROPERTIES):
            del word.part.package.rels[name]  # the template's own picture and program
    _styles(word, content["language"])
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.1)
    section.top_margin = section.bottom_margin = Cm(2.2)
    _small(section.header.paragraphs[0], [f"{content['classification']} · {content['partnership']}"])
    _small(section.footer.paragraphs[0], [f"{content['running']} · {content['page']} ", None])


def _styles(word: Word, language: str) -> None:
    defaults = word.styles.element.find(qn("w:docDefaults"))
    spoken = None if defaults is None else next(defaults.iter(qn("w:lang")), None)
    if spoken is not None:
        spoken.set(qn("w:val"), f"{language}-GB")
    normal: Any = word.styles["Normal"]
    normal.font.size = Pt(10)
    normal.paragraph_format.space_after = Pt(4)
    _in_arial(normal)
    for level, size, colour in _HEADINGS:
        heading: Any = word.styles[f"Heading {level}"]
        heading.font.size, heading.font.color.rgb, heading.font.bold, heading.font.italic = (
            Pt(size),
            colour,
            True,
            False,
        )
        heading.paragraph_format.space_before = Pt(18 if level == 2 else 10)
        heading.paragraph_format.space_after = Pt(4)
        _in_arial(heading)


def _in_arial(style: Any) -> None:
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.attrib.clear()
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)


def _small(paragraph: Paragraph, runs: Sequence[str | None]) -> None:
    """Small print; None stands for the page's number."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
    for text in runs:
        for field in (None,) if text else _PAGE_NUMBER:
            run = paragraph.add_run(visible(text) if text else "")
            run.font.size = Pt(8)
            run.font.color.rgb = QUIET
            if field:
                run._r.append(parse_xml(field))


def _fill(word: Word, content: Block) -> None:
    body = word.element.body
    xml = "".join(_paragraphs(content))
    for element in list(parse_xml(f"<w:body {nsdecls('w')}>{xml}</w:body>")):
        body.insert_element_before(element, "w:sectPr")


def _paragraphs(content: Block) -> Iterable[str]:
    yield _heading(1, content["heading"])
    yield _paragraph(_run(content["agency"], bold=True))
    yield from (_labelled(*fact) for fact in content["facts"])
    yield _paragraph(_run(content["record"], bold=True), before=160, shade="DDE4EE")
    yield from (_paragraph(_run(note), shade="FFF3D6") for note in content["changes"] + content["notes"])
    for block in content["blocks"]:
        yield from _block(block)


def _block(block: Block) -> Iterable[str]:
    match block["kind"]:
        case "heading":
            yield _heading(2, block["text"])
        case "facts":
            yield from (_labelled(*fact) for fact in block["parts"])
        case "table":
            yield _table(block)
        case "list":
            yield from (_paragraph(_run(line), style="ListBullet") for line in block["lines"])
        case "decision":
            yield _heading(3, block["name"])
            yield _paragraph(_run(block["text"], bold=True))
            yield from (_labelled(*fact) for fact in block["parts"])
            yield _heading(4, block["stands_name"])
            yield _table(block["stands"])
        case "reflection":
            yield _heading(3, block["name"])
            yield _paragraph(_run(block["text"]))
        case "voice":
            yield _paragraph(_run(block["text"]), shade="F0F3F7")
            yield _paragraph(_run(block["by"]))
        case _:
            yield _paragraph(_run(block["text"]))


def _heading(level: int, text: str) -> str:
    return _paragraph(_run(text), style=f"Heading{level}")


def _labelled(label: str, text: str) -> str:
    return _paragraph(f"{_run(f'{label}: ', bold=True)}{_run(text)}")


def _paragraph(runs: str, *, style: str = "", before: int = 0, shade: str = "") -> str:
    about = f'<w:pStyle w:val="{style}"/>' if style else ""
    about += f'<w:shd w:val="clear" w:color="auto" w:fill="{shade}"/>' if shade else ""
    about += f'<w:spacing w:before="{before}"/>' if before else ""
    return f"<w:p><w:pPr>{about}</w:pPr>{runs}</w:p>"


def _run(text: str, *, bold: bool = False) -> str:
    lines = escape(visible(text)).split("\n")
    written = "<w:br/>".join(
        "<w:tab/>".join(f'<w:t xml:space="preserve">{part}</w:t>' for part in line.split("\t")) for line in lines
    )
    spoken = language_of(text)
    about = ("<w:b/>" if bold else "") + (f'<w:lang w:val="{spoken}-GB"/>' if spoken else "")
    return f"<w:r>{f'<w:rPr>{about}</w:rPr>' if about else ''}{written}</w:r>"


def _table(block: Block) -> str:
    total = sum(block["widths"])
    widths = [TEXT_WIDTH * width // total for width in block["widths"]]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    head = _row(block["columns"], widths, head=True)
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="5000" w:type="pct"/>'
        '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1"'
        f' w:noVBand="1"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{head}'
        + "".join(_row(row, widths) for row in block["rows"])
        + "</w:tbl><w:p/>"
    )


def _row(cells: Sequence[str], widths: Sequence[int], *, head: bool = False) -> str:
    about = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>" if head else ""
    shade = '<w:shd w:val="clear" w:color="auto" w:fill="DDE4EE"/>' if head else ""
    set_ = (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>{_paragraph(_run(cell, bold=head))}</w:tc>'
        for cell, width in zip(cells, widths, strict=True)
    )
    return f"<w:tr>{about}{''.join(set_)}</w:tr>"


def _timeless(file: io.BytesIO) -> bytes:
    """The same package with no clock in it: the same document gives the same bytes."""
    again = io.BytesIO()
    with zipfile.ZipFile(file) as made, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in made.namelist():
            kept.writestr(zipfile.ZipInfo(name), made.read(name), zipfile.ZIP_DEFLATED)
    return again.getvalue()
