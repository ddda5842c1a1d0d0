"""After a meeting: three agencies, one of which did not come, download, record, report, hand over and are chased, and
take all of it at once."""

import json
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from zipfile import ZipFile

import pytest
from playwright.sync_api import Page, expect

from mas_hub import clock
from mas_hub.practice.working_days import is_working_day
from tests.e2e.browsers import LAPTOP, PHONE
from tests.e2e.conftest import SignIn
from tests.e2e.demo import CLOSED
from tests.e2e.screens import problems_of
from tests.e2e.server import Server
from tests.e2e.words import say
from tests.mail.post_office import PostOffice

DECISION = "Confirm the father's release date"
CONTENT = (CLOSED, "A.N.", "father", "release", "Probation Service", "Amara", "Finish the assessment")


def a_working_morning() -> datetime:
    """Reminders go out on working days alone, so the server believes that it is one."""
    day = clock.today()
    while not is_working_day(day, "england"):
        day -= timedelta(days=1)
    return datetime.combine(day, time(11), tzinfo=clock.LOCAL)


@pytest.fixture(scope="module")
def office() -> Iterator[PostOffice]:
    office = PostOffice()
    office.start()
    yield office
    office.stop()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, office: PostOffice) -> Iterator[Server]:
    environment = {
        "MAS_HUB_NOW": a_working_morning().isoformat(),
        "MAS_HUB_SMTP_HOST": "127.0.0.1",
        "MAS_HUB_SMTP_PORT": str(office.port),
        "MAS_HUB_SMTP_SECURITY": "none",
        "MAS_HUB_SMTP_FROM": "hub@fellshire.example",
    }
    running = Server(tmp_path_factory.mktemp("server") / "data", environment=environment)
    environment["MAS_HUB_PUBLIC_URL"] = running.url
    running.start()
    yield running
    running.stop()


def told(office: PostOffice, name: str, number: int, server: Server) -> str:
    """The way from a message to the page; the message says nothing of the case."""
    message = office.wait_for(f"{name}@fellshire.example", number)
    text = str(message.get_content()) + str(message["Subject"])
    assert [word for word in CONTENT if word in text] == []
    links = [line.strip() for line in text.splitlines() if line.startswith("http")]
    assert links == [f"{server.url}/inbox"]
    return links[0]


def owned(page: Page) -> list[str]:
    """What the agency's document says that it owns."""
    line = page.get_by_role("row").filter(has_text=CLOSED).first
    line.get_by_text(say("follow.download"), exact=True).click()
    with page.expect_download() as begun:
        line.locator("a[href*='exports/json']").click()
    document = json.loads(begun.value.path().read_text(encoding="utf-8"))
    return [decision["text"] for decision in document["owned"]]


def everything_at_once(page: Page) -> str:
    """The index and the documents that an agency's recorder downloads as one ZIP."""
    page.goto("/downloads")
    expect(page.get_by_role("table")).to_be_in_viewport()  # beside the days, not below them
    with page.expect_download() as begun:
        page.get_by_role("button", name=say("bulk.download"), exact=True).click()
    with ZipFile(begun.value.path()) as packed:
        names = [name for name in packed.namelist() if name.endswith((".csv", ".json"))]
        assert any(name.endswith("index.csv") for name in names)
        return "".join(packed.read(name).decode() for name in names)


def record(page: Page, reference: str) -> None:
    page.get_by_role("button", name=say("home.record.open_named", reference=CLOSED)).click()
    panel = page.locator(".hub-panel")
    panel.get_by_role("radio", name=say("home.receipt.yes")).check()
    panel.get_by_label(say("home.receipt.reference"), exact=True).fill(reference)
    day = a_working_morning()
    for part, value in (("day", day.day), ("month", day.month), ("year", day.year)):
        panel.get_by_label(say(f"common.date.{part}"), exact=True).fill(str(value))
    panel.get_by_role("button", name=say("common.save"), exact=True).click()
    expect(panel).to_have_count(0)


def show(page: Page, what: str) -> None:
    page.get_by_label(say("follow.filter.show"), exact=True).select_option(label=say(f"follow.filter.show.{what}"))


