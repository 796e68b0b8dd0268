"""A transposed convolution on a page of its own: the same numbers gathered by windows, scattered by cells."""

from __future__ import annotations

import numpy as np
import pytest
from bench import Bench
from browsing import PHONE, PROJECTOR, check_accessible, enter, eventually, look, wait_for_picture
from numpy.typing import NDArray
from stage import Stage
from worked import places

from convviz import Convolution

UP = Convolution.transposed([[1, 2], [3, 4]], [[1, 2, 3], [0, 1, 0], [2, 0, 1]], stride=2)
LAYERS = {
    "rank 1": Convolution.transposed([1, 2, 3], [1, 10], stride=2),
    "rank 1, stride 1": Convolution.transposed([1, -2, 3], [1, 10]),
    "rank 1, cut, bias": Convolution.transposed([1, -2, 3], [1, 10, 5], stride=2, padding=1, bias=0.5),
    "rank 2": UP,
    "rank 2, strides, output padding": Convolution.transposed(
        places(2, 3) - 9, places(2, 2) + 1, stride=(3, 2), output_padding=(1, 0)
    ),
    "rank 2, dilation": Convolution.transposed(places(2, 2), [[1, 2]], stride=2, dilation=3),
    "rank 3": Convolution.transposed(places(2, 1, 2), places(1, 2, 2) - 5, stride=(1, 2, 2)),
    "rank 3, deep": Convolution.transposed(places(2, 1, 2), places(2, 1, 3) - 5, stride=2),
}


def scatter(stage: Stage) -> None:
    stage.root.get_by_role("button", name="scatter").click()
    stage.root.locator("xpath=self::*[@data-cell]").wait_for()


def at_cell(stage: Stage, cell: int) -> None:
    """Waits until this cell of the input, from one, is laid."""
    stage.page.locator(f'[data-testid="convviz-stage"][data-cell="{cell}"]').wait_for()


def laid(c: Convolution, count: int) -> NDArray[np.float64]:
    """The output when the first `count` cells are laid: NaN where nothing is yet. By the core's own sums."""
    x = np.zeros(c.x.size)
    x[:count] = c.x.ravel()[:count]
    there = np.zeros(c.x.size)
    there[:count] = 1
    some = Convolution(
        x.reshape(c.x.shape), c.w, 1, c.padding, c.dilation, c.flip, c.bias, "constant", c.input_dilation
    )
    met = Convolution(
        there.reshape(c.x.shape),
        np.ones(c.w.shape),
        1,
        c.padding,
        c.dilation,
        c.flip,
        0,
        "constant",
        c.input_dilation,
    )
    if count == c.x.size:
        return c.output
    return np.where(met.output > 0, some.output, np.nan)


def check(stage: Stage, c: Convolution, number: int) -> None:
    """All tables and marks are those of this cell of the input, from zero."""
    cell = np.unravel_index(number, c.x.shape)
    assert int(stage.root.get_attribute("data-cell")) == number + 1
    assert int(stage.root.get_attribute("data-steps")) == len(c)
    slider = stage.page.get_by_role("slider", name="Input cell")
    assert (int(slider.input_value()), int(slider.get_attribute("max"))) == (number + 1, c.x.size)
    stage.check_numbers("input", c.x)
    stage.check_numbers("filter", c.w)
    stage.check_numbers("product", c.x[cell] * c.w)
    stage.check_numbers("output", laid(c, number + 1))
    lead = (0,) * (3 - c.rank)
    assert stage.current("input") == [(*lead, *map(int, cell))]


@pytest.mark.parametrize("layer", LAYERS.values(), ids=LAYERS)
def test_gathered_every_step_is_that_of_the_core(layer: Convolution, bench: Bench) -> None:
    stage = bench.open(layer)
    assert stage.root.get_attribute("data-kind") == "transposed"
    for step in range(min(len(layer), 8)):
        wait_for_picture(stage, layer, step, spoken=step == 1)
        stage.page.keyboard.press("ArrowRight")


@pytest.mark.parametrize("layer", LAYERS.values(), ids=LAYERS)
def test_scattered_every_cell_lays_its_multiple_of_the_filter(layer: Convolution, bench: Bench) -> None:
    stage = bench.open(layer)
    scatter(stage)
    for number in range(layer.x.size):
        eventually(stage.page, lambda number=number: check(stage, layer, number))
        stage.page.keyboard.press("ArrowRight")
    stage.page.keyboard.press("Home")
    eventually(stage.page, lambda: check(stage, layer, 0))
    stage.root.get_by_role("button", name="whole", exact=True).click()
    eventually(stage.page, lambda: stage.check_numbers("output", layer.output))


def test_the_slices_of_the_output_are_counted_on(bench: Bench) -> None:
    stage = bench.open(Convolution.transposed(places(2, 1, 2), places(2, 1, 3) - 5))
    scatter(stage)
    captions = stage.page.locator('[data-panel="output"] .cv-depth').all_inner_texts()
    assert captions == ["depth 1", "depth 2", "depth 3"]


