"""A class at its computers: many visitors, each of whom does one thing every two seconds."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from itertools import count
from typing import Protocol, TypeAlias

from measures.processes import Servers
from measures.tables import median, p95, show, verdict
from measures.visitor import Visitor

EVERY = 2.0  # seconds between two acts of a visitor
REST = 0.3  # seconds after which the stage says where it rests
TOGETHER = 10  # visitors that open the page at once
FEW = 20  # visitors that are no burden, to see what a run costs
ENDED = 135  # seconds after which Streamlit has ended the sessions that lost their browser
STAGE, FOLLOW = "convviz.stage", "convviz.follow"

#: Does something, for the n-th time.
Act: TypeAlias = Callable[[Visitor, int], Awaitable[None]]

# ------------------------------------------------------------------------------ acts


async def count_up(visitor: Visitor, number: int) -> None:
    """Changes the one widget of the page that has nothing else."""
    await visitor.set_number("Number", number + 1)


async def change_stride(visitor: Visitor, number: int) -> None:
    """Changes the stride to 2 and back: the whole page runs."""
    await visitor.set_number("Stride", 1 + (number + 1) % 2)


async def edit_cell(visitor: Visitor, number: int) -> None:
    """Types a number into a cell of the stage."""
    header = visitor.header(STAGE)
    cells = [[0, 1, 1, str(10 + number % 80)]]
    edit = {"n": time.time_ns() // 10**6, "revision": header["revision"], "do": "type", "panel": "input"}
    await visitor.post(f"/edits/{header['host']['session']}", [{**edit, "cells": cells}])


async def rest(visitor: Visitor, number: int, counted: bool = True) -> None:
    """Says where the stage rests, with the tabs below it in sight."""
    look = {"predicting": False, "hiding": False, "multiply": False, "presenting": False}
    report = {"revision": visitor.header(STAGE)["revision"], "step": number % 4, **look}
    await visitor.set_component(FOLLOW, counted, place={"report": report, "seen": True})


def then_rest(act: Act) -> Act:
    """An act, and after its answer what the stage says then."""

    async def both(visitor: Visitor, number: int) -> None:
        await act(visitor, number)
        await visitor.settled()
        await asyncio.sleep(REST)
        await rest(visitor, 0, counted=False)

    return both


def rested(act: Act) -> Act:
    """An act of a visitor whose stage has said once where it rests; it need not say so after each.

    Of a change that the server made by itself only the revision is new, and the stage keeps its step.
    """

    async def once(visitor: Visitor, number: int) -> None:
        if number == 0:
            await rest(visitor, 0, counted=False)
            await visitor.settled()
        await act(visitor, number)

    return once


# ------------------------------------------------------------------------------ the class


@dataclass(frozen=True)
class Answered:
    """What a server made of a class that did one thing for some time."""

    seconds: float
    asked: int
    messages: int
    cpu: float
    times: list[float]


class Site(Protocol):
    """What is visited: a server, or several behind one address."""

    @property
    def url(self) -> str:
        """The address of the page."""

    def cpu(self) -> float:
        """The CPU time of what serves it so far, in ms."""


class Classroom:
    """Some visitors of a page."""

    def __init__(self, server: Site) -> None:
        self.server = server
        self.visitors: list[Visitor] = []

    async def enter(self, size: int) -> None:
        """Lets so many more visitors open the page."""
        new = [Visitor() for _ in range(size)]
        for first in range(0, size, TOGETHER):
            await asyncio.gather(*(one.open(self.server.url) for one in new[first : first + TOGETHER]))
        self.visitors += new

    async def leave(self) -> None:
        """All go."""
        await asyncio.gather(*(one.close() for one in self.visitors))
        self.visitors = []

    async def work(self, act: Act, seconds: float) -> Answered:
        """Lets everyone do something every two seconds, evenly spread; what the server made of that."""
        for one in self.visitors:
            one.reset()
        began, used = time.perf_counter(), self.server.cpu()
        starts = [began + EVERY * place / len(self.visitors) for place in range(len(self.visitors))]
        acting = zip(self.visitors, starts, strict=True)
        await asyncio.gather(*(_repeat(one, act, start, began + seconds) for one, start in acting))
        return Answered(
            time.perf_counter() - began,
            sum(one.asked for one in self.visitors),
            sum(one.messages for one in self.visitors),
            self.server.cpu() - used,
            [taken for one in self.visitors for taken in one.times],
        )


async def _repeat(visitor: Visitor, act: Act, begins: float, ends: float) -> None:
    """Acts every two seconds; whoever is still waiting for an answer then acts later."""
    for number in count():
        due = begins + EVERY * number
        if due >= ends:
            break
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        await act(visitor, number)
    await visitor.settled()


async def observe(server: Site, size: int, act: Act, seconds: float) -> Answered:
    """What a server makes of a class that enters, acts and goes; its first acts are not counted."""
    room = Classroom(server)
    await room.enter(size)
    await room.work(act, 2 * EVERY)
    answered = await room.work(act, seconds)
    await room.leave()
    return answered


# ------------------------------------------------------------------------------ what is printed


async def runs(servers: Servers, visitors: int, seconds: float) -> None:
    """What one run costs, where the server has time."""
    acts: dict[str, tuple[str, Act, float | None]] = {
        "control: a count": ("widget", count_up, None),
        "stride (whole page)": ("app", change_stride, 18),
        "edit (posted)": ("app", edit_cell, 9),
        "step (fragment)": ("app", rest, 9),
    }
    rows = []
    for name, (page, act, limit) in acts.items():
        found = await observe(servers[page], min(visitors, FEW), act, seconds)
        number = len(found.times)
        cells = [name, str(number), f"{found.messages / number:.0f}", f"{median(found.times):.0f}"]
        goal = ["", ""] if limit is None else [f"<= {limit:.0f}", verdict(found.cpu / number, limit)]
        rows.append([*cells, f"{found.cpu / number:.1f}", *goal])
    show("1. A run", ["act", "runs", "messages", "p50 ms", "CPU ms", "goal", "reached"], rows)


async def lesson(servers: Servers, visitors: int, seconds: float) -> None:
    """How a class is served."""
    acts: dict[str, tuple[str, Act, float]] = {
        "control: a count": ("widget", count_up, 500),
        "stride": ("app", rested(change_stride), 500),
        "edit": ("app", then_rest(edit_cell), 250),
    }
    sites = {name: (servers[page], act, limit) for name, (page, act, limit) in acts.items()}
    await served(f"2. A class of {visitors}", sites, visitors, seconds)


async def served(title: str, acts: dict[str, tuple[Site, Act, float]], visitors: int, seconds: float) -> None:
    """How visitors are served who do one thing after the other; each has a limit in ms at p95."""
    rows = []
    for name, (site, act, limit) in acts.items():
        found = await observe(site, visitors, act, seconds)
        nominal, done = visitors / EVERY, len(found.times) / found.seconds
        cells = [name, f"{nominal:.0f}", f"{found.asked / found.seconds:.1f}", f"{done:.1f}"]
        cells += [f"{median(found.times):.0f}", f"{p95(found.times):.0f}"]
        cells += [f"{100 * found.cpu / (1000 * found.seconds):.0f} %"]
        goals = [verdict(done, 0.9 * nominal, at_least=True), verdict(p95(found.times), limit)]
        rows.append([*cells, goals[0], f"<= {limit:.0f}", goals[1]])
    header = ["act", "wanted/s", "asked/s", "served/s", "p50 ms", "p95 ms", "CPU"]
    goals_header = [">= 0.9 wanted", "p95 goal", "reached"]
    show(title, [*header, *goals_header], rows)


async def memory(servers: Servers, visitors: int, seconds: float) -> None:
    """What visitors hold, and what is left of them."""
    server, first, room = servers["app"], Classroom(servers["app"]), Classroom(servers["app"])
    await first.enter(FEW)  # what they bring, all share; they stay
    await first.work(then_rest(change_stride), EVERY)
    rows = []
    for wave in range(1, 3):
        before, open_before = server.memory(), server.descriptors()
        await room.enter(visitors)
        await room.work(then_rest(change_stride), EVERY)
        held, opened = server.memory() - before, server.descriptors() - open_before
        await room.leave()
        await asyncio.sleep(ENDED if seconds > EVERY * 5 else EVERY)
        for _ in range(3):  # Streamlit clears up when someone goes, and ends a session some seconds later
            passing = Classroom(server)
            await passing.enter(1)
            await passing.leave()
            await asyncio.sleep(5 * EVERY)
        left, still = server.memory() - before, server.descriptors() - open_before
        cells = [f"wave {wave} of {visitors}", f"{held / visitors:.2f}", f"{opened / visitors:.1f}"]
        rows.append([*cells, f"{left:+.0f}", f"{still:+d}", "<= 0.3", verdict(held / visitors, 0.3)])
    await first.leave()
    header = ["", "MB a visitor", "descriptors", "MB left", "descriptors left", "goal", "reached"]
    show("3. Memory", header, rows)
