"""A server for the browser to open. Every wait has a limit; a warning of the server fails."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import without_complaints
from servers import Server
from stage import Stage


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


@pytest.fixture(scope="session")
def visitors(browser: Any, server: Server) -> Iterator[Any]:
    """The context of the visitors.

    Its first page stays, and with it the process of the browser that has compiled Streamlit's files: a page
    that is opened beside it takes half of what a first one takes.
    """
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    context.set_default_timeout(20_000)
    context.new_page().goto(f"{server.url}_stcore/health")
    yield context
    context.close()


@pytest.fixture
def stage(visitors: Any, request: pytest.FixtureRequest) -> Iterator[Stage]:
    """The stage of an empty page of 1280 x 720, for a visitor who has not been here before."""
    page = visitors.new_page()
    with without_complaints(page, request):
        yield Stage(page)
        for opened in visitors.pages[1:]:
            opened.close()
        visitors.pages[0].evaluate("() => localStorage.clear()")
        visitors.clear_cookies()
        visitors.clear_permissions()
