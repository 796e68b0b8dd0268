"""A server for the browser to open. Every wait has a limit; a warning of the server fails."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from servers import Server

pytest.register_assert_rewrite("hands")  # so that a failure there says what was found


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
