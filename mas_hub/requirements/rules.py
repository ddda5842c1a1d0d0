"""What must hold of a requirement, and what all of them together ask of the child. Counted, never typed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from mas_hub.errors import Invalid
from mas_hub.practice.working_days import add_months

KINDS = ("visit", "review", "assessment", "plan", "other")
UNITS = ("days", "weeks", "months")
CHILD = ("no", "seen", "alone")
TOPICS = ("wishes", "safety", "home", "health", "education", "family")
"""What a child is asked about."""
ONE_IS_ENOUGH = ("assessment", "plan")
"""Where two agencies each make one, they can ask whether one would do."""
MONTHS_AHEAD = 3
EARLIEST = date(1900, 1, 1)
LATEST = date(2200, 1, 1)


@dataclass(frozen=True)
class Asked:
    """One requirement, as far as it counts here."""

    id: int
    agency_id: int
    kind: str
    every: int | None
    unit: str
    next_due: date | None
    child: str
    asks: Sequence[str]

    @property
    def sees_child(self) -> bool:
        return self.child != "no"


def check_requirement(next_due: date | None, child: str, seen_by: str, asks: Sequence[str]) -> None:
    """What is asked of the child is said only where the child is seen."""
    refused = {}
    if next_due is not None and not EARLIEST <= next_due < LATEST:
        refused["next_due"] = "requirement_date_out_of_reach"
    if child == "no" and seen_by:
        refused["seen_by"] = "child_is_not_seen"
    if child == "no" and asks:
        refused["asks"] = "child_is_not_seen"
    if refused:
        raise Invalid("check_your_answers", fields=refused)


def occurrences(asked: Asked, day: date, until: date) -> list[date]:
    """When it falls due from `day` until before `until`. What is overdue is still to come, so it counts on the day.

    What comes again and has no next date is counted from `day`; what is asked once and has none is not placed.
    """
    if asked.every is None:
        return [due] if asked.next_due and (due := max(asked.next_due, day)) < until else []
    first = max(asked.next_due, day) if asked.next_due else _after(day, asked.every, asked.unit, 1)
    found = []
    for number in range((until - day).days + 1):
        due = _after(first, asked.every, asked.unit, number)
        if due >= until:
            break
        found.append(due)
    return found


def _after(first: date, every: int, unit: str, times: int) -> date:
    if unit == "months":
        return add_months(first, every * times)
    return first + timedelta(days=every * times * (7 if unit == "weeks" else 1))


def reckon(requirements: Sequence[Asked], day: date) -> dict[str, Any]:
    """How often the child is seen in each of the months ahead, by whose people, and where requirements overlap."""
    seen = [each for each in requirements if each.sees_child]
    until = add_months(day, MONTHS_AHEAD)
    due = {each.id: occurrences(each, day, until) for each in seen}
    return {
        "as_at": day.isoformat(),
        "months": [_month(seen, due, add_months(day, n), add_months(day, n + 1)) for n in range(MONTHS_AHEAD)],
        "undated": sum(each.every is None and each.next_due is None for each in seen),
        "agencies": len({each.agency_id for each in seen}),
        "overlaps": [*_same_weeks(seen, due), *_same_questions(seen), *_same_work(requirements)],
    }


def _month(seen: Sequence[Asked], due: Mapping[int, Sequence[date]], begins: date, ends: date) -> dict[str, Any]:
    counts: dict[int, int] = defaultdict(int)
    for each in seen:
        counts[each.agency_id] += sum(begins <= day < ends for day in due[each.id])
    by_agency = [{"agency_id": agency, "times": times} for agency, times in sorted(counts.items()) if times]
    return {
        "from": begins.isoformat(),
        "to": (ends - timedelta(days=1)).isoformat(),
        "times": sum(counts.values()),
        "by_agency": by_agency,
    }


def _same_weeks(seen: Sequence[Asked], due: Mapping[int, Sequence[date]]) -> Iterable[dict[str, Any]]:
    """Weeks, by their Mondays, in which people of two agencies or more see the child; those alike are told once."""
    weeks: dict[date, set[int]] = defaultdict(set)
    for each in seen:
        for day in due[each.id]:
            weeks[day - timedelta(days=day.weekday())].add(each.id)
    alike: dict[tuple[int, ...], list[date]] = defaultdict(list)
    for monday, ids in sorted(weeks.items()):
        if _agencies(seen, ids) > 1:
            alike[tuple(sorted(ids))].append(monday)
    for ids_alike, mondays in sorted(alike.items(), key=lambda found: (found[1][0], found[0])):
        yield _overlap("same_week", ids_alike, weeks=[monday.isoformat() for monday in mondays])


def _same_questions(seen: Sequence[Asked]) -> Iterable[dict[str, Any]]:
    for topic in TOPICS:
        ids = [each.id for each in seen if topic in each.asks]
        if _agencies(seen, ids) > 1:
            yield _overlap("same_question", ids, topic=topic)


def _same_work(requirements: Sequence[Asked]) -> Iterable[dict[str, Any]]:
    for kind in ONE_IS_ENOUGH:
        ids = [each.id for each in requirements if each.kind == kind]
        if _agencies(requirements, ids) > 1:
            yield _overlap("same_work", ids, topic=kind)


def _agencies(requirements: Sequence[Asked], ids: Iterable[int]) -> int:
    wanted = set(ids)
    return len({each.agency_id for each in requirements if each.id in wanted})


def _overlap(kind: str, ids: Iterable[int], *, weeks: Sequence[str] = (), topic: str = "") -> dict[str, Any]:
    return {"kind": kind, "topic": topic, "weeks": list(weeks), "requirements": list(ids)}
