"""Hovering over cells, and steps from multiplication to multiplication."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from measures.cases import APP, CASES, Case
from measures.subjects import CONTROL, CONTROL_URL, Bench, Subject, press_steps, times_by_stage, uneven
from measures.tables import compare, median, p95, show, verdict

HOVERED = {CASES[1]: 5.0, CASES[2]: 8.0}  # ms that a hover may be slower than the control's
BY_WINDOWS, BY_TAPS = "by windows", "by multiplications"


@dataclass
class Row:
    """A row of cells to hover over, on an open page."""

    subject: Subject
    frame: str
    cells: int
    margin: float

    async def hover(self, moves: int) -> None:
        """Moves the mouse over the cells and back."""
        page = self.subject.page
        await page.bring_to_front()
        box = await page.locator(self.frame).first.bounding_box()
        assert box is not None
        await page.evaluate("bench.hovering = false")
        side = box["width"] / self.cells
        for number in range(moves + 1):
            at = number % (2 * self.cells - 2)
            column = min(at, 2 * self.cells - 2 - at)
            await page.mouse.move(box["x"] + (column + 0.5) * side, box["y"] + 1.5 * side)
            if not number:
                await page.wait_for_timeout(300)
                await page.evaluate("bench.hovering = true")
            await page.wait_for_timeout(uneven(number))
        await page.wait_for_timeout(300)
        self.subject.steps += await page.evaluate("bench.hovering = false, bench.steps.splice(0)")


async def open_rows(bench: Bench) -> list[Row]:
    """A row of the control, then of the input and the output of each case on each stage."""
    rows = [Row(await bench.open(CONTROL, CONTROL_URL, "control", 36), "#field", 8, math.nan)]
    for case, margin in HOVERED.items():
        for stage, url in bench.stages(case, len(case.convolution()) // 2).items():
            for panel, shape in (("input", case.x), ("output", case.convolution().output_shape)):
                subject = await bench.open(f"{case.name}, {panel}", url, "stage", 36, stage)
                rows.append(Row(subject, f'[data-panel="{panel}"] [data-frame]', shape[-1], margin))
    return rows


async def open_walks(bench: Bench) -> list[Subject]:
    """Each case on each stage twice: to be walked by windows, and by multiplications."""
    walks = []
    for case in HOVERED:
        for stage, url in bench.stages(case, 5).items():
            walks.append(await open_walk(bench, case, stage, url, 1))
            walks.append(await open_walk(bench, case, stage, url, math.prod(case.w)))
    return walks


async def open_walk(bench: Bench, case: Case, stage: str, url: str, taps: int) -> Subject:
    """A case that is walked with so many steps a window."""
    name = f"{case.name}, {BY_WINDOWS if taps == 1 else BY_TAPS}"
    subject = await bench.open(name, url, "stage", len(case.convolution()) * taps, stage)
    if taps > 1:
        await subject.page.get_by_role("button", name="multiply by multiply").click()
    return subject


async def measure(bench: Bench) -> None:
    """Hover over input and output, and steps by multiplications, in turns with the control."""
    rows, walks = await open_rows(bench), await open_walks(bench)
    for _ in range(bench.effort.rounds):
        for row in rows:
            await row.hover(bench.effort.presses)
        for subject in walks:
            await press_steps(subject, bench.effort.presses)
    report_hover(rows)
    report_walks(walks)
    for subject in (*(row.subject for row in rows), *walks):
        await subject.page.close()


def report_hover(rows: Sequence[Row]) -> None:
    """Prints the tables of hovers."""
    control, *stages = rows
    base = median(control.subject.times())
    lines = []
    for row in rows:
        times = row.subject.times()
        line = [row.subject.name, str(len(times)), f"{median(times):.1f}", f"{p95(times):.1f}"]
        extra = median(times) - base
        goal = [f"{extra:+.1f}", f"<= {row.margin:+.0f}", verdict(extra, row.margin)]
        if row.subject.stage == APP:
            lines.append([*line, *(["", "", ""] if row is control else goal)])
    header = ["page", "moves", "median", "p95", "to control", "goal", "reached"]
    show("2b. A hover, input to paint, ms", header, lines)
    compare("2b. A hover on other stages, ms", times_by_stage([row.subject for row in stages]))


def report_walks(walks: Sequence[Subject]) -> None:
    """Prints the tables of steps by windows and by multiplications."""
    lines = []
    for windows, taps in zip(walks[::2], walks[1::2], strict=True):
        extra = median(taps.times()) - median(windows.times())
        for subject in (windows, taps):
            times = subject.times()
            line = [subject.name, str(len(times)), f"{median(times):.1f}", f"{p95(times):.1f}"]
            goal = ["", "", ""] if subject is windows else [f"{extra:+.1f}", "<= +1", verdict(extra, 1)]
            if subject.stage == APP:
                lines.append([*line, *goal])
    header = ["page", "steps", "median", "p95", "to windows", "goal", "reached"]
    show("2c. A step by multiplications, input to paint, ms", header, lines)
    taps_alone = [subject for subject in walks if subject.name.endswith(BY_TAPS)]
    compare("2c. A step by multiplications on other stages, ms", times_by_stage(taps_alone))
