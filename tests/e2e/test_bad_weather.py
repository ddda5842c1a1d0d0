"""Servers die, networks go, two people write the same thing: the page tells the truth and nothing typed is lost."""

import json
import re
from collections import Counter
from typing import Any

import pytest
from playwright.sync_api import Dialog, Page, WebSocketRoute, expect

from tests.e2e.board import Board, Form
from tests.e2e.conftest import SignIn
from tests.e2e.demo import PLANNED, enter, meeting, send, views
from tests.e2e.server import Server
from tests.e2e.words import say, say_any

LATE_MS = 60_000
"""So long may a slow machine take. That silence opens a new connection at three seconds and is said at five is held by
a clock that only the test moves, in `frontend/src/live/connection.test.ts`."""


def begin(board: Board, text: str) -> Form:
    """A reflection, written and not sent."""
    form = board.write("board.reflections.add")
    return form.choose("board.form.prompt", "analysis").text("board.form.text", text)


def reconnecting(board: Board, unsent: int = 0) -> None:
    key = f"board.saving.kept.{'one' if unsent == 1 else 'other'}" if unsent else "board.saving.reconnecting"
    expect(board.saving).to_have_text(board.say(key, n=unsent), timeout=LATE_MS)


def back(board: Board) -> None:
    expect(board.saving).to_contain_text(board.say("board.saving.saved"), timeout=LATE_MS)


def texts(page: Page) -> Counter[str]:
    return Counter(view["text"] for view in views(page, "reflection") if "text" in view)


def test_a_killed_server_loses_nothing_it_said_was_saved(sign_in: SignIn, server: Server) -> None:
    amara, beth, callum = (enter(sign_in, who) for who in ("Amara Osei", "Beth Langley", "Callum Reid"))
    for number in range(3):
        beth.reflect("analysis", f"Saved before the end, {number}.")
    draft = begin(callum, "Half a thought when the lights go out.")

    server.kill()
    for board in (amara, beth, callum):
        reconnecting(board)
    form = begin(beth, "Written while nobody answered.")
    form.send("board.reflections.add")
    expect(form.place.get_by_role("status").filter(has_text=say("board.panel.waiting"))).to_be_visible()
    reconnecting(beth, unsent=1)
    server.start()

    for board in (amara, beth, callum):
        back(board)
        board.sees("Written while nobody answered.")
        board.sees("Saved before the end, 2.")
    form.gone()
    expect(draft.field("board.form.text")).to_have_value("Half a thought when the lights go out.")
    callum.sent(draft, "board.reflections.add")
    amara.sees("Half a thought when the lights go out.")
    stored = texts(amara.page)
    for text in (*(f"Saved before the end, {number}." for number in range(3)), "Written while nobody answered."):
        assert stored[text] == 1
        expect(amara.card(text)).to_have_count(1)


def test_what_is_under_way_when_the_server_is_killed_is_done_once(sign_in: SignIn, server: Server) -> None:
    """Whether the answer was on its way or the act never arrived: it is sent again and stands once."""
    beth, callum = (enter(sign_in, who) for who in ("Beth Langley", "Callum Reid"))
    for number in range(2):
        text = f"In the middle of the stroke, {number}."
        form = begin(beth, text)
        form.send("board.reflections.add")
        server.restart()
        form.gone()
        back(beth)
        back(callum)
        expect(callum.card(text)).to_have_count(1)
        assert texts(beth.page)[text] == 1


def remember_saving(board: Board) -> None:
    """From now on the page keeps every word that it shows on saving, in order."""
    board.saving.evaluate(
        """sign => {
            window.saidOnSaving = [];
            new MutationObserver(() => window.saidOnSaving.push(document.querySelector('[data-saving]').dataset.saving))
                .observe(sign.parentElement, { attributes: true, childList: true, subtree: true });
        }"""
    )


def said_on_saving(board: Board) -> list[str]:
    said: list[str] = board.page.evaluate("window.saidOnSaving")
    return said


