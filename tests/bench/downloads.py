"""Everybody downloads at once, while another meeting goes on."""

import asyncio
import time

from mas_hub.exports.formats import FORMATS
from tests.bench.load import Load, Room, percentile
from tests.bench.stage import Stage

DOWNLOADS = 50
ACTS_PER_S = 10
ACTS = 20
"""Fall due between two looks at whether the downloads are there."""


async def exports_at_once(load: Load, stage: Stage) -> dict[str, float]:
    """How long a live meeting's acts take while fifty documents of two hundred decisions are made, kind after kind."""
    room = Room(stage.tables[1], stage.tables[1].people)
    await load.connect([room])
    await load.drive([room], ACTS_PER_S, ACTS)
    kinds, people = list(FORMATS), stage.decided.people[1:]
    start = time.perf_counter()
    downloads = asyncio.gather(
        *(
            _download(load, stage.decided.id, people[number % len(people)], kinds[number % len(kinds)])
            for number in range(DOWNLOADS)
        )
    )
    took: list[float] = []
    while not downloads.done():
        took += (await load.drive([room], ACTS_PER_S, ACTS)).took_ms
    seconds = max(await downloads) - start
    await load.leave([room])
    took.sort()
    return {
        "downloads_50_s": seconds,
        "downloads_live_p50_ms": percentile(took, 0.5),
        "downloads_live_p95_ms": percentile(took, 0.95),
        "downloads_live_slowest_ms": took[-1],
    }


async def _download(load: Load, meeting_id: int, person_id: int, kind: str) -> float:
    """When the whole file had arrived."""
    reader, writer = await asyncio.open_connection("127.0.0.1", load.served.port)
    path = f"/api/meetings/{meeting_id}/exports/{kind}"
    cookie = load.side.cookie(person_id)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n".encode())
    answer = await reader.read(-1)
    writer.close()
    if not answer.startswith(b"HTTP/1.1 200") or len(answer) < 10_000:
        raise RuntimeError(f"a download was refused: {answer[:300]!r}")
    return time.perf_counter()
