"""An export as JSON, for an agency's own system to read. The fields are described in docs/exports.md."""

import json
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from mas_hub import clock
from mas_hub.exports.parts import Document

SCHEMA = "mas_hub/export/1"


def write(document: Document) -> bytes:
    """UTF-8. Codes stay codes, whatever the language; days are `YYYY-MM-DD`, moments UTC."""
    facts = {"schema": SCHEMA, **asdict(document)}
    return (json.dumps(facts, ensure_ascii=False, indent=2, default=_plain) + "\n").encode("utf-8")


def _plain(value: Any) -> str | None:
    if isinstance(value, datetime):
        return clock.iso(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"an export has no {type(value).__name__}")
