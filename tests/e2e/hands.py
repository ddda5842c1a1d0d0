"""Two ways to use a page: with a mouse, or with the keyboard alone. A script that is handed either does the same."""

from typing import Protocol

from playwright.sync_api import Locator, Page, expect

WHERE = """(wanted) => {
    const at = document.activeElement;
    if (at === wanted) return ['here', 0];
    if (!at || at === document.body) return ['nowhere', 0];
    if (at.type === 'radio' && wanted.type === 'radio' && at.name === wanted.name) return ['beside', 0];
    const precedes = (one, other) => one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING;
    const behind = precedes(wanted, at);
    const [from, to] = behind ? [wanted, at] : [at, wanted];
    const isStop = (each) => each.tabIndex >= 0 && !each.disabled && each.type !== 'radio' &&
        each.checkVisibility({visibilityProperty: true}) && !each.closest('[inert]');
    const between = (each) => precedes(from, each) && precedes(each, to) && isStop(each);
    const stops = document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]');
    return [behind ? 'behind' : 'ahead', [...stops].filter(between).length];
}"""
"""Where the focus is, seen from there, and about how many stops lie between."""
SEEN = """(control) => {
    if (!control.matches(':focus-visible')) return 'its focus is not shown';
    const own = [control, ...(control.labels ?? [])];
    const styles = own.flatMap((each) => [null, '::before'].map((part) => getComputedStyle(each, part)));
    if (!styles.some((style) => style.outlineStyle !== 'none' || style.boxShadow !== 'none')) {
        return 'nothing marks its focus';
    }
    const box = control.getBoundingClientRect();
    const inset = (size) => Math.min(3, size / 2);
    const points = [0.5, 0.25, 0.75].flatMap((part) => [
        [box.left + box.width * part, box.top + inset(box.height)],
        [box.left + box.width * part, box.bottom - inset(box.height)],
    ]);
    const around = (top, each) => top.contains(each) && !top.matches('body, html, main');
    const free = points.some(([x, y]) => {
        const top = document.elementFromPoint(x, y);
        return top && own.some((each) => each.contains(top) || around(top, each));
    });
    return free ? '' : `it lies hidden at ${[box.left, box.top].map(Math.round)} of ${[innerWidth, innerHeight]}`;
}"""
FARTHEST = 400
"""Tab stops from one control to another; a full board has some two hundred."""


class Hands(Protocol):
    def press(self, control: Locator) -> None:
        """A button, a link, a summary."""
        ...

    def write(self, field: Locator, words: str) -> None: ...

    def tick(self, box: Locator) -> None:
        """A checkbox or a radio."""
        ...

    def choose(self, drop_down: Locator, option: str) -> None:
        """An option by its value, or by a part of what it says."""
        ...


class Mouse:
    def press(self, control: Locator) -> None:
        control.click()

    def write(self, field: Locator, words: str) -> None:
        field.click()
        field.fill(words)

    def tick(self, box: Locator) -> None:
        box.check()

    def choose(self, drop_down: Locator, option: str) -> None:
        drop_down.select_option(index=number_of(drop_down, option))


class Keyboard:
    """Tab, arrows, Enter, Space and typing. Fails where a control cannot be reached, where its focus is not seen, and
    where what was done before left the focus nowhere."""

    def __init__(self) -> None:
        self._entered: set[Page] = set()

    def enter(self, page: Page) -> None:
        """Each time a page loads, its focus is nowhere, as it should be."""
        page.on("load", lambda _: self._entered.discard(page))

    def press(self, control: Locator) -> None:
        self.reach(control)
        control.page.keyboard.press("Enter")

    def write(self, field: Locator, words: str) -> None:
        self.reach(field)
        if field.get_attribute("type") == "time":
            # Its hours, minutes and, where the browser counts to twelve, half of the day.
            field.page.keyboard.type(words.replace(":", "") + ("A" if words < "12" else "P"))
        else:
            field.page.keyboard.press("Control+a")
            field.page.keyboard.type(words)
        expect(field).to_have_value(words)

    def tick(self, box: Locator) -> None:
        self.reach(box)
        if not box.is_checked():
            box.page.keyboard.press("Space")
        expect(box).to_be_checked()

    def choose(self, drop_down: Locator, option: str) -> None:
        self.reach(drop_down)
        wanted = number_of(drop_down, option)
        drop_down.page.keyboard.press("Home")
        for _ in range(wanted):
            drop_down.page.keyboard.press("ArrowDown")
        assert drop_down.evaluate("list => list.selectedIndex") == wanted

    def reach(self, control: Locator) -> None:
        """Tab to it, forwards or backwards, whichever way it lies."""
        expect(control).to_be_visible()
        expect(control).to_be_enabled()
        page, before = control.page, ""
        for _ in range(FARTHEST):
            where, between = control.evaluate(WHERE)
            if where == "here":
                seen = control.evaluate(SEEN)
                assert not seen, f"{told(control)} is reached, but {seen}"
                self._entered.add(page)
                return
            if where == "nowhere" and not before:
                assert page not in self._entered, f"the focus was lost on the way to {told(control)} at {page.url}"
            assert {before, where} != {"ahead", "behind"}, f"no way to {told(control)} by keyboard at {page.url}"
            # Half of the way is gone without looking.
            for _ in range(max(1, between // 2)):
                page.keyboard.press({"beside": "ArrowDown", "behind": "Shift+Tab"}.get(where, "Tab"))
            before = where
        raise AssertionError(f"{told(control)} is too far away at {page.url}")

    def kept(self, page: Page) -> None:
        """The focus is somewhere: what has just been done did not lose it."""
        expect(page.locator(":focus")).to_have_count(1)


def number_of(drop_down: Locator, option: str) -> int:
    options: list[list[str]] = drop_down.evaluate("list => [...list.options].map((each) => [each.value, each.text])")
    exact = [number for number, (value, _) in enumerate(options) if value == option]
    return (exact or [number for number, (_, text) in enumerate(options) if option in text])[0]


def told(control: Locator) -> str:
    said: str = control.evaluate(
        "control => control.getAttribute('aria-label') || control.labels?.[0]?.textContent || control.textContent"
    )
    return f"“{' '.join(said.split())[:80]}”"
