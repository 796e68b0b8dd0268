"""Colour tells the value alone, every number is legible on it, and marks say the rest."""

from __future__ import annotations

import io
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from bench import Bench, default
from PIL import Image
from stage import Stage

from convviz import Convolution
from convviz.document import examples
from convviz.hosts import webpage
from convviz.player import heatmaps

CONFIG = Path(__file__).parents[2] / ".streamlit/config.toml"
LEGIBLE = 4.5  # WCAG AA for small type


def rgb(text: str) -> np.ndarray:
    digits = text.lstrip("#") if len(text) == 7 else "".join(2 * digit for digit in text.lstrip("#"))
    return np.array([int(digits[at : at + 2], 16) for at in (0, 2, 4)], dtype=float)


def themes() -> Iterator[tuple[str, np.ndarray, np.ndarray]]:
    """Ink and paper: those of the page without a server, of the app, and of forced colours."""
    style = webpage._STYLE
    inks, papers = (re.findall(rf"--cv-{name}: (#[0-9a-f]+)", style) for name in ("ink", "paper"))
    for light, ink, paper in zip(("light", "dark"), inks, papers, strict=True):
        yield f"page, {light}", rgb(ink), rgb(paper)
    theme = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["theme"]
    for light in ("light", "dark"):
        yield f"app, {light}", rgb(theme[light]["textColor"]), rgb(theme[light]["backgroundColor"])
    yield "forced, light", rgb("#000"), rgb("#fff")
    yield "forced, dark", rgb("#fff"), rgb("#000")


def luminance(colour: np.ndarray) -> float:
    """Source: WCAG 2.2, relative luminance."""
    share = colour / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def contrast(one: np.ndarray, other: np.ndarray) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def shade(scale: list[tuple[float, str]], share: float, paper: np.ndarray) -> np.ndarray:
    """The colour of a cell whose value is this share of the largest, from -1 to 1, on some paper."""
    *hue, strongest = map(float, re.findall(r"[\d.]+", scale[0 if share < 0 else -1][1]))
    alpha = abs(share) * strongest
    return alpha * np.array(hue) + (1 - alpha) * paper


THEMES = {name: (ink, paper) for name, ink, paper in themes()}


@pytest.mark.parametrize("theme", THEMES)
def test_every_number_is_legible_on_its_cell(theme: str) -> None:
    ink, paper = THEMES[theme]
    for scale in (heatmaps.COLORSCALE, *heatmaps.CHANNEL_SCALES.values()):
        shades = [shade(scale, share, paper) for share in np.linspace(-1, 1, 401)]
        assert min(contrast(ink, colour) for colour in shades) >= LEGIBLE


#: Padding with values of its own, gaps of the window, and cells that no window reads.
MARKED = Convolution(
    np.arange(42).reshape(6, 7) - 9, [[1, 2], [3, 4]], stride=3, padding=1, dilation=2, padding_mode="edge"
)


def seen(stage: Stage, panel: str, index: int = 0) -> np.ndarray:
    """The picture of a slice of a panel, as it is on the screen."""
    png = stage.page.locator(f'[data-panel="{panel}"] [data-frame="{index}"]').screenshot()
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"), dtype=float)


def colours(stage: Stage, panel: str, shape: tuple[int, int], index: int = 0) -> np.ndarray:
    """The colour of every cell of a slice, beside its number."""
    picture = seen(stage, panel, index)
    cell = picture.shape[0] / shape[0]
    rows, columns = (((np.arange(size) + 0.5) * cell).astype(int) for size in shape)
    return picture[np.ix_(rows - int(0.27 * cell), columns)]


@pytest.mark.parametrize(
    ("light", "forced"), [("light", "none"), ("dark", "none"), ("light", "active"), ("dark", "active")]
)
def test_a_mark_changes_the_colour_of_no_value(light: str, forced: str, bench: Bench) -> None:
    stage = bench.open(MARKED, len(MARKED) - 1, light)
    stage.page.emulate_media(forced_colors=forced)
    paper = THEMES[f"{'forced' if forced == 'active' else 'page'}, {light}"][1]
    for panel, values in (("input", MARKED.padded), ("output", MARKED.output)):
        bound = np.abs(values).max()
        expected = [[shade(heatmaps.COLORSCALE, v / bound, paper) for v in row] for row in values]
        found = colours(stage, panel, values.shape)
        assert np.abs(found - expected).max() < 3, panel
    stage.page.emulate_media(forced_colors="none")


