"""How long it takes until a page can be used."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from playwright.async_api import Page

from measures.cases import APP, CASES, OLD
from measures.subjects import TIMEOUT, Bench
from measures.tables import compare, median, p95, show, verdict

BARE, COMPONENT, DEFAULT = "bare st.write", "one component", "convviz, default"


def addresses(bench: Bench) -> dict[tuple[str, str], str]:
    """What is opened, by name and stage."""
    found = {
        (name, APP): bench.servers[page].url for name, page in ((BARE, "bare"), (COMPONENT, "component"))
    }
    found |= {(DEFAULT, stage): bench.servers[stage].url for stage in (APP, OLD) if stage in bench.servers}
    for case in (CASES[1], CASES[3]):
        found |= {(f"convviz, {case.name}", stage): url for stage, url in bench.stages(case, 1).items()}
    return found


async def load(page: Page, url: str, usable: str) -> float:
    """Milliseconds from navigation to a usable page."""
    await page.goto("about:blank")
    await page.goto(f"{url}#{usable}", wait_until="commit")
    await page.wait_for_function("bench.loaded !== undefined", timeout=TIMEOUT)
    await page.wait_for_timeout(300)
    return float(await page.evaluate("bench.loaded"))


async def measure(bench: Bench) -> None:
    """Navigation to a usable page, in turns; the first round fills the caches, uncounted."""
    page = await bench.context.new_page()
    times: dict[tuple[str, str], list[float]] = defaultdict(list)
    for turn in range(bench.effort.loads + 1):
        for (name, stage), url in addresses(bench).items():
            taken = await load(page, url, "bare" if name == BARE else "ready")
            if turn:
                times[name, stage].append(taken)
    await page.close()
    report({name: values for (name, stage), values in times.items() if stage == APP})
    compare("5b. Navigation to a usable page on other stages, ms", times)


def report(times: Mapping[str, Sequence[float]]) -> None:
    """Prints the table of loads."""
    bare, component = median(times[BARE]), median(times[COMPONENT])
    rows = []
    for name, values in times.items():
        mine = median(values)
        row = [name, str(len(values)), f"{mine:.0f}", f"{p95(values):.0f}"]
        row += [f"{mine / bare:.2f}", f"{mine / component:.2f}"]
        goals = [verdict(mine, 1.5 * bare), verdict(mine, 1.3 * component)]
        rows.append([*row, *(["", ""] if name in (BARE, COMPONENT) else goals)])
    header = ["page", "loads", "median", "p95", "to bare", "to component", "<= 1.5 bare", "<= 1.3 component"]
    show("5. Navigation to a usable page, warm, ms", header, rows)
