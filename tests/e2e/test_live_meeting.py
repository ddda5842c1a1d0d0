"""One supervision meeting from its plan to the last receipt, by seven people in browsers of their own.

The clock stands at the scenario's own day, so that what is late is as late as the scenario says.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import pyzipper
import yaml
from playwright.sync_api import Locator, Page, expect

from tests.e2e.accessibility import violations
from tests.e2e.board import Board
from tests.e2e.browsers import Browsers
from tests.e2e.conftest import SignIn
from tests.e2e.planning import NewCase, Planning
from tests.e2e.server import Server
from tests.e2e.words import say
from tests.exports.reading import everything_read

SCENARIO = Path(__file__).parents[2] / "mas_hub/replay/scenarios/neglect-and-drift.yaml"
FORMATS = ("pdf", "docx", "xlsx", "csv", "json", "ics")
STARTS = "2026-09-21T13:30:00+01:00"
CASE = NewCase(
    "FS-2402",
    "K.T.",
    "5-9",
    {
        "referral": date(2026, 5, 11),
        "strategy_discussion": date(2026, 6, 15),
        "initial_conference": date(2026, 7, 14),
        "first_core_group": date(2026, 8, 6),
    },
)
VOICE = "I like it when Nan comes because there is tea."
WELLBEING = "I dread the visits and I have not said so before."
MOVING = "Offer the family a house in the next street to Nan."
FAMILY = {
    "csc": "Fellshire Children's Social Care",
    "health": "Fellshire Community Health NHS Trust",
    "school": "Beck Lane Primary School",
    "housing": "Fellshire Homes",
    "probation": "Probation Service, Fellshire",
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = Server(tmp_path_factory.mktemp("server") / "data", environment={"MAS_HUB_NOW": STARTS})
    running.start()
    yield running
    running.stop()


@dataclass
class Room:
    """Everybody's board, and the words of the partnership."""

    boards: dict[str, Board]
    short: dict[str, str]
    """What the board calls an agency, by its sector."""

    def __getitem__(self, who: str) -> Board:
        return self.boards[who]

    def all_see(self, text: str | re.Pattern[str]) -> None:
        for board in self.boards.values():
            board.sees(text)


def acts(who: str, act: str) -> list[dict[str, Any]]:
    script = yaml.safe_load(SCENARIO.read_text(encoding="utf-8"))
    return [each for each in script["acts"] if each["do"] == act and each["by"] == who]


def test_a_meeting_from_its_plan_to_the_last_receipt(sign_in: SignIn, browsers: Browsers, server: Server) -> None:
    amara = browsers.open(server.url)
    sign_in_by_hand(amara, "amara.osei@fellshire.example", server.get("/api/session")["demo_password"])
    reference = amara.request.get("/api/reference").json()
    plan_and_open(amara, reference)
    room = let_everybody_in(amara, sign_in, {each["key"]: each["short"]["en"] for each in reference["sectors"]})
    say_where_each_stands(room)
    say_what_drifts(room)
    say_what_it_does_to_us(room)
    decide(room)
    close(room)
    take_away(room)
    record(room, sign_in)


