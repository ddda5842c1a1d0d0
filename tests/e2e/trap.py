"""A browser in which anything that a text sets off is caught: a script, a dialog, a window, a request elsewhere."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Dialog, Page

ROUTES = (Path(__file__).parents[2] / "frontend/src/routes.ts").read_text(encoding="utf-8")
IN_TABLE = re.compile(r"^  \[/\^(.+?)\$/, ", re.MULTILINE)
MARK = re.compile(r"mk\d{4}x")
LAID = """
    window.sprung = [];
    window.waiting = 0;
    const spring = (what) => window.sprung.push(String(what));
    window.trap = () => spring('a text ran');
    for (const name of ['alert', 'prompt', 'open']) window[name] = () => spring(name);
    for (const name of ['confirm', 'print']) window[name] = () => window.pressing || spring(name);
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
        spring(`policy: ${violatedDirective} ${blockedURI}`);
    });
    const later = 'ResizeObserver loop completed with undelivered notifications.';  // they come with the next frame
    addEventListener('error', ({ message }) => { if (message !== later) spring(`error: ${message}`); });
    const fetched = window.fetch;
    window.fetch = async (address, asked) => {
        // Whatever is pressed, nothing is written.
        if (!['GET', 'HEAD'].includes(asked?.method ?? 'GET') && address !== '/api/joining/look') throw new TypeError();
        window.waiting += 1;
        try { return await fetched(address, asked); } finally { window.waiting -= 1; }
    };
    const sent = WebSocket.prototype.send;
    WebSocket.prototype.send = function (frame) { /^42\\d*\\["act"/.test(frame) || sent.call(this, frame); };
"""
GO = """(path) => { history.pushState(null, '', path); dispatchEvent(new PopStateEvent('popstate')); }"""
THERE = """() => window.waiting === 0 && document.querySelector('main h1') !== null"""
LOOK = """() => {
    for (const each of document.querySelectorAll('details')) each.open = true;
    const live = 'script:not([src]), iframe, object, embed, base, [onerror], [onload], [onclick], [style*="evil"]';
    const wrong = [...document.querySelectorAll(live)].map((each) => each.outerHTML.slice(0, 200));
    for (const each of document.querySelectorAll('[href], [src], [action], [formaction]')) {
        for (const name of ['href', 'src', 'action', 'formaction']) {
            const value = each.getAttribute(name) ?? '';
            if (/^\\s*(javascript|data|vbscript):/i.test(value)) wrong.push(each.outerHTML.slice(0, 200));
        }
    }
    if (localStorage.length + sessionStorage.length > 0) wrong.push('the browser keeps something');
    const typed = [...document.querySelectorAll('input, textarea')].map((each) => each.value).join(' ');
    return { wrong, said: document.body.innerText, typed, sprung: window.sprung };
}"""
PRESS = f"""async ([path, pressed]) => {{
    const go = {GO}, there = {THERE}, look = {LOOK};
    const settled = async () => {{
        do await new Promise((done) => requestAnimationFrame(() => setTimeout(done))); while (!there());
    }};
    const named = (button) => `${{path}} ${{button.innerText.split(/mk\\d/)[0]}}`.replace(/\\d+/g, 'n');
    const left = (button) => !button.disabled && button.checkVisibility() && !pressed.includes(named(button));
    const next = () => [...document.querySelectorAll('main button:not([type="submit"])')].find(left);
    const found = [];
    window.pressing = true;
    // An address that leads on to another is pressed there.
    for (let button = null; location.pathname === path && (button = next()); ) {{
        pressed.push(named(button));
        button.click();
        await settled();
        found.push(look());
        if (location.pathname === path) continue;
        go(path);
        await settled();
    }}
    window.pressing = false;
    return {{ found, pressed }};
}}"""
"""Every button there, and of what it opens, once for each name; what it says is seen, what it would do is held back."""


def screens(meetings: list[int]) -> list[str]:
    """Every address of the page's own table, with each meeting where one is named."""
    found = [pattern.replace("\\/", "/").replace(r"(\d{4})", "2026") for pattern in IN_TABLE.findall(ROUTES)]
    assert len(found) > 20
    named = [
        each.replace(r"(\d+)", str(number)) for each in found for number in (meetings if "(" in each else meetings[:1])
    ]
    assert not [each for each in named if re.search(r"[\\()\[\]?*+]", each)]
    return named


@dataclass
class Trapped:
    """One person's page. `seen`: the marks that stood on any screen; `caught`: what must never be.

    `pressed`: the buttons that somebody has pressed.
    """

    page: Page
    origin: str
    pressed: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    caught: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.add_init_script(LAID)
        self.page.on("dialog", self._dismiss)
        self.page.on("popup", lambda popup: self._catch(f"window: {popup.url}"))
        self.page.on("download", lambda download: self._catch(f"download: {download.suggested_filename}"))
        self.page.on("request", lambda request: self._asked(request.url))

    def walk(self, paths: list[str]) -> None:
        self.page.goto("/")
        for path in paths:
            self.page.evaluate(GO, path)
            self.page.wait_for_function(THERE)
            self.take(path, self.page.evaluate(LOOK))
            pressing = self.page.evaluate(PRESS, [path, self.pressed])
            for found in pressing["found"]:
                self.take(path, found)
            self.pressed[:] = pressing["pressed"]

    def take(self, where: str, found: dict[str, Any]) -> None:
        self.caught += [f"{where}: {each}" for each in (*found["wrong"], *found["sprung"])]
        self.seen |= set(MARK.findall(found["said"])) | set(MARK.findall(found["typed"]))
        if turned := re.search("[^\n]{0,60}\u202e", found["said"]):
            self._catch(f"{where}: turned writing after {turned[0]!a}")

    def _dismiss(self, dialog: Dialog) -> None:
        self._catch(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _asked(self, url: str) -> None:
        if not url.startswith((self.origin, "data:", "blob:", self.origin.replace("http", "ws"))):
            self._catch(f"asked elsewhere: {url}")

    def _catch(self, what: str) -> None:
        self.caught.append(f"{self.page.url}: {what}")
