"""Who may see which stream of a meeting. The only place that decides it."""

from mas_hub.access.actor import MeetingActor
from mas_hub.access.permissions import Can

SHARED = "shared"


def agency_stream(agency_id: int) -> str:
    """That agency's seats' alone: its preparation."""
    return f"agency:{agency_id}"


def chair_stream(agency_id: int) -> str:
    """That agency's seats' and the chair's, whoever chairs: its capacity."""
    return f"chair:{agency_id}"


def point_stream(author_id: int, chair_id: int) -> str:
    """Between two people: the author of a private point and who was in the chair when it was told."""
    return f"point:{author_id}:{chair_id}"


def may_be_answered(actor: MeetingActor, stream: str) -> bool:
    """Whether the answer to an act of the actor's own carries what it appended to `stream`.

    Opening a meeting and accepting its ground rules come before the board is shown.
    """
    return stream == SHARED or may_see(actor, stream)


def may_see(actor: MeetingActor, stream: str) -> bool:
    """Whether `actor` reads `stream`. Nobody reads the board before accepting the ground rules.

    shared: everybody with a seat · agency:<id>: that agency's seats, but guests · chair:<agency id>: they and the
    chair, whoever that is now · point:<author>:<chair>: these two people. What was told in confidence does not pass on
    with the chair: it may be about whoever takes it (docs/decisions/0012). In an emergency the shared stream alone is
    read, also by somebody who once had a seat (docs/decisions/0041).
    """
    if Can.READ_BOARD not in actor.can or not actor.ground_rules_accepted:
        return False
    if actor.in_emergency:
        return stream == SHARED
    kind, _, whose = stream.partition(":")
    of_agency = Can.READ_OWN_AGENCY in actor.can and whose == str(actor.agency_id)
    match kind:
        case "shared":
            return True
        case "agency":
            return of_agency
        case "chair":
            return actor.chairs or of_agency
        case "point":
            return str(actor.person_id) in whose.split(":")
        case _:
            return False


def may_take_away(actor: MeetingActor) -> bool:
    """Whether the actor may have their agency's export now, holding the permission for it.

    An interim one shows what the board shows, so whoever has it by their seat accepts the ground rules first (S1, row
    27). A recorder has it by their agency's duty to record (row 6), and so has everybody once the meeting has closed:
    an agency that was absent is bound all the same.
    """
    return actor.records or actor.ground_rules_accepted or actor.meeting.state != "open"
