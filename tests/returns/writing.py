"""Writing and submitting an agency's return, as its recorder Sian does."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from mas_hub import clock
from mas_hub.db import transaction
from mas_hub.returns.actions import save_draft, submit_return
from mas_hub.returns.statements import KEYS, RATINGS
from tests.sitting import Sitting

YEAR = 2026
AFTER = datetime(2027, 4, 12, 9, tzinfo=clock.LOCAL)


@contextmanager
def the_year_after() -> Iterator[None]:
    with clock.fixed(AFTER):
        yield


def answers(**more: Any) -> dict[str, dict[str, Any]]:
    """A whole self-assessment, as the schema makes it."""
    one = {"rating": RATINGS[0], "evidence": "", "action": "", "by_whom": "", "by_when": None}
    return {key: {**one, **more.get(key, {})} for key in KEYS}


def save(sitting: Sitting, who: str = "sian", *, edition: int = 1, version: int = 0, **said: Any) -> None:
    draft = {"answers": answers(), "summary": "", "approved_by": "", **said}
    with transaction() as session:
        save_draft(session, sitting.actor(who), YEAR, edition=edition, version=version, **draft)


def submit(sitting: Sitting, *, version: int = 1) -> None:
    with transaction() as session:
        submit_return(session, sitting.actor("sian"), YEAR, version=version)
