"""Layers without a filter on a page of their own: at every step what the core has, and what is said of it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from bench import Bench
from browsing import OPPOSITE, check_accessible, enter, eventually, look
from stage import Stage, lift
from worked import places

from convviz import Activation, Pooling
from convviz.core import Layer

MATRIX = [[1, 3, 5, 0], [2, 4, 6, 1], [7, 7, -2, 8], [0, 7, 3, 4]]  # in the third window two are the largest


def mixed(*shape: int) -> Any:
    """Whole numbers of both signs, without symmetry."""
    return places(*shape) * 7 % 13 - 5


POOLINGS = {
    "max": Pooling(MATRIX, 2),
    "mean": Pooling(MATRIX, 2, "mean"),
    "a vector": Pooling(mixed(7), 3, stride=2),
    "a vector, mean, padding": Pooling(mixed(7), 2, "mean", padding=1),
    "padding, all negative": Pooling(mixed(4, 5) - 20, (2, 3), padding=((1, 0), (0, 1)), stride=1),
    "mean, stride, dilation": Pooling(mixed(5, 7), 2, "mean", stride=(2, 1), dilation=2, padding=1),
    "slices": Pooling(mixed(2, 4, 5), (1, 2, 2)),
    "slices that are mixed": Pooling(mixed(3, 3, 4), (2, 2, 2), "mean", stride=1),
    "slices, padding": Pooling(mixed(2, 3, 4), (1, 2, 2), padding=(0, 1, 1)),
}
ACTIVATIONS = {
    "relu": Activation(mixed(3, 4)),
    "leaky relu of a vector": Activation(mixed(6), "leaky_relu"),
    "sigmoid of slices": Activation(mixed(2, 2, 3) / 4, "sigmoid"),
    "tanh": Activation(mixed(2, 3) / 4, "tanh"),
}
LAYERS = {**POOLINGS, **ACTIVATIONS}


def check(stage: Stage, layer: Layer, number: int) -> None:
    """Everything on the stage belongs to this step, from zero, as the core has it."""
    step = layer.step(number)
    assert int(stage.root.get_attribute("data-step")) == number + 1
    assert int(stage.root.get_attribute("data-steps")) == int(stage.slider.get_attribute("max")) == len(layer)
    stage.check_numbers("input", layer.padded)
    stage.check_numbers("output", layer.partial_output(number))
    lead = (0,) * (3 - layer.rank)
    assert stage.current("output") == [(*lead, *step.index)]
    cells = [lift(layer.padded)[cell] for cell in stage.current("input")]
    np.testing.assert_array_equal(cells, step.window.ravel())
    if isinstance(layer, Pooling):
        stage.check_numbers("product", step.window)
        check_kept(stage, layer, number)


def check_kept(stage: Stage, pooling: Pooling, number: int) -> None:
    """The largest is lit where it stands, in the window and in the input; of a mean no cell is."""
    step, lead = pooling.step(number), (0,) * (3 - pooling.rank)
    if step.winner is None:
        assert not stage.lit("product", "kept")
        assert not stage.lit("input", "kept")
        return
    gaps = pooling.dilation
    cell = tuple(o + w * d for o, w, d in zip(step.origin, step.winner, gaps, strict=True))
    assert {*stage.lit("product", "kept")} == {(*lead, *step.winner)}
    assert {*stage.lit("input", "kept")} == {(*lead, *cell)}


def formula(stage: Stage) -> str:
    """What is written under the picture, with plain blanks."""
    return str(stage.page.locator("[data-formula]").inner_text()).replace("\u00a0", " ").strip()


def narration(stage: Stage, text: str) -> None:
    stage.root.get_by_role("status").filter(has_text=text).first.wait_for(state="attached")


@pytest.mark.parametrize("layer", LAYERS.values(), ids=LAYERS)
def test_every_step_is_that_of_the_core(layer: Layer, bench: Bench) -> None:
    stage = bench.open(layer)
    for number in range(len(layer)):
        eventually(stage.page, lambda number=number: check(stage, layer, number))
        stage.page.keyboard.press("ArrowRight")
    stage.at(len(layer))
    assert stage.page.locator('[data-panel="filter"]').count() == 0


def test_a_pooling_is_written_out_and_spoken(bench: Bench) -> None:
    stage = bench.open(POOLINGS["max"])
    assert formula(stage) == "max(X₂(1,1)) = max(1, 3, 2, 4) = 4"
    narration(stage, "Window 1 of 4, position (1, 1): max(1, 3, 2, 4) = 4")
    stage.button("Next window").click()
    stage.button("Next window").click()
    assert formula(stage) == "max(X₂(2,1)) = max(7, 7, 0, 7) = 7 (the first of 3)"
    narration(stage, "Window 3 of 4, position (2, 1): max(7, 7, 0, 7) = 7 (the first of 3)")
    stage = bench.open(POOLINGS["mean"])
    assert formula(stage) == "mean(X₂(1,1)) = (1 + 3 + 2 + 4) / 4 = 2.5"
    narration(stage, "Window 1 of 4, position (1, 1): (1 + 3 + 2 + 4) / 4 = 2.5")


def test_padding_is_no_number_and_never_counts(bench: Bench) -> None:
    stage = bench.open(Pooling([-2, -4, -6], 2, padding=1))
    assert formula(stage) == "max(x₂(1)) = max(−2) = −2"
    stage.button("Next window").click()
    assert formula(stage) == "max(x₂(2)) = max(−4, −6) = −4"
    stage.root.get_by_text("Padding is never the largest").wait_for()
    stage.point("input", 0, 0, 0)
    said = stage.page.locator("[data-where]")
    said.get_by_text("Padding, no number: in 1 of 2 windows, and never counts.").wait_for()
    grid = stage.page.locator('[data-panel="input"] [role="grid"]')
    grid.focus()
    stage.page.keyboard.press("Home")
    stage.page.keyboard.press("ArrowLeft")
    grid.get_by_role("gridcell").filter(has_text="input, padding, cell 0: no number").wait_for(
        state="attached"
    )


def test_a_long_window_is_folded_and_opens(bench: Bench) -> None:
    stage = bench.open(Pooling(places(6, 6), 6))
    assert "… 12 more …" in formula(stage)
    stage.root.get_by_role("button", name="Show 12 more cells").click()
    stage.root.get_by_role("button", name="fewer terms").wait_for()
    assert stage.page.locator("[data-formula] [data-term]").count() == 36


def test_an_activation_is_written_out_and_its_point_moves(bench: Bench) -> None:
    layer = Activation([[-3, 1], [0, 2]])
    stage = bench.open(layer)
    assert formula(stage) == "Y(1,1) = ReLU(−3) = 0"
    narration(stage, "Cell 1 of 4, position (1, 1): ReLU(−3) = 0")
    graph = stage.page.get_by_role("img", name="Graph of ReLU(x) = max(0, x)")
    graph.wait_for()
    found = []
    for number in range(4):
        stage.at(number + 1)
        found.append(point(stage))
        stage.page.keyboard.press("ArrowRight")
    x, y = layer.x.ravel(), layer.output.ravel()
    across = np.polyfit(x, [p[0] for p in found], 1)
    down = np.polyfit(y, [p[1] for p in found], 1)
    np.testing.assert_allclose(np.polyval(across, x), [p[0] for p in found], atol=0.6)
    np.testing.assert_allclose(np.polyval(down, y), [p[1] for p in found], atol=0.6)
    assert (across[0] > 10, down[0] < -10) == (True, True)  # pixels for one: to the right, and up
    box = graph.bounding_box()
    assert all(
        box["x"] < px < box["x"] + box["width"] and box["y"] < py < box["y"] + box["height"]
        for px, py in found
    )


def point(stage: Stage) -> tuple[float, float]:
    """Where the middle of the point on the graph is, on the screen."""
    box = stage.page.locator("[data-point]").bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_pointing_at_a_cell_shows_its_point_and_what_it_becomes(bench: Bench) -> None:
    stage = bench.open(Activation([[-3, 1], [0, 2]]))
    other = stage.page.locator("[data-other]")
    assert other.is_hidden()
    stage.point("input", 0, 0, 1)
    other.wait_for()
    assert {*stage.lit("output")} == {(0, 0, 1)}
    assert formula(stage) == "Y(1,2) = ReLU(1) = 1"
    stage.page.locator("[data-where]").get_by_text("Input (1, 2): ReLU(1) = 1.").wait_for()
    stage.page.mouse.move(0, 0)
    other.wait_for(state="hidden")
    assert formula(stage) == "Y(1,1) = ReLU(−3) = 0"


def test_pointing_at_a_pooled_cell_shows_its_windows(bench: Bench) -> None:
    stage = bench.open(Pooling([[1, 9, 2], [3, 4, 5]], 2, stride=1))
    said = stage.page.locator("[data-where]")
    stage.point("input", 0, 0, 1)
    said.get_by_text("Input (1, 2) = 9: in 2 of 2 windows, the largest in (1, 1); (1, 2).").wait_for()
    assert {*stage.lit("output")} == {(0, 0, 0), (0, 0, 1)}
    assert {*stage.lit("product")} == {(0, 0, 1)}
    stage.point("product", 0, 1, 0)
    said.get_by_text("In this window, cell 3 of 4 is input (2, 1) = 3.").wait_for()
    assert {*stage.lit("input")} == {(0, 1, 0)}
    stage.page.locator("[data-formula] [data-term='2']").hover()
    said.get_by_text("In this window, cell 2 of 4 is input (1, 2) = 9: the largest.").wait_for()
    stage.point("output", 0, 0, 1)
    said.get_by_text("Output (1, 2) = 9, from window 2 of 2.").wait_for()
    assert formula(stage) == "max(X₂(1,2)) = max(9, 2, 4, 5) = 9"
    assert {*stage.lit("product", "kept")} == {(0, 0, 0)}


def test_there_is_nothing_to_multiply(bench: Bench) -> None:
    for layer in (POOLINGS["max"], ACTIVATIONS["relu"]):
        stage = bench.open(layer)
        assert stage.root.get_by_role("button", name="multiply by multiply").count() == 0
        stage.slider.focus()
        stage.page.keyboard.press("m")
        stage.page.keyboard.press("ArrowRight")
        stage.at(2)
        assert stage.root.get_attribute("data-tap") is None


@pytest.mark.parametrize(
    ("layer", "typed", "said"),
    [
        ("max", "10", "Not 10: max(1, 3, 2, 4) = 4. 10 is the sum of the window."),
        ("max", "2.5", "Not 2.5: max(1, 3, 2, 4) = 4. 2.5 is the mean, not the largest."),
        ("mean", "4", "Not 4: (1 + 3 + 2 + 4) / 4 = 2.5. 4 is the largest, not the mean."),
        ("mean", "5/2", "Right: (1 + 3 + 2 + 4) / 4 = 2.5"),
        ("relu", "-5", "Not -5: ReLU(−5) = 0. -5 is the cell without the ReLU."),
        ("relu", "0", "Right: ReLU(−5) = 0"),
    ],
)
def test_a_prediction_is_judged_by_the_layer(layer: str, typed: str, said: str, bench: Bench) -> None:
    stage = bench.open(LAYERS[layer])
    enter(stage.predict(), typed)
    assert stage.verdict() == said


def test_the_cell_that_wins_is_chosen_by_mouse_or_by_keyboard(bench: Bench) -> None:
    stage = bench.open(Pooling([[1, 4, 2], [4, 3, 0]], 2, stride=1))
    stage.predict()
    stage.wait_for_question("What is Y(1,1)? Type it, or choose the cell that wins.")
    verdict = stage.page.locator("[data-verdict]")
    choose(stage, 0, 1, 0)
    verdict.get_by_text("It is as large as another one, which comes before it and is kept.").wait_for()
    choose(stage, 0, 0, 1)
    verdict.get_by_text("Right: max(1, 4, 4, 3) = 4 (the first of 2), cell 2 of 4 wins.").wait_for()
    stage.button("Next window").last.click()
    stage.wait_for_question("What is Y(1,2)?")
    stage.page.get_by_role("grid", name="Cells of the window").focus()
    stage.page.keyboard.press("ArrowRight")
    stage.page.keyboard.press("Enter")
    verdict.get_by_text("Not 2: max(4, 2, 3, 0) = 4.").wait_for()
    stage.page.locator("[data-score]").get_by_text("1 of 2 right").wait_for()


def choose(stage: Stage, *cell: int) -> None:
    stage.point("product", *cell)
    stage.page.mouse.down()
    stage.page.mouse.up()


def test_the_answer_is_nowhere_until_it_is_asked_for(bench: Bench) -> None:
    """What is kept stands in the window, but nothing tells which it is. A mean of 7919 stands nowhere."""
    stage = bench.open(POOLINGS["max"])
    stage.predict()
    stage.wait_for_question("What is Y(1,1)?")
    assert formula(stage) == "max(X₂(1,1)) = max(1, 3, 2, 4) = ?"
    marks = stage.page.locator("[data-kept]:not([hidden]), .cv-chip.cv-kept")
    assert marks.count() == 0
    stage.point("input", 0, 1, 1)
    stage.page.locator("[data-where]").get_by_text("Input (2, 2) = 4: in 1 of 4 windows.").wait_for()
    stage.button("Show answer").click()
    stage.page.locator("[data-kept]:not([hidden])").first.wait_for()
    stage = bench.open(Pooling([[7907, 7931], [7909, 7929]], 2, "mean"))
    stage.predict()
    stage.wait_for_question("What is Y(1,1)?")
    assert "7919" not in stage.root.evaluate("node => node.outerHTML")
    stage = bench.open(Activation([[0.5, -3]], "tanh"))
    stage.predict()
    stage.wait_for_question("What is Y(1,1)?")
    assert stage.page.locator("[data-point]").is_hidden()
    assert formula(stage) == "Y(1,1) = tanh(0.5) = ?"
    stage.button("Show answer").click()
    stage.page.locator("[data-point]").wait_for()


def test_a_step_makes_no_element(bench: Bench) -> None:
    for layer in (POOLINGS["mean, stride, dilation"], POOLINGS["slices"], ACTIVATIONS["relu"]):
        stage = bench.open(layer)
        stage.count_made()
        for number in range(2, len(layer) + 1):
            stage.button("Next window").click()
            stage.at(number)
        assert stage.made == 0


@pytest.mark.parametrize("name", ["max", "slices, padding", "a vector", "relu", "sigmoid of slices"])
def test_axe_finds_nothing(name: str, bench: Bench) -> None:
    stage = bench.open(LAYERS[name])
    for light, size in OPPOSITE:
        look(stage.page, light, size)
        check_accessible(stage.page)
    stage.button("Present").click()
    stage.button("Leave").wait_for()
    check_accessible(stage.page)


@pytest.mark.parametrize("name", LAYERS)
def test_nothing_is_wider_than_its_page(name: str, bench: Bench) -> None:
    stage = bench.open(LAYERS[name])
    for size in ((390, 844), (1024, 768), (2560, 1440)):
        look(stage.page, "light", size)
        eventually(stage.page, lambda: within(stage))


def within(stage: Stage) -> None:
    """All frames lie within the picture, and the picture within the page."""
    assert stage.page.evaluate("""() => {
        const page = document.documentElement;
        const picture = document.querySelector('.cv-panels').getBoundingClientRect();
        const inside = box => box.left >= picture.left - 1 && box.right <= picture.right + 1;
        return page.scrollWidth <= page.clientWidth && picture.right <= page.clientWidth + 1 &&
            [...document.querySelectorAll('.cv-frame, .cv-graph')].every(
                node => inside(node.getBoundingClientRect()));
    }""")


def test_a_printed_page_lists_the_windows(bench: Bench) -> None:
    stage = bench.open(POOLINGS["max"])
    stage.page.emulate_media(media="print")
    lines = stage.root.get_by_role("list", name="All windows").get_by_role("listitem")
    lines.first.wait_for()
    assert lines.all_inner_texts()[:2] == ["X₂(1,1): max(1, 3, 2, 4) = 4", "X₂(1,2): max(5, 0, 6, 1) = 6"]


def test_another_layer_of_the_same_size_takes_its_place(bench: Bench) -> None:
    driver = bench.drive(Activation([[-3, 1], [0, 2]]))
    other = Activation([[-3, 1], [0, 9]], "tanh")
    driver.show(other)
    eventually(driver.page, lambda: check(driver.stage, other, 0))
    driver.page.get_by_role("img", name="Graph of tanh(x)").wait_for()
    pooled = Pooling([[-3, 1], [0, 9]], 2)
    driver.show(pooled)
    eventually(driver.page, lambda: check(driver.stage, pooled, 0))
    less = Pooling([[-3, 1], [0, -9]], 2)
    driver.show(less)
    eventually(driver.page, lambda: check(driver.stage, less, 0))
    assert formula(driver.stage) == "max(X₂(1,1)) = max(−3, 1, 0, −9) = 1"
