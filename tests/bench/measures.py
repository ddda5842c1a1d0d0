"""What is measured of one server, from its start to its end. Each measure answers figures by name."""

import asyncio
import time
from dataclasses import dataclass

from tests.bench.downloads import exports_at_once
from tests.bench.load import Load, Probe, Room, median, percentile, right
from tests.bench.servers import Served, Side
from tests.bench.stage import GROWN, TABLE, Stage
from tests.bench.wire import connect

Figures = dict[str, float]

SLOW_MS = 250.0
JOINS = 1_000
MISSED = 50


@dataclass(frozen=True)
class Size:
    """How long each measure goes on. `tables`: ordinary meetings; `few`: those of the smaller saturation."""

    tables: int
    few: int
    halls: tuple[int, ...]
    rounds: int
    probe_s: float
    fan_outs: int
    late_joins: int
    grown_acts: int


async def measure(side: Side, served: Served, stage: Stage, size: Size) -> Figures:
    """Every measure, one after the other. Nobody is connected before or after."""
    load = Load(side, served)
    figures: Figures = {}
    tables = [Room(meeting, meeting.people) for meeting in stage.tables]
    few = tables[: size.few]
    figures |= await joins(load, served, tables)
    await load.drive(tables, 50, 100)
    figures |= await saturation(load, tables, size)
    await load.leave(tables[size.few :])
    figures |= await saturation(load, few, size)
    await load.leave(few[1:])
    figures |= await fan_out(load, few[0], size)
    await load.leave(few[:1])
    for meeting in stage.halls.values():
        hall = Room(meeting, meeting.people)
        await load.connect([hall])
        figures |= await fan_out(load, hall, size)
        await load.leave([hall])
    figures |= await late(load, stage, size)
    if side.name == "ours":
        figures |= await growth(load, stage, size)
        figures |= await exports_at_once(load, stage)
    return figures


async def joins(load: Load, served: Served, tables: list[Room]) -> Figures:
    """A thousand sockets arrive at once: their time, and what each keeps of the memory. As many stay as have a seat."""
    spare = JOINS // len(tables) - TABLE
    second = [Room(room.meeting, room.people[:spare]) for room in tables]
    before = served.resident_kib()
    start = time.perf_counter()
    await load.connect([each for pair in zip(tables, second, strict=True) for each in pair])
    took = time.perf_counter() - start
    await asyncio.sleep(1)
    connections = sum(len(room.sockets) for room in (*tables, *second))
    kept = (served.resident_kib() - before) / connections
    await load.leave(second)
    return {"joins_1000_s": took * JOINS / connections, "kib_per_connection": kept}


async def saturation(load: Load, rooms: list[Room], size: Size) -> Figures:
    """The highest rate at which 99 of 100 acts are with everybody within `SLOW_MS`: up by half, then halving between.

    A rate has failed when it failed twice, since other work on the machine can spoil one attempt.
    """

    async def holds(rate: float) -> Probe | None:
        for _ in range(2):
            probe = await load.drive(rooms, rate, int(rate * size.probe_s))
            if probe.percentile(0.99) < SLOW_MS:
                return probe
        return None

    best: Probe | None = None
    good, bad, rate = 0.0, 0.0, 400.0
    while not (good and bad) or bad / good > 1.08:
        probe = await holds(rate)
        if probe is not None:
            best, good = probe, rate
        elif rate < 5:
            raise RuntimeError("it cannot even do five acts a second")
        else:
            bad = rate
        rate = (good * bad) ** 0.5 if good and bad else rate * 1.5 if good else rate / 2
    assert best is not None
    name = f"{len(rooms)}x{len(rooms[0].sockets)}"
    return {f"acts_per_s_{name}": best.acts_per_s, f"cpu_us_per_delivery_{name}": best.cpu_us_per_delivery}


async def fan_out(load: Load, room: Room, size: Size) -> Figures:
    """How long one act takes to the last of N, with nothing else going on but an act every twentieth of a second, or
    every tenth in a large meeting."""
    probe = await load.drive([room], 20 if len(room.sockets) <= 50 else 10, size.fan_outs)
    name = len(room.sockets)
    return {
        f"fanout_p50_ms_{name}": probe.percentile(0.5),
        f"fanout_p95_ms_{name}": probe.percentile(0.95),
        f"fanout_p99_ms_{name}": probe.percentile(0.99),
    }


async def late(load: Load, stage: Stage, size: Size) -> Figures:
    """Joining a meeting of 500 entries: with nothing, with all but 50, and twelve at once beside another meeting."""
    side, meeting = load.side, stage.late
    whole, part = [], []
    for _ in range(size.late_joins):
        socket = await connect(load.served.port, side.cookie(meeting.people[0]), meeting.id)
        start = time.perf_counter()
        answer = await socket.ask(side.join(meeting))
        whole.append((time.perf_counter() - start) * 1000)
        event = side.catch_up(meeting, right(answer), MISSED)
        start = time.perf_counter()
        right(await socket.ask(event))
        part.append((time.perf_counter() - start) * 1000)
        socket.close()
    return {
        "snapshot_500_p50_ms": median(whole),
        "snapshot_500_p95_ms": percentile(sorted(whole), 0.95),
        "catch_up_50_p95_ms": percentile(sorted(part), 0.95),
        "held_up_ms": await held_up(load, stage),
    }


async def held_up(load: Load, stage: Stage) -> float:
    """How much longer than usual the slowest act of another meeting takes while twelve join the long one at once."""
    side = load.side
    other = Room(stage.tables[1], stage.tables[1].people[:2])
    await load.connect([other])
    usual = median([await load.act(other) for _ in range(20)])
    slowest = []
    for _ in range(3):
        sockets = [await connect(load.served.port, side.cookie(each), stage.late.id) for each in stage.late.people]
        asked = [asyncio.ensure_future(socket.ask(side.join(stage.late))) for socket in sockets]
        took = [await load.act(other)]
        while not all(each.done() for each in asked):
            took.append(await load.act(other))
        slowest.append(max(took) - usual)
        for socket in sockets:
            socket.close()
        await asyncio.sleep(0.3)
    await load.leave([other])
    return median(slowest)


async def growth(load: Load, stage: Stage, size: Size) -> Figures:
    """The server's processor time for one act with one listening, by how many entries the meeting has already."""
    rooms = {entries: Room(meeting, meeting.people[:1]) for entries, meeting in stage.grown.items()}
    await load.connect(list(rooms.values()))
    costs: dict[int, list[float]] = {entries: [] for entries in GROWN}
    for _ in range(5):
        for entries, room in rooms.items():
            cpu = load.served.cpu_s()
            for _ in range(size.grown_acts // 5):
                await load.act(room)
            costs[entries].append((load.served.cpu_s() - cpu) * 1e6 / (size.grown_acts // 5))
    await load.leave(list(rooms.values()))
    return {f"act_cost_us_{entries}": median(each) for entries, each in costs.items()}
