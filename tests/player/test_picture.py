"""The picture on a page of its own: as large as its room and no wider, with a signal's band and a lens."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from bench import PROJECTOR, Bench, Driver, default
from browsing import equal, eventually
from stage import Stage
from worked import PLAIN

from convviz import Convolution
from convviz.document import examples

WIDTHS = (390, 640, 1024, 1920, 2560)
SIGNAL = np.round(10 * np.sin(np.arange(100) / 6), 1)
PHOTO = np.add.outer(np.arange(120) * 3, np.arange(160) * 2) % 256
LARGE = {
    "a signal of 100 samples": Convolution(SIGNAL, [0.25] * 4),
    "a signal of 4,096 samples": Convolution(np.arange(4096) % 97, np.ones(15)),
    "a photograph": Convolution(np.add.outer(np.arange(171), np.arange(256)), np.ones((3, 3))),
    "a photograph in colour": Convolution([PHOTO, PHOTO + 1, PHOTO + 2], np.ones((3, 3, 3))),
    "a volume": Convolution(np.arange(2000).reshape(5, 20, 20) % 19, np.ones((2, 3, 3))),
}


def example(slug: str) -> Convolution:
    found = examples.find(slug)
    assert found
    return Convolution(found.x, found.w, **found.parameters)


def next_frame(driver: Driver, layer: Convolution, **header: Any) -> None:
    """Shows another layer and waits until it is on the stage."""
    driver.show(layer, **header)
    revision = driver.revision
    eventually(driver.page, lambda: equal(driver.reports()[-1]["revision"], revision))


def widest(page: Any) -> float:
    """How far the page, or anything in its panels, is beyond the right edge."""
    found: float = page.evaluate(
        """() => Math.max(document.documentElement.scrollWidth, ...[...document.querySelectorAll(
            '.cv-panels, .cv-frame, figcaption span')].map(node => node.getBoundingClientRect().right))
            - innerWidth"""
    )
    return found


@pytest.mark.parametrize("width", WIDTHS)
def test_no_example_is_wider_than_its_page(width: int, bench: Bench) -> None:
    driver = bench.drive(default(1), size=(width, 844))
    for one in PLAIN:
        next_frame(driver, Convolution(one.x, one.w, **one.parameters))
        assert widest(bench.page) <= 0, one.slug


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_large_is_wider_than_its_page(width: int, bench: Bench) -> None:
    driver = bench.drive(default(2), size=(width, 800))
    for name, layer in LARGE.items():
        next_frame(driver, layer)
        assert widest(bench.page) <= 0, name


STORY = ["What to look at, said in a sentence that is as long as they are.", "And what is asked?"]


def unscrolled(stage: Stage) -> None:
    beyond = stage.root.evaluate(
        "node => [node.scrollHeight - node.clientHeight, node.scrollWidth - node.clientWidth]"
    )
    assert max(beyond) <= 0
    assert stage.page.locator(".cv-scroller").count() == 0


def digits(stage: Stage) -> float:
    """The smallest type of the numbers in the cells."""
    found: float = stage.page.evaluate(
        """() => Math.min(...[...document.querySelectorAll('.cv-numbers')].map(
            node => parseFloat(node.style.fontSize)))"""
    )
    return found


@pytest.mark.parametrize("size", [(1024, 768), PROJECTOR, (1920, 1080), (3840, 2160)])
def test_a_presentation_fills_the_screen_and_does_not_scroll(size: tuple[int, int], bench: Bench) -> None:
    least = {1: 24, 2: 24, 3: 24, "sobel": 18, "channels": 11}
    look = {"multiply": False, "predict": False, "present": True}
    driver = bench.drive(default(1), size=size, title="A title", story=STORY, look=look)
    bench.page.wait_for_timeout(300)  # it has its size
    grown = min(size[0] / 1280, size[1] / 720)
    for name, digit in least.items():
        layer = default(name) if isinstance(name, int) else example(name)
        next_frame(driver, layer, title="A title", story=STORY)
        unscrolled(driver.stage)
        assert digits(driver.stage) >= max(11, digit * grown), name
        assert all(text in driver.stage.root.inner_text() for text in ["A title", *STORY, "= "])


def test_the_band_of_a_signal_is_at_its_samples(bench: Bench) -> None:
    layer = Convolution(SIGNAL, [1, 2, 3], stride=2, dilation=3)
    stage = bench.open(layer, 20)
    place, axis = stage.page.evaluate(
        """() => {
            const panel = document.querySelector('[data-panel="input"]');
            const { left } = panel.querySelector('.cv-plot').getBoundingClientRect();
            const stems = panel.querySelector('path[d*="V"]').getAttribute('d').split('M').slice(1);
            const at = sample => left + Number(stems[sample - 1].split(',')[0]);
            const box = panel.querySelector('[data-window]').getBoundingClientRect();
            return [[box.left, box.right], [(at(40) + at(41)) / 2, (at(47) + at(48)) / 2]];
        }"""
    )
    np.testing.assert_allclose(place, axis, atol=0.6)
    np.testing.assert_allclose(stage.tables("product").ravel(), layer.step(20).product)


@pytest.mark.parametrize("name", ["a signal of 100 samples", "a photograph in colour"])
def test_the_window_stands_enlarged_and_is_edited_there(name: str, bench: Bench) -> None:
    layer = LARGE[name]
    driver = bench.drive(layer, step=37)
    stage = driver.stage.at(38)
    shown = stage.page.locator('[data-panel="lens"] .cv-numbers span').all_text_contents()
    window = layer.windows[layer.step(37).index]
    assert [float(text.replace("−", "-")) for text in shown] == window.ravel().tolist()
    last = [size - 1 for size in (1, 1, *window.shape)[-3:]]
    stage.point("lens", *last)
    stage.page.mouse.down()
    stage.page.mouse.up()
    stage.page.keyboard.type("7")
    field, cell = stage.page.locator("input[data-cell-editor]"), [*layer.step(37).origin]
    lens = stage.page.locator('[data-panel="lens"]').bounding_box()
    assert lens["y"] < field.bounding_box()["y"] < lens["y"] + lens["height"]
    stage.page.keyboard.press("Enter")
    at = [start + index for start, index in zip(([0, 0, *cell])[-3:], last, strict=True)]
    assert driver.edits()[-1]["cells"] == [[*at, "7"]]


def test_the_slices_that_the_window_meets_are_in_sight(bench: Bench) -> None:
    layer = Convolution(np.arange(16 * 64).reshape(16, 8, 8) % 10, np.ones((2, 3, 3)))
    stage = bench.open(layer)
    for key, (first, last) in {"End": (15, 16), "Home": (1, 2)}.items():
        stage.page.keyboard.press(key)

        def check(slices: tuple[int, int] = (first, last)) -> None:
            box = stage.page.locator(".cv-scroller").bounding_box()
            for number in slices:
                frame = stage.page.locator(f'[data-panel="input"] [data-slice="{number}"] .cv-frame')
                top = frame.bounding_box()["y"]
                assert box["y"] <= top <= box["y"] + box["height"] - frame.bounding_box()["height"] + 1

        eventually(stage.page, check)


def test_page_down_asks_for_the_next_example_in_a_presentation_alone(bench: Bench) -> None:
    driver = bench.drive(default(2))
    bench.page.keyboard.press("PageDown")
    assert driver.edits() == []
    driver.stage.button("Present").click()
    bench.page.keyboard.press("PageDown")
    assert [(one["do"], one["by"]) for one in driver.edits()] == [("example", 1)]


def test_the_title_of_a_row_stands_beside_it(bench: Bench) -> None:
    stage = bench.open(default(1, padding=((1, 1),)))
    tops = """() => [...document.querySelectorAll('[data-panel]')].map(panel =>
        [panel, panel.querySelector('figcaption')].map(node => node.getBoundingClientRect().top))"""
    assert all(abs(panel - title) < 1 for panel, title in stage.page.evaluate(tops))
