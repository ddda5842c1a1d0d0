"""The pictures of docs/recorders.md and recorders.cy.md; `make pictures` takes them with the others."""

from playwright.sync_api import Page, expect

from tests.e2e.demo import CLOSED
from tests.e2e.pictures import Studio, at, main, take
from tests.e2e.words import say


def take_recording(studio: Studio) -> None:
    for language, name in (("en", "{}"), ("cy", "{}-welsh")):
        take_inbox(studio, language, name)
        take_downloads(studio, language, name)
        take_checking(studio, language, name)
        take_record_systems(studio, language, name)


def take_inbox(studio: Studio, language: str, name: str) -> None:
    """Of the agency that owns decisions of the closed meeting."""
    kath = at(studio.person("Kath Dawson", language=language), "/inbox")
    expect(kath.get_by_role("table").first).to_contain_text(CLOSED)
    take(name.format("inbox"), kath)
    kath.get_by_role("button", name=say("follow.progress.open", language).rstrip("….")).first.click()
    kath.get_by_role("radio", name=say("follow.progress.option.under_way", language), exact=True).check()
    take(name.format("panel-progress"), kath)
    kath.close()


def take_downloads(studio: Studio, language: str, name: str) -> None:
    hugh = at(studio.person("Hugh Yates", language=language), "/downloads")
    expect(hugh.get_by_role("table")).to_contain_text("FS-2107")
    take(name.format("downloads"), hugh)
    hugh.close()


def take_checking(studio: Studio, language: str, name: str) -> None:
    hugh = at(studio.person("Hugh Yates", language=language), "/")
    with hugh.expect_download() as downloading:
        hugh.get_by_role("link", name="PDF").first.click()
    file = downloading.value
    hugh.goto("/verify")
    content = file.path().read_bytes()
    hugh.locator("input[type=file]").set_input_files(
        {"name": file.suggested_filename, "mimeType": "application/pdf", "buffer": content}
    )
    verdict = say("verify.unaltered", language, name=file.suggested_filename)
    expect(hugh.get_by_role("heading", name=verdict)).to_be_visible()
    take(name.format("verify"), hugh)
    hugh.close()


def take_record_systems(studio: Studio, language: str, name: str) -> None:
    """The token in the picture is no token: it is put there for the picture, since a real one differs every time."""
    hugh = at(studio.person("Hugh Yates", language=language), "/record-systems")
    hugh.get_by_role("button", name=say("tokens.make", language)).click()
    panel = hugh.get_by_role("region", name=say("tokens.make", language))
    example = {"en": "Case files, live", "cy": "Ffeiliau achos, byw"}[language]
    panel.get_by_role("textbox", name=say("tokens.name", language)).fill(example)
    take(name.format("panel-token"), hugh)
    panel.get_by_role("button", name=say("tokens.make", language)).click()
    show_no_token(hugh)
    take(name.format("record-systems"), hugh)
    hugh.close()


def show_no_token(page: Page) -> None:
    page.locator("code").evaluate("code => { code.textContent = 'mas_hub_' + 'x'.repeat(43); }")
    page.evaluate("document.activeElement.blur()")


if __name__ == "__main__":
    main(take_recording)
