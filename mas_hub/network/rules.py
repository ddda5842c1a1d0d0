"""What must hold of who is said to be involved."""

from mas_hub.errors import Invalid


def check_service(service: str, *, speaks_for_agency: bool) -> None:
    """Whoever chairs speaks for no agency: of whom they say it has to be said."""
    if not service and not speaks_for_agency:
        raise Invalid("check_your_answers", fields={"service": "involvement_needs_service"})