def test_it_is_written_out_and_spoken(bench: Bench) -> None:
    stage = bench.open(UP)
    scatter(stage)
    status = stage.root.get_by_role("status")
    status.filter(
        has_text="Input cell 1 of 4, position (1, 1): lays 1·1 on (1,1): 1; 1·2 on (1,2): 2; "
    ).first.wait_for(state="attached")
    stage.root.get_by_role("button", name="Next input cell").click()
    at_cell(stage, 2)
    said = stage.page.locator("[data-formula]").inner_text()
    assert said.startswith(
        "X(1,2) = 2 lays 2·1 on (1,3): 3 + 2 = 5; 2·2 on (1,4): 4; 2·3 on (1,5): 6; 2·0 on (2,3): 0 + 0 = 0"
    )
    lines = stage.root.get_by_text("Each cell of the output is met by 1 to 4 cells of the input.")
    lines.wait_for()


def counts(stage: Stage) -> list[str]:
    found: list[str] = stage.page.locator(".cv-counts span").all_inner_texts()
    return found


def test_cells_that_several_meet_say_what_is_added_and_how_often(bench: Bench) -> None:
    stage = bench.open(Convolution.transposed([1, 2, 3], [1, 1, 1], stride=2))
    scatter(stage)
    stage.page.keyboard.press("ArrowRight")
    at_cell(stage, 2)
    assert counts(stage) == ["", "", "1 + 2", "", "", "", ""]
    stage.page.keyboard.press("ArrowRight")
    at_cell(stage, 3)
    assert counts(stage) == ["", "", "×2", "", "2 + 3", "", ""]
    stage.root.get_by_role("button", name="whole", exact=True).click()
    eventually(stage.page, lambda: same(counts(stage), ["", "", "×2", "", "×2", "", ""]))


def same(one: object, other: object) -> None:
    assert one == other


def test_the_step_stays_a_window_and_both_views_show_the_same_place(bench: Bench) -> None:
    driver = bench.drive(UP)
    stage = driver.stage
    scatter(stage)
    stage.page.keyboard.press("End")
    at_cell(stage, 4)
    assert stage.root.get_attribute("data-step") == "13"  # (3, 3) of 5 × 5, where the last cell begins
    eventually(driver.page, lambda: same(driver.reports()[-1]["step"], 12))
    stage.root.get_by_role("button", name="gather").click()
    wait_for_picture(stage, UP, 12)
    assert stage.root.get_attribute("data-cell") is None
    scatter(stage)
    eventually(driver.page, lambda: check(stage, UP, 3))


def test_it_stays_scattered_when_a_number_changes(bench: Bench) -> None:
    driver = bench.drive(UP)
    scatter(driver.stage)
    other = Convolution.transposed([[1, 2], [3, -7]], UP.w, stride=2)
    driver.show(other)
    eventually(driver.page, lambda: check(driver.stage, other, 0))
    larger = Convolution.transposed([[1, 2, 5], [3, -7, 6]], UP.w, stride=2)
    driver.show(larger, since=3, step=2)
    eventually(driver.page, lambda: check(driver.stage, larger, 1))
    driver.show(Convolution(UP.x, [[1]]))
    eventually(driver.page, lambda: same(driver.stage.root.get_attribute("data-kind"), "convolution"))
    assert driver.stage.root.get_by_role("button", name="scatter").count() == 0


def test_predict_asks_what_lies_where_most_cells_have_met(bench: Bench) -> None:
    stage = bench.open(Convolution.transposed([1, 2, 3], [1, 10, 5], stride=2))
    scatter(stage)
    stage.page.keyboard.press("ArrowRight")
    at_cell(stage, 2)
    field = stage.predict()
    stage.wait_for_question("x(2) is laid: what stands in y(3) then?")
    assert stage.root.get_by_role("button", name="gather").is_disabled()
    assert {*stage.lit("output", "asked")} == {(0, 0, 2)}
    np.testing.assert_array_equal(stage.tables("output").ravel(), [1, 10, 5] + 4 * [np.nan])
    said = stage.page.locator("[data-formula]").inner_text()
    assert said == "x(2) = 2 lays 2·1 on (3): 5 + 2 = ?; 2·10 on (4): ?; 2·5 on (5): ?"
    stage.point("output", 0, 0, 2)
    stage.page.locator("[data-where]").get_by_text("lie here: 1·5 + 2·1 = ?").wait_for()
    enter(field, 2)
    verdict = (
        "Not 2: 2·1 on (3): 5 + 2 = 7, met 2 times. 2 is the product alone: it is added to what lay there."
    )
    eventually(stage.page, lambda: same(stage.verdict(), verdict))
    np.testing.assert_array_equal(stage.tables("output").ravel(), [1, 10, 7, 20, 10, np.nan, np.nan])
    stage.button("Next window").last.click()
    stage.wait_for_question("x(3) is laid: what stands in y(5) then?")
    enter(field, 13)
    eventually(stage.page, lambda: same(stage.verdict(), "Right: 3·1 on (5): 10 + 3 = 13, met 2 times"))


