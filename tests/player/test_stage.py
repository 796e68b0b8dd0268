"""The stage on a page of its own: what people touch, checked against the core."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from bench import Bench, default
from browsing import PHONE, PROJECTOR, on_every_screen, wait_for_picture
from stage import Stage
from worked import PLAIN

from convviz import Convolution
from convviz.document import examples

RANKS = (1, 2, 3)
GOLDENS = {
    1: [[[-1, 7, 5]]],
    2: [[[2, 6], [4, 4]]],
    3: [[[5, 11], [15, 5]]],
}
SOBEL = examples.find("sobel")


def sobel() -> Convolution:
    assert SOBEL
    return Convolution(SOBEL.x, SOBEL.w)


def test_a_shallower_filter_gives_several_output_slices(bench: Bench) -> None:
    stage = bench.open(Convolution(default(3).x, default(3).w[:2]))
    stage.button("Last window").click()
    assert stage.tables("output").tolist() == [[[5, 6], [13, 4]], [[11, -2], [9, 2]]]
    assert stage.current("input")[0] == (1, 1, 1)


def test_the_line_for_what_is_said_is_there_before_anything_is(bench: Bench) -> None:
    high = "node => node.offsetHeight"
    assert bench.drive(default(2)).stage.root.locator(".cv-says").evaluate(high) == 28
    assert bench.open(default(2)).root.locator(".cv-says").evaluate(high) == 0


PARAMETERS: list[tuple[int, dict[str, Any]]] = [
    (1, {"stride": 2, "padding": ((1, 2),), "flip": True}),
    (1, {"dilation": 2, "bias": -0.5}),
    (2, {"padding": "same", "stride": (2, 1)}),
    (2, {"padding": ((1, 0), (2, 2)), "padding_mode": "reflect"}),
    (2, {"padding": "full", "dilation": 2}),
    (3, {"padding": ("valid", "same", "same")}),
    (3, {"stride": (1, 2, 2), "padding": ((1, 1), (0, 1), (1, 1))}),
]


def test_every_example_and_parameter_is_shown_as_the_core_has_it(bench: Bench) -> None:
    """In frames of one page; tests/player/test_redraw.py holds that a new page would show the same."""
    shown = [Convolution(example.x, example.w, **example.parameters) for example in PLAIN]
    shown += [default(rank, **parameters) for rank, parameters in PARAMETERS]
    driver = bench.drive(shown[0])
    for layer in shown:
        for step in {min(1, len(layer) - 1), len(layer) - 1}:
            driver.show(layer, since=driver.revision + 1, step=step)
            wait_for_picture(driver.stage, layer, step, spoken=False)


def test_what_is_padding_left_out_or_read_by_a_dilated_window_is_marked(bench: Bench) -> None:
    stage = bench.open(Convolution(sobel().x, sobel().w, 2, "same", 2, True, -1.5))
    assert stage.page.locator("[data-unvisited]").count() == 1
    assert stage.page.locator(".cv-frame .cv-padding").count() == 1
    assert stage.page.locator(".cv-tap").count() == 9
    assert "filter, flipped" in stage.root.inner_text()
    assert "read by no window" in stage.root.inner_text()


@pytest.mark.parametrize("rank", RANKS)
def test_keys_slider_and_play_move_everything_together(rank: int, bench: Bench) -> None:
    layer = default(rank)
    stage, last = bench.open(layer), len(layer) - 1
    assert stage.root.get_attribute("data-rank") == str(rank)
    for key, step in [("ArrowRight", 1), ("End", last), ("ArrowLeft", last - 1), ("Home", 0)]:
        stage.page.keyboard.press(key)
        wait_for_picture(stage, layer, step)
    stage.page.get_by_label("Speed").select_option("10")
    stage.page.locator("body").press("Space")
    stage.at(len(layer))
    stage.button("Play").wait_for()
    wait_for_picture(stage, layer, last)
    stage.button("First window").click()
    box = stage.slider.bounding_box()
    mouse, middle = stage.page.mouse, box["y"] + box["height"] / 2
    mouse.move(box["x"] + 8, middle)
    mouse.down()
    for part in range(1, 11):
        mouse.move(box["x"] + 8 + (box["width"] - 16) * part / 10, middle)
        step = int(stage.root.get_attribute("data-step")) - 1
        np.testing.assert_array_equal(stage.tables("product").ravel(), layer.step(step).product.ravel())
    mouse.up()
    wait_for_picture(stage, layer, last)
    assert stage.tables("output").tolist() == GOLDENS[rank]


def test_pause_holds_the_window(bench: Bench) -> None:
    stage = bench.open(sobel())
    stage.page.get_by_label("Speed").select_option("30")
    stage.button("Play").click()
    stage.page.wait_for_function("() => document.querySelector('[data-step]').dataset.step >= 3")
    stage.button("Pause").click()
    held = int(stage.root.get_attribute("data-step"))
    spoken = stage.root.get_by_role("status").filter(has_text=f"Window {held} of 36")
    spoken.wait_for(state="attached")
    assert int(stage.root.get_attribute("data-step")) == held


def test_a_control_keeps_its_own_keys(bench: Bench) -> None:
    stage = bench.open(default(2))
    stage.page.get_by_label("Speed").focus()
    stage.page.keyboard.press("End")
    assert stage.root.get_attribute("data-step") == "1"
    stage.button("Next window").focus()
    stage.page.keyboard.press("Space")
    stage.at(2)


def test_a_large_grid_has_tables_of_the_surroundings(bench: Bench) -> None:
    x = np.arange(40 * 42).reshape(40, 42) % 10
    layer = Convolution(x, [[1, 2], [0, -1], [3, 1]])
    stage = bench.open(layer, 99)
    step = layer.step(99)
    i, j = step.index
    np.testing.assert_array_equal(stage.tables("product")[0], step.product)
    np.testing.assert_array_equal(stage.tables("input")[0], x[i - 1 : i + 4, j - 1 : j + 3])
    caption = stage.page.locator('[data-panel="input"] caption').text_content()
    assert caption == f"input, rows {i} to {i + 4} of 40, columns {j} to {j + 3} of 42"
    np.testing.assert_array_equal(stage.tables("output")[0, 1], layer.output[i, j - 1 : j + 2])
    stage.button("growing").click()
    output = stage.tables("output")[0]
    np.testing.assert_array_equal(output[1], [*layer.output[i, j - 1 : j + 1], np.nan])


@on_every_screen
@pytest.mark.parametrize("rank", RANKS)
def test_it_fits_every_screen(rank: int, light: str, size: tuple[int, int], bench: Bench) -> None:
    stage = bench.open(default(rank), 1, light, size)
    (check_projector if size == PROJECTOR else check_phone)(stage)


def check_projector(stage: Stage) -> None:
    """All of the stage is in sight, and no panel is wider than the page."""
    box = stage.root.bounding_box()
    assert 0 <= box["y"] <= box["y"] + box["height"] <= PROJECTOR[1]
    overflow = stage.page.evaluate(
        """() => [...document.querySelectorAll('[data-panel]')].filter(panel =>
            panel.getBoundingClientRect().right > innerWidth).length"""
    )
    assert overflow == 0


def check_phone(stage: Stage) -> None:
    """The slider stays under the thumb, and nothing is wider than the page."""
    for share in (0, 0.2):
        stage.page.evaluate("share => scrollTo(0, share * document.body.scrollHeight)", share)
        box = stage.slider.bounding_box()
        assert 0 <= box["y"] <= PHONE[1] - box["height"]
    assert stage.page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
