"""What the stage does where Plotly.js does not make its pictures."""

from __future__ import annotations

import numpy as np
from bench import Bench, default
from browsing import wait_for_picture

from convviz import Convolution

#: From now on Plotly.js makes all but the first trace.
ONE_LESS = """() => {
    const { newPlot } = Plotly;
    Plotly.newPlot = (node, [, ...traces], ...more) => newPlot(node, traces, ...more);
}"""
#: From now on Plotly.js makes one plot, and no other.
SECOND_FAILS = """() => {
    const { newPlot } = Plotly;
    Plotly.newPlot = (...given) => {
        Plotly.newPlot = () => {
            throw new Error("no room");
        };
        return newPlot(...given);
    };
}"""
#: From now on Plotly.js says that it failed, when its pictures are there.
LATE = """() => {
    const { newPlot } = Plotly;
    window.failed = 0;
    Plotly.newPlot = (...given) => newPlot(...given).then(() => {
        window.failed += 1;
        throw new Error("too late");
    });
}"""


def test_a_stage_whose_picture_is_not_drawn_says_so(bench: Bench) -> None:
    driver = bench.drive(default(2))
    bench.give_up()
    bench.page.evaluate(ONE_LESS)
    driver.show(default(2, padding=1))
    said = bench.page.get_by_role("alert")
    said.filter(has_text="The stage cannot be drawn: Plotly.js has drawn 3 of 4 heatmaps. Reload").wait_for()
    assert driver.stage.root.count() == 0


def test_numbers_whose_colours_are_not_drawn_are_not_shown(bench: Bench) -> None:
    driver = bench.drive(default(2))
    bench.give_up()
    bench.page.evaluate(ONE_LESS)
    x = default(2).x.copy()
    x[0, 0] = 5
    driver.show(Convolution(x, default(2).w))
    bench.page.get_by_role("alert").filter(has_text="has drawn 2 of 3 heatmaps").wait_for()
    assert driver.stage.root.count() == 0


def test_a_stage_whose_large_sheet_is_not_drawn_says_so(bench: Bench) -> None:
    layer = Convolution(np.arange(2500).reshape(50, 50) % 7 - 2, np.ones((3, 4)))
    driver = bench.drive(default(2))
    bench.give_up()
    bench.page.evaluate(SECOND_FAILS)
    driver.show(layer)
    bench.page.get_by_role("alert").filter(has_text="The stage cannot be drawn: no room. Reload").wait_for()
    assert driver.stage.root.count() == 0


def test_what_plotly_says_after_its_pictures_are_there_changes_nothing(bench: Bench) -> None:
    driver = bench.drive(default(2))
    bench.give_up()
    bench.page.evaluate(LATE)
    driver.show(default(2, padding=1))
    bench.page.wait_for_function("() => window.failed")
    wait_for_picture(driver.stage, default(2, padding=1), 0)
