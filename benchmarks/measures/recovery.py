"""How soon open pages work again after the server that served them was killed, behind nginx."""

from __future__ import annotations

import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from replicas import NGINX, Replicas

from measures.processes import Servers, launch

if TYPE_CHECKING:
    from playwright.async_api import Browser, Page

#: A line to the server is open, and the page has run over it.
_RESTED = '[data-test-connection-state="CONNECTED"][data-test-script-state="notRunning"]'
_READY = '[data-testid="convviz-stage"][data-ready="true"]'
#: Notes when a line was lost, when one was open again, and when the first message came over that.
_NOTES = """(() => {
  const Line = window.WebSocket;
  window.noted = [];
  window.WebSocket = class extends Line {
    constructor(...given) {
      super(...given);
      for (const type of ["close", "open", "message"])
        this.addEventListener(type, () => noted.push([type, Date.now()]), { once: true });
    }
  };
})();"""
_TYPES = ("close", "open", "message")
_WORKS = (
    "([killed, rested]) => noted.some(([type, at]) => type === 'message' && at > killed) && "
    "document.querySelector(rested) && Date.now()"
)
_PICTURE = """() => [...document.querySelectorAll('[data-panel="input"] td, [data-panel="output"] td')].map(
    (cell) => cell.textContent).join()"""
#: What is open: two worked examples, and numbers of somebody's own; links carry all of them.
_PAGES = ("?rank=1", "?x=7,1;1,5&w=1,2", "?example=sobel")


async def measure(servers: Servers, visitors: int, seconds: float) -> None:
    """Kills a server under three pages, several times."""
    from playwright.async_api import async_playwright  # the other sections of the server need no browser

    if NGINX is None:
        print("\nRecovery: there is no nginx here.")
        return
    print("\n6. A server is killed under three open pages, behind nginx; ms from then on")
    print("   lost  line open  first message  works again, with what was there")
    times = []
    async with async_playwright() as driver:
        browser = await launch(driver)
        for _ in range(2 if seconds < 10 else 6):
            with ExitStack() as ends:
                folder = Path(ends.enter_context(tempfile.TemporaryDirectory()))
                times += await _killed(browser, Replicas(folder, ends))
        await browser.close()
    print(f"   works again: middle {median(times):.0f}, longest {max(times):.0f}; the goal is 2000")


async def _killed(browser: Browser, site: Replicas) -> list[float]:
    """When each page of one server works again."""
    pages = [await _opened(browser, site, query) for query in _PAGES]
    pictures = [await page.evaluate(_PICTURE) for page in pages]
    killed = time.time() * 1000
    site.servers[0].kill()
    times = []
    for page, picture in zip(pages, pictures, strict=True):
        works = await page.wait_for_function(_WORKS, arg=[killed, _RESTED], timeout=60_000, polling=10)
        times.append(await works.json_value() - killed)
        assert await page.evaluate(_PICTURE) == picture
        noted = [(type, at - killed) for type, at in await page.evaluate("noted") if at > killed]
        lost, line, first = (next(at for one, at in noted if one == type) for type in _TYPES)
        print(f"   {lost:4.0f}  {line:9.0f}  {first:13.0f}  {times[-1]:.0f}")
        await page.context.close()
    return times


async def _opened(browser: Browser, site: Replicas, query: str) -> Page:
    context = await browser.new_context()
    await context.add_cookies([{"name": "convviz", "value": site.visitors[0], "url": site.url}])
    await context.add_init_script(_NOTES)
    page = await context.new_page()
    await page.goto(f"{site.url}{query}")
    for selector in (_READY, _RESTED):
        await page.wait_for_selector(selector, state="attached", timeout=60_000)
    return page
