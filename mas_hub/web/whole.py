"""What a PUT takes: all of the thing (docs/decisions/0064).

A form that is saved replaces what was there. Where a schema says what a field is when it is left out, a body without
it would empty that field, or set it back, without a word. So of a PUT nothing is left out.
"""

import copy
from functools import cache
from typing import Any

from marshmallow import Schema, fields, missing

STAYS = {"stays": True}
"""Of a field as its `metadata`: left out, or null, it stays as it is."""


@cache
def whole(schema: type[Schema]) -> type[Schema]:
    """`schema` with every field needed, in what it holds too; itself where that is so already."""
    declared: dict[str, fields.Field[Any]] = schema._declared_fields
    changed = {name: needed for name, field in declared.items() if (needed := _needed(field)) is not field}
    return type(f"Whole{schema.__name__}", (schema,), changed) if changed else schema


def _needed(field: fields.Field[Any]) -> fields.Field[Any]:
    if field.metadata.get("stays"):
        return field
    inner = _inner(field)
    if field.required and not inner:
        return field
    needed = copy.copy(field)
    needed.required, needed.load_default = True, missing
    vars(needed).update(inner)
    return needed


def _inner(field: fields.Field[Any]) -> dict[str, Any]:
    """What of a field that holds others is to be another: empty where nothing is."""
    if isinstance(field, fields.Nested) and isinstance(field.nested, type) and whole(field.nested) is not field.nested:
        return {"nested": whole(field.nested), "_schema": None}
    if isinstance(field, fields.List) and (each := _inner(field.inner)):
        held = copy.copy(field.inner)
        vars(held).update(each)
        return {"inner": held}
    return {}
