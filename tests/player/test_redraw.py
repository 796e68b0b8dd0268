"""A frame of the same sizes: the stage keeps its picture, and only what differs is drawn."""

from __future__ import annotations

import re

import numpy as np
import pytest
from bench import Bench, Driver, default
from browsing import let_pass, wait_for_picture
from stage import Stage

from convviz import Convolution

X = np.add.outer(10 * np.arange(6), np.arange(7)) % 13 - 4
W = np.array([[1, 0, -1], [2, 0, -2]])
#: Counts what Plotly draws into each panel from now on, and gives every element of the panels a mark.
WATCH = """() => {
    window.drawn = {};
    const parts = document.querySelectorAll('[data-panel], [data-panel] *, .cv-term');
    for (const node of parts) node.marked = true;
    for (const panel of document.querySelectorAll('[data-panel]'))
        new MutationObserver(changes => {
            for (const { attributeName } of changes)
                if (attributeName === 'href')
                    window.drawn[panel.dataset.panel] = (window.drawn[panel.dataset.panel] ?? 0) + 1;
        }).observe(panel, { subtree: true, attributes: true });
}"""
KEPT = """() => [...document.querySelectorAll('[data-panel], [data-slice], [data-frame], td, .cv-term')]
    .every(node => node.marked)"""
PICTURES = "() => [...document.querySelectorAll('[data-panel] image')].map(node => node.getAttribute('href'))"
#: The stage without what Plotly makes, and without what counts up in a document.
STAGE = """() => {
    const stage = document.querySelector('[data-testid="convviz-stage"]').cloneNode(true);
    for (const plot of stage.querySelectorAll('.cv-plot, [role=status], .cv-modes')) plot.remove();
    return stage.outerHTML;
}"""


def edited(layer: Convolution, panel: str, cell: tuple[int, ...], value: float) -> Convolution:
    """The same layer with another number in one cell."""
    x, w = layer.x.copy(), layer.w.copy()
    {"x": x, "w": w}[panel][cell] = value
    return Convolution(x, w, layer.stride, layer.padding, layer.dilation, layer.flip, layer.bias)


def seen(stage: Stage) -> tuple[str, list[str]]:
    """What the stage consists of, and its pictures."""
    html = re.sub(r"cv-(cell|why)-\d+", "", stage.page.evaluate(STAGE))
    return html, stage.page.evaluate(PICTURES)


def wait_for_sheet(stage: Stage) -> None:
    """Waits until the products are drawn: a large sheet follows the rest of the picture."""
    stage.page.wait_for_function("() => !document.querySelector('[data-panel=\"product\"] .cv-plot[hidden]')")
    let_pass(stage.page, 0)


def watched(bench: Bench, layer: Convolution, step: int = 0) -> Driver:
    """A stage whose redrawing is watched."""
    driver = bench.drive(layer, step=step)
    wait_for_picture(driver.stage, layer, step)
    wait_for_sheet(driver.stage)
    bench.page.evaluate(WATCH)
    return driver


def shown(driver: Driver, layer: Convolution, step: int) -> dict[str, int]:
    """How many heatmaps of each panel were drawn for another layer, whose picture is checked."""
    driver.show(layer)
    wait_for_picture(driver.stage, layer, step)
    found: dict[str, int] = driver.page.evaluate("() => window.drawn")
    return found


def test_a_number_of_the_input_redraws_what_depends_on_it(bench: Bench) -> None:
    layer = Convolution(X, W)
    driver = watched(bench, layer, 3)
    drawn = shown(driver, edited(layer, "x", (1, 4), 5), 3)
    assert drawn == {"input": 1, "product": 1, "output": 1}
    assert bench.page.evaluate(KEPT)


def test_a_bias_redraws_the_output_alone(bench: Bench) -> None:
    driver = watched(bench, Convolution(X, W), 3)
    assert shown(driver, Convolution(X, W, bias=2), 3) == {"output": 1}
    assert bench.page.evaluate(KEPT)


def test_the_same_numbers_redraw_nothing(bench: Bench) -> None:
    layer = Convolution(X, W)
    driver = watched(bench, layer, 3)
    assert shown(driver, layer, 3) == {}


def test_a_number_of_a_slice_redraws_that_slice(bench: Bench) -> None:
    layer = default(3)
    driver = watched(bench, layer, 1)
    drawn = shown(driver, edited(layer, "x", (1, 2, 2), -1), 1)
    assert drawn == {"input": 1, "product": 1, "output": 1}


def test_another_size_builds_the_panels_anew(bench: Bench) -> None:
    driver = watched(bench, Convolution(X, W))
    shown(driver, Convolution(X, W, padding=1), 0)
    assert not bench.page.evaluate(KEPT)


