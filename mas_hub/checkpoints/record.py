"""The chains of the record as the database has them: those of the meetings and those of the audit."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from mas_hub.audit.queries import audit_hashes, audit_heads, meetings_purged
from mas_hub.checkpoints.lines import Chain, Head
from mas_hub.meeting_log import Stub, every_head, hashes_at, list_stubs, lost_ends


def heads_now(session: Session) -> dict[Chain, Head]:
    """Where every chain ends."""
    heads = {Chain(None, str(lane)): Head(*head) for lane, head in audit_heads(session).items()}
    for (meeting_id, stream), head in every_head(session).items():
        heads[Chain(meeting_id, stream)] = Head(*head)
    return heads


def lost_now(session: Session) -> set[Chain]:
    """The meetings' streams whose end is not there."""
    return {Chain(*each) for each in lost_ends(session)}


def stubs_by_proof(session: Session) -> tuple[list[Stub], list[Stub]]:
    """The stubs of meetings whose deletion stands in the audit, and those without a row there."""
    told, stubs = meetings_purged(session), list_stubs(session)
    return [each for each in stubs if each.meeting_id in told], [each for each in stubs if each.meeting_id not in told]


def hashes_of(session: Session, chain: Chain, numbers: Iterable[int]) -> dict[int, str]:
    """The hashes at these numbers of a chain, of those that are there."""
    if chain.meeting_id is None:
        return audit_hashes(session, int(chain.stream), numbers)
    return hashes_at(session, chain.meeting_id, chain.stream, numbers)