def test_how_one_looks_at_first_may_be_scattered(bench: Bench) -> None:
    driver = bench.drive(UP, step=12, since=1, look={"scatter": True})
    eventually(driver.page, lambda: check(driver.stage, UP, 3))
    driver.stage.root.get_by_role("button", name="gather").click()
    wait_for_picture(driver.stage, UP, 12)


def test_multiply_by_multiply_lays_one_product_after_the_other(bench: Bench) -> None:
    stage = bench.open(LAYERS["rank 1"])
    scatter(stage)
    stage.page.keyboard.press("ArrowRight")
    at_cell(stage, 2)
    stage.root.get_by_role("button", name="multiply by multiply").click()
    slider = stage.page.get_by_role("slider", name="Multiplication")
    eventually(stage.page, lambda: same(slider.input_value(), "3"))
    lies = stage.tables("output").ravel()
    np.testing.assert_array_equal(lies, [1, 10, 2, np.nan, np.nan, np.nan])
    stage.page.keyboard.press("ArrowRight")
    eventually(stage.page, lambda: same(stage.root.get_attribute("data-tap"), "2"))
    np.testing.assert_array_equal(stage.tables("output").ravel(), [1, 10, 2, 20, np.nan, np.nan])


def test_pointing_says_what_meets_where(bench: Bench) -> None:
    stage = bench.open(Convolution.transposed([1, 2, 3], [1, 10, 5], stride=2))
    scatter(stage)
    said = stage.page.locator("[data-where]")
    stage.point("output", 0, 0, 2)
    said.get_by_text("Output (3): 2 cells of the input lie here: 1·5 + 2·1 = 7.").wait_for()
    assert {*stage.lit("input")} == {(0, 0, 0), (0, 0, 1)}
    stage.point("input", 0, 0, 2)
    said.get_by_text("Input (3) = 3: it lays 3 products on the output.").wait_for()
    assert {*stage.lit("output")} == {(0, 0, 4), (0, 0, 5), (0, 0, 6)}
    stage.point("filter", 0, 0, 1)
    said.get_by_text("Weight (2) = 10 times 1 lies on output (2).").wait_for()
    stage.point("input", 0, 0, 1)
    stage.page.mouse.down()
    stage.page.mouse.up()
    at_cell(stage, 2)


def test_an_inserted_zero_cannot_be_edited_and_a_cell_behind_it_can(bench: Bench) -> None:
    driver = bench.drive(LAYERS["rank 1"])
    stage = driver.stage
    stage.point("input", 0, 0, 2)  # padding, 1, zero, 2
    stage.page.mouse.dblclick(*mouse(stage, 2))
    stage.root.get_by_text("An inserted zero cannot be edited").first.wait_for()
    stage.page.mouse.dblclick(*mouse(stage, 3))
    editor = stage.page.locator("input[data-cell-editor]")
    editor.wait_for()
    enter(editor, 7)
    eventually(driver.page, lambda: same([edit["cells"] for edit in driver.edits()], [[[0, 0, 1, "7"]]]))


def mouse(stage: Stage, column: int) -> tuple[float, float]:
    box = stage.page.locator('[data-panel="input"] [data-frame="0"]').bounding_box()
    cell = box["height"]
    return box["x"] + (column + 0.5) * cell, box["y"] + cell / 2


def test_a_cell_that_is_laid_makes_no_element(bench: Bench) -> None:
    stage = bench.open(Convolution.transposed(places(3, 3), np.ones((3, 3)), stride=2))
    scatter(stage)
    stage.count_made()
    for number in range(2, 10):
        stage.page.keyboard.press("ArrowRight")
        at_cell(stage, number)
    assert stage.made == 0


@pytest.mark.parametrize("name", ["rank 1", "rank 2", "rank 3"])
def test_axe_finds_nothing_and_nothing_is_wider_than_its_page(name: str, bench: Bench) -> None:
    stage = bench.open(LAYERS[name])
    scatter(stage)
    for light, size in (("light", PROJECTOR), ("dark", PHONE)):
        look(stage.page, light, size)
        eventually(stage.page, lambda: within(stage))
        check_accessible(stage.page)
    look(stage.page, "light", PROJECTOR)
    stage.button("Present").click()
    stage.button("Leave").wait_for()
    eventually(stage.page, lambda: within(stage))
    check_accessible(stage.page)


def within(stage: Stage) -> None:
    assert stage.page.evaluate("""() => {
        const page = document.documentElement;
        const picture = document.querySelector('.cv-panels').getBoundingClientRect();
        return page.scrollWidth <= page.clientWidth && picture.right <= page.clientWidth + 1 &&
            [...document.querySelectorAll('.cv-frame')].every(node => {
                const box = node.getBoundingClientRect();
                return box.left >= picture.left - 1 && box.right <= picture.right + 1;
            });
    }""")


def test_of_a_large_output_there_is_the_gathered_view_alone(bench: Bench) -> None:
    stage = bench.open(Convolution.transposed(places(20, 20) % 7, [[1, 1], [1, 1]], stride=2))
    assert stage.root.get_by_role("button", name="scatter").count() == 0
