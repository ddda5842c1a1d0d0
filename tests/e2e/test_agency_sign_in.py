"""Somebody connects their account at their agency, and signs in here as they do there."""

import os
import subprocess
from collections.abc import Iterator
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.browsers import Browsers
from tests.e2e.conftest import SignIn
from tests.e2e.screens import every_way
from tests.e2e.server import COMMAND, Server
from tests.e2e.words import say
from tests.signing_in.a_provider import CLIENT_ID, CLIENT_SECRET, Provider

NAME = "Fellshire Health"


@pytest.fixture
def provider(server: Server) -> Iterator[Provider]:
    running = Provider(at_the_browser="subject-of-callum")
    add = [str(COMMAND), "providers", "add", "--agency", "HLT", "--name", NAME]
    add += ["--issuer", running.issuer, "--client-id", CLIENT_ID]
    environment = {**os.environ, "MAS_HUB_DATA": str(server.data)}
    subprocess.run(add, input=f"{CLIENT_SECRET}\n", text=True, check=True, env=environment, capture_output=True)
    yield running
    running.stop()


def test_one_signs_in_where_one_always_does(
    sign_in: SignIn, browsers: Browsers, server: Server, provider: Provider
) -> None:
    visitor = browsers.open(server.url)
    visitor.goto("/")
    every_way(visitor)
    choose(visitor)
    expect(visitor.get_by_role("heading", level=1)).to_have_text(say("provider.not_in"))  # nobody is connected yet
    every_way(visitor)

    callum = sign_in("Callum Reid", "/account")
    callum.route("**/authorize?*", cancel)
    callum.get_by_role("button", name=say("provider.connect_named", name=NAME)).click()
    expect(callum.get_by_role("heading", level=1)).to_have_text(say("provider.did_not_work"))
    callum.unroute("**/authorize?*")
    callum.get_by_role("main").get_by_role("link", name=say("account.title")).click()
    callum.get_by_role("button", name=say("provider.connect_named", name=NAME)).click()
    expect(callum.get_by_role("button", name=say("provider.disconnect_named", name=NAME))).to_be_visible()
    assert callum.url == f"{server.url}/account"
    every_way(callum)

    visitor.get_by_role("link", name=say("set-password.to_sign_in")).click()
    expect(visitor.get_by_role("button", name=say("provider.sign_in", name=NAME))).to_be_visible()
    visitor.goto("/training")
    choose(visitor)
    expect(visitor.get_by_role("link", name="Health visitor")).to_be_visible()
    assert visitor.url == f"{server.url}/training"


def cancel(route: Route) -> None:
    """As a provider does when somebody stops there (RFC 6749, 4.1.2.1)."""
    asked = {name: values[0] for name, values in parse_qs(urlsplit(route.request.url).query).items()}
    back = urlencode({"error": "access_denied", "state": asked["state"]})
    route.fulfill(status=302, headers={"Location": f"{asked['redirect_uri']}?{back}"})


def choose(page: Page) -> None:
    page.get_by_role("button", name=say("provider.sign_in", name=NAME)).click()
