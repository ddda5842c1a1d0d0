"""What a review taught: kept by the lead, chosen for a meeting, read while preparing, and on the board."""

from playwright.sync_api import expect

from tests.e2e.board import Board, Form
from tests.e2e.conftest import SignIn
from tests.e2e.demo import PLANNED, meeting
from tests.e2e.screens import every_way
from tests.e2e.words import say

TITLE, TEXT = "Ask who else lives there", "Adults who were not known were not asked about."
MEANT = "Nobody here had asked about the lodger."


def test_from_the_review_to_the_board(sign_in: SignIn) -> None:
    gwen = sign_in("Gwen Pritchard", "/learning")
    expect(gwen.get_by_text(say("learning.empty"))).to_be_visible()
    gwen.get_by_role("button", name=say("learning.add"), exact=True).click()
    form = gwen.get_by_role("region", name=say("learning.add"))
    form.get_by_label(say("learning.point.title.en")).fill(TITLE)
    form.get_by_label(say("learning.point.text.en")).fill(TEXT)
    form.get_by_label(say("learning.point.review"), exact=True).fill("Child H")
    form.get_by_label(say("learning.point.publisher")).fill("Fellshire Safeguarding Children Partnership")
    form.get_by_label(say("learning.point.year")).fill("2025")
    form.get_by_label(say("learning.point.link"), exact=True).fill("http://reviews.example/h")
    form.get_by_role("button", name=say("learning.point.keep")).click()
    expect(form.get_by_role("alert")).to_be_focused()
    every_way(gwen)
    form.get_by_label(say("learning.point.link"), exact=True).fill("https://reviews.example/h")
    form.get_by_role("button", name=say("learning.point.keep")).click()
    expect(form).to_have_count(0)
    expect(gwen.get_by_role("link", name="Child H")).to_be_visible()
    every_way(gwen)

    amara = sign_in("Amara Osei", None)
    number = meeting(amara, PLANNED)
    amara.goto(f"/meetings/{number}/plan")
    amara.get_by_role("checkbox", name=TITLE).check()
    expect(amara.get_by_role("status").filter(has_text=say("learning.choose.saved")).first).to_be_attached()
    every_way(amara)
    beth = sign_in("Beth Langley", f"/meetings/{number}/prepare")
    expect(beth.get_by_role("region", name=say("learning.title"))).to_contain_text(TEXT)
    every_way(beth)

    amara.goto(f"/meetings/{number}")
    amara.get_by_role("button", name=say("meeting.open"), exact=True).click()
    amara.get_by_role("button", name=say("meeting.open_now"), exact=True).click()
    amara.get_by_role("button", name=say("meeting.ground_rules.accept")).click()
    board = Board(amara).loaded()
    amara.get_by_text(say("learning.board.one")).click()
    amara.get_by_role("button", name=say("learning.note")).click()
    written = Form(board)
    written.text("learning.form.meant", MEANT)
    board.sent(written, "learning.form.send")
    board.sees(MEANT)
    every_way(amara)
