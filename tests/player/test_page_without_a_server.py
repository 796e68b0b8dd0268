"""The page without a server, opened from the disk: at every step it shows what the core computes."""

from __future__ import annotations

import subprocess
import sys
from html import unescape
from typing import Any

import numpy as np
import pytest
from bench import Bench, default
from browsing import eventually, wait_for_picture
from plotly.offline import get_plotlyjs
from stage import Stage

from convviz import Convolution
from convviz.document import examples
from convviz.document.document import Document
from convviz.hosts.webpage import page_of, to_frame, to_html

NASTY = (
    "</script></title></h1><script>document.title = 1</script><!-- \"'><img src=x onerror=alert(1)> --> & é"
)


LAYERS = {
    "rank 1": default(1),
    "rank 2": default(2),
    "rank 3": default(3),
    "a filter shallower than the input": Convolution(default(3).x, default(3).w[:2]),
    "padding and a flipped filter": default(2, padding=((1, 0), (0, 2)), flip=True),
    "a flipped filter of rank 1 with bias": default(1, padding=((2, 1),), flip=True, bias=-0.5),
    "stride and dilation": default(2, padding="full", dilation=2, stride=(2, 1)),
    "all of it at rank 3": default(3, padding=((1, 0), (1, 0), (0, 1)), flip=True, stride=(1, 2, 1), bias=2),
}


@pytest.mark.parametrize("layer", LAYERS.values(), ids=LAYERS)
def test_every_step_is_that_of_the_core(layer: Convolution, bench: Bench) -> None:
    stage = bench.show(to_html(layer))
    for step in range(len(layer)):
        wait_for_picture(stage, layer, step, spoken=False)  # which waits until the hand has rested
        stage.page.keyboard.press("ArrowRight")
    wait_for_picture(stage, layer, len(layer) - 1)


def test_a_picture_of_64_by_64_is_that_of_the_core(bench: Bench) -> None:
    x = np.add.outer(10 * np.arange(64), np.arange(64)) % 97
    layer = Convolution(x, [[1, 0, -1], [2, 0, -2], [1, 0.5, -1]])
    for first in (0, 62 * 31 + 30, len(layer) - 2):
        stage = bench.show(to_html(layer, first))
        for step in (first, first + 1):
            wait_for_picture(stage, layer, step)
            stage.button("Next window").click()


def test_it_has_what_the_stage_has_but_no_link(bench: Bench) -> None:
    stage = bench.show(to_html(default(2)))
    for name in ("Predict", "Present", "Keys", "multiply by multiply", "Play"):
        assert stage.button(name).is_visible()
    assert stage.button("Copy link").count() == 0
    assert stage.page.title() == "Convolution of a 3 × 3 input by a 2 × 2 filter"
    assert stage.page.get_by_role("heading", level=1).inner_text() == stage.page.title()


def test_one_walks_through_the_layers_of_a_page(bench: Bench) -> None:
    far = Document.of(examples.find("far")).showing(1).at(6)  # type: ignore[arg-type]
    first, second = far.stack.layers
    stage = bench.show(page_of(far))
    wait_for_picture(stage, second, 6)
    stage.button("Next window").click()
    row = stage.root.get_by_role("navigation", name="Layers")
    row.get_by_role("button", name="Layer 1 of 2: Convolution 3 × 3").click()
    wait_for_picture(stage, first, 0)
    stage.page.keyboard.press("ArrowRight")
    stage.page.keyboard.press("Enter")
    wait_for_picture(stage, second, 7)
    assert row.get_by_text("an output cell sees 5 × 5").is_visible()
    assert row.get_by_role("button").count() == 2


def test_a_title_stays_in_its_place(bench: Bench) -> None:
    stage = bench.show(to_html(default(2), title=NASTY))
    assert stage.page.title() == NASTY
    assert stage.page.get_by_role("heading", level=1).inner_text() == NASTY
    assert stage.page.locator("script").count() == 3
    assert stage.page.locator("img, main > :not(h1, #stage)").count() == 0
    stage.button("Present").click()
    stage.button("Leave").wait_for()
    assert stage.root.get_by_role("heading", name=NASTY).is_visible()


def test_leaving_the_full_screen_leaves_the_presentation(bench: Bench) -> None:
    stage = bench.show(to_html(default(2)))
    stage.button("Present").click()
    stage.page.wait_for_function("() => document.fullscreenElement")
    stage.page.evaluate("() => document.exitFullscreen()")
    stage.button("Present").wait_for()


@pytest.mark.parametrize("light", ["light", "dark"])
def test_the_colours_follow_the_reader(light: str, bench: Bench) -> None:
    stage = bench.show(to_html(default(2)), light)
    dark = light == "dark"
    colours = "node => [getComputedStyle(node).color, getComputedStyle(document.body).backgroundColor]"
    ink, paper = (
        ("rgb(236, 238, 244)", "rgb(20, 21, 27)") if dark else ("rgb(28, 29, 36)", "rgb(255, 255, 255)")
    )
    assert stage.root.evaluate(colours) == [ink, paper]


