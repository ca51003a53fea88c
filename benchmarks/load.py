"""Many people at the pages at once, by websocket: each moves a lever, looks for some seconds, and moves it again."""

from __future__ import annotations

import argparse
import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from time import monotonic, perf_counter

import numpy as np
from clock import told
from serving import ROOT, Server, served
from visitor import Visitor

LEVER = "Share of revenue for security"
THINK = 3.0
APART = 0.05
"""How far, in points, a lever is moved at least from where it stood and from the case: figures show it then."""

LOOK = 1.0
"""Seconds between two looks at memory."""


@dataclass
class Seen:
    """What the visitors met: seconds of each answer and of each opening, what went wrong, bytes that were sent."""

    answers: list[float] = field(default_factory=list)
    openings: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    bytes: int = 0


@dataclass(frozen=True)
class Memory:
    """Megabytes at a moment, in seconds: of the process of the pages and of the workers."""

    when: float
    pages: float
    workers: float


async def visit(server: Server, number: int, until: float, seen: Seen, asked: argparse.Namespace) -> None:
    """Open the page, and move the lever to a new value again and again."""
    draw = random.Random(number)
    await asyncio.sleep(draw.uniform(0.0, asked.think))
    async with Visitor(server.address, "whatif", case="Demo") as visitor:
        seen.openings.append(await visitor.open())
        last = 0.0
        while monotonic() < until:
            await asyncio.sleep(asked.think)
            value = last
            while abs(value - last) < APART or abs(value) < APART:
                value = draw.randint(-asked.values, asked.values) / 10.0 if asked.values else draw.uniform(-2.0, 2.0)
            before = visitor.html("rf-tiles"), visitor.html("shown-whatif")
            seconds = await visitor.slide(LEVER, value)
            last = value
            seen.answers.append(seconds)
            seen.wrong += visitor.errors()
            if 'data-changes="0"' in visitor.html("shown-whatif") or not visitor.html("shown-whatif"):
                seen.wrong.append("the page does not show the changes")
            if visitor.html("rf-tiles") == before[0]:
                seen.wrong.append("the page shows the figures of before")
        seen.bytes += visitor.bytes


async def tried(number: int, server: Server, until: float, seen: Seen, asked: argparse.Namespace) -> None:
    """Visit, and keep what goes wrong."""
    try:
        await visit(server, number, until, seen, asked)
    except Exception as error:  # noqa: BLE001  # told at the end
        seen.wrong.append(repr(error))


async def watched(server: Server, until: float, memory: list[Memory]) -> None:
    """Look at memory again and again."""
    while monotonic() < until:
        memory.append(Memory(monotonic(), *server.memory()))
        await asyncio.sleep(LOOK)


async def together(server: Server, asked: argparse.Namespace) -> None:
    """Let them all come, and print what was met."""
    async with Visitor(server.address, "whatif", case="Demo") as first:
        print(f"the first visitor waits {await first.open():.1f} s for the page What if")
    seen, memory = Seen(), list[Memory]()
    before, start, until = server.spent(), perf_counter(), monotonic() + asked.seconds
    async with asyncio.TaskGroup() as group:
        group.create_task(watched(server, until, memory))
        for number in range(asked.visitors):
            group.create_task(tried(number, server, until, seen, asked))
    spent, taken, count = server.spent().since(before), perf_counter() - start, max(1, len(seen.answers))
    print(f"{asked.visitors} people on the demo for {asked.seconds:.0f} s, think time {asked.think:.0f} s, "
          f"{len(seen.answers) / taken:.2f} answers a second, {seen.bytes / count / 1e3:.0f} kB each")
    if seen.answers:
        print(told("opening the page", seen.openings))
        print(told("lever to a page that is drawn", seen.answers))
    print(f"processor seconds an answer: {spent.pages / count:.3f} pages, {spent.workers / count:.3f} workers, "
          f"{(spent.pages + spent.workers) / count:.3f} together; "
          f"{(spent.pages + spent.workers) / taken:.2f} of the processors busy")
    print("errors:", "; ".join(f"{seen.wrong.count(one)} times {one}" for one in dict.fromkeys(seen.wrong)) or "none")
    for line in dict.fromkeys(server.wrong()):
        print("log of the server:", line)
    print(slope("pages", memory, [one.pages for one in memory]))
    print(slope("workers", memory, [one.workers for one in memory]))
    print(slope("all", memory, [one.pages + one.workers for one in memory]))


def slope(name: str, memory: Sequence[Memory], megabytes: Sequence[float]) -> str:
    """Return memory over time in words, its slope after the first third."""
    begin = memory[0].when + (memory[-1].when - memory[0].when) / 3
    late = [(one.when, held) for one, held in zip(memory, megabytes, strict=True) if one.when > begin]
    rise = float(np.polyfit(*np.array(late).T, 1)[0]) * 60.0 if len(late) > 1 else 0.0
    return (f"memory of {name}: {megabytes[0]:.0f} MB, after a third {late[0][1]:.0f}, at the end {megabytes[-1]:.0f}, "
            f"most {max(megabytes):.0f}; slope after the first third {rise:+.2f} MB a minute")


def main() -> None:
    """Serve the demo and print all of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=600.0)
    parser.add_argument("--visitors", type=int, default=20)
    parser.add_argument("--think", type=float, default=THINK)
    parser.add_argument("--values", type=int, default=0, help="the lever has this many values above and "
                        "below where it stands, so that visitors ask the same; else each asks what nobody asked before")
    asked = parser.parse_args()
    with served({"demo": ROOT / "inputs/demo"}, RIGHTFIN_PREPARE="no") as server:  # the overview is not looked at
        asyncio.run(together(server, asked))


if __name__ == "__main__":
    main()
