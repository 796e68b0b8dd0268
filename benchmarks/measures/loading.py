"""How long it takes until a page can be used: again, for the first time, and from far away."""

from __future__ import annotations

from collections import defaultdict

from playwright.async_api import BrowserContext, Page

from measures import network
from measures.cases import APP, CASES, OLD
from measures.subjects import Bench
from measures.tables import compare, median, p95, show, verdict

BARE, COMPONENT, DEFAULT = "bare st.write", "one component", "convviz, default"
DELAY = 0.4  # seconds each way, of the network that is far away
TIMEOUT = 120_000  # ms
NEAR, FAR = 1.3, 1.5  # of the component page's time


class Times(defaultdict[tuple[str, str], list[float]]):
    """Milliseconds by name and stage."""


def first_pages(bench: Bench) -> dict[tuple[str, str], str]:
    """The servers whose page is opened without a link, by name and stage."""
    pages = {(BARE, APP): "bare", (COMPONENT, APP): "component"}
    return pages | {(DEFAULT, stage): stage for stage in (APP, OLD) if stage in bench.servers}


def addresses(bench: Bench) -> dict[tuple[str, str], str]:
    """What is opened, by name and stage."""
    found = {key: bench.servers[server].url for key, server in first_pages(bench).items()}
    for case in (CASES[1], CASES[3]):
        found |= {(f"convviz, {case.name}", stage): url for stage, url in bench.stages(case, 1).items()}
    return found


async def load(page: Page, url: str, name: str) -> float:
    """Milliseconds from navigation to a usable page."""
    await page.goto("about:blank")
    usable = "bare" if name == BARE else "ready"
    await page.goto(f"{url}#{usable}", wait_until="commit", timeout=TIMEOUT)
    await page.wait_for_function("bench.loaded !== undefined", timeout=TIMEOUT)
    await page.wait_for_timeout(300)
    return float(await page.evaluate("bench.loaded"))


async def load_cold(context: BrowserContext, url: str, name: str) -> float:
    """Milliseconds until a page can be used in a context that has nothing in its caches."""
    page = await context.new_page()
    try:
        return await load(page, url, name)
    finally:
        await context.close()


async def measure(bench: Bench) -> None:
    """Warm loads, cold ones, and cold ones over a slow network, each kind in turns."""
    await measure_warm(bench)
    await measure_cold(bench)
    await measure_far(bench)


async def measure_warm(bench: Bench) -> None:
    """Navigation in one page; the first round fills the caches, uncounted."""
    page, times = await bench.context.new_page(), Times(list)
    for turn in range(bench.effort.loads + 1):
        for (name, stage), url in addresses(bench).items():
            taken = await load(page, url, name)
            if turn:
                times[name, stage].append(taken)
    await page.close()
    report("5. Navigation to a usable page, warm, ms", times, NEAR)


async def measure_cold(bench: Bench) -> None:
    """Navigation in a new context each; the first round is the servers' first, uncounted."""
    times = Times(list)
    for turn in range(bench.effort.loads + 1):
        for (name, stage), server in first_pages(bench).items():
            taken = await load_cold(await bench.new_context(), bench.servers[server].url, name)
            if turn:
                times[name, stage].append(taken)
    report("5. Navigation to a usable page, nothing cached, ms", times, NEAR)


async def measure_far(bench: Bench) -> None:
    """The same over a network on which every message takes its time."""
    times = Times(list)
    for _ in range(max(1, bench.effort.loads // 2)):
        for (name, stage), server in first_pages(bench).items():
            async with network.far(bench.servers[server].port, DELAY) as url:
                times[name, stage].append(await load_cold(await bench.new_context(), url, name))
    title = f"5. Navigation to a usable page, nothing cached, {1000 * DELAY:.0f} ms each way, ms"
    report(title, times, FAR)


def report(title: str, times: Times, limit: float) -> None:
    """Prints the table of loads, and what other stages took."""
    bare, component = median(times[BARE, APP]), median(times[COMPONENT, APP])
    rows = []
    for (name, stage), values in times.items():
        if stage == APP:
            mine = median(values)
            row = [name, str(len(values)), f"{mine:.0f}", f"{p95(values):.0f}"]
            row += [f"{mine / bare:.2f}", f"{mine / component:.2f}"]
            rows.append([*row, "" if name in (BARE, COMPONENT) else verdict(mine, limit * component)])
    header = ["page", "loads", "median", "p95", "to bare", "to component", f"<= {limit}"]
    show(title, header, rows)
    compare(title.replace("5.", "5b.").replace(" page", " page on other stages", 1), times)
