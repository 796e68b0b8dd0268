"""What a run costs the server."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from typing import TypeAlias

from playwright.async_api import Page

from measures.cases import CASES
from measures.edits import type_into
from measures.processes import MeasuredServer
from measures.subjects import TIMEOUT, Bench
from measures.tables import show, verdict

#: Does something on a page, for the n-th time.
Act: TypeAlias = Callable[[Page, int], Awaitable[None]]


async def idle(server: MeasuredServer, page: Page) -> float:
    """The server's CPU time per second with the page open and nobody touching it, in ms."""
    before = server.cpu()
    await page.wait_for_timeout(2000)
    return (server.cpu() - before) / 2


async def cost(server: MeasuredServer, page: Page, runs: int, act: Act, resting: float) -> tuple[float, int]:
    """CPU milliseconds per message that the browser sent while `act` ran so many times, and the messages."""
    await page.bring_to_front()
    for number in range(3):
        await act(page, number)
    await page.wait_for_timeout(700)
    await page.evaluate("bench.sent = []")
    before, began = server.cpu(), time.monotonic()
    for number in range(runs):
        await act(page, number + 3)
    await page.wait_for_timeout(700)
    used = server.cpu() - before - resting * (time.monotonic() - began)
    sent = int(await page.evaluate("bench.sent.length"))
    return used / max(1, sent), sent


async def commit(page: Page, number: int) -> None:
    """An edit, without waiting for what it shows."""
    await type_into(page, number)
    await page.keyboard.press("Enter")
    await page.wait_for_timeout(450)


async def rest(page: Page, number: int) -> None:
    """A step by key, and the pause after which the stage reports it."""
    await page.locator('input[type="range"]').focus()
    await page.keyboard.press("ArrowLeft" if number % 2 else "ArrowRight")
    await page.wait_for_timeout(450)


async def count_up(page: Page, number: int) -> None:
    """A click on the number input's plus."""
    await page.get_by_test_id("stNumberInputStepUp").click()
    await page.wait_for_timeout(250)


async def measure(bench: Bench) -> None:
    """Edits and steps in two cases, beside a page with one widget."""
    rows = []
    app, widget = bench.servers["app"], bench.servers["widget"]
    page = await bench.context.new_page()
    page.set_default_timeout(TIMEOUT)
    await page.goto(widget.url)
    await page.wait_for_selector('[data-testid="stNumberInputStepUp"]')
    resting, runs = await idle(widget, page), bench.effort.runs
    rows.append(
        row("bare, one widget", "full", runs, resting, await cost(widget, page, runs, count_up, resting))
    )
    await page.close()
    for case in (CASES[1], CASES[4]):
        middle = len(case.convolution()) // 2
        subject = await bench.open(case.name, app.url + case.query(middle), "stage", middle)
        page = subject.page
        await page.evaluate("bench.armed = false")
        resting = await idle(app, page)
        used = await cost(app, page, runs, rest, resting)
        rows.append(row(case.name, "fragment", runs, resting, used, 10))
        if len(case.x) < 3:
            used = await cost(app, page, runs, commit, resting)
            rows.append(row(case.name, "full", runs, resting, used, 20))
        await page.close()
    header = ["page", "run", "acts", "messages", "CPU ms per run", "idle ms/s", "goal", "reached"]
    show("6. The server's CPU time for a run", header, rows)


def row(
    name: str, kind: str, runs: int, resting: float, used: tuple[float, int], goal: float | None = None
) -> list[str]:
    """What the table says of runs of a kind."""
    each, sent = used
    cells = [name, kind, str(runs), str(sent), f"{each:.1f}", f"{resting:.0f}"]
    return [*cells, *(["", ""] if goal is None else [f"<= {goal}", verdict(each, goal)])]
