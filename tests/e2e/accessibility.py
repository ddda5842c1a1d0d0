"""axe in the page. It goes in by the debugger's protocol, so the page's content security policy stays as it is."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import CDPSession, Page

AXE = Path(__file__).parents[2] / "frontend/node_modules/axe-core/axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN = f"axe.run(document, {{resultTypes: ['violations'], runOnly: {{type: 'tag', values: {TAGS!r}}}}})"
IN_THE_MIDDLE = """(async (selector) => {
    document.querySelector(selector).scrollIntoView({block: 'center'});
    return (await axe.run(selector, {runOnly: {type: 'rule', values: ['target-size']}})).violations.length > 0;
})"""


@cache
def _source() -> str:
    return AXE.read_text(encoding="utf-8")


def violations(page: Page) -> list[dict[str, Any]]:
    """What axe holds against the page as it stands, in axe's own shape.

    What lies half under a bar at the foot of the window counts as too small a target; only where it is so in the middle
    of the window, too, does it break the rule.
    """
    debugger = page.context.new_cdp_session(page)
    try:
        if _evaluate(debugger.send("Runtime.evaluate", {"expression": "typeof axe"})) == "undefined":
            _evaluate(debugger.send("Runtime.evaluate", {"expression": f"{_source()};0", "returnByValue": True}))
        asked = {"expression": RUN, "awaitPromise": True, "returnByValue": True}
        found: list[dict[str, Any]] = _evaluate(debugger.send("Runtime.evaluate", asked))["violations"]
        for violation in found:
            if violation["id"] == "target-size":
                violation["nodes"] = [node for node in violation["nodes"] if _too_small(debugger, node["target"][0])]
    finally:
        debugger.detach()
    return [violation for violation in found if violation["nodes"]]


def _too_small(debugger: CDPSession, selector: str) -> bool:
    asked = {"expression": f"{IN_THE_MIDDLE}({json.dumps(selector)})", "awaitPromise": True, "returnByValue": True}
    return bool(_evaluate(debugger.send("Runtime.evaluate", asked)))


def told(found: list[dict[str, Any]]) -> str:
    """One paragraph a violation: rule, what to do, and every place with its mark-up."""
    paragraphs = []
    for violation in found:
        places = [
            f"    {' '.join(map(str, node['target']))}\n      {node['html'][:200]}" for node in violation["nodes"]
        ]
        heading = f"{violation['id']} ({violation['impact']}): {violation['help']}\n  {violation['helpUrl']}"
        paragraphs.append("\n".join([heading, *places]))
    return "\n\n".join(paragraphs)


def _evaluate(answer: dict[str, Any]) -> Any:
    if "exceptionDetails" in answer:
        raise RuntimeError(f"axe failed in the page: {answer['exceptionDetails']}")
    return answer["result"].get("value")
