"""The servers that are measured, and the browser; Linux only."""

from __future__ import annotations

import os
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import chromium
from servers import Server

from measures import PAGES, ROOT
from measures.cases import OLD

if TYPE_CHECKING:
    from playwright.async_api import Browser, BrowserContext, Playwright

VIEW = {"width": 1280, "height": 720}


async def launch(driver: Playwright) -> Browser:
    """Starts the browser that the tests use."""
    return await driver.chromium.launch(executable_path=chromium.executable(), args=chromium.ARGUMENTS)


async def new_context(browser: Browser) -> BrowserContext:
    """A context with empty caches, in whose pages the clock runs."""
    context = await browser.new_context(viewport=VIEW, bypass_csp=True)  # type: ignore[arg-type]
    await context.add_init_script(path=PAGES / "probe.js")
    return context


class MeasuredServer(Server):
    """A server whose process is looked at from outside."""

    def memory(self) -> float:
        """The memory that the process holds, in MB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.partition("VmRSS:")[2].split()[0]) / 1024

    def descriptors(self) -> int:
        """The files and connections that the process has open."""
        return len(list(Path(f"/proc/{self.process.pid}/fd").iterdir()))

    def cpu(self) -> float:
        """The CPU time of the process and its children so far, in ms."""
        text = Path(f"/proc/{self.process.pid}/stat").read_text()
        ticks = sum(int(field) for field in text.rpartition(")")[2].split()[11:15])
        return 1000 * ticks / os.sysconf("SC_CLK_TCK")


class Servers:
    """Servers by the name of their page, each started when it is first asked for; a context manager."""

    def __init__(self, old: Path | None) -> None:
        """`old` is the folder of an older checkout, whose app is another page."""
        self.scripts = {path.stem: (path, ROOT) for path in [*PAGES.glob("*.py"), ROOT / "app.py"]}
        if old:
            self.scripts[OLD] = (old / "app.py", old)
        self.started: dict[str, MeasuredServer] = {}

    def __enter__(self) -> Servers:
        self.stack = ExitStack()
        self.logs = Path(self.stack.enter_context(tempfile.TemporaryDirectory()))
        return self

    def __exit__(self, *error: object) -> None:
        self.stack.close()

    def __contains__(self, name: str) -> bool:
        return name in self.scripts

    def __getitem__(self, name: str) -> MeasuredServer:
        if name not in self.started:
            script, folder = self.scripts[name]
            self.started[name] = MeasuredServer(self.logs / f"{name}.log", str(script), folder)
            self.stack.callback(self.started[name].kill)
        return self.started[name]
