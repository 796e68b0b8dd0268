"""The stage in a real browser: what people touch, checked against the core."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from browsing import check_accessible, drag, in_every_light, on_every_screen
from hands import frames_sent
from stage import Stage

from convviz import Convolution
from convviz.document import examples, state

GOLDENS = {
    1: [[[-1, 7, 5]]],
    2: [[[2, 6], [4, 4]]],
    3: [[[5, 11], [15, 5]]],
}
R2 = "?rank=3&w=1,1;2,0|1,0;0,1"


def convolution_of(rank: int) -> Convolution:
    example = examples.default(rank)
    return Convolution(example.x, example.w, **example.parameters)


@pytest.fixture
def stage(page: Any, server: Any) -> Stage:
    return Stage(page)


@pytest.mark.parametrize("rank", state.RANKS)
def test_the_last_window_shows_the_whole_output(rank: int, stage: Stage, server: Any) -> None:
    stage.open(f"{server.url}?rank={rank}")
    assert stage.root.get_attribute("data-rank") == str(rank)
    stage.button("Last window").click()
    assert stage.tables("output").tolist() == GOLDENS[rank]


def test_a_shallower_filter_gives_several_output_slices(stage: Stage, server: Any) -> None:
    stage.open(server.url + R2)
    stage.button("Last window").click()
    assert stage.tables("output").tolist() == [[[5, 6], [13, 4]], [[11, -2], [9, 2]]]
    assert stage.current("input")[0] == (1, 1, 1)


@pytest.mark.parametrize("slug", [example.slug for example in examples.EXAMPLES])
def test_every_example_opens_from_its_link(slug: str, stage: Stage, server: Any) -> None:
    stage.open(f"{server.url}?example={slug}&step=2")
    example = examples.find(slug)
    assert example
    stage.check(Convolution(example.x, example.w, **example.parameters), 1)


@pytest.mark.parametrize("rank", state.RANKS)
def test_keys_move_everything_together(rank: int, stage: Stage, server: Any) -> None:
    stage.open(f"{server.url}?rank={rank}")
    convolution = convolution_of(rank)
    for key, step in [
        ("ArrowRight", 1),
        ("End", len(convolution) - 1),
        ("ArrowLeft", None),
        ("Home", 0),
    ]:
        stage.page.keyboard.press(key)
        stage.check(convolution, len(convolution) - 2 if step is None else step)


@pytest.mark.parametrize("rank", state.RANKS)
def test_dragging_the_slider_moves_everything_together(rank: int, stage: Stage, server: Any) -> None:
    stage.open(f"{server.url}?rank={rank}")
    convolution = convolution_of(rank)
    box = stage.slider.bounding_box()
    mouse, middle = stage.page.mouse, box["y"] + box["height"] / 2
    mouse.move(box["x"] + 8, middle)
    mouse.down()
    for part in range(1, 11):
        mouse.move(box["x"] + 8 + (box["width"] - 16) * part / 10, middle)
        step = int(stage.root.get_attribute("data-step")) - 1
        np.testing.assert_array_equal(stage.tables("product").ravel(), convolution.step(step).product.ravel())
    mouse.up()
    stage.check(convolution, len(convolution) - 1)


@pytest.mark.parametrize("rank", state.RANKS)
def test_play_walks_to_the_last_window_and_stops(rank: int, stage: Stage, server: Any) -> None:
    stage.open(f"{server.url}?rank={rank}")
    convolution = convolution_of(rank)
    stage.page.get_by_label("Speed").select_option("10")
    stage.page.locator("body").press("Space")
    stage.at(len(convolution))
    stage.button("Play").wait_for()
    stage.check(convolution, len(convolution) - 1)


def test_pause_holds_the_window(stage: Stage, server: Any) -> None:
    stage.open(f"{server.url}?example=sobel")
    stage.page.get_by_label("Speed").select_option("30")
    stage.button("Play").click()
    stage.page.wait_for_function("() => document.querySelector('[data-step]').dataset.step >= 3")
    stage.button("Pause").click()
    held = int(stage.root.get_attribute("data-step"))
    stage.page.wait_for_function(f"() => location.search.includes('step={held}')")
    assert int(stage.root.get_attribute("data-step")) == held


def test_a_control_keeps_its_own_keys(stage: Stage, server: Any) -> None:
    stage.open(server.url)
    stage.page.get_by_label("Speed").focus()
    stage.page.keyboard.press("End")
    assert stage.root.get_attribute("data-step") == "1"
    stage.button("Next window").focus()
    stage.page.keyboard.press("Space")
    stage.at(2)


def test_one_gesture_sends_the_step_once(stage: Stage, server: Any) -> None:
    sent = frames_sent(stage.page)
    stage.open(f"{server.url}?example=sobel")
    stage.root.get_by_role("status").filter(has_text="Window 1 of 36").wait_for(state="attached")
    before = len(sent)
    drag(stage, 30)
    step = stage.root.get_attribute("data-step")
    assert len(sent) == before
    stage.page.mouse.up()
    stage.page.wait_for_function(f"() => location.search.includes('step={step}')")
    stage.root.get_by_role("status").filter(has_text=f"Window {step} of 36").wait_for(state="attached")
    assert len(sent) == before + 1


def test_a_large_grid_has_tables_of_the_surroundings(stage: Stage, server: Any) -> None:
    x = np.arange(40 * 42).reshape(40, 42) % 10
    w = np.array([[1, 2], [0, -1], [3, 1]])
    link = f"?x={state.tensor_text(x.astype(float))}&w={state.tensor_text(w.astype(float))}&step=100"
    stage.open(server.url + link)
    convolution = Convolution(x, w)
    step = convolution.step(99)
    i, j = step.index
    np.testing.assert_array_equal(stage.tables("product")[0], step.product)
    np.testing.assert_array_equal(stage.tables("input")[0], x[i - 1 : i + 4, j - 1 : j + 3])
    caption = stage.page.locator('[data-panel="input"] caption').text_content()
    assert caption == f"input, rows {i} to {i + 4} of 40, columns {j} to {j + 3} of 42"
    output = stage.tables("output")[0]
    np.testing.assert_array_equal(output[1], [*convolution.output[i, j - 1 : j + 1], np.nan])


@in_every_light
@pytest.mark.parametrize("rank", state.RANKS)
def test_the_stage_fits_a_projector(rank: int, stage: Stage, server: Any) -> None:
    stage.open(f"{server.url}?rank={rank}")
    box = stage.root.bounding_box()
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= 720
    overflow = stage.page.evaluate(
        """() => [...document.querySelectorAll('[data-panel]')].filter(panel =>
            panel.getBoundingClientRect().right > innerWidth).length"""
    )
    assert overflow == 0


@on_every_screen
@pytest.mark.parametrize("rank", state.RANKS)
def test_axe_finds_nothing_serious(rank: int, stage: Stage, server: Any) -> None:
    stage.open(f"{server.url}?rank={rank}&step=2")
    stage.page.get_by_test_id("stDataFrame").first.wait_for(state="attached")
    check_accessible(stage.page)
