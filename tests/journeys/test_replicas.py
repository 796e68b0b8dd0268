"""A class behind nginx: one of the servers may die."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from browsing import wait_for_picture
from hands import type_into, wait_for_rest
from replicas import NGINX, Replicas
from stage import Stage

from convviz import Convolution
from convviz.document import examples


@pytest.fixture
def replicas(browser: object, tmp_path: Path) -> Iterator[Replicas]:
    if NGINX is None:
        pytest.skip("this test needs nginx")
    with ExitStack() as ends:
        yield Replicas(tmp_path, ends)


@pytest.mark.console_errors
def test_a_server_that_dies_takes_nothing_with_it(browser: Any, replicas: Replicas) -> None:
    headers = replicas.get("")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "frame-ancestors *"
    assert headers.get_all("Set-Cookie")[-1].startswith("convviz=")
    stages, inputs, messages = [], [], []
    for number, visitor in enumerate(replicas.visitors):
        context = browser.new_context()
        context.set_default_timeout(20_000)
        context.add_cookies([{"name": "convviz", "value": visitor, "url": replicas.url}])
        page = context.new_page()
        page.on("websocket", lambda _, number=number: messages.append(number))
        stage = Stage(page).open(replicas.url)
        wait_for_rest(page)
        x = examples.default(2).x.copy()
        type_into(stage, "input", (0, 0, 0), str(10 + number))
        x[0, 0] = 10 + number
        wait_for_picture(stage, Convolution(x, examples.default(2).w), 0, spoken=False)
        stages.append(stage)
        inputs.append(x)
    assert messages == [0, 1]
    replicas.servers[0].kill()
    for stage, x in zip(stages, inputs, strict=True):
        type_into(stage, "input", (0, 1, 1), "7")
        x[1, 1] = 7
        wait_for_picture(stage, Convolution(x, examples.default(2).w), 0, spoken=False)
    wait_for_rest(stages[0].page)
    assert set(messages[2:]) == {0}  # the other page has kept its line
    logged = replicas.log.read_text()
    assert "/edits/ 200" in logged
    assert "x=" not in logged
    for stage in stages:
        stage.page.context.close()
