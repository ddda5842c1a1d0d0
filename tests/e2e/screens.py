"""Looking at a screen as it stands: in both languages and both sizes, each with everything that has to hold.

It is opened once; the window and the language change under it, so that no state is lost on the way.
"""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.accessibility import told, violations
from tests.e2e.browsers import LAPTOP, PHONE
from tests.e2e.ways import NARROW, problems_by_use
from tests.e2e.words import english_only, keys_in, say

WORDS = """() => {
    const words = new Set([document.title]);
    const own = (element) => element.closest('[lang]').lang === document.documentElement.lang;
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node; (node = walker.nextNode()); ) {
        if (node.parentElement.checkVisibility() && own(node.parentElement)) words.add(node.textContent.trim());
    }
    for (const name of ['aria-label', 'title', 'placeholder', 'alt']) {
        for (const element of document.querySelectorAll(`[${name}]`)) {
            if (own(element)) words.add(element.getAttribute(name).trim());
        }
    }
    return [...words];
}"""
TOO_WIDE = """() => {
    const wide = document.documentElement.scrollWidth - innerWidth;
    const over = (element) => element.getBoundingClientRect().right > innerWidth + 1;
    const out = [...document.querySelectorAll("main *")].filter(over);
    return wide > 0 ? `${wide} px: ${out.slice(0, 3).map((e) => e.outerHTML.slice(0, 120)).join(' | ')}` : '';
}"""


def every_way(page: Page, again: Callable[[str], None] = lambda language: None) -> None:
    """`again` does what has to be done anew in a language, such as what is refused in it; the page ends in English.

    axe, which takes longest, sees each language and each size once, English on the laptop and Welsh on the phone.
    What only use would show is asked in Welsh, whose words are longer.
    """
    problems = []
    for language, with_axe in (("en", LAPTOP), ("cy", PHONE)):
        speak(page, language)
        again(language)
        for size in (LAPTOP, PHONE):
            page.set_viewport_size(size)
            problems += problems_of(page, language, axe=size is with_axe)
            if size is LAPTOP and language == "cy":
                problems += problems_by_use(page, f"{page.url} in {language}")
    page.set_viewport_size(NARROW)
    if too_wide := page.evaluate(TOO_WIDE):
        problems.append(f"{page.url} in a narrow window scrolls sideways by {too_wide}")
    page.set_viewport_size(LAPTOP)
    speak(page, "en")
    assert not problems, "\n\n".join(problems)


def speak(page: Page, language: str) -> None:
    """Have the page in that language, by its own switch."""
    if page.locator("html").get_attribute("lang") != language:
        page.get_by_role("button", name=say("common.language.own_name", language), exact=True).click()
        # Until it is said, what was said before stands there in the other language.
        said = page.get_by_role("status").filter(has_text=say("common.language.changed", language))
        expect(said.first).to_be_attached()
    expect(page.locator("html")).to_have_attribute("lang", language)


def problems_of(page: Page, language: str, *, axe: bool = True) -> list[str]:
    where = f"{page.url} in {language}, {page.viewport_size}"
    expect(page).to_have_title(re.compile(rf"^\S.+ - {re.escape(say('common.product', language))} - .+"))
    problems = []
    if (headings := page.get_by_role("heading", level=1).count()) != 1:
        problems.append(f"{where} has {headings} first headings")
    if too_wide := page.evaluate(TOO_WIDE):
        problems.append(f"{where} scrolls sideways by {too_wide}")
    words = page.evaluate(WORDS)
    if keys := keys_in("\n".join(words)):
        problems.append(f"{where} shows keys: {keys}")
    if language == "cy" and (english := set(words) & set(english_only())):
        problems.append(f"{where} says in English: {english}")
    if axe and (found := violations(page)):
        problems.append(f"{where} breaks WCAG 2.2 AA\n{told(found)}")
    return problems
