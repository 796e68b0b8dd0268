"""Pointing on a page of its own: what hover names is where a click goes, at every fraction of a pixel."""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from bench import Bench, default
from stage import Stage

from convviz import Convolution, Filters

#: Rows and columns of an input, and how wide its cells then are, in pixels.
SIZES = {"1 px": (250, 256), "2 px": (90, 110), "3 px": (80, 90)}
RATIOS = (1, 1.25, 2)
PLACES = [(3, 5), (8.4, 9.8), (17.5, 11.2), (60.7, 40.3)]
#: Corners of slices at which the pointer would meet something else.
COVERED = """() => [...document.querySelectorAll('[data-panel] [data-frame]')].flatMap(frame => {
    const {left, top, right, bottom} = frame.getBoundingClientRect();
    return [[left + 3, top + 3], [right - 3, top + 3], [left + 3, bottom - 3], [right - 3, bottom - 3]]
        .map(place => document.elementFromPoint(...place))
        .filter(node => node?.closest('[data-frame]') !== frame)
        .map(node => [frame.closest('[data-panel]').dataset.panel, node?.className]);
})"""
MOVED = "(node, by) => (node.style.cssText += `;position: relative; left: ${by}px`)"


@pytest.fixture(scope="module")
def layers() -> dict[str, Convolution]:
    return {
        name: Convolution(np.add.outer(np.arange(rows) * 10.0, np.arange(columns)) % 7, np.ones((2, 3)))
        for name, (rows, columns) in SIZES.items()
    }


@pytest.mark.parametrize("ratio", RATIOS)
def test_a_click_goes_where_hover_says(
    ratio: float, layers: dict[str, Convolution], browser: Any, tmp_path: Path
) -> None:
    context = browser.new_context(offline=True, device_scale_factor=ratio)
    context.set_default_timeout(20_000)
    bench = Bench(context.new_page(), tmp_path)
    for size, layer in layers.items():
        stage = bench.open(layer)
        cell = stage.page.locator('[data-panel="output"] [data-frame]').get_attribute("data-cell")
        assert f"{cell} px" == size
        for turn, moved in enumerate((0, 0.2, 0.5, 0.7)):
            stage.root.evaluate(MOVED, moved)
            for right, down in PLACES[turn % 2 :: 2]:
                check(stage, right, down)
        stage.root.evaluate("node => (node.style.transform = 'scale(0.8)')")
        check(stage, 30.6, 20.2)
    bench.check()
    context.close()


@pytest.mark.parametrize("size", [(340, 2400), (1280, 1200)])
def test_no_panel_lies_over_the_cells_of_another(size: tuple[int, int], bench: Bench) -> None:
    x, w = np.add.outer(np.arange(3), np.eye(6, 5)), np.ones((3, 2, 2))
    for layer in (Convolution(x, w), Filters(x, [w, w]), default(1)):
        stage = bench.open(layer, size=size)
        assert stage.page.evaluate(COVERED) == []


def test_a_click_in_the_whole_output_takes_nothing_away(bench: Bench) -> None:
    layer = default(2, padding=2)
    stage = bench.open(layer, step=3)
    stage.button("whole").click()
    stage.check(layer, 3)
    assert not np.isnan(stage.tables("output")).any()
    stage.point("output", 0, 1, 2)
    stage.page.mouse.down()
    stage.page.mouse.up()
    stage.at(1 * layer.output_shape[1] + 3).check(layer, layer.output_shape[1] + 2)
    stage.button("growing").click()
    stage.check(layer, layer.output_shape[1] + 2)
    assert np.isnan(stage.tables("output")).any()


def test_nothing_of_a_whole_output_is_masked(bench: Bench, layers: dict[str, Convolution]) -> None:
    stage = bench.open(layers["3 px"], step=4000)
    assert stage.button("whole").get_attribute("aria-pressed") == "true"
    covered = "nodes => nodes.map(node => node.getBoundingClientRect().top >= node.closest('.cv-frame')"
    covered += ".getBoundingClientRect().bottom - 0.5)"
    masks = stage.page.locator('[data-panel="output"] .cv-overlays > .cv-mask')
    assert masks.evaluate_all(covered) == [True]
    stage.button("growing").click()
    assert masks.evaluate_all(covered) == [False]


def test_a_whole_output_hides_its_answers_while_they_are_asked_for(bench: Bench) -> None:
    layer = default(1)
    stage = bench.open(layer)
    stage.button("whole").click()
    stage.button("Predict").click()
    assert np.isnan(stage.tables("output")).all()
    assert stage.button("whole").is_disabled()
    stage.button("Predict").click()
    stage.check(layer, 0)
    assert not np.isnan(stage.tables("output")).any()


def check(stage: Stage, right: float, down: float) -> None:
    """Points at a place in the output's picture and clicks there."""
    mouse, where = stage.page.mouse, stage.page.locator("[data-where]")
    box = stage.page.locator('[data-panel="output"] [data-frame]').bounding_box()
    mouse.move(0, 0)
    where.filter(has_text=re.compile("^Window")).wait_for()
    mouse.move(math.floor(box["x"]) + right, math.floor(box["y"]) + down)
    where.filter(has_text=re.compile("^Output")).wait_for()
    (named,) = re.findall(r"window (\d+) of", where.inner_text())
    mouse.down()
    mouse.up()
    assert stage.root.get_attribute("data-step") == named
