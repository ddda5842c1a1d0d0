"""Whatever kind is written into the audit anywhere has words in both languages: none is shown by its code."""

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest

import mas_hub
from mas_hub.language import LANGUAGES, catalogue

WRITING = {"record": 2, "record_once": 2, "record_files": 2, "_record": 2, "new_opening": 2, "Opening": 1}
"""Where each of them is told what was done."""


def kinds_of(source: Path) -> Iterator[tuple[str, str]]:
    """Each place that writes the audit, with a kind that it writes; `?` where none is found."""
    root = Path(mas_hub.__path__[0])
    text = source.read_text(encoding="utf-8")
    if "mas_hub.audit.actions" not in text and "mas_hub.audit.openings" not in text:
        return
    module = ".".join(["mas_hub", *source.relative_to(root).with_suffix("").parts])
    for function in ast.walk(ast.parse(text)):
        if not isinstance(function, ast.FunctionDef):
            continue
        handed_on = {each.arg for each in [*function.args.args, *function.args.kwonlyargs]}
        for call in ast.walk(function):
            if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in WRITING):
                continue
            for what in call.args[WRITING[call.func.id] :][:1]:
                if isinstance(what, ast.Attribute) or (isinstance(what, ast.Name) and what.id in handed_on):
                    continue  # whoever calls this says it
                for kind in list(_said(what, module, function)) or ["?"]:
                    yield f"{module}:{call.lineno}", kind


def _said(node: ast.expr, module: str, function: ast.FunctionDef) -> Iterator[str]:
    if isinstance(node, ast.Constant):
        yield str(node.value)
    elif isinstance(node, ast.IfExp):
        yield from _said(node.body, module, function)
        yield from _said(node.orelse, module, function)
    elif isinstance(node, ast.Subscript):
        yield from vars(importlib.import_module(module))[ast.unparse(node.value)].values()
    elif isinstance(node, ast.Name):
        known = vars(importlib.import_module(module)).get(node.id)
        if known is not None:
            yield known
        for each in ast.walk(function):
            if isinstance(each, ast.Assign) and ast.unparse(each.targets[0]) == node.id:
                yield from _said(each.value, module, function)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_that_is_written_anywhere_has_words(language: str) -> None:
    written = [each for path in Path(mas_hub.__path__[0]).rglob("*.py") for each in kinds_of(path)]
    kinds = {kind for _, kind in written} - {"?"}
    assert {"role_refused", "hand_over_declined", "bulk_failed", "plan_asked_about", "record_opened"} <= kinds
    assert [place for place, kind in written if kind == "?"] == []
    assert {kind for kind in kinds if f"audit.{kind}" not in catalogue(language)} == set()
