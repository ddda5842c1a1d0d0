"""How long a case is kept: set by an administrator, held back by its chair, seen by the agencies in it."""

import sqlite3
from contextlib import closing

from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import SignIn
from tests.e2e.demo import CLOSED, LIVE, meeting, send
from tests.e2e.screens import every_way
from tests.e2e.server import Server
from tests.e2e.words import say, say_any

BASIS, COURT = "Records schedule 7, March 2026.", "The family court has asked for the record."


def test_a_period_is_set_and_a_case_held_back_where_its_agencies_see_it(sign_in: SignIn) -> None:
    ines = sign_in("Ines Moreau", "/")
    for page in ("pages.administration", "retention.title"):
        ines.get_by_role("link", name=say(page), exact=True).click()
    rules = ines.get_by_role("region", name=say("retention.rules.title"))
    expect(rules).to_contain_text(say("retention.rules.shipped", n=24))
    rules.get_by_label(say("retention.rules.child_months")).fill("none")
    every_way(ines, lambda language: save(ines, language))
    rules.get_by_label(say("retention.rules.child_months")).fill("36")
    rules.get_by_label(say("retention.rules.basis"), exact=True).fill(BASIS)
    rules.get_by_role("button", name=say("common.save"), exact=True).click()
    expect(rules).to_contain_text("Ines Moreau")

    amara = closed_record(sign_in, "Amara Osei")
    record = kept(amara)
    expect(record).to_contain_text(BASIS)
    record.get_by_role("button", name=say("retention.hold.place")).press("Enter")
    record.get_by_label(say("retention.hold.reason"), exact=True).fill(COURT)
    every_way(amara)
    record.get_by_role("button", name=say("retention.hold.place")).last.press("Enter")
    expect(record).to_contain_text(say("retention.record.held"))
    expect(record.get_by_role("button", name=say("retention.hold.lift"))).to_be_focused()

    nadia = closed_record(sign_in, "Nadia Rahman")
    expect(kept(nadia)).to_contain_text(COURT)
    expect(kept(nadia).get_by_role("button")).to_have_count(0)

    case_id = amara.request.get(f"/api/meetings/{meeting(amara, LIVE)}/keeping").json()["case_id"]
    assert send(amara, "POST", "/api/meetings", {"case_id": case_id}).ok

    ines.reload()
    held = ines.get_by_role("region", name=say("retention.held.title"))
    expect(held).to_contain_text(COURT)
    expect(ines.get_by_text(CLOSED)).to_have_count(0)
    ines.get_by_text(say("retention.kept.show")).click()
    held.get_by_role("button", name=say_any("retention.hold.lift_named")).click()
    panel = ines.get_by_role("region", name=say_any("retention.hold.lift_named"))
    every_way(ines, lambda language: lift_without_a_reason(ines, language))
    panel.get_by_label(say("retention.hold.reason"), exact=True).fill("The court has it.")
    panel.get_by_role("button", name=say("retention.hold.lift"), exact=True).click()
    expect(held).to_contain_text(say("retention.held.none"))
    expect(ines.get_by_text(say("keeping.do.by_word", name="Amara Osei"))).to_be_visible()
    every_way(ines)


def test_two_people_delete_a_case_and_its_agencies_are_told(sign_in: SignIn, server: Server) -> None:
    nadia = closed_record(sign_in, "Nadia Rahman")
    its_page = nadia.url
    let_it_be_due(server, int(its_page.rsplit("/", 1)[1]))
    ines = sign_in("Ines Moreau", "/admin/people")
    owen = next(each for each in ines.request.get("/api/people").json()["people"] if each["name"] == "Owen Pryce")
    asked = {name: owen[name] for name in ("name", "email", "job", "language", "version", "active")}
    asked |= {"agency_id": owen["agency_id"], "roles": ["assurance_lead"]}
    assert send(ines, "PUT", f"/api/people/{owen['id']}", asked).ok

    ines.goto("/retention")
    due = ines.get_by_role("region", name=say("retention.due.title"))
    due.get_by_role("button", name=say_any("retention.purge.ask_named")).press("Enter")
    panel = ines.get_by_role("region", name=say_any("retention.case.delete"))
    expect(panel).to_contain_text(say_any("retention.case.unrecorded.other"))
    every_way(ines)
    panel.get_by_role("button", name=say("retention.purge.ask"), exact=True).press("Enter")
    expect(due.get_by_role("button", name=say_any("retention.purge.take_back_named"))).to_be_visible()

    second = sign_in("Owen Pryce", "/retention")
    due = second.get_by_role("region", name=say("retention.due.title"))
    expect(due).to_contain_text("Ines Moreau")
    due.get_by_role("button", name=say_any("retention.purge.confirm_named")).press("Enter")
    every_way(second)
    panel = second.get_by_role("region", name=say_any("retention.case.delete"))
    panel.get_by_role("button", name=say("retention.purge.confirm"), exact=True).press("Enter")
    expect(due).to_contain_text(say("retention.due.none"))
    expect(second.get_by_role("heading", level=1)).to_be_focused()
    purged = second.get_by_role("region", name=say("retention.purged.title"), exact=True)
    expect(purged).to_contain_text(say("retention.purged.by", asked="Ines Moreau", confirmed="Owen Pryce"))
    every_way(second)

    expect(nadia.get_by_role("heading", level=1)).to_have_text(say("retention.deleted.title"))
    expect(nadia.get_by_role("heading", level=1)).to_be_focused()
    expect(nadia.get_by_text("A.N.")).to_have_count(0)
    expect(nadia.get_by_text(say_any("retention.deleted.when"))).to_be_visible()
    every_way(nadia)
    amara = sign_in("Amara Osei", "/overview")
    expect(amara.get_by_text(CLOSED)).to_have_count(0)
    amara.goto(f"{its_page}/prepare")
    expect(amara.get_by_role("heading", level=1)).to_have_text(say("retention.deleted.title"))


def let_it_be_due(server: Server, meeting_id: int) -> None:
    """As if it had closed years ago."""
    with closing(sqlite3.connect(server.data / "mas_hub.sqlite")) as database, database:
        database.execute("UPDATE meetings SET closed_at = '2020-03-02 10:00:00' WHERE id = ?", (meeting_id,))
        database.execute("UPDATE receipts SET at = '2020-03-02 10:00:00' WHERE meeting_id = ?", (meeting_id,))


def closed_record(sign_in: SignIn, who: str) -> Page:
    page = sign_in(who, None)
    page.goto(f"/meetings/{meeting(page, CLOSED)}")
    expect(kept(page)).to_be_visible()
    return page


def kept(page: Page) -> Locator:
    return page.get_by_role("region", name=say("retention.record.title"))


def save(page: Page, language: str) -> None:
    page.get_by_role("button", name=say("common.save", language), exact=True).click()
    expect(page.get_by_role("alert")).to_be_focused()


def lift_without_a_reason(page: Page, language: str) -> None:
    panel = page.get_by_role("region", name=say_any("retention.hold.lift_named", language))
    panel.get_by_role("button", name=say("retention.hold.lift", language), exact=True).click()
    expect(page.get_by_role("alert")).to_be_focused()
