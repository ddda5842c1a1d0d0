"""Every format, read back by a reader of its own, says what the document says: the same facts in each."""

import io
import json
import zipfile
from dataclasses import asdict
from datetime import date, timedelta

import docx
import pytest
from openpyxl import load_workbook

from mas_hub.exports import as_csv, as_docx, as_ics, as_json, as_text, as_xlsx
from mas_hub.exports.formats import FORMATS
from mas_hub.exports.parts import Decision, Document
from tests.exports.made_up import HEALTH, HOUSING, NAMES, POLICE, decision, document, views
from tests.exports.reading import components, csv_rows, docx_texts, everything_read, read, xlsx_rows

WRITTEN = {"pdf", "docx", "txt", "ics"}
DAYS = {"en": {date(2026, 9, 28): "Mon 28 Sep 2026", date(2026, 11, 2): "Mon 2 Nov 2026"},
        "cy": {date(2026, 9, 28): "Llun 28 Medi 2026", date(2026, 11, 2): "Llun 2 Tach 2026"}}  # fmt: skip

TOLD_ON = {"en": "Thu 24 Sep 2026", "cy": "Iau 24 Medi 2026", "json": "2026-09-24"}
"""When the family is told of each decision."""


def squeezed(text: str) -> str:
    return "".join(text.split())


def facts_of(each: Decision) -> list[str]:
    texts = [each.text, each.measure, each.responsible, each.reflects_child, each.rationale, each.reference]
    texts += [each.sign_off_by, each.family_what, each.family_by]
    answered = [answer.text for answer in each.answers]
    for source in (*each.sources, *(source for answer in each.answers for source in answer.sources)):
        texts += [source.title, source.place, source.link]
    reasons = [stand.reason for stand in each.stands]
    texts += [each.owner.name, each.proposed_by.name, *(before.agency.name for before in each.handed_over)]
    return [text for text in (*texts, *answered, *reasons) if text]


@pytest.mark.parametrize("name", sorted(FORMATS))
@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize("agency", sorted(NAMES))
def test_every_fact_of_every_decision_is_in_every_format(name: str, language: str, agency: int) -> None:
    taken = document(agency, language=language)
    text = squeezed(read(name, taken))
    for each in (*taken.owned, *taken.involved):
        assert [fact for fact in facts_of(each) if squeezed(fact) not in text] == []
        if each.due in DAYS[language] and name in WRITTEN:
            assert squeezed(DAYS[language][each.due]) in text
        elif name not in WRITTEN:
            assert str(each.due) in text
        assert squeezed(TOLD_ON["json" if name == "json" else language]) in text
    for fact in (taken.case.reference, taken.agency.name, taken.id, taken.meeting.reference, taken.case.age_band):
        assert squeezed(fact) in text


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_what_an_agency_does_not_own_or_share_is_in_no_format(name: str) -> None:
    text = squeezed(read(name, document(HOUSING)))
    for other in ("Hold a core group", "Weigh K.", "Confirm licence conditions", "singled out"):
        assert squeezed(other) not in text


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_a_reflective_meeting_reads_the_same_in_every_format(name: str) -> None:
    taken = document(POLICE, of=views(purpose="reflective"))
    text = squeezed(read(name, taken))
    assert taken.reflections
    for said in (*(each.text for each in taken.reflections), *(each.text for each in taken.voice)):
        assert squeezed(said) in text
    assert squeezed("Made-up review of minutes") in text
    assert "Health's" not in text


@pytest.mark.parametrize("name", sorted(FORMATS))
@pytest.mark.parametrize(("language", "word"), [("en", "Interim, entry 57"), ("cy", "Dros dro, cofnod 57")])
def test_an_interim_copy_says_so_with_its_number(name: str, language: str, word: str) -> None:
    taken = document(HEALTH, language=language, interim=True)
    text = read(name, taken)
    assert ("True" in text and "57" in text) if name == "json" else squeezed(word) in squeezed(text)
    assert "Interim" not in read(name, document(HEALTH))


def test_the_json_is_the_document() -> None:
    taken = document(HEALTH)
    said = json.loads(as_json.write(taken))
    assert said.pop("schema") == "mas_hub/export/1"
    assert said == json.loads(json.dumps(asdict(taken), default=as_json._plain))


@pytest.mark.parametrize("agency", sorted(NAMES))
def test_the_workbook_has_the_rows_of_the_csv(agency: int) -> None:
    taken = document(agency, of=views(information_shared="all_reached"))
    assert xlsx_rows(as_xlsx.write(taken)) == csv_rows(as_csv.write(taken))


def test_the_workbook_has_one_visible_sheet_and_nothing_that_acts() -> None:
    of = views()
    of["decision"] = [
        decision(1, HEALTH, '=HYPERLINK("http://x.example")', measure="https://x.example", responsible="+1")
    ]
    content = as_xlsx.write(document(HEALTH, of=of))
    workbook = load_workbook(io.BytesIO(content))
    (sheet,) = workbook.worksheets
    assert sheet.sheet_state == "visible"
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    assert [cell.value for row in sheet.iter_rows() for cell in row if cell.data_type == "n" and cell.value] == []
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.hyperlink or cell.comment]
    quoted = [cell.value for row in sheet.iter_rows() for cell in row if cell.quotePrefix]
    assert quoted == ['=HYPERLINK("http://x.example")', "+1"]
    parts = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert not [part for part in parts if "external" in part or "vba" in part or "comment" in part]
    assert not workbook.properties.creator
    assert sheet.freeze_panes == "A2"


