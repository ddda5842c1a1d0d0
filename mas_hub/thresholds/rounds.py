"""Hidden rounds: agencies place the case unseen, so that nobody anchors on the first (docs/domain.md, rows 1, 17)."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import MeetingActor
from mas_hub.access.permissions import Can
from mas_hub.db.prepared import add_row
from mas_hub.errors import Conflict
from mas_hub.meeting_log import append
from mas_hub.meetings.act_schemas import NothingMore
from mas_hub.meetings.acts import act
from mas_hub.meetings.closing import closing_check
from mas_hub.meetings.stages import begins_hidden
from mas_hub.meetings.subjects import belongs_to
from mas_hub.thresholds.models import PositionRound
from mas_hub.thresholds.queries import find_hidden_round, list_hidden, position_view, round_view
from mas_hub.thresholds.rules import check_no_round, check_revealed


@act(NothingMore, Can.CHAIR)
def hide_positions(session: Session, actor: MeetingActor) -> None:
    """Begin a hidden round. Positions already on the board stay there; what comes now is for its own agency only."""
    check_no_round(find_hidden_round(session, actor.meeting.id) is not None)
    begun = PositionRound(**belongs_to(actor), placed=[], started_at=clock.now())
    add_row(session, begun)
    append(session, actor, "positions_hidden", round_view(begun))


@begins_hidden
def hide_unless_hidden(session: Session, actor: MeetingActor) -> None:
    if find_hidden_round(session, actor.meeting.id) is None:
        hide_positions(session, actor)


@act(NothingMore, Can.CHAIR)
def reveal_positions(session: Session, actor: MeetingActor) -> None:
    """End the round: every position placed in it appears on the board, one after another, with its own times.

    What an agency placed and took back within the round was never said to the others, and stays with that agency.
    """
    current = find_hidden_round(session, actor.meeting.id)
    if current is None:
        raise Conflict("no_hidden_round")
    for position in list_hidden(session, actor.meeting.id):
        if position.withdrawn and position.shared_as is None:
            continue
        position.hidden = False
        position.shared_as = None
        position.version += 1
        append(session, actor, "threshold_position_revealed", position_view(position))
    current.state = "revealed"
    current.revealed_at = clock.now()
    current.version += 1
    append(session, actor, "positions_revealed", round_view(current))


@closing_check
def nothing_is_hidden(session: Session, actor: MeetingActor, _closing: Mapping[str, Any]) -> Mapping[str, str]:
    check_revealed(find_hidden_round(session, actor.meeting.id) is not None)
    return {}
