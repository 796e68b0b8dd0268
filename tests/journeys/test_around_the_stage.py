"""The page around the stage in a real browser: examples, ranks, links."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hands import choose, type_into, wait_for_output
from servers import Server
from stage import Stage

from convviz import Convolution


@pytest.fixture
def stage(page: Any, server: Any) -> Stage:
    return Stage(page)


def test_another_example_replaces_an_edited_one(stage: Stage, server: Any) -> None:
    stage.open(server.url)
    type_into(stage, "input", (0, 0, 0), "9")
    stage.page.wait_for_function("() => location.search === '?x=9,2,2;3,1,4;2,1,3'")
    back = stage.page.get_by_role("button", name="Back to the example’s numbers")
    back.click()
    stage.page.wait_for_function("() => location.search === ''")
    back.wait_for(state="detached")
    assert stage.tables("input")[0, 0, 0] == 1
    choose(stage.page, "Example", "Sobel")
    stage.page.locator('[data-testid="convviz-stage"][data-steps="36"]').wait_for()
    stage.page.wait_for_function("() => location.search === '?example=sobel'")


def test_a_rank_that_was_left_is_found_as_it_was(stage: Stage, server: Any) -> None:
    stage.open(server.url)
    type_into(stage, "input", (0, 0, 0), "9")
    stage.page.wait_for_function("() => location.search.startsWith('?x=9')")
    stage.button("Last window").click()
    stage.page.wait_for_function("() => location.search.endsWith('step=4')")
    ranks = stage.page.get_by_role("radiogroup", name="Rank")
    ranks.get_by_text("1D vector").click()
    stage.page.locator('[data-testid="convviz-stage"][data-rank="1"][data-step="1"]').wait_for()
    ranks.get_by_text("2D matrix").click()
    stage.page.locator('[data-testid="convviz-stage"][data-rank="2"][data-step="4"]').wait_for()
    wait_for_output(stage, [[10, 6], [4, 4]])


def test_a_reload_and_a_second_visitor_find_the_same_picture(stage: Stage, server: Any) -> None:
    stage.open(f"{server.url}?rank=1&utm=kept")
    type_into(stage, "input", (0, 0, 2), "2.5")
    stage.page.wait_for_function("() => location.search === '?rank=1&x=1,3,2.5,2,3&utm=kept'")
    stage.page.keyboard.press("Escape")
    stage.button("Next window").click()
    stage.page.wait_for_function("() => location.search.includes('step=2')")
    link = stage.page.url
    x = np.array([1, 3, 2.5, 2, 3])
    for again in (stage.page.reload, lambda: stage.page.goto("about:blank"), None):
        if again:
            again()
        if stage.page.url == "about:blank":
            stage.page.goto(link)
        stage.ready()
        stage.check(Convolution(x, [1, 0, 2]), 1)


def test_the_back_button_leaves_the_page(stage: Stage, server: Any) -> None:
    stage.page.goto("about:blank")
    stage.open(f"{server.url}?example=sobel")
    for _ in range(3):
        stage.button("Next window").click()
    stage.page.wait_for_function("() => location.search.includes('step=4')")
    stage.page.go_back()
    assert stage.page.url == "about:blank"


def test_a_bad_link_is_named_and_the_rest_is_shown(stage: Stage, server: Any) -> None:
    """Other bad links are asked of the page without a browser, in tests/hosts/test_bad_links.py."""
    asked: list[str] = []
    stage.page.on("request", lambda request: asked.append(request.url))
    nasty = "example=www.a.example/login&w=![a](http://example.invalid/a.png)&x=<script>alert(1)</script>"
    stage.open(f"{server.url}?{nasty}&step=1e309")
    says = stage.page.locator("[data-says]")
    for name in ("example", "w", "x", "step"):
        says.filter(has_text=f"The link’s {name}").wait_for()
    assert says.get_by_role("link").count() == 0
    assert not [url for url in asked if url.startswith("http://example.invalid")]
    stage.button("Last window").click()
    assert not np.isnan(stage.tables("output")).any()


@pytest.mark.console_errors
def test_without_the_stages_files_the_page_says_how_to_start(
    page: Any, browser: object, tmp_path: Any
) -> None:
    server = Server(tmp_path / "log", script="convviz/hosts/streamlit/page.py")
    try:
        page.goto(server.url)
        failed = page.get_by_test_id("convviz-failed")
        failed.wait_for()
        assert "streamlit run app.py" in failed.inner_text()
    finally:
        server.kill()
