"""An agency's data protection officer: shown what an answer would hold, asked who they are, handed the locked file."""

from pathlib import Path

import pyzipper
from playwright.sync_api import expect

from mas_hub.replay.demo import DEMO_PASSWORD
from tests.e2e.conftest import SignIn
from tests.e2e.demo import LIVE
from tests.e2e.screens import every_way
from tests.e2e.words import say


def test_from_the_request_to_the_file(sign_in: SignIn, tmp_path: Path) -> None:
    nest = sign_in("Nest Powell")
    nest.get_by_role("link", name=say("subject-access.title")).click()
    expect(nest.get_by_text(say("subject-access.made.none"))).to_be_visible()
    look = nest.get_by_role("button", name=say("subject-access.look"), exact=True)
    nest.get_by_label(say("subject-access.named.case"), exact=True).fill(LIVE)
    nest.get_by_label(say("subject-access.request"), exact=True).fill("for Beth")
    look.click()
    expect(nest.get_by_role("alert")).to_be_visible()
    every_way(nest)
    nest.get_by_label(say("subject-access.ground.themselves"), exact=True).check()
    nest.get_by_label(say("subject-access.request"), exact=True).fill("SAR-2026/14")
    look.click()
    dialog = nest.get_by_role("dialog")
    dialog.get_by_label(say("sign-in.password")).fill(DEMO_PASSWORD)
    dialog.get_by_role("button", name=say("account.prove.go_on")).click()
    make = nest.get_by_role("button", name=say("subject-access.make"))
    expect(make).to_be_visible()
    with nest.expect_download() as downloading:
        make.click()
    file = tmp_path / "answer.zip"
    downloading.value.save_as(file)
    passphrase = nest.locator("code").inner_text()
    with pyzipper.AESZipFile(file) as packed:
        packed.setpassword(passphrase.encode())
        assert "FOR REVIEW BEFORE RELEASE" in packed.read("READ-FIRST.txt").decode()
    expect(nest.get_by_text(say("subject-access.made.case", reference=LIVE))).to_be_visible()
    every_way(nest)
    nest.get_by_label(say("subject-access.about.worker")).check()
    nest.get_by_label(say("subject-access.named.worker"), exact=True).fill("callum@nowhere.example")
    look.click()
    expect(nest.get_by_text("callum@nowhere.example").last).to_be_visible()
    every_way(nest)