@pytest.mark.parametrize("longer_ms", [0, 25_000], ids=["5 s", "longer than the server waits"])
def test_what_is_written_offline_is_kept_and_sent_once(sign_in: SignIn, longer_ms: int) -> None:
    beth, callum = (enter(sign_in, who) for who in ("Beth Langley", "Callum Reid"))
    text, meanwhile = f"Written on a train, {longer_ms}.", f"Others go on meanwhile, {longer_ms}."
    form = begin(beth, text)
    beth.page.context.set_offline(True)
    remember_saving(beth)
    reconnecting(beth)
    expect(form.field("board.form.text")).to_have_value(text)
    form.send("board.reflections.add")
    reconnecting(beth, unsent=1)
    callum.reflect("learning", meanwhile)
    beth.page.wait_for_timeout(longer_ms)
    callum.never_sees(text)
    beth.never_sees(meanwhile)
    reconnecting(beth, unsent=1)
    assert "saved" not in said_on_saving(beth)
    beth.page.context.set_offline(False)
    back(beth)
    form.gone()
    beth.sees(meanwhile)
    expect(callum.card(text)).to_have_count(1)
    assert texts(callum.page)[text] == 1


def test_leaving_with_something_unsent_is_warned_of(sign_in: SignIn) -> None:
    beth = enter(sign_in, "Beth Langley")
    form = begin(beth, "Not to be lost by a click.")
    beth.page.context.set_offline(True)
    reconnecting(beth)
    form.send("board.reflections.add")
    reconnecting(beth, unsent=1)
    asked: list[tuple[str, str]] = []

    def stay(dialog: Dialog) -> None:
        asked.append((dialog.type, dialog.message))
        dialog.dismiss()

    beth.page.on("dialog", stay)
    beth.page.get_by_role("banner").get_by_role("link").first.click()
    beth.page.evaluate("setTimeout(() => location.reload())")
    beth.page.wait_for_event("dialog", lambda dialog: dialog.type == "beforeunload")
    assert asked == [("confirm", say("board.leave")), ("beforeunload", "")]
    reconnecting(beth, unsent=1)
    beth.page.context.set_offline(False)
    back(beth)
    form.gone()
    assert texts(beth.page)["Not to be lost by a click."] == 1


@pytest.mark.parametrize("language", ["en", "cy"])
def test_a_service_that_cannot_save_is_named_and_tried_again_with_the_same_act(sign_in: SignIn, language: str) -> None:
    beth = enter(sign_in, "Beth Langley", language=language)
    held: list[dict[str, Any]] = []
    can_save = False

    def between(wire: WebSocketRoute) -> None:
        """As a server whose database is away: it answers each act that it cannot save it."""
        server = wire.connect_to_server()

        def sent(message: str | bytes) -> None:
            asked = re.match(r'42(\d+)(\["act",.*)', str(message))
            if asked is None or can_save:
                server.send(message)
                return
            held.append(json.loads(asked[2])[1])
            refusal = {"ok": False, "code": "unavailable", "message": "", "fields": {}}
            wire.send(f"43{asked[1]}{json.dumps([refusal])}")

        wire.on_message(sent)

    beth.page.route_web_socket(re.compile("/socket.io/"), between)
    beth.page.reload()
    beth.loaded()
    text = f"The disk is full ({language})."
    form = begin(beth, text)
    form.send("board.reflections.add")
    expect(beth.saving).to_have_text(beth.say("bounds.cannot_save.one"))
    expect(form.place.get_by_role("status").filter(has_text=beth.say("bounds.waiting"))).to_be_visible()
    can_save = True
    back(beth)
    form.gone()
    assert len({act["act_id"] for act in held}) == 1
    assert texts(beth.page)[text] == 1


def test_a_refused_act_keeps_what_was_typed_and_says_what_to_do(sign_in: SignIn) -> None:
    beth = enter(sign_in, "Beth Langley")
    form = beth.write("board.drift.raise")
    form.text("board.form.what", "Nobody has called the father.")
    form.send("board.drift.raise")
    problem = form.refused().get_by_role("link").filter(has_text=say("board.form.effect.child"))
    expect(form.field("board.form.what")).to_have_value("Nobody has called the father.")
    problem.click()
    effect = form.field("board.form.effect.child")
    expect(effect).to_be_focused()
    expect(effect).to_have_attribute("aria-invalid", "true")
    back(beth)
    beth.page.keyboard.type("Nobody knows what he would do.")
    form.choose("board.form.expectation", "none")
    form.place.get_by_label(say("common.date.day")).fill("1")
    form.place.get_by_label(say("common.date.month")).fill("5")
    form.place.get_by_label(say("common.date.year")).fill("2026")
    form.pick("board.form.risk_source", say("board.concern.risk.none.child"))
    beth.sent(form, "board.drift.raise")
    expect(beth.card("Nobody has called the father.")).to_contain_text("Nobody knows what he would do.")