#: A layer of zeros and a marked cell of its input, by what it is.
MARKS = {
    "padding": (Convolution(np.zeros((4, 6)), np.ones((2, 2)), padding=((0, 1), (0, 1))), (4, 6)),
    "left out": (Convolution(np.zeros((5, 7)), np.ones((2, 2)), stride=2), (4, 6)),
    "inserted": (Convolution.transposed(np.zeros((2, 3)), np.ones((2, 2)), stride=2, padding=1), (1, 0)),
    "of the input": (Convolution(np.zeros((5, 7)), np.ones((2, 2))), (4, 6)),
}


def test_marks_are_told_apart_also_in_forced_colours(bench: Bench) -> None:
    dark = {}
    driver = bench.drive(default(2))
    stage = driver.stage
    for name, (layer, (row, column)) in MARKS.items():
        driver.show(layer, since=driver.revision + 1)
        stage.page.locator(f'[data-steps="{len(layer)}"]').wait_for()
        stage.page.emulate_media(forced_colors="active")
        picture = seen(stage, "input").mean(axis=2)
        cell = picture.shape[0] // layer.padded.shape[0]
        square = picture[row * cell : (row + 1) * cell, column * cell : (column + 1) * cell]
        dark[name] = float((square < 128).mean())
        stage.page.emulate_media(forced_colors="none")
    assert sorted(dark, key=lambda name: dark[name])[0] == "of the input"
    assert np.diff(sorted(dark.values())).min() > 0.005, dark


def test_a_picture_in_colour_is_named_and_drawn_so(bench: Bench) -> None:
    example = examples.find("channels")
    layer = Convolution(example.x, example.w[:2])
    driver = bench.drive(layer, coloured=True)
    stage = driver.stage
    captions = stage.page.locator("[data-panel] .cv-depth").all_text_contents()
    assert captions == [
        *["red", "green", "blue"],
        *["depth 1 on red", "depth 2 on green"],
        *["depth 1", "depth 2"],
    ]
    assert stage.page.locator("caption").all_text_contents()[:3] == [
        "input, red",
        "input, green",
        "input, blue",
    ]
    corner = [colours(stage, "input", (6, 6), index)[0, 0] for index in range(3)]
    paper = rgb("#fff")
    for found, name, value in zip(corner, heatmaps.CHANNELS, example.x[:, 0, 0], strict=True):
        assert np.abs(found - shade(heatmaps.CHANNEL_SCALES[name], value / 5, paper)).max() < 3
    stage.point("input", 1, 2, 2)
    stage.page.locator("[data-where]").filter(has_text="Input (3, 3, green) = 5").wait_for()
    driver.show(layer)
    stage.page.locator("caption", has_text="input, depth 1").wait_for(state="attached")
    assert stage.page.locator(".cv-coloured").count() == 0


@pytest.mark.parametrize("size", [20, 100])
def test_a_sheet_that_is_wider_than_any_canvas_has_its_colours(size: int, bench: Bench) -> None:
    chance = np.random.default_rng(size)
    layer = Convolution(chance.integers(-9, 10, 4096), chance.choice([-1, 1], size))
    stage = bench.open(layer)
    stage.page.wait_for_function("() => !document.querySelector('[data-panel=\"product\"] .cv-plot[hidden]')")
    for button, step in (("Last window", len(layer) - 1), ("Previous window", len(layer) - 2)):
        stage.button(button).click()
        stage.at(step + 1)
        expected = [shade(heatmaps.COLORSCALE, value / 9, rgb("#fff")) for value in layer.step(step).product]
        picture = seen(stage, "product")
        middles = ((np.arange(size) + 0.5) * picture.shape[1] / size).astype(int)
        assert np.abs(picture[len(picture) // 5, middles] - expected).max() < 3


def test_what_lies_over_the_output_is_named_and_has_no_colour_of_its_scale(bench: Bench) -> None:
    stage = bench.open(default(2, padding=1), 6)
    over = stage.root.locator("[data-over]")
    assert not over.is_visible()
    stage.point("input", 0, 2, 2)
    over.get_by_text("weights of (2, 2)").wait_for()
    text = stage.page.locator('[data-panel="output"] [data-linked] span').first
    paper = "node => getComputedStyle(node).backgroundColor"
    assert text.evaluate(paper) == stage.page.evaluate(
        "() => getComputedStyle(document.body).backgroundColor"
    )
    stage.page.mouse.move(0, 0)
    over.wait_for(state="hidden")
