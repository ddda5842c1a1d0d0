"""What makes a receipt."""

from datetime import date

from mas_hub.errors import Invalid


def check_receipt(*, recorded: bool, reference: str, recorded_on: date | None, why_not: str, today: date) -> None:
    """Recorded: under which reference and when. Not recorded: why."""
    if not recorded:
        if not why_not:
            raise Invalid("check_your_answers", fields={"why_not": "receipt_needs_why_not"})
        return
    missing: dict[str, str] = {}
    if not reference:
        missing["reference"] = "receipt_needs_reference"
    if recorded_on is None:
        missing["recorded_on"] = "receipt_needs_date"
    elif recorded_on > today:
        missing["recorded_on"] = "receipt_in_future"
    if missing:
        raise Invalid("check_your_answers", fields=missing)
