"""A server and a real browser. Every wait has a limit; a console error or a server warning fails."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()


class Server:
    """`streamlit run` on a free port of this machine, which can be killed and started again."""

    def __init__(self, log: Path, script: str = "app.py") -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/"
        self.log, self.script = log, script
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "streamlit", "run", self.script, "--server.headless=true"]
        address = [f"--server.port={self.port}", "--server.address=127.0.0.1"]
        with self.log.open("a") as output:
            self.process = subprocess.Popen(
                [*command, *address], cwd=ROOT, stdout=output, stderr=subprocess.STDOUT, env=os.environ
            )
        limit = time.monotonic() + 60
        while not self._healthy():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < limit, f"no server after a minute: {self.log.read_text()}"
            time.sleep(0.1)

    def _healthy(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}_stcore/health", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(timeout=30)

    def complaints(self) -> list[str]:
        words = ("warning", "error", "traceback", "exception", "deprecat")
        lines = self.log.read_text().splitlines()
        return [line for line in lines if any(word in line.lower() for word in words)]


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="browser tests need the package playwright"
    )
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    path = next((found for name in names if (found := shutil.which(name))), None)
    with playwright.sync_playwright() as driver:
        bundled = Path(driver.chromium.executable_path)
        if path is None and not bundled.exists():
            pytest.skip("browser tests need Chromium: a Debian package, or `playwright install chromium`")
        browser = driver.chromium.launch(executable_path=path or bundled, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server(browser: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("server") / "log")
    yield server
    server.kill()
    assert server.complaints() == []


@pytest.fixture
def own_server(browser: object, tmp_path: Path) -> Iterator[Server]:
    """A server of one test alone, to be killed."""
    server = Server(tmp_path / "log")
    yield server
    server.kill()


@pytest.fixture
def page(browser: object, request: pytest.FixtureRequest) -> Iterator[object]:
    """An empty page of 1280 x 720; an error in its console fails the test unless that expects it."""
    options = {"viewport": {"width": 1280, "height": 720}}
    context = browser.new_context(**options, **getattr(request, "param", {}))  # type: ignore[attr-defined]
    context.set_default_timeout(20_000)
    page = context.new_page()
    errors: list[str] = []
    page.on("console", lambda m: errors.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    if request.node.get_closest_marker("console_errors") is None:
        assert errors == []
