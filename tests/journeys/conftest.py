"""A server and a real browser. Every wait has a limit; a console error or a server warning fails."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import chromium
import pytest
from servers import Server

pytest.register_assert_rewrite("hands", "stage")  # so that a failure there says what was found


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="browser tests need the package playwright"
    )
    path = chromium.executable()
    with playwright.sync_playwright() as driver:
        bundled = Path(driver.chromium.executable_path)
        if path is None and not bundled.exists():
            pytest.skip("browser tests need Chromium: a Debian package, or `playwright install chromium`")
        browser = driver.chromium.launch(executable_path=path or bundled, args=chromium.ARGUMENTS)
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
    context = browser.new_context(**{**options, **getattr(request, "param", {})})  # type: ignore[attr-defined]
    context.set_default_timeout(20_000)
    page = context.new_page()
    errors: list[str] = []
    page.on("console", lambda m: errors.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    if request.node.get_closest_marker("console_errors") is None:
        assert errors == []
