"""A recorder writes their agency's annual return and submits it; the lead for assurance reads it and takes evidence."""

import zipfile
from pathlib import Path

from playwright.sync_api import Page, expect

from mas_hub import clock
from mas_hub.language import text
from mas_hub.returns.rules import APRIL, SEPTEMBER, year_of
from tests.e2e.conftest import SignIn
from tests.e2e.screens import every_way
from tests.e2e.words import say
from tests.exports.reading import everything_read

YEAR = year_of(clock.today(), APRIL) - 1
OF_THE_YEAR = say("returns.year.4", first=YEAR, last=YEAR + 1)


def test_from_the_first_rating_to_what_the_lead_reads(sign_in: SignIn, tmp_path: Path) -> None:
    jon = sign_in("Jon Akers")
    jon.get_by_role("link", name=say("returns.link"), exact=True).click()
    expect(jon.get_by_role("heading", name=OF_THE_YEAR)).to_be_visible()
    every_way(jon)
    jon.get_by_role("region", name=OF_THE_YEAR).get_by_role("link").click()
    smart = jon.get_by_role("group", name=text("returns.statement.smart", "en"))
    smart.get_by_label(text("returns.rating.partly", "en"), exact=True).check()
    smart.get_by_label(say("returns.evidence")).fill("Seen in half of the files audited.")
    smart.get_by_label(say("returns.action")).fill("Train both teams.")
    expect(jon.get_by_role("status").filter(has_text=say("prepare.save.saved"))).to_be_visible()

    submit(jon)
    alert = jon.get_by_role("alert")
    expect(alert).to_be_focused()
    every_way(jon, lambda language: submit(jon, language))
    alert.get_by_role("link").first.click()
    for rating in jon.get_by_label(text("returns.rating.mostly", "en"), exact=True).all()[:-2]:
        rating.check()
    for key in ("smart", "caseloads"):
        group = jon.get_by_role("group", name=text(f"returns.statement.{key}", "en"))
        group.get_by_label(text("returns.rating.partly", "en"), exact=True).check()
    smart.get_by_label(say("returns.by_whom")).fill("Head of practice")
    when = smart.get_by_role("group", name=say("returns.by_when"))
    for part, value in (("day", "1"), ("month", "9"), ("year", str(YEAR + 2))):
        when.get_by_label(say(f"common.date.{part}"), exact=True).fill(value)
    submit(jon)
    expect(jon.get_by_role("button", name=say("returns.begin_another"))).to_be_visible()
    expect(jon.get_by_role("heading", level=1)).to_be_focused()

    gwen = sign_in("Gwen Pritchard", "/assurance")
    gwen.get_by_role("link", name=say("returns.title"), exact=True).click()
    year = gwen.get_by_role("region", name=OF_THE_YEAR)
    expect(year.get_by_role("link")).to_have_count(1)  # the others have not submitted theirs
    every_way(gwen)
    with gwen.expect_download() as begun:
        year.get_by_role("button").click()
    begun.value.save_as(tmp_path / "evidence.zip")
    with zipfile.ZipFile(tmp_path / "evidence.zip") as pack:
        names = pack.namelist()
        contents = everything_read("pdf", pack.read(names[0]))
    assert text("evidence.law.england", "en") in contents
    assert [name for name in names if name.startswith("02-annual-returns/") and name.endswith(".pdf")]
    year.get_by_role("link").click()
    expect(gwen.get_by_text("Seen in half of the files audited.")).to_be_visible()
    expect(gwen.get_by_role("button", name=say("returns.begin_another"))).to_have_count(0)
    every_way(gwen)
    with gwen.expect_download() as begun:
        gwen.get_by_role("button", name="PDF", exact=True).click()
    begun.value.save_as(tmp_path / "return.pdf")
    said = everything_read("pdf", (tmp_path / "return.pdf").read_bytes())
    assert "Train both teams." in said
    assert "FS-" not in said

    gwen.goto("/returns")
    gwen.get_by_text(say("returns.setting"), exact=True).click()
    gwen.get_by_label(say("returns.setting.9")).check()
    every_way(gwen)
    gwen.get_by_role("button", name=say("common.save"), exact=True).click()
    now = say("returns.year.9", first=year_of(clock.today(), SEPTEMBER), last=year_of(clock.today(), SEPTEMBER) + 1)
    expect(gwen.get_by_role("heading", name=now)).to_be_visible()
    expect(gwen.get_by_role("row").filter(has_text=OF_THE_YEAR)).to_have_count(1)  # what was submitted stays as it was


def submit(page: Page, language: str = "en") -> None:
    page.get_by_role("button", name=say("returns.submit", language), exact=True).click()
    page.get_by_role("button", name=say("returns.submit_now", language), exact=True).click()