def sign_in_by_hand(page: Page, email: str, password: str) -> None:
    page.goto("/")
    page.get_by_label(say("sign-in.email")).fill(email)
    page.get_by_label(say("sign-in.password"), exact=True).fill("not the password of anybody")
    page.get_by_role("button", name=say("sign-in.submit"), exact=True).click()
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_label(say("sign-in.password"), exact=True).fill(password)
    page.get_by_role("button", name=say("sign-in.submit"), exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(say("home.title"))


def plan_and_open(page: Page, reference: dict[str, Any]) -> None:
    plan = Planning(page)
    plan.begin(CASE)
    plan.needs("criteria", "scheduled_at", "invited")
    plan.purpose("decision_making")
    plan.criteria("threshold", "drift", "emotional_impact")
    standard = next(each["name"]["en"] for each in reference["templates"] if each["key"] == "standard")
    plan.when(date(2026, 9, 21), "13:30", standard)
    plan.invite(FAMILY["csc"], "Beth Langley", recorders=("Kath Dawson",))
    plan.invite(FAMILY["health"], "Callum Reid")
    plan.invite(FAMILY["school"], "Elin O'Neill-Ward")
    plan.invite(FAMILY["housing"], "Grace Mbeki")
    plan.invite(FAMILY["probation"])
    plan.seat("advisers", "Ruth Adeyemi")
    plan.seat("observers", "Owen Pryce")
    plan.ready()
    page.reload()
    plan.ready()
    expect(plan.section("agencies").get_by_role("checkbox", checked=True)).to_have_count(10)
    plan.open()


def let_everybody_in(amara: Page, sign_in: SignIn, short: dict[str, str]) -> Room:
    boards = {"amara": Board(amara)}
    accept(boards["amara"])
    for name, whole in (("beth", "Beth Langley"), ("callum", "Callum Reid"), ("elin", "Elin O'Neill-Ward")):
        language = "cy" if name == "elin" else "en"
        boards[name] = Board(sign_in(whole, "/", language=language), language)
    for name, whole in (("grace", "Grace Mbeki"), ("ruth", "Ruth Adeyemi"), ("owen", "Owen Pryce")):
        boards[name] = Board(sign_in(whole, "/"))
    for name, board in boards.items():
        if name != "amara":
            live = board.page.get_by_role("article").filter(has_text=CASE.reference)
            live.get_by_role("link", name=board.say("home.go_in")).click()
            accept(board)
    here = boards["owen"].page.get_by_role("region", name=say("board.here.title"))
    expect(here).to_contain_text(say("board.here.who", n=len(boards)))
    room = Room(boards, short)
    room["amara"].record_attendance(short["probation"], "apologies")
    for board in boards.values():
        board.sees(board.say("board.here.still_bound"))
    return room


def accept(board: Board) -> None:
    board.page.get_by_role("button", name=board.say("meeting.ground_rules.accept")).click()
    board.loaded()


def say_where_each_stands(room: Room) -> None:
    for _ in range(2):
        room["amara"].next_stage()
    expect(room["callum"].stage).to_contain_text(say("board.thresholds.title"))
    for who in ("beth", "callum", "elin", "grace"):
        position = acts(who, "add_threshold_position")[0]
        room[who].add_position(position["level"], position["evidence"], position["would_change_view"])
        room.all_see(position["evidence"])
    expect(room["owen"].column("thresholds")).to_contain_text(say("board.thresholds.spread", lowest=2, highest=4))
    about = acts("callum", "raise_disagreement")[0]["about"]
    agencies = [room.short[key] for key in ("health_visiting_school_nursing", "childrens_social_care")]
    room["callum"].raise_disagreement(about, agencies)
    room.all_see(about)
    moved = acts("beth", "move_threshold_position")[0]
    room["beth"].move_position(moved["level"], moved["evidence"])
    room.all_see(moved["evidence"])
    expect(room["owen"].column("thresholds")).to_contain_text(say("board.thresholds.moved.one"))
    how = acts("amara", "resolve_disagreement")[0]["how"]
    room["amara"].resolve(about, how)
    room.all_see(how)


def say_what_drifts(room: Room) -> None:
    monthly, late, waiting = (
        acts("callum", "raise_drift_concern")[0],
        acts("elin", "raise_drift_concern")[0],
        acts("farid", "raise_drift_concern")[0],
    )
    room["callum"].raise_concern(
        monthly["what"],
        monthly["effect_on_child"],
        monthly["expectation"],
        monthly["risk_source"],
        since=monthly["since"],
    )
    room["elin"].raise_concern(
        late["what"],
        late["effect_on_child"],
        late["expectation"],
        late["risk_source"],
        from_milestone=late["from_milestone"],
    )
    room["grace"].raise_concern(
        waiting["what"], waiting["effect_on_child"], "none", waiting["risk_source"], since=waiting["since"]
    )
    for concern, key, days in ((monthly, "days", 15), (late, "working_days", 6), (waiting, "waiting", 154)):
        for board in room.boards.values():
            expect(board.card(concern["what"])).to_contain_text(board.say(f"board.late.{key}.other", n=days))
    expect(room["ruth"].card(monthly["what"])).to_contain_text(say("board.late.not_held"))


def say_what_it_does_to_us(room: Room) -> None:
    room["elin"].add_voice(VOICE)
    room.all_see(VOICE)
    room["beth"].reflect("wellbeing", WELLBEING)
    room.all_see(WELLBEING)
    hypothesis = "Everybody may be looking at the house and not at K."
    room["ruth"].reflect("hypothesis", hypothesis)
    room.all_see(hypothesis)


def decide(room: Room) -> None:
    group, weigh, licence, house = (acts(who, "propose_decision")[0] for who in ("beth", "callum", "amara", "grace"))
    later = "Talk about it again in the spring."
    for who, decision in (("beth", group), ("callum", weigh), ("amara", licence), ("grace", house)):
        sector = {"csc": "childrens_social_care", "health": "health_visiting_school_nursing"}
        owner = room.short[sector.get(decision["owner"], decision["owner"])]
        involved = {"k1": ("health_visiting_school_nursing", "school_college"), "k5": ("childrens_social_care",)}
        room[who].propose(
            decision["text"],
            owner,
            measure=decision["measure"],
            responsible=decision["responsible"],
            due=decision["due"],
            reflects=decision["reflects_child"],
            involves=tuple(room.short[key] for key in involved.get(decision["key"], ())),
            answers=("Core group has not met",) if decision["key"] == "k1" else (),
        )
        room.all_see(decision["text"])
    room["beth"].propose(later, room.short["childrens_social_care"])
    room.all_see(later)

    for who in ("beth", "callum", "elin", "grace"):
        room[who].agree(group["text"])
        if who != "grace":
            room[who].agree(weigh["text"])
    for board in room.boards.values():
        expect(board.card(group["text"])).to_contain_text(board.say("board.consent.all_agree"))
    reason = acts("grace", "give_consent")[0]["reason"]
    room["grace"].answer(weigh["text"], "reservations", reason)
    room.all_see(reason)

    complete_what_is_not_smart(room, house["text"])
    room["beth"].withdraw(later)
    for board in room.boards.values():
        expect(board.card(later)).to_have_count(0)
    for text in (group["text"], weigh["text"], licence["text"], MOVING):
        room["amara"].record_as_agreed(text)
        for board in room.boards.values():
            expect(board.card(text)).to_contain_text(board.say("board.decision.state.agreed"))


def complete_what_is_not_smart(room: Room, vague: str) -> None:
    """Its agreement is refused with a list of what is missing; its owner completes it, then words it anew: the answer
    given before lapses."""
    amara, grace = room["amara"], room["grace"]
    amara.press("board.decision.agree", amara.card(vague))
    refusal = amara.card(vague).get_by_role("alert")
    expect(refusal.get_by_role("listitem")).to_have_count(4)
    form = grace.write("board.decision.complete", grace.card(vague))
    form.text("board.form.decision", MOVING).text("board.form.measure", "A tenancy is signed or refused.")
    form.text("board.form.responsible", "Allocations manager").day("board.form.due", date(2026, 10, 30))
    form.text("board.form.reflects.child", "K. would be near Nan.")
    grace.sent(form, "board.form.save")
    room.all_see(MOVING)
    room["beth"].agree(MOVING)
    form = grace.write("board.decision.reword", grace.card(MOVING))
    grace.sent(form.text("board.form.responsible", "Allocations manager, by herself"), "board.form.save")
    expect(room["beth"].card(MOVING)).to_contain_text(say("board.consent.lapsed"))
    room["beth"].agree(MOVING)


def close(room: Room) -> None:
    amara = room["amara"]
    form = amara.write("board.chair.close", amara.chair)
    form.send("board.form.close.send")
    expect(form.refused().get_by_role("link")).to_have_count(1)
    form.pick("board.form.close.again", say("board.form.close.again.yes"))
    form.day("board.form.close.next", date(2026, 11, 9))
    form.send("board.form.close.send")
    for board in room.boards.values():
        expect(board.column("record")).to_contain_text("2026")
        board.never_sees(WELLBEING)
        for key in ("thresholds.add", "thresholds.move", "drift.raise", "decisions.propose", "reflections.add"):
            expect(board.page.get_by_role("button", name=board.say(f"board.{key}"), exact=True)).to_have_count(0)
        expect(board.page.get_by_role("button", name=board.say("board.withdraw"), exact=True)).to_have_count(0)
        expect(board.page.get_by_role("button", name=board.say("board.change"), exact=True)).to_have_count(0)
    expect(amara.chair).to_have_count(0)


def take_away(room: Room) -> None:
    """Each agency's file holds its own decisions and those it is involved in, nobody else's, and no wellbeing."""
    held = {
        "beth": ({"Hold a core group", "Confirm licence conditions"}, {"Weigh K. at school", MOVING}),
        "callum": ({"Weigh K. at school", "Hold a core group"}, {"Confirm licence conditions", MOVING}),
        "elin": ({"Hold a core group"}, {"Weigh K. at school", "Confirm licence conditions", MOVING}),
        "grace": ({MOVING}, {"Hold a core group", "Weigh K. at school", "Confirm licence conditions"}),
    }
    for who, (own, others) in held.items():
        board = room[who]
        for format_name in FORMATS:
            named = "exports.download_pdf" if format_name == "pdf" else f"exports.format.{format_name}"
            link = board.column("downloads").get_by_role("link", name=board.say(named))
            text = downloaded(board.page, link)
            assert all(each in text for each in own), f"{who}'s {format_name} lacks what is theirs"
            assert not any(each in text for each in others), f"{who}'s {format_name} holds what is not theirs"
            assert WELLBEING not in text
            assert "in the spring" not in text
    take_all_locked(room["callum"])
    for who in ("amara", "ruth", "owen"):
        expect(room[who].column("downloads")).to_have_count(0)


def take_all_locked(board: Board) -> None:
    """The passphrase on the page opens the file that came with it."""
    downloads = board.column("downloads")
    downloads.get_by_text(board.say("exports.zip.title")).click()
    with board.page.expect_download() as begun:
        downloads.get_by_role("button", name=board.say("exports.zip.locked")).click()
    passphrase = downloads.get_by_role("code").inner_text()
    with pyzipper.AESZipFile(begun.value.path()) as packed:
        packed.setpassword(passphrase.encode())
        (text,) = [packed.read(name).decode() for name in packed.namelist() if name.endswith(".txt")]
    assert "Weigh K. at school" in text


def check_files(page: Page, row: Locator) -> None:
    """What was downloaded is known again as the final issue; with one byte more it is not."""
    named = say("common.download_named", reference=CASE.reference, format=say("exports.format.docx"))
    with page.expect_download() as begun:
        row.get_by_role("link", name=named).click()
    content = Path(begun.value.path()).read_bytes()
    page.get_by_role("link", name=say("verify.link")).click()
    for name, given, verdict in (
        ("ours.docx", content, "verify.unaltered"), ("altered.docx", content + b" ", "verify.unknown"),
    ):  # fmt: skip
        page.get_by_label(say("verify.file")).set_input_files({"name": name, "mimeType": "", "buffer": given})
        expect(page.get_by_role("heading", name=say(verdict, name=name))).to_be_visible()
        expect(page.get_by_text(say("verify.final", issue=1))).to_have_count(1 if given == content else 0)
        assert violations(page) == []
    page.go_back()


def downloaded(page: Page, link: Locator) -> str:
    """What the file says, its white space made single."""
    with page.expect_download() as begun:
        link.click()
    content = Path(begun.value.path()).read_bytes()
    kind = begun.value.suggested_filename.rpartition(".")[2]
    return " ".join(everything_read(kind, content).split())


def record(room: Room, sign_in: SignIn) -> None:
    """Jon's agency was not there and he has no seat: it is bound to record all the same."""
    jon = sign_in("Jon Akers", "/")
    jon.clock.set_fixed_time(STARTS)
    row = jon.get_by_role("row").filter(has_text=CASE.reference)
    expect(row).to_contain_text(say("home.record.owned"))
    expect(row).to_contain_text(say("home.record.attendance_apologies"))
    for format_name in (*FORMATS, "txt"):
        named = say("common.download_named", reference=CASE.reference, format=say(f"exports.format.{format_name}"))
        text = downloaded(jon, row.get_by_role("link", name=named))
        assert "Confirm licence conditions" in text
        assert MOVING not in text
    check_files(jon, row)
    row.get_by_role("button", name=say("home.record.open_named", reference=CASE.reference)).click()
    panel = jon.get_by_role("region", name=say("home.receipt.title", reference=CASE.reference))
    panel.get_by_role("radio", name=say("home.receipt.yes")).check()
    panel.get_by_label(say("home.receipt.reference")).fill("PR-90017")
    panel.get_by_role("button", name=say("common.save"), exact=True).click()
    expect(jon.get_by_text("PR-90017")).to_be_visible()
    expect(row).to_have_count(0)

    amara = room["amara"].page
    amara.get_by_role("link", name=say("common.my_meetings")).click()
    past = amara.get_by_role("article").filter(has_text=CASE.reference)
    past.get_by_role("link", name=say("home.read")).click()
    receipt = room["amara"].column("record").get_by_role("row").filter(has_text=FAMILY["probation"])
    expect(receipt).to_contain_text("PR-90017")