def test_decisions_are_followed_through(server: Server, office: PostOffice, sign_in: SignIn) -> None:
    # chased by e-mail: those with a recorder, whether they came or not
    way = told(office, "jon.akers", 1, server)
    told(office, "kath.dawson", 1, server)
    told(office, "hugh.yates", 1, server)
    reminded = office.recipients
    assert len(set(reminded)) == len(reminded)

    # the agency that did not come: late at a glance, downloaded, recorded
    jon = sign_in("Jon Akers", way.removeprefix(server.url))
    line = jon.get_by_role("row").filter(has_text=DECISION)
    expect(line).to_contain_text(say("follow.state.to_record"))
    expect(line).to_contain_text(say("home.record.attendance_apologies"))
    assert any(DECISION in text for text in owned(jon))
    record(jon, "PRO-7781")
    show(jon, "all")
    expect(line).to_contain_text("PRO-7781")

    # progress, with what is missing said first
    line.get_by_role("button", name=say("follow.progress.open_named", text="").strip()).click()
    panel = jon.locator(".hub-panel")
    panel.get_by_role("radio", name=say("follow.progress.option.done"), exact=True).check()
    panel.get_by_role("button", name=say("common.save"), exact=True).click()
    expect(panel.get_by_role("alert")).to_contain_text(say("follow.progress.missing.done"))
    panel.get_by_role("radio", name=say("follow.progress.option.under_way"), exact=True).check()
    panel.get_by_role("textbox").fill("Asked the prison on Monday.")
    panel.get_by_role("button", name=say("common.save"), exact=True).click()
    expect(line).to_contain_text(say("follow.progress.under_way"))

    # handed over: it stays Jon's until Kath's agency accepts
    line.get_by_role("button", name=say("follow.hand_over.open_named", text="").strip()).click()
    panel.get_by_label(say("follow.hand_over.to"), exact=True).select_option(label="Fellshire Children's Social Care")
    panel.get_by_label(say("follow.hand_over.why"), exact=True).fill("The social worker speaks to the prison anyway.")
    panel.get_by_role("button", name=say("follow.hand_over.send"), exact=True).click()
    expect(line).to_contain_text(say("follow.hand_over.waiting", agency="Fellshire Children's Social Care"))
    kath = sign_in("Kath Dawson", told(office, "kath.dawson", 2, server).removeprefix(server.url))
    asked = kath.get_by_role("row").filter(has_text=DECISION)
    expect(asked).to_contain_text(say("follow.part.asked"))
    assert not any(DECISION in text for text in owned(kath))
    kath.reload()
    record(kath, "CSC-1")
    show(kath, "all")
    asked.get_by_text(say("follow.hand_over.answer"), exact=True).click()
    panel = kath.locator(".hub-panel")
    panel.get_by_role("radio", name=say("follow.hand_over.yes")).check()
    panel.get_by_role("button", name=say("common.save"), exact=True).click()
    expect(asked).to_contain_text(say("follow.part.owned"))
    assert any(DECISION in text for text in owned(kath))
    told(office, "jon.akers", 2, server)
    jon.reload()
    show(jon, "all")
    expect(line).to_contain_text(say("follow.part.involved"))
    assert not any(DECISION in text for text in owned(jon))
    found = []
    for size in (PHONE, LAPTOP):
        kath.set_viewport_size(size)
        found += problems_of(kath, "en")
    assert not found, "\n\n".join(found)

    # everything of some months at once: what they own and are involved in, and an index
    assert DECISION in everything_at_once(kath)
    taken = everything_at_once(jon)
    assert CLOSED in taken
    assert DECISION in taken  # which they are still involved in

    # whoever chaired sees all of it, by case, and what is late
    amara = sign_in("Amara Osei", "/overview")
    expect(amara.get_by_role("row").filter(has_text="PRO-7781")).to_contain_text("Jon Akers")
    homes = amara.get_by_role("row").filter(has_text="Fellshire Homes")
    expect(homes).to_contain_text(say("follow.overview.attendance.absent"))
    expect(homes).to_contain_text(say("follow.state.to_record"))
    amara.get_by_role("button", name=DECISION).click()
    said = amara.locator(".hub-panel")
    expect(said).to_contain_text("Asked the prison on Monday.")
    expect(said).to_contain_text("The social worker speaks to the prison anyway.")
