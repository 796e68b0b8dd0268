"""Pointing on a page of its own: what hover names is where a click goes, at every fraction of a pixel."""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from bench import Bench
from stage import Stage

from convviz import Convolution

#: Rows and columns of an input, and how wide its cells then are, in pixels.
SIZES = {"1 px": (250, 256), "2 px": (120, 190), "3 px": (100, 130)}
RATIOS = (1, 1.25, 2)


@pytest.fixture(scope="module")
def layers() -> dict[str, Convolution]:
    return {
        name: Convolution(np.add.outer(np.arange(rows) * 10.0, np.arange(columns)) % 7, np.ones((2, 3)))
        for name, (rows, columns) in SIZES.items()
    }


@pytest.mark.parametrize("ratio", RATIOS)
@pytest.mark.parametrize("size", SIZES)
def test_a_click_goes_where_hover_says(
    ratio: float, size: str, layers: dict[str, Convolution], browser: Any, tmp_path: Path
) -> None:
    context = browser.new_context(offline=True, device_scale_factor=ratio)
    bench = Bench(context.new_page(), tmp_path)
    stage = bench.open(layers[size])
    assert stage.page.locator('[data-panel="output"] [data-frame]').get_attribute("data-cell") == size[0]
    for moved in (0, 0.2, 0.5, 0.7):
        stage.root.evaluate("(node, by) => (node.style.marginLeft = `${by}px`)", moved)
        for right, down in ((3, 5), (8.4, 9.8), (17.5, 11.2), (60.7, 40.3)):
            check(stage, right, down)
    stage.root.evaluate("node => (node.style.transform = 'scale(0.8)')")
    check(stage, 30.6, 20.2)
    bench.check()
    context.close()


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
