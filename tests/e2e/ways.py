"""What no look at a screen tells: buttons that are told apart, a focus that is in sight, words that are not cut off.

Each is asked of the page as it stands, whichever page it is.
"""

from playwright.sync_api import Page, ViewportSize

NARROW: ViewportSize = {"width": 320, "height": 640}
"""A laptop's window at four times its size (WCAG 1.4.10)."""

ALIKE = """() => {
    const said = (ids) => (ids ?? '').split(' ').map((id) => document.getElementById(id)?.textContent ?? '').join(' ');
    const found = new Map();
    for (const element of document.querySelectorAll('button, a[href], summary')) {
        if (!element.checkVisibility({checkVisibilityCSS: true})) continue;
        const name = said(element.getAttribute('aria-labelledby')).trim() || element.ariaLabel || element.textContent;
        const group = element.closest('fieldset, [role=group][aria-labelledby], .hub-panel');
        const within = group?.querySelector('legend')?.textContent ?? said(group?.getAttribute('aria-labelledby'));
        const about = said(element.getAttribute("aria-describedby")) + (element.getAttribute("aria-description") ?? "");
        const key = [name, element.ariaExpanded, about, within].join(' | ').replace(/\\s+/g, ' ').trim();
        found.set(key, [...(found.get(key) ?? []), element.getAttribute('href')]);
    }
    const alike = ([, hrefs]) => hrefs.length > 1 && (hrefs[0] === null || new Set(hrefs).size > 1);
    return [...found].filter(alike).map(([key, all]) => `${key} (${all.length})`);
}"""
"""Buttons that a person who hears them one by one cannot tell apart; links of one name that lead elsewhere."""

HIDDEN_FOCUS = """() => {
    const before = document.activeElement, [x, y] = [scrollX, scrollY];
    const hidden = [];
    const can = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';
    for (const element of document.querySelectorAll(can)) {
        if (element.disabled || element.tabIndex < 0 || !element.checkVisibility({checkVisibilityCSS: true})) continue;
        element.focus();
        if (document.activeElement !== element) continue;
        const {left, top, width, height} = element.getBoundingClientRect();
        const seen = [0.1, 0.5, 0.9].some((across) => [0.1, 0.5, 0.9].some((down) => {
            const there = document.elementFromPoint(left + width * across, top + height * down);
            return there && (element.contains(there) || there.contains(element));
        }));
        if (!seen) hidden.push(element.outerHTML.slice(0, 140));
    }
    before?.focus({preventScroll: true});
    scrollTo(x, y);
    return hidden;
}"""
"""What has the focus and cannot be seen, for something fixed lies over it (WCAG 2.4.11)."""

SPACED = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`
        * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
        p { margin-bottom: 2em !important }`);
    document.adoptedStyleSheets = [sheet];
}"""
"""As WCAG 1.4.12 has it: whoever needs room between letters, words and lines makes it themselves."""

CUT_OFF = """() => {
    const cut = [];
    for (const element of document.querySelectorAll('body *')) {
        const {overflowX, overflowY} = getComputedStyle(element);
        const clips = [overflowX, overflowY].some((each) => each === 'hidden' || each === 'clip');
        if (!clips || !element.checkVisibility() || element.clientWidth < 2) continue;
        if (element.closest('[class*=visually-hidden], .govuk-skip-link, [data-unfolds], input, svg')) continue;
        if (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 2) {
            cut.push(`${element.outerHTML.slice(0, 100)} (${element.innerText.slice(0, 60)})`);
        }
    }
    return cut;
}"""
"""Words that do not fit where they stand, and are not to be had there either."""


def problems_by_use(page: Page, where: str) -> list[str]:
    """The page is looked at as on a laptop, and left so."""
    problems = []
    if alike := page.evaluate(ALIKE):
        problems.append(f"{where} has buttons that are heard alike: {alike}")
    if hidden := page.evaluate(HIDDEN_FOCUS):
        problems.append(f"{where} hides what has the focus: {hidden}")
    page.evaluate(SPACED)
    if cut := page.evaluate(CUT_OFF):
        problems.append(f"{where} cuts off words that are set with more room: {cut}")
    page.evaluate("document.adoptedStyleSheets = []")
    return problems
