"""Edits of cells on the stage, beside a component that does nothing but echo what is typed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeAlias

from playwright.async_api import Page, TimeoutError

from measures.cases import EDITED, SMALL, Case
from measures.subjects import Bench
from measures.tables import median, p95, show, verdict

ECHO = "echo"
MARGINS = (60, 100)  # ms by which the median and the 95th percentile may be above the echo's
STACKED = f"{SMALL.name}, the first of 4 layers"
LAYERS = "&layers=convolution,relu,convolution,relu&w.3=1,0;0,1"
SHARE = 1.3  # of a single layer's time, that an edit in the first of several may take
INPUT = '[data-panel="input"] [role="grid"]'

#: Brings a page to where the next Enter commits a number that was not there, for the n-th time.
Type: TypeAlias = Callable[[Page, int], Awaitable[None]]


def typing(columns: int, rows: int, first: int = 1) -> Type:
    """Typing into the fourth cell of one of three rows of the input, from `first` on, in turn."""

    async def type_into(page: Page, number: int) -> None:
        box = await page.locator(INPUT).first.bounding_box()
        assert box is not None
        row = first + number % 3
        await page.mouse.click(
            box["x"] + 3.5 * box["width"] / columns, box["y"] + (row + 0.5) * box["height"] / rows
        )
        await write(page, str(10 + number % 80))

    return type_into


async def type_echo(page: Page, number: int) -> None:
    """Typing into the field of the component that echoes."""
    await page.locator("input").click(click_count=3)
    await write(page, str(10 + number % 80))


async def write(page: Page, text: str) -> None:
    """Types a text to where the focus is, and waits until it is there."""
    await page.keyboard.type(text)
    await page.wait_for_function("text => document.activeElement.value === text", arg=text)


async def edit(page: Page, number: int, type_into: Type) -> dict[str, float] | None:
    """Commits a number with Enter; the parts of its time, or None if nothing was seen of it."""
    await type_into(page, number)
    await page.evaluate("bench.awaitEdit()")
    await page.keyboard.press("Enter")
    try:
        await page.wait_for_function("bench.edit !== undefined", timeout=3000)
    except TimeoutError:
        return None
    await page.wait_for_timeout(200)
    return dict(await page.evaluate("bench.edit"))


def typing_case(case: Case) -> Type:
    """Typing into the input of a case, without padding."""
    rows, columns = case.x
    return typing(columns, rows)


async def measure(bench: Bench) -> None:
    """Edits of two grids, of one in the first of four layers, and of the control, in turns."""
    pages: dict[str, tuple[Page, Type]] = {}
    subject = await bench.open(ECHO, bench.servers["echo"].url, "echo", 1)
    pages[ECHO] = (subject.page, type_echo)
    for case in EDITED:
        steps = len(case.convolution())
        subject = await bench.open(case.name, bench.app + case.query(steps), "stage", steps)
        pages[case.name] = (subject.page, typing_case(case))
    steps = len(SMALL.convolution())
    subject = await bench.open(STACKED, bench.app + SMALL.query(steps) + LAYERS, "stage", steps)
    pages[STACKED] = (subject.page, typing_case(SMALL))
    results: dict[str, list[dict[str, float]]] = defaultdict(list)
    for number in range(bench.effort.edits):
        for name, (page, type_into) in pages.items():
            await page.bring_to_front()
            if taken := await edit(page, number, type_into):
                results[name].append(taken)
    report(results, bench.effort.edits)
    for page, _ in pages.values():
        await page.close()


def report(results: dict[str, list[dict[str, float]]], tried: int) -> None:
    """Prints the table of edits."""
    times = {name: [one["time"] for one in edits] for name, edits in results.items()}
    control, single = ([median(times[name]), p95(times[name])] for name in (ECHO, SMALL.name))
    allowed = [time + margin for time, margin in zip(control, MARGINS, strict=True)]
    limits = dict.fromkeys(results, allowed) | {ECHO: [], STACKED: [SHARE * time for time in single]}
    rows = [row(name, edits, tried, limits[name]) for name, edits in results.items()]
    header = ["page", "edits", "median", "p95", "to send", "server", "to show"]
    goals = [f"median <= echo + {MARGINS[0]}", f"p95 <= echo + {MARGINS[1]}"]
    title = "3. From the Enter that commits an edit to the output's new table, ms"
    show(f"{title}; in a stack <= {SHARE} of one layer's", [*header, *goals], rows)


def row(name: str, edits: Sequence[dict[str, float]], tried: int, limits: Sequence[float]) -> list[str]:
    """What the table says of one page."""
    times = [one["time"] for one in edits]
    parts = [
        median([one["sent"] for one in edits]),
        median([one["received"] - one["sent"] for one in edits]),
        median([one["time"] - one["received"] for one in edits]),
    ]
    cells = [name, f"{len(edits)} of {tried}", f"{median(times):.0f}", f"{p95(times):.0f}"]
    goals = (
        [verdict(value, limit) for value, limit in zip((median(times), p95(times)), limits, strict=True)]
        if limits
        else ["", ""]
    )
    return [*cells, *(f"{part:.0f}" for part in parts), *goals]
