"""What it costs to draw another scene, by the player of this checkout and by that of an older one."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.async_api import CDPSession, Page

from measures import PAGES, ROOT
from measures.cases import APP, CASES, OLD
from measures.subjects import Bench
from measures.tables import median, show

#: By name, the shapes of the input and of the filter, or of all filters.
SHAPES: dict[str, tuple[tuple[int, ...], tuple[int, ...]]] = {
    **{case.name: (case.x, case.w) for case in CASES},
    "1D n=100, k=5": ((100,), (5,)),
    "2D 3x3 / 2x2": ((3, 3), (2, 2)),
    "2D 16x16 / 3x3": ((16, 16), (3, 3)),
    "2D 256x256 / 3x3": ((256, 256), (3, 3)),
    "3D 16x16x16 / 16x3x3": ((16, 16, 16), (16, 3, 3)),
    "16 filters 16x3x3 on 16x8x8": ((16, 8, 8), (16, 16, 3, 3)),
}
REST = 400  # ms in which what waits for the first paint is drawn
#: The scenes that are shown in turn, each with what it is to be called, if it counts.
TURNS = (
    ("first", "the first of a page"),
    ("edited", "another number"),
    ("numbers", "other numbers"),
    ("small", ""),
    ("first", "another shape"),
)


@dataclass
class Drawn:
    """A player on a page of its own, its scenes by case, and what it took to draw each."""

    stage: str
    page: Page
    clock: CDPSession
    url: str
    scenes: dict[str, dict[str, str]]
    times: dict[tuple[str, str], list[dict[str, float]]] = field(default_factory=lambda: defaultdict(list))

    async def cpu(self) -> float:
        """The ms that the page's main thread has worked."""
        metrics = await self.clock.send("Performance.getMetrics")
        return next(1000 * one["value"] for one in metrics["metrics"] if one["name"] == "TaskDuration")

    async def draw(self, case: str) -> None:
        """Draws all of a case, from an empty page on."""
        await self.page.bring_to_front()
        await self.page.goto(self.url)
        await self.page.evaluate("scenes => drawing.load(scenes)", self.scenes[case])
        for scene, called in TURNS:
            await self.page.wait_for_timeout(100)
            before = await self.cpu()
            wall = await self.page.evaluate("name => drawing.show(name)", scene)
            painted = await self.cpu()
            await self.page.wait_for_timeout(REST)
            if called:
                one = {"wall": wall, "painted": painted - before, "all": await self.cpu() - before}
                self.times[case, called].append(one)


async def open_player(bench: Bench, stage: str, checkout: Path) -> Drawn:
    """The player of a checkout, and the scenes that this makes."""
    folder = bench.folder / f"drawing {stage}"
    folder.mkdir()
    await asyncio.to_thread(
        subprocess.run,
        [sys.executable, str(PAGES / "scenes.py"), str(folder)],
        input=json.dumps(SHAPES),
        env={**os.environ, "PYTHONPATH": str(checkout)},
        text=True,
        check=True,
    )
    page = await bench.context.new_page()
    clock = await bench.context.new_cdp_session(page)
    await clock.send("Performance.enable", {"timeDomain": "threadTicks"})
    scenes = json.loads((folder / "scenes.json").read_text(encoding="utf-8"))
    return Drawn(stage, page, clock, (folder / "page.html").as_uri(), scenes)


async def measure(bench: Bench) -> None:
    """Every case, in turns over the players."""
    checkouts = {APP: ROOT}
    if OLD in bench.servers:
        checkouts[OLD] = bench.servers.scripts[OLD][1]
    players = [await open_player(bench, *checkout) for checkout in checkouts.items()]
    for case in SHAPES:
        for turn in range(bench.effort.loads):
            for player in players if turn % 2 else players[::-1]:
                if case in player.scenes:
                    await player.draw(case)
    report(*players)
    for player in players:
        await player.page.close()


def report(player: Drawn, old: Drawn | None = None) -> None:
    """Prints what each case takes, and beside it what it takes an older player."""
    header = ["case", "drawn", "times", "wall", "CPU to paint", "CPU in all"]
    rows = []
    for (case, called), times in player.times.items():
        row = [case, called, str(len(times)), *(f"{part(times, name):.0f}" for name in times[0])]
        rows.append([*row, *(compared(times, old.times[case, called]) if old else [])])
    more = ["old to paint", "old in all", "to old", "of old", "reached"] if old else []
    show("9. Drawing a scene, ms", [*header, *more], rows)


def compared(times: list[dict[str, Any]], before: list[dict[str, Any]]) -> list[str]:
    """What an older player takes, and beside it what the present one takes in all."""
    if not before:
        return [""] * 5
    mine, other = part(times, "all"), part(before, "all")
    cells = [f"{part(before, 'painted'):.0f}", f"{other:.0f}", f"{mine - other:+.0f}", f"{mine / other:.2f}"]
    return [*cells, "yes" if mine <= other else "NO"]


def part(times: list[dict[str, Any]], name: str) -> float:
    """The median of a part."""
    return median([one[name] for one in times])