LAYERS = {
    "rank 1": default(1, bias=1),
    "rank 2": Convolution(X, W),
    "rank 3": default(3),
    "padding, dilation and a flip": Convolution(X, W, 2, "full", 2, True, 0.5),
    "a large sheet": Convolution(np.arange(2500).reshape(50, 50) % 7 - 2, np.ones((3, 4))),
}


@pytest.mark.parametrize("layer", LAYERS.values(), ids=LAYERS)
def test_after_many_frames_the_stage_is_that_of_a_new_page(layer: Convolution, bench: Bench) -> None:
    rng = np.random.default_rng(len(layer))
    step = len(layer) // 2
    driver = bench.drive(layer, step=step)
    for number in range(8):
        tensor, values = ("w", layer.w) if number % 3 == 2 else ("x", layer.x)
        place = tuple(int(rng.integers(size)) for size in values.shape)
        layer = edited(layer, tensor, place, float(rng.choice([-3, 0, 4, 0.25, 1234.5, 7])))
        driver.show(layer)
    wait_for_picture(driver.stage, layer, step)
    wait_for_sheet(driver.stage)
    followed = seen(driver.stage)
    fresh = bench.drive(layer, step=step)
    wait_for_picture(fresh.stage, layer, step)
    wait_for_sheet(fresh.stage)
    assert followed == seen(fresh.stage)


def test_the_picture_and_its_numbers_change_in_one_frame(bench: Bench) -> None:
    """In every frame the input's number, its colour, the output, the sum and what Python is told agree."""
    layers = [Convolution([[value, 1], [2, 8]], [[1]]) for value in (8, -8, 4, -4)]
    driver = watched(bench, layers[0])
    bench.give_up()
    bench.page.evaluate(
        """() => {
            window.frames_seen = [];
            const pen = new OffscreenCanvas(2, 2).getContext('2d', { willReadFrequently: true });
            const colour = () => {
                pen.clearRect(0, 0, 2, 2);
                pen.drawImage(document.querySelector('[data-panel="input"] image'), 0, 0, 2, 2);
                const [red, , blue, alpha] = pen.getImageData(0, 0, 1, 1).data;
                return Math.round(alpha / 22.3) * (blue > red ? 1 : -1);
            };
            const look = () => {
                const text = panel => Number(document.querySelector(`[data-panel="${panel}"] td`)
                    .textContent.replace('−', '-'));
                const sum = document.querySelector('[data-formula]').textContent.split('=').at(-1);
                const total = Number(sum.trim().replace('−', '-'));
                frames_seen.push([text('input'), text('output'), total, colour()]);
                requestAnimationFrame(look);
            };
            look();
        }"""
    )
    for layer in layers[1:]:
        driver.show(layer)
        wait_for_picture(driver.stage, layer, 0)
    frames: list[list[float]] = bench.page.evaluate("() => frames_seen")
    assert {tuple(frame) for frame in frames} == {(value,) * 4 for value in (8, -8, 4, -4)}


def test_the_keyboard_stays_where_it_is(bench: Bench) -> None:
    layer = Convolution(X, W)
    driver = watched(bench, layer)
    bench.page.locator('[data-panel="input"] [role="grid"]').focus()
    bench.page.keyboard.press("ArrowRight")
    bench.give_up()
    bench.page.evaluate("() => { window.left = 0; document.addEventListener('focusout', () => left += 1); }")
    shown(driver, edited(layer, "x", (0, 0), 9), 0)
    assert bench.page.evaluate("() => window.left") == 0
    assert bench.page.evaluate("() => document.activeElement.marked")


def test_the_room_is_asked_for_once_a_frame(bench: Bench) -> None:
    layer = Convolution(X, W)
    driver = watched(bench, layer)
    let_pass(bench.page, 300)  # the stage has its size
    before = bench.page.evaluate("() => driver.rooms")
    shown(driver, edited(layer, "x", (0, 0), 9), 0)
    let_pass(bench.page, 300)
    assert bench.page.evaluate("() => driver.rooms") == before + 1


def test_colours_of_a_large_sheet_come_with_its_numbers_or_later(bench: Bench) -> None:
    """Never old colours under new numbers: until the sheet is drawn, none of it is seen."""
    layer = LAYERS["a large sheet"]
    driver = watched(bench, layer)
    bench.page.evaluate(
        """() => new MutationObserver(() => {
            const { hidden } = document.querySelector('[data-panel="product"] .cv-plot');
            window.was_hidden ??= hidden;
            window.is_hidden = hidden;
        }).observe(document.querySelector('[data-panel="product"]'), { subtree: true, attributes: true })"""
    )
    shown(driver, edited(layer, "x", (0, 0), 9), 0)
    bench.page.wait_for_function("() => window.was_hidden && !window.is_hidden")
