"""Whether the database still has what checkpoints say of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from mas_hub.checkpoints.lines import Chain, Checkpoint, Head
from mas_hub.checkpoints.record import hashes_of, heads_now, lost_now, stubs_by_proof
from mas_hub.keyed_hashes import FIRST


@dataclass(frozen=True)
class Difference:
    """One chain that is not as a checkpoint has it, the first of those that differ.

    `reached`: how far the chain goes now, where it does not go as far; None where it goes there another way.
    `since` is the last number that an earlier checkpoint still finds as it was.
    """

    chain: Chain
    at: str
    number: int
    reached: int | None
    since: int

    def __str__(self) -> str:
        if self.reached is not None:
            return f"{self.chain}, number {self.reached + 1}: missing, but there at the checkpoint of {self.at}"
        first, last = self.since + 1, self.number
        among = f"number {last}" if first == last else f"among numbers {first} to {last}"
        return f"{self.chain}, {among}: not as at the checkpoint of {self.at}"


@dataclass(frozen=True)
class Compared:
    """`older` says so when the database is whole but from before the newest checkpoint."""

    differences: list[Difference]
    older: str | None

    def __bool__(self) -> bool:
        return not self.differences

    def lines(self) -> list[str]:
        return [*([self.older] if self.older else []), *map(str, self.differences)]


def compare(session: Session, checkpoints: Sequence[Checkpoint]) -> Compared:
    """Look for everything that these checkpoints, oldest first, say of the record."""
    now, lost = heads_now(session), lost_now(session)
    purged = {stub.meeting_id for stub in stubs_by_proof(session)[0]}
    said: dict[Chain, list[tuple[int, Head]]] = {}
    for place, checkpoint in enumerate(checkpoints):
        for chain, head in checkpoint.heads.items():
            if head.number:
                said.setdefault(chain, []).append((place, head))
    differences: list[Difference] = []
    held, missing = [True] * len(checkpoints), [True] * len(checkpoints)
    ahead = False
    for chain, heads in said.items():
        present, newest = now.get(chain, Head(0, FIRST)), heads[-1][1]
        ahead = ahead or present.number > newest.number
        unmoved = len(heads) == 1 and present == newest and chain not in lost
        numbers = [head.number for _, head in heads]
        hashes = {newest.number: newest.hash} if unmoved else hashes_of(session, chain, numbers)
        first: Difference | None = None
        since = 0
        for place, head in heads:
            if _is_held(head, present, hashes.get(head.number), purged=chain.meeting_id in purged):
                since, missing[place] = head.number, False
                continue
            behind = present.number < head.number
            held[place], missing[place] = False, missing[place] and behind
            first = first or Difference(
                chain, checkpoints[place].at, head.number, present.number if behind else None, since
            )
        differences += [first] if first else []
    ahead = ahead or any(head.number for chain, head in now.items() if chain not in said)
    another_way = any(difference.reached is None for difference in differences)
    older = None if ahead or another_way else _older(checkpoints, held, missing)
    return Compared(sorted(differences, key=_by_chain), older)


def newest_of_each(checkpoints: Sequence[Checkpoint]) -> list[Checkpoint]:
    """What the checkpoints say, without what a later one repeats: enough to see whether the record still goes on from
    there."""
    known: set[Chain] = set()
    newest: list[Checkpoint] = []
    for checkpoint in reversed(checkpoints):
        newest.append(replace(checkpoint, heads={c: h for c, h in checkpoint.heads.items() if c not in known}))
        known |= checkpoint.heads.keys()
    return newest[::-1]


def _is_held(head: Head, present: Head, found: str | None, *, purged: bool) -> bool:
    """For a purged meeting only the heads are left. Whether its stub is true is for the log itself to prove."""
    if found is not None:
        return found == head.hash
    return purged and (present == head or present.number > head.number)


def _older(checkpoints: Sequence[Checkpoint], held: Sequence[bool], missing: Sequence[bool]) -> str | None:
    """A database from between two checkpoints has everything of the earlier ones, and nothing of the later."""
    if all(held):
        return None
    first = held.index(False)
    moved = [place for place in range(first + 1, len(held)) if checkpoints[place].heads]
    if not all(missing[place] for place in moved):
        return None
    when = f"as it was after that of {checkpoints[first - 1].at}" if first else "from before every one of them"
    return f"The database is older than the checkpoint of {checkpoints[-1].at}: it is {when}."


def _by_chain(difference: Difference) -> tuple[int, str]:
    return difference.chain.meeting_id or 0, difference.chain.stream
