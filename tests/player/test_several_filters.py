"""Several filters and groups on a page of their own: what is shown of every step, and what people touch."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from bench import Bench
from browsing import PHONE, check_accessible, eventually, look
from stage import Stage, lift, parse

from convviz import Filters
from convviz.explain import alternatives

RANDOM = np.random.default_rng(5)


def tensor(*shape: int) -> Any:
    return RANDOM.integers(-4, 5, shape)


TWO = Filters([[1, 2, 2], [3, 1, 4], [2, 1, 3]], [[[1, 0], [0, 1]], [[0, 1], [-1, 0]]], bias=[0, 10])
LAYERS = {
    "rank 1": Filters(tensor(7), tensor(3, 3), bias=[1, 0, -2], stride=2, padding=1),
    "rank 2": Filters(tensor(4, 5), tensor(4, 2, 3), bias=[0.5, 0, 1, -1], dilation=(2, 1), flip=True),
    "rank 3": Filters(tensor(3, 4, 4), tensor(2, 3, 2, 2), bias=[0, 4], padding=((0, 0), (1, 0), (0, 1))),
    "shallow": Filters(tensor(3, 3, 4), tensor(2, 2, 2, 2)),
    "groups": Filters(tensor(4, 3, 4), tensor(6, 2, 2, 3), groups=2, bias=1),
    "depthwise": Filters(tensor(3, 4, 4), tensor(3, 1, 3, 2), groups=3, bias=[1, 2, 3]),
    "1 by 1": Filters(tensor(3, 2, 3), tensor(5, 3, 1, 1)),
    "sixteen": Filters(tensor(4, 4), tensor(16, 3, 3)),
}

READ = """steps => {
    const all = selector => [...document.querySelectorAll(selector)];
    const slider = document.querySelector('input[type=range][aria-label="Window"]');
    const tables = panel => all(`[data-panel="${panel}"] table`).map(table =>
        [...table.rows].map(row => [...row.cells].map(cell => cell.textContent)));
    const current = panel => all(`[data-panel="${panel}"] table`).flatMap((table, q) =>
        [...table.querySelectorAll('td[aria-current="true"]')].map(cell =>
            [q, cell.parentNode.rowIndex, cell.cellIndex]));
    return steps.map(step => {
        slider.value = step + 1;
        slider.dispatchEvent(new Event("input", {bubbles: true}));
        return {
            filter: tables("filter"), product: tables("product"), output: tables("output"),
            window: current("input"), cell: current("output"),
            shown: document.querySelector('[data-panel="filter"]').dataset.filter,
            checked: all('[role="radio"][aria-checked="true"]').map(node => node.getAttribute("aria-label")),
            outlined: all('[data-panel="input"] [data-window]').map(node => !node.hidden),
            formula: document.querySelector("[data-formula]").textContent,
            where: document.querySelector("[data-where]").textContent,
        };
    });
}"""


def numbers(tables: list[list[list[str]]]) -> Any:
    return np.array([[[parse(cell) for cell in row] for row in table] for table in tables])


def maps(tensor: Any) -> Any:
    """The slices of the outputs of several filters, one behind the other."""
    return np.concatenate([lift(one) for one in tensor])


@pytest.mark.parametrize("name", LAYERS)
def test_every_step_is_shown_as_the_core_has_it(name: str, bench: Bench) -> None:
    layer = LAYERS[name]
    stage = bench.open(layer)
    assert stage.root.get_attribute("data-filters") == str(len(layer.w))
    assert np.array_equal(stage.tables("input"), lift(layer.padded))
    last = len(layer) - 1
    forwards, backwards = list(range(len(layer))), [last, last // 2, 0]
    shown = stage.page.evaluate(READ, forwards + backwards)
    for s, found in zip(forwards + backwards, shown, strict=True):
        step = layer.step(s)
        which = step.index[0]
        np.testing.assert_allclose(numbers(found["filter"]), lift(layer.kernel[which]), atol=1e-4)
        np.testing.assert_allclose(numbers(found["product"]), lift(step.product), atol=1e-4)
        np.testing.assert_allclose(numbers(found["output"]), maps(layer.partial_output(s)), atol=1e-4)
        assert found["shown"] == str(which + 1)
        assert found["checked"] == [f"Filter {which + 1} of {len(layer.w)}"]
        met = np.argwhere(
            lift(np.isin(np.arange(layer.padded.size), _read(layer, s)).reshape(layer.padded.shape))
        )
        assert found["window"] == met.tolist()
        slices = {q for q, _, _ in met.tolist()}
        assert found["outlined"] == [q in slices for q in range(len(lift(layer.padded)))]
        assert found["cell"] == np.argwhere(_here(layer, s)).tolist()
        total = parse(found["formula"].replace("≈", "=").rpartition("=")[2].strip())
        assert abs(total - step.total) < 1e-4
        assert f"Window {s + 1} of {len(layer)}, filter {which + 1}, position (" in found["where"]


def _read(layer: Filters, s: int) -> Any:
    """The cells of the padded input that a step reads, in C order of all."""
    origin = layer.step(s).origin
    cells = [
        np.ravel_multi_index(np.add(origin, np.multiply(tap, layer.dilation)), layer.padded.shape)
        for tap in np.ndindex(*layer.w.shape[1:])
    ]
    return np.array(cells)


def _here(layer: Filters, s: int) -> Any:
    """Where the cell of a step is in the slices of the output."""
    cells = np.zeros(layer.output_shape)
    cells[layer.step(s).index] = 1
    return maps(cells)


def choose(stage: Stage, filter: int) -> Any:
    return stage.root.get_by_role("radio", name=f"Filter {filter} of")


def test_choosing_a_filter_goes_to_its_same_window(bench: Bench) -> None:
    stage = bench.open(TWO, 2)
    choose(stage, 2).click()
    stage.at(7)
    assert choose(stage, 2).get_attribute("aria-checked") == "true"
    stage.page.keyboard.press("ArrowRight")  # from the last to the first, as in a group of radio buttons
    stage.at(3)
    focused = "document.activeElement.getAttribute('aria-label')"
    assert stage.page.evaluate(focused) == "Filter 1 of 2"
    stage.page.keyboard.press("End")
    stage.at(7)
    stage.button("multiply by multiply").click()
    stage.button("Next multiplication").click()
    choose(stage, 1).click()
    assert stage.at(3).root.get_attribute("data-tap") == "2"


def test_a_cell_of_another_filters_output_shows_that_filter_and_a_click_goes_there(bench: Bench) -> None:
    stage = bench.open(TWO)
    stage.button("whole").click()
    stage.point("output", 1, 0, 1)
    said = "Output (1, 2) of filter 2 = 11, from window 6 of 8"
    stage.root.locator("[data-where]").get_by_text(said).wait_for()
    symbol = stage.root.locator('[data-panel="filter"] .cv-symbol')
    assert symbol.inner_text() == "W₂"
    assert stage.root.locator('[data-panel="filter"]').get_attribute("data-filter") == "1"
    stage.page.mouse.move(0, 0)
    eventually(stage.page, lambda: _has_text(symbol, "W₁"))
    stage.point("output", 1, 0, 1)
    stage.page.mouse.down()
    stage.page.mouse.up()
    stage.at(6)
    assert stage.root.locator('[data-panel="filter"]').get_attribute("data-filter") == "2"


def _has_text(node: Any, text: str) -> None:
    assert node.inner_text() == text


def test_an_input_cell_says_its_weight_in_each_filter(bench: Bench) -> None:
    stage = bench.open(TWO)
    stage.point("input", 0, 1, 1)
    line = stage.root.locator("[data-where]").get_by_text("in 8 of 8 windows")
    line.wait_for()
    assert "1 in (1, 1) of filter 1" in line.inner_text()
    eventually(stage.page, lambda: _lights(stage, 8))
    assert {place: text for place, text in stage.lit("output").items() if place[0] == 1} == {
        (1, 0, 0): "0",
        (1, 0, 1): "−1",
        (1, 1, 0): "1",
        (1, 1, 1): "0",
    }


def _lights(stage: Stage, count: int) -> None:
    assert len(stage.lit("output")) == count


def test_the_question_names_the_filter_and_a_wrong_answer_its_mistake(bench: Bench) -> None:
    stage = bench.open(TWO, 4)
    stage.button("Predict").click()
    stage.wait_for_question("What is Y(1,1) of filter 2?")
    (name, values), *_ = alternatives(TWO)
    assert name == "the sum without the bias"
    stage.page.locator("[data-guess]").fill(f"{values[1, 0, 0]:g}")
    stage.button("Check").click()
    total = TWO.step(4).total
    verdict = stage.root.locator("[data-verdict]")
    verdict.get_by_text(f"= {total:g}. {values[1, 0, 0]:g} is the sum without the bias.").wait_for()


def test_an_edit_of_a_cell_says_which_filter_it_is_of(bench: Bench) -> None:
    driver = bench.drive(TWO)
    stage = driver.stage
    choose(stage, 2).click()
    stage.root.locator('[data-panel="filter"] [role="grid"]').focus()
    stage.page.keyboard.press("7")
    editor = stage.page.locator("[data-cell-editor]")
    assert editor.get_attribute("aria-label") == "filter 2, row 1, column 1"
    stage.page.keyboard.press("Enter")
    (edit,) = driver.edits()
    assert (edit["do"], edit["filter"], edit["cells"]) == ("type", 1, [[0, 0, 0, "7"]])
    typed = stage.root.locator('[data-panel="filter"] [data-typed]:not([hidden])')
    assert typed.all_inner_texts() == ["7"]
    choose(stage, 1).click()
    assert typed.count() == 0
    w = TWO.w.copy()
    w[1, 0, 0] = 7
    driver.show(Filters(TWO.x, w, TWO.bias), answered=edit["n"])
    stage.root.locator('[data-panel="output"] tbody').first.wait_for(state="attached")
    choose(stage, 2).click()
    eventually(stage.page, lambda: _filter_begins_with(stage, 7))


def _filter_begins_with(stage: Stage, value: float) -> None:
    assert stage.tables("filter")[0, 0, 0] == value


PICTURES = """() => [
    ...[...document.querySelectorAll('[data-panel] image')].map(node => node.getAttribute('href')),
    ...[...document.querySelectorAll('[data-choose] canvas')].map(node => node.toDataURL())]"""


@pytest.mark.parametrize("name", ["rank 1", "groups"])
def test_an_edited_filter_is_shown_as_on_a_new_page(name: str, bench: Bench) -> None:
    layer = LAYERS[name]
    x, w = layer.x.copy(), layer.w.copy()
    x.flat[-1], w[-1].flat[0] = 5, 9
    other = Filters(x, w, layer.bias, layer.groups, layer.stride, layer.padding)
    steps = [0, len(other) - 1, len(other) // 2]
    driver = bench.drive(layer)
    driver.show(other)
    eventually(
        bench.page, lambda: _is_true(driver.stage.tables("input").flat[-1] == lift(other.padded).flat[-1])
    )
    seen = bench.page.evaluate(READ, steps), bench.page.evaluate(PICTURES)
    bench.drive(other)
    assert seen == (bench.page.evaluate(READ, steps), bench.page.evaluate(PICTURES))


def test_every_node_of_the_sum_lights_its_cells(bench: Bench) -> None:
    layer = Filters(LAYERS["rank 3"].x, LAYERS["rank 3"].w, bias=[0, 4])
    stage = bench.open(layer, 9 + 4)
    step = layer.step(9 + 4)
    sums = step.product.sum(axis=(1, 2))
    nodes = stage.root.get_by_role("group", name="Sums").get_by_role("button")
    node = {
        name: stage.root.locator(f'button[data-node="{name}"]') for name in ("1", "slices", "bias", "total")
    }
    assert parse(node["total"].inner_text().split("=")[1].strip()) == step.total
    assert parse(node["slices"].inner_text().split("=")[1].strip()) == sums.sum()
    said = stage.root.locator("[data-where]")
    taps = {(a, b, c) for a in range(3) for b in range(2) for c in range(2)}
    node["1"].hover()
    said.get_by_text("The sum of depth 2 is").wait_for()
    second = {tap for tap in taps if tap[0] == 1}
    assert set(stage.lit("product")) == set(stage.lit("filter")) == second
    assert set(stage.lit("input")) == {(a, 1 + b, 1 + c) for a, b, c in second}
    nodes.first.focus()
    stage.page.keyboard.press("ArrowRight")
    stage.page.keyboard.press("ArrowRight")
    stage.page.keyboard.press("ArrowRight")
    said.get_by_text("The bias of filter 2 is 4").wait_for()
    assert set(stage.lit("output")) == {(1, 1, 1)}
    stage.page.keyboard.press("ArrowRight")
    said.get_by_text("The sum of all 3 slices is").wait_for()
    assert set(stage.lit("product")) == set(stage.lit("filter")) == taps
    stage.page.keyboard.press("ArrowRight")
    said.get_by_text("Output (2, 2) of filter 2").wait_for()
    assert stage.root.get_attribute("data-step") == "14"  # the keys have moved no window
    stage.page.mouse.move(0, 0)
    choose(stage, 1).click()  # a filter without a bias has no sum before it
    assert not node["bias"].is_visible()
    stage.button("Predict").click()
    stage.wait_for_question("What is Y(2,2) of filter 1?")
    node["1"].hover()
    said.get_by_text("The sum of depth 2 is still to be found").wait_for()


def test_a_step_to_another_filter_adds_nothing_to_the_page_and_draws_nothing(bench: Bench) -> None:
    stage = bench.open(LAYERS["groups"])
    bench.give_up()
    stage.page.evaluate(
        """() => {
            window.added = 0;
            new MutationObserver(changes => changes.forEach(({addedNodes, removedNodes}) => {
                window.added += addedNodes.length + removedNodes.length;
            })).observe(document.querySelector(".cv-holder"), {childList: true, subtree: true});
            for (const name of ["newPlot", "restyle", "react"])
                Plotly[name] = () => { throw new Error(`${name} in a step`); };
        }"""
    )
    shown = stage.page.evaluate(READ, list(range(len(LAYERS["groups"]))))
    assert [found["shown"] for found in shown] == [f for f in "123456" for _ in range(4)]
    assert stage.page.evaluate("() => new Promise(done => setTimeout(() => done(window.added)))") == 0


def test_slices_of_other_groups_are_quiet(bench: Bench) -> None:
    stage = bench.open(LAYERS["groups"])
    quiet = """() => [...document.querySelectorAll('[data-panel="input"] .cv-slice')].map(
        node => node.classList.contains("cv-quiet"))"""
    assert stage.page.evaluate(quiet) == [False, False, True, True]
    choose(stage, 4).click()
    assert stage.page.evaluate(quiet) == [True, True, False, False]


def test_the_number_of_weights_has_its_numbers_in(bench: Bench) -> None:
    stage = bench.open(LAYERS["groups"])
    said = stage.root.get_by_text("Weights and biases: 6 · (4 / 2) · 2 · 3 + 6 = 78.")
    assert said.is_visible()


@pytest.mark.parametrize("name", ["rank 1", "rank 2", "groups"])
def test_axe_finds_nothing_on_several_filters(name: str, bench: Bench) -> None:
    stage = bench.open(LAYERS[name], 1)
    check_accessible(stage.page)
    stage.button("multiply by multiply").click()
    look(stage.page, "dark", PHONE)
    check_accessible(stage.page)


@pytest.mark.parametrize("name", LAYERS)
def test_nothing_is_wider_than_a_phone(name: str, bench: Bench) -> None:
    stage = bench.open(LAYERS[name], size=PHONE)
    wide = "() => document.documentElement.scrollWidth <= innerWidth"
    eventually(stage.page, lambda: _is_true(stage.page.evaluate(wide)))


def _is_true(found: bool) -> None:
    assert found


def test_a_printed_sum_has_its_parts(bench: Bench) -> None:
    stage = bench.open(LAYERS["rank 3"], 3)
    formula = stage.page.locator("[data-formula]")
    seen = formula.inner_text()
    stage.page.emulate_media(media="print")
    assert formula.inner_text() == seen
