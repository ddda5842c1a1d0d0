"""One's own account, and being asked again who one is in the middle of something."""

from playwright.sync_api import expect

from tests.e2e.browsers import Browsers
from tests.e2e.conftest import SignIn
from tests.e2e.screens import every_way
from tests.e2e.words import say


def test_one_sees_where_one_is_signed_in_and_ends_it(sign_in: SignIn, browsers: Browsers) -> None:
    here, there = sign_in("Callum Reid", "/account"), sign_in("Callum Reid", "/")
    expect(here.get_by_role("heading", level=1)).to_have_text(say("account.title"))
    here.reload()
    expect(here.get_by_text(say("account.sessions.this"), exact=True)).to_be_visible()
    every_way(here)
    here.get_by_role("button", name=say("account.sessions.end_others")).click()
    expect(here.get_by_text(say("account.sessions.only"))).to_be_visible()
    there.reload()
    expect(there.get_by_role("heading", level=1)).to_have_text(say("sign-in.title"))
