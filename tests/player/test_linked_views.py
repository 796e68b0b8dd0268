"""Linked views on a page of its own: what belongs to a cell is lit, as the core has it."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from bench import Bench, default
from browsing import PHONE, eventually
from numpy.typing import NDArray
from stage import Stage, lift, parse

from convviz import Convolution
from convviz.document import examples

Cell = tuple[int, int, int]

# Rank and parameters; the tensors are those of the rank's worked example.
SETTINGS: dict[str, tuple[int, dict[str, Any]]] = {
    "rank 1": (1, {}),
    "rank 2": (2, {}),
    "rank 3": (3, {}),
    "stride, padding, flip": (1, {"stride": 2, "padding": ((1, 2),), "flip": True}),
    "full, dilation": (2, {"padding": "full", "dilation": 2}),
    "strides, same, flip": (2, {"stride": (2, 1), "padding": "same", "flip": True}),
    "stride": (2, {"stride": 2}),
}
LAYERS = {name: default(rank, **parameters) for name, (rank, parameters) in SETTINGS.items()}


def uses(convolution: Convolution) -> dict[Cell, dict[Cell, float]]:
    """For each cell of the padded input the output cells that use it, each with its weight."""
    lead = (0,) * (3 - convolution.rank)
    found: dict[Cell, dict[Cell, float]] = {
        (*lead, *cell): {} for cell in np.ndindex(convolution.padded.shape)
    }
    for place, tap in product(np.ndindex(convolution.output_shape), np.ndindex(convolution.kernel.shape)):
        cell = tuple(
            i * s + t * d
            for i, s, t, d in zip(place, convolution.stride, tap, convolution.dilation, strict=True)
        )
        found[(*lead, *cell)][(*lead, *place)] = float(convolution.kernel[tap])
    return found


def test_another_window_is_let_go_when_the_step_moves(bench: Bench) -> None:
    stage = bench.open(default(2))
    stage.point("output", 0, 1, 0)
    stage.page.locator("[data-preview]:not([hidden])").wait_for()
    stage.page.keyboard.press("ArrowRight")
    stage.at(2)
    assert stage.page.locator("[data-preview]:not([hidden])").count() == 0
    stage.check(default(2), 1)


def said(stage: Stage) -> str:
    return str(stage.page.locator("[data-where]").inner_text())


@pytest.mark.parametrize("layer", LAYERS.values(), ids=LAYERS)
def test_what_belongs_to_a_cell_is_lit(layer: Convolution, bench: Bench) -> None:
    stage = bench.open(layer)
    check_uses(layer, stage)
    check_preview(layer, stage)
    for panel in ("filter", "product", "term"):
        check_taps(panel, layer, stage)


def test_an_input_cell_of_a_shallow_filter_lights_several_slices(bench: Bench) -> None:
    layer = Convolution(default(3).x, default(3).w[:2])
    check_uses(layer, bench.open(layer))


def check_uses(convolution: Convolution, stage: Stage) -> None:
    table = uses(convolution)
    for cell in sampled(list(table)):
        stage.point("input", *cell)
        users = table[cell]

        def check(cell: Cell = cell, users: dict[Cell, float] = users) -> None:
            assert list(stage.lit("input")) == [cell]
            assert {place: parse(text) for place, text in stage.lit("output").items()} == users
            text = said(stage)
            assert f"in {len(users)} of {len(convolution)} window" in text if users else "no window" in text

        eventually(stage.page, check)
    assert stage.root.get_attribute("data-step") == "1"


def sampled(cells: list[Cell]) -> list[Cell]:
    """First, last and some between, so that inside, padding and what is left out are among them."""
    return sorted({*cells[:: max(1, len(cells) // 7)], cells[-1]})


def check_preview(layer: Convolution, stage: Stage) -> None:
    """An output cell shows its window, and a click goes there: to the last one."""
    last = len(layer) - 1
    step = layer.step(last)
    place = ((0,) * (3 - layer.rank) + step.index)[:3]
    stage.point("output", *place)

    def check() -> None:
        assert list(stage.lit("output")) == [place]
        np.testing.assert_allclose(shown_products(stage), step.product.ravel(), atol=1e-4)
        total = stage.page.locator("[data-formula]").inner_text().rpartition("=")[2]
        assert parse(total.strip()) == pytest.approx(step.total)
        assert stage.page.locator("[data-preview]:not([hidden])").count() == len(lift(layer.w))

    eventually(stage.page, check)
    np.testing.assert_allclose(stage.tables("product"), lift(layer.step(0).product))
    assert stage.root.get_attribute("data-step") == "1"
    stage.page.mouse.move(5, 5)
    eventually(stage.page, lambda: stage.check(layer, 0))
    assert stage.lit("output") == {}
    stage.point("output", *place)
    stage.page.mouse.down()
    stage.page.mouse.up()
    eventually(stage.page, lambda: stage.check(layer, last))


def shown_products(stage: Stage) -> NDArray[np.float64]:
    numbers = stage.page.locator('[data-panel="product"] .cv-numbers').all_inner_texts()
    return np.array([parse(text) for part in numbers for text in part.split()])


def check_taps(panel: str, layer: Convolution, stage: Stage) -> None:
    """A tap of the last window lights its three cells and its term."""
    last = len(layer) - 1
    step, lead = layer.step(last), (0,) * (3 - layer.rank)
    taps = list(np.ndindex(layer.kernel.shape))
    for number in sorted({0, len(taps) // 2, len(taps) - 1}):
        tap = taps[number]
        if panel == "term":
            stage.page.locator(f'[data-term="{number + 1}"]').hover()
        else:
            stage.point(panel, *lead, *tap)
        meets = tuple(o + t * d for o, t, d in zip(step.origin, tap, layer.dilation, strict=True))

        def check(tap: Any = tap, number: int = number, meets: Any = meets) -> None:
            for name, cell in (("input", meets), ("filter", tap), ("product", tap)):
                assert list(stage.lit(name)) == [(*lead, *cell)]
            terms = stage.page.locator(".cv-lit")
            assert terms.count() == 1
            assert terms.get_attribute("data-term") == str(number + 1)
            left, right = (parse(text.strip("()")) for text in terms.inner_text().split("·"))
            assert (left, right) == (step.window[tap], layer.kernel[tap])
            assert said(stage).rstrip(".").endswith(f" {number_text(step.product[tap])}")

        eventually(stage.page, check)


def number_text(value: float) -> str:
    return format(value + 0.0, "g").replace("-", "−")


def test_cells_that_are_left_out_and_padding_say_so(bench: Bench) -> None:
    stage = bench.open(default(2, stride=2))
    stage.point("input", 0, 2, 2)
    eventually(stage.page, lambda: check_said(stage, "Input (3, 3) = 3: no window reads it."))
    stage = bench.open(default(2, padding=1))
    stage.point("input", 0, 0, 0)
    eventually(
        stage.page, lambda: check_said(stage, "Padding, 0: in 1 of 16 windows, with weight 1 in (1, 1).")
    )


def check_said(stage: Stage, text: str) -> None:
    assert said(stage) == text


def test_the_keyboard_explores_and_goes_there(bench: Bench) -> None:
    stage = bench.open(default(2))
    stage.page.get_by_role("grid", name="Cells of the output").focus()
    assert stage.lit("output") == {}
    stage.page.keyboard.press("ArrowDown")
    assert list(stage.lit("output")) == [(0, 1, 0)]
    stage.page.keyboard.press("ArrowRight")
    assert list(stage.lit("output")) == [(0, 1, 1)]
    assert stage.root.get_attribute("data-step") == "1"
    stage.root.get_by_role("status").filter(has_text="Output (2, 2) = 4, from window 4 of 4.").wait_for(
        state="attached"
    )
    stage.page.keyboard.press("Enter")
    stage.at(4)
    stage.page.keyboard.press("Escape")
    assert stage.lit("output") == {}
    stage.page.get_by_role("grid", name="Cells of the input").focus()
    stage.page.keyboard.press("ArrowRight")
    assert list(stage.lit("input")) == [(0, 1, 2)]


@pytest.mark.parametrize(
    "page", [{"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}], indirect=True
)
def test_a_tap_of_the_finger_looks_and_a_second_goes(page: Any, tmp_path: Path) -> None:
    stage = Bench(page, tmp_path).open(default(2), size=PHONE)
    frame = stage.page.locator('[data-panel="output"] [data-frame="0"]')
    frame.scroll_into_view_if_needed()
    box = frame.bounding_box()
    position = {"x": box["width"] * 0.25, "y": box["height"] * 0.75}
    frame.tap(position=position)
    assert list(stage.lit("output")) == [(0, 1, 0)]
    assert said(stage).endswith("tap it again to go there.")
    assert stage.root.get_attribute("data-step") == "1"
    frame.tap(position=position)
    stage.at(3)
    assert said(stage).endswith("That is the present window.")
    frame = stage.page.locator('[data-panel="input"] [data-frame="0"]')  # another grid has the focus now
    frame.tap(position={"x": 5, "y": 5})
    assert said(stage).startswith("Input (1, 1) = 1: in 1 of 4 windows")


def test_a_filter_that_is_dilated_in_depth_names_the_slices_that_it_meets(bench: Bench) -> None:
    w = [[[1, 0], [0, 1]], [[2, 0], [0, 3]]]
    stage = bench.open(Convolution(default(3).x, w, dilation=(2, 1, 1)))
    assert stage.root.get_attribute("data-steps") == "4"
    captions = stage.page.locator('[data-panel="filter"] .cv-depth').all_text_contents()
    assert captions == ["depth 1 on 1", "depth 2 on 3"]  # the products stand beside them
    assert "depth 2 on 3: " in stage.page.locator("[data-formula]").inner_text()


def test_a_long_sum_opens_on_demand(bench: Bench) -> None:
    stage = bench.open(Convolution(np.ones((6, 6)), np.ones((6, 6))))
    assert stage.page.locator("[data-term]").count() == 24
    stage.page.get_by_role("button", name="Show 12 more terms").click()
    assert stage.page.locator("[data-term]").count() == 36
    stage.page.get_by_role("button", name="fewer terms").click()
    assert stage.page.locator("[data-term]").count() == 24


def test_slices_are_summed_one_by_one_and_the_bias_is_a_term(bench: Bench) -> None:
    stage = bench.open(default(3, bias=-0.5), 1)
    formula = stage.page.locator("[data-formula]").inner_text()
    parts = formula.replace("\n", " ").replace("\u00a0", " ")
    assert "depth 1: −1·1 + 3·1 + 1·2 + 4·0 = 4" in parts
    surface = examples.find("surface")
    assert surface
    stage = bench.open(Convolution(surface.x, surface.w, **surface.parameters), 47)
    deep = stage.page.locator("[data-formula]").inner_text()
    assert [f"depth {a} on {a + 2}: " in deep for a in (1, 2, 3)] == [True] * 3
    assert parts.endswith("Sum(X₂(1,2) ⊙ W) + (−0.5) = 4 + 2 + 5 + (−0.5) = 10.5")
