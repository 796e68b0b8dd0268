"""The page around the stage in a real browser: examples, ranks, links."""

from __future__ import annotations

from typing import Any

import hands
import numpy as np
import pytest
from bench import default
from browsing import wait_for_picture
from hands import choose, set_number, type_into, wait_for_address, wait_for_output, wait_for_query
from servers import Server
from stage import Stage

from convviz import Convolution
from convviz.document import examples


def test_edited_numbers_wait_at_their_rank_and_give_way_to_the_examples(stage: Stage, server: Server) -> None:
    page = stage.open(server.url).page
    type_into(stage, "input", (0, 0, 0), "9")
    wait_for_query(page, "x=9,2,2;3,1,4;2,1,3")
    stage.button("Last window").click()
    wait_for_address(page, "step=4")
    ranks = page.get_by_role("radiogroup", name="Rank")
    ranks.get_by_text("1D vector").click()
    page.locator('[data-testid="convviz-stage"][data-rank="1"][data-step="1"]').wait_for()
    ranks.get_by_text("2D matrix").click()
    page.locator('[data-testid="convviz-stage"][data-rank="2"][data-step="4"]').wait_for()
    wait_for_output(stage, [[10, 6], [4, 4]])
    back = page.get_by_role("button", name="Back to the example’s numbers")
    back.click()
    wait_for_picture(stage, default(2), 0)
    wait_for_query(page, "")
    back.wait_for(state="detached")
    type_into(stage, "input", (0, 0, 0), "9")
    back.wait_for()
    choose(page, "Example", "Sobel")
    page.locator('[data-testid="convviz-stage"][data-steps="36"]').wait_for()
    wait_for_query(page, "example=sobel")


def test_a_link_opens_its_example_and_window_and_steps_leave_no_history(stage: Stage, server: Server) -> None:
    page = stage.page
    page.goto("about:blank")
    stage.open(f"{server.url}?example=sobel&step=2")
    sobel = examples.find("sobel")
    layer = Convolution(sobel.x, sobel.w)
    wait_for_picture(stage, layer, 1)
    page.keyboard.press("End")  # while nothing has the focus
    wait_for_picture(stage, layer, 35)
    stage.button("Previous window").click()
    wait_for_address(page, "step=35")
    page.go_back()
    assert page.url == "about:blank"


def test_a_copied_link_carries_everything_to_a_second_visitor(stage: Stage, server: Server) -> None:
    hands.allow_clipboard(stage.page)
    stage.open(f"{server.url}?rank=3&stride=2&padding=1,0:1,1&utm=kept")
    x, w = (tensor.copy() for tensor in (examples.default(3).x, examples.default(3).w))
    type_into(stage, "filter", (0, 0, 1), "-2.5")
    w[0, 0, 1] = -2.5
    set_number(stage.page, "Bias", 3)
    wait_for_address(stage.page, "bias=3")
    stage.button("Last window").click()
    given: dict[str, Any] = {"stride": (1, 2, 2), "padding": ((1, 1), (0, 1), (1, 1)), "bias": 3}
    layer = Convolution(x, w, **given)
    wait_for_picture(stage, layer, len(layer) - 1)
    wait_for_address(stage.page, "utm=kept")
    stage.button("Copy link").click()
    stage.button("Copied").wait_for()
    other = Stage(stage.page.context.new_page()).open(
        stage.page.evaluate("() => navigator.clipboard.readText()")
    )
    for seen in (stage, other):
        seen.check(layer, len(layer) - 1)
    other.page.reload()
    other.ready().check(layer, len(layer) - 1)
    type_into(other, "filter", (1, 1, 1), "4")
    w[1, 1, 1] = 4
    wait_for_picture(other, Convolution(x, w, **given), len(layer) - 1, spoken=False)
    stage.check(layer, len(layer) - 1)  # the two do not meet


def test_a_bad_link_is_named_and_the_rest_is_shown(stage: Stage, server: Server) -> None:
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
