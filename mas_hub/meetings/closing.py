"""What other rooms ask before a meeting closes, and do when it does. They register; nothing here imports them."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from mas_hub.access.actor import MeetingActor

ClosingCheck = Callable[[Session, MeetingActor, Mapping[str, Any]], Mapping[str, str]]
"""Looks at the closing's fields and returns what is still missing, as `{field: code}`."""

ClosingStep = Callable[[Session, MeetingActor], None]

CHECKS: list[ClosingCheck] = []
STEPS: list[ClosingStep] = []


def closing_check(check: ClosingCheck) -> ClosingCheck:
    CHECKS.append(check)
    return check


def closing_step(step: ClosingStep) -> ClosingStep:
    STEPS.append(step)
    return step
