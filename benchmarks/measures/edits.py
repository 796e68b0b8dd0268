"""Edits of cells in the grid of the app's sidebar."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from playwright.async_api import Page, TimeoutError

from measures.cases import EDITED
from measures.subjects import Bench
from measures.tables import median, p95, show, verdict


async def type_into(page: Page, number: int) -> None:
    """Types a number that was not there into a cell of the input: rows 2 to 4 in turn."""
    text = str(10 + number % 80)
    box = await page.locator('[data-testid="stSidebar"] canvas').first.bounding_box()
    assert box is not None
    await page.mouse.click(box["x"] + 130, box["y"] + 35 + 30 * (1.5 + number % 3))
    await page.wait_for_timeout(150)
    is_open = "document.activeElement.matches('.gdg-input')"
    if not await page.evaluate(is_open):  # a click on the selected cell opens its editor by itself
        await page.keyboard.press("Enter")
        await page.wait_for_function(is_open)
    await page.keyboard.press("Control+A")
    await page.keyboard.type(text)
    await page.wait_for_function("text => document.activeElement.value === text", arg=text)
    await page.wait_for_timeout(100)  # an Enter within a few ms of the last digit may be lost


async def edit(page: Page, number: int) -> dict[str, float] | None:
    """Types a number into a cell of the input's grid; the parts of its time, or None if lost."""
    await type_into(page, number)
    await page.evaluate("bench.awaitEdit()")
    await page.keyboard.press("Enter")
    try:
        await page.wait_for_function("bench.edit !== undefined", timeout=3000)
    except TimeoutError:
        return None
    await page.wait_for_timeout(200)
    return dict(await page.evaluate("bench.edit"))


async def measure(bench: Bench) -> None:
    """Edits of two grids, in turns."""
    pages = {}
    for case in EDITED:
        steps = len(case.convolution())
        subject = await bench.open(case.name, bench.app + case.query(steps), "stage", steps)
        await subject.page.wait_for_timeout(400)
        pages[case.name] = subject.page
    results: dict[str, list[dict[str, float]]] = defaultdict(list)
    for number in range(bench.effort.edits):
        for name, page in pages.items():
            await page.bring_to_front()
            taken = await edit(page, number)
            if taken:
                results[name].append(taken)
    rows = [row(name, results[name], bench.effort.edits) for name in pages]
    header = ["case", "edits", "median", "p95", "grid", "server", "stage", "goal", "reached"]
    show("3. From the Enter that commits an edit to the output's new table, ms", header, rows)
    for page in pages.values():
        await page.close()


def row(name: str, edits: Sequence[dict[str, float]], tried: int) -> list[str]:
    """What the table says of one grid."""
    times = [one["time"] for one in edits]
    parts = [
        median([one["sent"] for one in edits]),
        median([one["received"] - one["sent"] for one in edits]),
        median([one["time"] - one["received"] for one in edits]),
    ]
    cells = [name, f"{len(edits)} of {tried}", f"{median(times):.0f}", f"{p95(times):.0f}"]
    return [*cells, *(f"{part:.0f}" for part in parts), "p95 <= 250", verdict(p95(times), 250)]
