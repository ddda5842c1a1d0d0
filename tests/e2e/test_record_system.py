"""An agency connects its record system: the client of docs/examples, run as its readers run it, on a real server."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import SignIn
from tests.e2e.demo import CLOSED
from tests.e2e.screens import every_way
from tests.e2e.server import Server
from tests.e2e.words import say

CLIENT = Path(__file__).parents[2] / "docs" / "examples" / "record_system.py"


class RecordSystem:
    def __init__(self, server: Server, token: str) -> None:
        self._told = {"MAS_HUB_URL": server.url, "MAS_HUB_TOKEN": token, "PATH": os.environ["PATH"]}

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """In a Python without any package but its own."""
        command = [sys.executable, "-I", str(CLIENT), *arguments]
        return subprocess.run(command, env=self._told, capture_output=True, text=True, timeout=300, check=False)


def make_token(page: Page, *, name: str) -> str:
    page.get_by_role("button", name=say("tokens.make")).click()
    panel = page.get_by_role("region", name=say("tokens.make"))
    panel.get_by_role("textbox", name=say("tokens.name")).fill(name)
    panel.get_by_role("button", name=say("tokens.make")).click()
    return page.locator("code").inner_text()


def test_a_record_system_fetches_what_there_is_to_record_and_says_where_it_was_recorded(
    server: Server, sign_in: SignIn, tmp_path: Path
) -> None:
    hugh = sign_in("Hugh Yates", "/")
    hugh.get_by_role("link", name=say("tokens.link")).click()
    expect(hugh.get_by_text(say("tokens.none"))).to_be_visible()
    every_way(hugh)
    hugh.get_by_role("button", name=say("tokens.make")).click()

    def refused(language: str) -> None:
        hugh.get_by_role("region").get_by_role("button", name=say("tokens.make", language)).click()
        expect(hugh.get_by_role("alert")).to_be_focused()

    every_way(hugh, refused)
    hugh.get_by_role("button", name=say("common.cancel"), exact=True).click()
    token = make_token(hugh, name="Case files, live")
    every_way(hugh)
    system = RecordSystem(server, token)

    fetched = system.run("fetch", str(tmp_path / "decisions"))
    assert (fetched.returncode, fetched.stderr) == (0, "")
    paths = dict(line.split() for line in fetched.stdout.splitlines())
    documents = {meeting_id: json.loads(Path(path).read_text()) for meeting_id, path in paths.items()}
    assert {document["agency"]["code"] for document in documents.values()} == {"HLT"}
    [meeting_id] = [each for each, document in documents.items() if document["case"]["reference"] == CLOSED]
    path = paths.pop(meeting_id)
    assert system.run("fetch", str(tmp_path / "decisions")).stdout == ""

    receipt = system.run("receipt", meeting_id, "--reference", "CF/26/1")
    assert (receipt.returncode, receipt.stdout) == (0, f"meeting {meeting_id}: CF/26/1\n")
    for number, earlier in enumerate(paths):
        assert system.run("receipt", earlier, "--reference", f"CF/25/{number}").returncode == 0
    hugh.goto("/")
    expect(hugh.get_by_role("heading", name=say("home.to_record"), exact=True)).to_have_count(0)

    hugh.goto("/verify")
    hugh.locator("input[type=file]").set_input_files(path)
    expect(hugh.get_by_role("heading", name=say("verify.unaltered", name=Path(path).name))).to_be_visible()

    ines = sign_in("Ines Moreau", "/admin/agencies")
    ines.get_by_role("link", name=say("tokens.link_all")).click()
    expect(ines.get_by_role("row").filter(has_text="Case files, live")).to_contain_text(say("tokens.state.in_use"))
    every_way(ines)
    ines.get_by_role("button", name=say("tokens.revoke_named", name="Case files, live")).click()
    ines.get_by_role("button", name=say("tokens.revoke"), exact=True).click()
    expect(ines.get_by_role("row").filter(has_text="Case files, live")).to_contain_text(say("tokens.state.revoked"))

    shut_out = system.run("fetch", str(tmp_path / "decisions"))
    assert (shut_out.returncode, shut_out.stdout) == (1, "")
    assert re.search("revoked", shut_out.stderr)


@pytest.mark.parametrize("wrong", [["receipt", "999999", "--reference", "x"], ["fetch", "nowhere"]])
def test_a_client_without_a_good_token_is_told_so_in_words(server: Server, wrong: list[str], tmp_path: Path) -> None:
    told = RecordSystem(server, "mas_hub_guessed").run(
        *[str(tmp_path / each) if each == "nowhere" else each for each in wrong]
    )
    assert told.returncode == 1
    assert "Traceback" not in told.stderr
    assert told.stderr.startswith("This token is not")
