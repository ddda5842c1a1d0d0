"""A file of checkpoints: reading all of it, and adding one."""

import fcntl
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from mas_hub import clock, db
from mas_hub.checkpoints.comparing import Compared, compare, newest_of_each
from mas_hub.checkpoints.lines import Chain, Checkpoint, Head, read, signed
from mas_hub.checkpoints.record import heads_now


@dataclass(frozen=True)
class Taken:
    """The result: how many chains moved since the last checkpoint, or why none was taken."""

    moved: int
    compared: Compared
    faults: Sequence[str]


def take_checkpoint(path: Path, key: Ed25519PrivateKey) -> Taken:
    """Add where the configured database's record ends now, unless it no longer holds what the file says of it.

    Who takes one at the same time waits. A line that a crash cut off is taken away first.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    new = not path.exists()
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o640), "r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        lines = _whole_lines(file)
        checkpoints = [read(line, None) for line in lines]
        faults = faults_in(path, checkpoints)
        with db.snapshot() as session:
            compared = compare(session, newest_of_each(checkpoints))
            now = heads_now(session)
        if faults or not compared:
            return Taken(0, compared, faults)
        moved = _moved(now, checkpoints)
        previous = checkpoints[-1].digest if checkpoints else None
        file.write(signed(clock.iso(clock.now()) or "", previous, moved, key) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    if new:
        _keep_name(path.parent)
    return Taken(len(moved), compared, ())


def read_checkpoints(path: Path, known: Mapping[str, Ed25519PublicKey]) -> tuple[list[Checkpoint], list[str]]:
    """The checkpoints of a file that are as they were signed, and what is wrong with the file."""
    lines = path.read_bytes().split(b"\n")
    cut_off = lines.pop()
    checkpoints = [read(line, known) for line in lines]
    faults = faults_in(path, checkpoints)
    if cut_off:
        faults.append(f"{path}, line {len(lines) + 1}: is cut off")
    if not lines:
        faults.append(f"{path}: holds no checkpoint")
    return [each for each in checkpoints if each.fault is None], faults


def faults_in(path: Path, checkpoints: Sequence[Checkpoint]) -> list[str]:
    """Lines that are none, not as signed, or do not follow the line before them."""
    faults: list[str] = []
    before: Checkpoint | None = None
    for number, each in enumerate(checkpoints, start=1):
        if each.fault is not None:
            faults.append(f"{path}, line {number}: {each.fault}")
        elif each.previous != (before.digest if before else None):
            faults.append(f"{path}, line {number}: does not follow what stands before it")
        before = each
    return faults


def _whole_lines(file: IO[bytes]) -> list[bytes]:
    """Every line that has its end; the file's position is after the last of them, and nothing more is in it."""
    content = file.read()
    end = content.rfind(b"\n") + 1
    if end != len(content):
        file.truncate(end)
    file.seek(end)
    return content[:end].split(b"\n")[:-1]


def _moved(now: Mapping[Chain, Head], checkpoints: Sequence[Checkpoint]) -> dict[Chain, Head]:
    """What the next line says: the chains that are not where the file last had them."""
    last: dict[Chain, Head] = {}
    for each in checkpoints:
        last.update(each.heads)
    return {chain: head for chain, head in now.items() if last.get(chain) != head}


def _keep_name(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
