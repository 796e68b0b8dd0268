"""The page around the stage in a real browser: grids, links, restarts."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hands import choose, select_cell, type_into, wait_for_output, wait_for_rest
from servers import Server
from stage import Stage

from convviz import Convolution
from convviz.document import examples


@pytest.fixture
def stage(page: Any, server: Any) -> Stage:
    return Stage(page)


def test_an_edited_cell_changes_the_output(stage: Stage, server: Any) -> None:
    example = examples.default(2)
    stage.open(server.url)
    stage.button("Last window").click()
    x, w = example.x.copy(), example.w.copy()
    type_into(stage.page, 0, 0, 1, "-7")
    x[0, 1] = -7
    wait_for_output(stage, Convolution(x, w).output)
    type_into(stage.page, 1, 0, 1, "0.5")
    w[0, 1] = 0.5
    wait_for_output(stage, Convolution(x, w).output)
    stage.check(Convolution(x, w), len(Convolution(x, w)) - 1)


def test_slices_are_edited_one_by_one_without_losing_the_others(stage: Stage, server: Any) -> None:
    stage.open(f"{server.url}?rank=3")
    stage.button("Last window").click()
    x = examples.default(3).x.copy()
    type_into(stage.page, 0, 0, 0, "8")
    x[0, 0, 0] = 8
    wait_for_output(stage, Convolution(x, examples.default(3).w).output)
    stage.page.get_by_role("radiogroup", name="Input at depth").get_by_text("2").click()
    grid = stage.page.get_by_test_id("stDataFrame").first
    grid.locator('td[id="glide-cell-1-0"]').filter(has_text="2").wait_for(state="attached")
    type_into(stage.page, 0, 1, 1, "9")
    x[1, 1, 1] = 9
    wait_for_output(stage, Convolution(x, examples.default(3).w).output)


def test_an_edit_keeps_the_step_and_playing(stage: Stage, server: Any) -> None:
    stage.open(f"{server.url}?example=sobel&step=20")
    type_into(stage.page, 0, 0, 0, "5")
    stage.page.locator('[data-panel="input"] td').first.filter(has_text="5").wait_for(state="attached")
    sobel = examples.find("sobel")
    x = sobel.x.copy()
    x[0, 0] = 5
    stage.check(Convolution(x, sobel.w), 19)


def test_an_emptied_cell_is_named_and_the_stage_keeps_the_last_numbers(stage: Stage, server: Any) -> None:
    stage.open(f"{server.url}?step=4")
    type_into(stage.page, 0, 1, 2, "6")
    wait_for_output(stage, [[2, 8], [4, 4]])
    select_cell(stage.page, 0, 0, 1)
    stage.page.keyboard.press("Delete")
    alert = stage.page.get_by_role("alert").filter(has_text="Input, row 1, column 2: the cell is empty")
    alert.wait_for()
    assert stage.tables("output").tolist() == [[[2, 8], [4, 4]]]
    type_into(stage.page, 0, 0, 1, "2")
    alert.wait_for(state="detached")
    assert stage.tables("output").tolist() == [[[2, 8], [4, 4]]]


def test_text_in_a_cell_is_named_and_kept(stage: Stage, server: Any) -> None:
    stage.open(f"{server.url}?step=4")
    type_into(stage.page, 0, 2, 0, "cat")
    message = "Input, row 3, column 1: the cell holds “cat”, which is not a finite number."
    stage.page.get_by_role("alert").filter(has_text=message).wait_for()
    assert stage.tables("output").tolist() == [[[2, 6], [4, 4]]]
    assert "cat" in stage.page.get_by_test_id("stDataFrame").first.locator("td").all_text_contents()


def test_another_example_replaces_an_edited_one(stage: Stage, server: Any) -> None:
    stage.open(server.url)
    type_into(stage.page, 0, 0, 0, "9")
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
    type_into(stage.page, 0, 0, 0, "9")
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
    type_into(stage.page, 0, 0, 2, "2.5")
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
    alerts = stage.page.get_by_role("alert")
    for name in ("example", "w", "x", "step"):
        alerts.filter(has_text=f"The link’s {name}").first.wait_for()
    assert alerts.get_by_role("link").count() == 0
    assert not [url for url in asked if url.startswith("http://example.invalid")]
    stage.button("Last window").click()
    assert not np.isnan(stage.tables("output")).any()


@pytest.mark.console_errors
def test_a_restarted_server_finds_the_page_as_it_was(page: Any, own_server: Server) -> None:
    stage = Stage(page).open(f"{own_server.url}?rank=1")
    type_into(page, 0, 0, 0, "4")
    page.wait_for_function("() => location.search.includes('x=4,3')")
    stage.button("Next window").click()
    page.wait_for_function("() => location.search.includes('step=2')")
    own_server.kill()
    page.get_by_text("Connection error").first.wait_for()
    own_server.start()
    page.get_by_text("Connection error").first.wait_for(state="detached")
    page.get_by_role("radiogroup", name="Rank").get_by_text("3D tensor").click()
    page.locator('[data-testid="convviz-stage"][data-rank="3"]').wait_for()
    wait_for_rest(page)
    page.get_by_role("radiogroup", name="Rank").get_by_text("1D vector").click()
    page.locator('[data-testid="convviz-stage"][data-rank="1"]').wait_for()
    stage.check(Convolution([4, 3, -1, 2, 3], [1, 0, 2]), 1)


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