def test_word_has_headings_tables_with_header_rows_its_language_and_no_author() -> None:
    content = as_docx.write(document(HEALTH, language="cy"))
    word = docx.Document(io.BytesIO(content))
    styles = [each.style.name for each in word.paragraphs if each.style]
    assert styles.count("Heading 1") == 1
    assert styles.count("Heading 2") == 6
    assert styles.count("Heading 3") == styles.count("Heading 4") == 2
    assert len(word.tables) == 4
    assert all(table.rows[0]._tr.xpath("./w:trPr/w:tblHeader") for table in word.tables)
    assert word.styles.element.xpath("./w:docDefaults//w:lang/@w:val") == ["cy-GB"]
    about = word.core_properties
    assert (about.author, about.last_modified_by, about.comments, about.language) == ("", "", "", "cy-GB")
    assert about.title == "Goruchwyliaeth amlasiantaethol: penderfyniadau i'w cofnodi – FS-2291/14"
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert not [name for name in names if "thumbnail" in name or "app.xml" in name or "comments" in name]
    assert b"hyperlink" not in zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml")


def test_word_keeps_lines_and_tabs() -> None:
    of = views()
    of["decision"] = [decision(1, HEALTH, "One\n\tTwo & <three>", measure="-")]
    assert "One\n\tTwo & <three>" in list(docx_texts(as_docx.write(document(HEALTH, of=of))))


def test_each_due_day_is_an_event_of_that_whole_day() -> None:
    taken = document(HEALTH)
    found = components(as_ics.write(taken))
    events = {each.decoded("dtstart"): each for each in found if each.name == "VEVENT"}
    assert set(events) == {each.due for each in (*taken.owned, *taken.involved)}
    for day, event in events.items():
        assert event.decoded("dtend") - day == timedelta(days=1)
        assert (event["transp"], event["class"]) == ("TRANSPARENT", "CONFIDENTIAL")
    assert not [each for each in found if each.name == "VALARM"]
    assert len({str(each["uid"]) for each in found if each.name != "VCALENDAR"}) == 3


def test_a_later_copy_changes_an_event_instead_of_doubling_it() -> None:
    uids = [
        {str(each["uid"]) for each in components(as_ics.write(document(HEALTH, **how))) if each.name == "VEVENT"}
        for how in ({"interim": True}, {"language": "cy"})
    ]
    assert uids[0] == uids[1]


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_a_decision_without_a_due_day(name: str) -> None:
    of = views()
    of["decision"] = [decision(1, HEALTH, "Ring the family.", due=None)]
    taken = document(HEALTH, of=of)
    content = FORMATS[name].write(taken)
    assert "Ring the family." in everything_read(name, content)
    if name == "ics":
        assert [each.name for each in components(content)] == ["VCALENDAR", "VJOURNAL"]
        assert "No due date, so not in the diary: FS-2291/14/1" in everything_read(name, content)


@pytest.mark.parametrize("limit", [500, 1000, 1500, 2001, 3000, 4000])
def test_a_text_that_is_cut_ends_with_a_word_and_says_what_is_missing(limit: int) -> None:
    taken = document(HEALTH)
    whole = as_text.write(taken).decode()
    cut = as_text.write(taken, limit).decode()
    assert as_text.size(cut.rstrip("\n")) <= limit
    if as_text.size(whole.rstrip("\n")) <= limit:
        assert cut == whole
        return
    kept, _, note = cut.rpartition("\n\n[CUT HERE.")
    assert whole.startswith(kept)
    assert whole[len(kept)].isspace()
    assert f"{limit} characters" in note
    assert "Left out:" in note
    assert "How to record this" in note or "and more" in note


def test_a_text_is_never_cut_within_a_word_however_long() -> None:
    of = views()
    of["decision"] = [decision(1, HEALTH, "x" * 8000)]
    cut = as_text.write(document(HEALTH, of=of), 2000).decode()
    assert "xx" not in cut
    assert "Decision 1 (in part)" in cut


def test_a_text_counts_as_the_strictest_box_does() -> None:
    assert as_text.size("a\n😀ŵ") == 6


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_the_marks_that_turn_writing_show_or_are_kept_as_they_were(name: str) -> None:
    of = views()
    of["decision"] = [decision(1, HEALTH, "safe\u202eevil\u202c", measure="-")]
    text = read(name, document(HEALTH, of=of))
    assert ("safe\u202eevil" if name in ("csv", "json") else "safe[U+202E]evil") in text


def names_of(taken: Document) -> list[str]:
    return [taken.agency.name, *(each.agency.name for each in taken.invited)]


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_agencies_with_difficult_names(name: str) -> None:
    of = views()
    for invitation, called in zip(of["invitation"], ('O\'Brien & "Sons"/Ltd', "A\\B <c>", "Tŷ Hafan ✓"), strict=False):
        invitation["name"] = {"en": called, "cy": None}
    of["decision"] = [decision(1, HEALTH, "Ring.", involves=list(NAMES))]
    taken = document(HEALTH, of=of)
    text = read(name, taken)
    for called in names_of(taken):
        assert called in text or squeezed(called.replace("✓", "[U+2713]")) in squeezed(text)
