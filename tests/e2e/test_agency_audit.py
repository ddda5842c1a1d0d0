"""A recorder sees who took and read what is their agency's, and takes the list away."""

from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import SignIn
from tests.e2e.demo import CLOSED, meeting
from tests.e2e.screens import every_way
from tests.e2e.words import say


def test_a_recorder_sees_who_opened_and_took_what_is_their_agency_s(sign_in: SignIn, tmp_path: Path) -> None:
    nadia = sign_in("Nadia Rahman", None)
    nadia.goto(f"/meetings/{meeting(nadia, CLOSED)}")
    expect(nadia.get_by_role("region", name=say("retention.record.title"))).to_be_visible()

    kath = sign_in("Kath Dawson", "/")
    closed = str(meeting(kath, CLOSED))
    kath.get_by_role("link", name=say("audit.link")).click()
    expect(lines(kath).filter(has_text="Nadia Rahman").filter(has_text="Opened the record")).not_to_have_count(0)
    expect(lines(kath).filter(has_text="Signed in").filter(has_text="Nadia Rahman")).to_have_count(0)
    every_way(kath)

    kath.get_by_label(say("audit.meeting"), exact=True).select_option(closed)
    kath.get_by_role("button", name=say("audit.look"), exact=True).press("Enter")
    expect(lines(kath).filter(has_text="Signed in")).to_have_count(0)
    with kath.expect_download() as begun:
        kath.get_by_role("button", name=say("audit.download")).click()
    begun.value.save_as(tmp_path / "audit.csv")
    taken = (tmp_path / "audit.csv").read_text(encoding="utf-8-sig")
    assert "Opened the record" in taken
    assert "Nadia Rahman" in taken

    turned_round = kath.get_by_role("group", name=say("audit.first"))
    for part, value in (("day", "2"), ("month", "9"), ("year", "2030")):
        turned_round.get_by_label(say(f"common.date.{part}"), exact=True).fill(value)
    until = kath.get_by_role("group", name=say("audit.last"))
    for part, value in (("day", "1"), ("month", "9"), ("year", "2030")):
        until.get_by_label(say(f"common.date.{part}"), exact=True).fill(value)
    every_way(kath, lambda language: look(kath, language))
    expect(until.get_by_label(say("common.date.day"), exact=True)).to_have_value("1")


def look(page: Page, language: str) -> None:
    page.get_by_role("button", name=say("audit.look", language), exact=True).click()
    expect(page.get_by_role("alert")).to_be_focused()


def lines(page: Page) -> Locator:
    return page.get_by_role("region").get_by_role("row")
