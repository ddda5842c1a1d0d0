"""Which addenda are in an agency's document. Pure, as `document` is: views in, facts out.

Those beside a decision that it receives, or beside a stand on one; those beside its own entries, and beside who is
involved, which everybody receives; of those about the meeting as a whole, its own and the chair's. No other agency's.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from mas_hub.exports.parts import Addendum, Agency

View = Mapping[str, Any]

RECEIVED_BY_ALL = frozenset({"involvement"})


def addenda_for(
    agency_id: int,
    views: Mapping[str, Sequence[View]],
    agencies: Mapping[int, Agency],
    references: Mapping[int, str],
) -> Iterable[Addendum]:
    """`references`: what to cite for each decision that the agency receives, by its id. Oldest first."""
    chairs = {seat["person_id"] for seat in views.get("seat", ()) if seat["role"] == "facilitator"}
    for view in sorted(views.get("addendum", ()), key=lambda each: int(each["id"])):
        entry = _entry(view["corrects"], views)
        decision = _decision_of(entry)
        by_chair = view["by"]["person_id"] in chairs
        if entry is None:
            theirs = view["corrects"] is None and (by_chair or view["agency_id"] == agency_id)
        else:
            by_all = entry["type"] in RECEIVED_BY_ALL and not entry["withdrawn"]
            received = by_all or decision in references
            theirs = received or entry["agency_id"] == agency_id
        if theirs:
            yield Addendum(
                id=view["id"],
                added_at=datetime.fromisoformat(view["added_at"]),
                by=agencies[view["agency_id"]],
                by_facilitator=by_chair,
                corrects=entry["type"] if entry else None,
                reference=references.get(decision, "") if decision is not None else "",
                text=view["text"],
                reason=view["reason"],
            )


def _entry(corrects: View | None, views: Mapping[str, Sequence[View]]) -> View | None:
    if corrects is None:
        return None
    return next((view for view in views.get(corrects["type"], ()) if view["id"] == corrects["id"]), None)


def _decision_of(entry: View | None) -> int | None:
    if entry is None:
        return None
    decision: int | None = {"decision": entry["id"], "consent": entry.get("decision_id")}.get(entry["type"])
    return decision