def test_a_window_of_another_size_is_filled_anew(bench: Bench) -> None:
    layer = Convolution(np.ones((3, 8, 8)), np.ones((2, 3, 3)))
    stage = bench.show(to_html(layer))
    side = (
        "() => document.querySelector('[data-panel=\"input\"] [data-frame]').getBoundingClientRect().height"
    )
    large = stage.page.evaluate(side)
    stage.page.set_viewport_size({"width": 1280, "height": 500})
    eventually(stage.page, lambda: smaller(stage.page.evaluate(side), large))
    stage.check(layer, 0)


def test_a_printed_page_has_nothing_to_press(bench: Bench) -> None:
    stage = bench.show(to_html(default(3)))
    stage.page.emulate_media(media="print")
    assert not stage.root.locator("button:not(.cv-explained)").filter(visible=True).count()
    assert not stage.slider.is_visible()
    cut = stage.page.locator("[data-formula]").evaluate("node => node.scrollHeight > node.clientHeight + 1")
    assert not cut


def smaller(one: float, other: float) -> None:
    assert one < other


def in_frame(html: str) -> str:
    return f"<!doctype html><title>A course</title>{html}"


def framed(page: Any) -> Stage:
    """The stage of the one frame that a page has."""
    page.locator("iframe").wait_for()
    return Stage(page.frames[1]).ready()


def test_it_works_in_a_sandboxed_frame(bench: Bench) -> None:
    layer = default(3, bias=1)
    bench.goto(in_frame(layer._repr_html_()))
    stage = framed(bench.page)
    assert bench.page.locator("iframe").get_attribute("sandbox") == "allow-scripts"
    for step in range(len(layer)):
        wait_for_picture(stage, layer, step, spoken=False)
        stage.button("Next window").click()
    height = stage.root.evaluate("node => node.getBoundingClientRect().bottom")
    assert height <= bench.page.locator("iframe").bounding_box()["height"]
    stage.button("Predict").click()
    stage.root.get_by_role("textbox").fill("7")
    stage.root.get_by_role("textbox").press("Enter")
    assert "7" in stage.page.locator("[data-verdict]").inner_text()
    stage.button("Keys").click()
    stage.root.get_by_role("dialog", name="Keys").wait_for()
    stage.page.locator("body").press("Escape")
    stage.button("Present").click()
    stage.button("Leave").click()
    stage.button("Present").wait_for()


def test_a_notebook_shows_it_after_nbconvert(bench: Bench, tmp_path: Any) -> None:
    """The notebook is built by hand, with the output that a kernel would have written into it."""
    pytest.importorskip("nbconvert", reason="needs the package nbconvert")
    import nbformat

    layer = default(2, padding=1)
    output = nbformat.v4.new_output(
        "execute_result", {"text/html": layer._repr_html_(), "text/plain": repr(layer)}, execution_count=1
    )
    cell = nbformat.v4.new_code_cell("convolution", outputs=[output], execution_count=1)
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), tmp_path / "lesson.ipynb")
    command = ["-m", "nbconvert", "--to", "html", "--template", "basic", str(tmp_path / "lesson.ipynb")]
    subprocess.run([sys.executable, *command], check=True, capture_output=True, timeout=120)
    html = (tmp_path / "lesson.html").read_text(encoding="utf-8")
    assert unescape(html).count("<!doctype html>") == 1
    bench.goto(html)
    stage = framed(bench.page)
    for step in (0, 1):
        wait_for_picture(stage, layer, step)
        stage.button("Next window").click()


def test_frames_ask_the_notebook_for_plotly_whichever_cell_holds_it(bench: Bench) -> None:
    layers = [default(1), default(2), default(3)]
    outputs = [to_frame(layer, held=False) for layer in layers[:2]] + [to_frame(layers[2], held=True)]
    bench.goto(in_frame("".join(outputs)))
    for frame, layer in zip(bench.page.frames[1:], layers, strict=True):
        wait_for_picture(Stage(frame).ready(), layer, 0)


def test_a_frame_that_waits_for_plotly_says_for_what(bench: Bench) -> None:
    bench.goto(in_frame(to_frame(default(2), held=False)))
    frame = bench.page.frames[1]
    frame.get_by_role("alert").filter(has_text="Run that cell again, or restart the kernel").wait_for()
    holder, _, _ = to_frame(default(1), held=True).partition("<iframe")
    bench.page.evaluate(holder.removeprefix("<script>").strip().removesuffix("</script>"))
    wait_for_picture(Stage(frame).ready(), default(2), 0)


def test_without_plotly_it_says_so(bench: Bench) -> None:
    bench.goto(to_html(default(2), include_plotlyjs=False))
    bench.page.get_by_role("alert").filter(has_text="The stage cannot be shown: Plotly.js").wait_for()


def test_plotly_may_lie_beside_it(bench: Bench) -> None:
    (bench.file.parent / "plotly.min.js").write_text(get_plotlyjs(), encoding="utf-8")
    stage = bench.show(to_html(default(2), include_plotlyjs="directory"))
    stage.check(default(2), 0)
    assert bench.seen == [f"asked for {(bench.file.parent / 'plotly.min.js').as_uri()}"]
    bench.seen.clear()
