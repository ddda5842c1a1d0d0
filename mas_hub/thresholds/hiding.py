"""Where a position is told in a hidden round: to its own agency; to everybody only that it has placed itself."""

from sqlalchemy.orm import Session

from mas_hub.access.actor import MeetingActor
from mas_hub.access.audience import agency_stream
from mas_hub.access.permissions import Can, require
from mas_hub.meeting_log import append, append_privately
from mas_hub.thresholds.models import PositionRound, ThresholdPosition
from mas_hub.thresholds.queries import find_hidden_round, position_view, round_view


def is_hidden(session: Session, actor: MeetingActor) -> bool:
    return find_hidden_round(session, actor.meeting.id) is not None


def check_may_place(session: Session, actor: MeetingActor) -> None:
    """In a hidden round whoever places an agency reads what it placed; no refusal tells it to anybody else either."""
    if Can.READ_OWN_AGENCY not in actor.can and is_hidden(session, actor):
        require(actor, Can.READ_OWN_AGENCY)


def hide_in_a_round(session: Session, actor: MeetingActor, position: ThresholdPosition) -> None:
    """Before a position changes: in a hidden round the others go on seeing it as it is now."""
    if not position.hidden and is_hidden(session, actor):
        position.shared_as = position_view(position)
        position.hidden = True


def tell(session: Session, actor: MeetingActor, kind: str, position: ThresholdPosition) -> None:
    """Append what happened to a position, where it may be read."""
    view = position_view(position)
    current = find_hidden_round(session, actor.meeting.id)
    if current is None:
        append(session, actor, kind, view)
        return
    append_privately(session, actor, kind, view, stream=agency_stream(position.agency_id))
    _count(session, actor, current, position)


def _count(session: Session, actor: MeetingActor, current: PositionRound, position: ThresholdPosition) -> None:
    others = [agency for agency in current.placed if agency != position.agency_id]
    placed = others if position.withdrawn else [*others, position.agency_id]
    if set(placed) == set(current.placed):
        return
    current.placed = placed
    current.version += 1
    append(session, actor, "agency_unplaced" if position.withdrawn else "agency_placed", round_view(current))