@pytest.mark.parametrize("keep", [True, False])
def test_who_changes_what_somebody_else_just_changed_sees_both(sign_in: SignIn, keep: bool) -> None:
    amara, callum = (enter(sign_in, who) for who in ("Amara Osei", "Callum Reid"))
    core_group = re.compile("Core group has not met|The group has met")
    forms = {
        board: board.write("board.change", board.page.get_by_role("article").filter(has_text=core_group))
        for board in (amara, callum)
    }
    chairs, ours = f"Nobody weighs K., says the chair ({keep}).", f"K. is lighter each week ({keep})."
    forms[callum].text("board.form.effect.child", ours)
    amara.sent(forms[amara].text("board.form.effect.child", chairs), "board.form.save")
    callum.sees(chairs)
    forms[callum].send("board.form.save")
    conflict = forms[callum].place
    expect(conflict.get_by_role("alert")).to_be_focused()
    row = conflict.get_by_role("row").filter(has_text=ours)
    expect(row).to_contain_text(chairs)
    conflict.get_by_role("button", name=say(f"board.conflict.{'keep' if keep else 'take'}"), exact=True).click()
    forms[callum].gone()
    stands, gone = (ours, chairs) if keep else (chairs, ours)
    for board in (amara, callum):
        board.sees(stands)
        expect(board.card(gone)).to_have_count(0)


def test_a_meeting_closed_while_somebody_types_tells_them_and_keeps_their_words(sign_in: SignIn) -> None:
    amara = sign_in("Amara Osei", None)
    number = meeting(amara, PLANNED)
    opened = send(amara, "POST", f"/api/meetings/{number}/acts/open_meeting", act("1"))
    assert opened.ok, opened.text()
    chair, beth = (enter(sign_in, who, PLANNED) for who in ("Amara Osei", "Beth Langley"))
    form = begin(beth, "I was about to say")
    closing = chair.write("board.chair.close", chair.chair)
    closing.text("board.form.close.unheard.child", "R. did not want to speak today.")
    closing.pick("board.form.close.again", say("board.form.close.again.no"))
    closing.text("board.form.close.why", "The plan holds.")
    closing.send("board.form.close.send")
    expect(beth.page.get_by_text(say("board.closed"), exact=True).first).to_be_visible()
    expect(form.place).to_contain_text(say("closing.while.lead"))
    expect(form.field("closing.while.text")).to_have_value("I was about to say")
    for way in ("closing.while.turn", "closing.while.copy"):
        expect(form.place.get_by_role("button", name=say(way))).to_be_visible()  # of which text is said, too
    form.send("closing.while.turn")
    expect(form.field("closing.form.text")).to_have_value("I was about to say")


def act(number: str) -> dict[str, object]:
    return {"act_id": f"00000000-0000-4000-8000-{number:0>12}", "data": {}}


def test_a_session_ended_elsewhere_is_said_and_the_page_goes_on_after_signing_in(
    sign_in: SignIn, server: Server
) -> None:
    beth = enter(sign_in, "Beth Langley")
    form = begin(beth, "Begun before I was signed out.")
    assert send(beth.page, "DELETE", "/api/session").ok
    expect(beth.page.get_by_role("heading", level=1, name=say("sign-in.title_again"))).to_be_visible()
    expect(form.place).to_be_hidden()
    beth.page.get_by_label(say("sign-in.password"), exact=True).fill(server.get("/api/session")["demo_password"])
    beth.page.get_by_role("button", name=say("sign-in.submit"), exact=True).click()
    expect(form.field("board.form.text")).to_have_value("Begun before I was signed out.")
    back(beth)
    beth.sent(form, "board.reflections.add")
    assert texts(beth.page)["Begun before I was signed out."] == 1


def test_who_is_no_longer_active_is_out_within_five_seconds(sign_in: SignIn) -> None:
    grace, beth = (enter(sign_in, who) for who in ("Grace Mbeki", "Beth Langley"))
    ines = sign_in("Ines Moreau", None)
    people = ines.request.get("/api/people").json()["people"]
    person = next(each for each in people if each["name"] == "Grace Mbeki")
    kept = {key: person[key] for key in ("name", "email", "job", "language", "agency_id", "roles", "version")}
    assert send(ines, "PUT", f"/api/people/{person['id']}", {**kept, "active": False}).ok
    expect(grace.page.get_by_role("heading", level=1, name=say("sign-in.title_again"))).to_be_visible(timeout=5000)
    beth.reflect("analysis", "Not for somebody who has left.")
    grace.never_sees("Not for somebody who has left.")
    expect(grace.page.get_by_text(say_any("board.here.who"))).to_be_hidden()
