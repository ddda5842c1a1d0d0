"""What a token may be."""

from datetime import timedelta

from mas_hub.errors import Conflict

READ_DECISIONS, POST_RECEIPTS, REPORT_PROGRESS = "read_decisions", "post_receipts", "report_progress"
SCOPES = (READ_DECISIONS, POST_RECEIPTS, REPORT_PROGRESS)
DAYS = (30, 90, 180, 365)
MOST_TOKENS = 20
"""In use at once for one agency: of more, somebody would lose sight."""

CALLS_PER_SECOND = 5
NOTED_EVERY = timedelta(minutes=1)
MOST_ISSUES = 50
"""In one answer."""


def check_room_for_another(in_use: int) -> None:
    if in_use >= MOST_TOKENS:
        raise Conflict("token_too_many", most=MOST_TOKENS)
