"""The chains of the record as the database has them: those of the meetings and those of the audit."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from mas_hub.audit.queries import audit_hashes, audit_heads
from mas_hub.checkpoints.lines import Chain, Head
from mas_hub.meeting_log import every_head, hashes_at


def heads_now(session: Session) -> dict[Chain, Head]:
    """Where every chain ends."""
    heads = {Chain(None, str(lane)): Head(*head) for lane, head in audit_heads(session).items()}
    for (meeting_id, stream), head in every_head(session).items():
        heads[Chain(meeting_id, stream)] = Head(*head)
    return heads


def hashes_of(session: Session, chain: Chain, numbers: Iterable[int]) -> dict[int, str]:
    """The hashes at these numbers of a chain, of those that are there."""
    if chain.meeting_id is None:
        return audit_hashes(session, int(chain.stream), numbers)
    return hashes_at(session, chain.meeting_id, chain.stream, numbers)
