"""All windows of a layer on one sheet: the whole above, and below it a tile for each window.

Vocabulary: a *tile* is one window, its products and its total in a row. Imports `convviz.core`,
`convviz.explain` and NumPy only.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from convviz.core import ConvolutionError, Filters, Layer
from convviz.explain.colours import limit
from convviz.figures.picture import CELL, Label, Measure, Panel, Picture
from convviz.figures.stacks import (
    HEADING,
    MARGIN,
    RAMP,
    Stack,
    depths_met,
    filter_stack,
    in_a_row,
    input_stack,
    output_stack,
    stacked,
)
from convviz.figures.steps import (
    Bounds,
    Shown,
    bias_of,
    biases,
    bounds_of,
    filter_symbol,
    lift,
    operation,
    shown,
    window_name,
)

#: Inches that a printer reaches of a page of A4, and points of the smallest cell on it.
PAGE, SMALLEST_CELL = (7.5, 10.9), 3.0
#: Cells that a sheet may have in its tiles: each is drawn.
MOST_CELLS = 30_000
#: Between tiles, beside and below each other, and over each for its name; the type of their numbers.
BETWEEN, BELOW, NAME, TYPE = 1.0, 0.6, 0.75, 0.52


def sheet(layer: Layer, ends: Bounds, size: tuple[float, float] | None = None) -> Picture:
    """The picture of all windows.

    Raises:
        ConvolutionError: There are so many windows that their cells could not be seen.
    """
    most = fitting(layer, size)
    if most < len(layer):
        raise ConvolutionError(
            f"a sheet of {len(layer):,} windows cannot be read; at most about {most:,} of this size fit, "
            "give a step, a larger size, or save as .html, which shows every window"
        )
    head = _head(layer, ends)
    tiles = [_tile(shown(layer, s), ends) for s in range(len(layer))]
    return _together(head, tiles, _columns(layer, tiles[0], head, size or PAGE))


def fitting(layer: Layer, size: tuple[float, float] | None = None) -> int:
    """How many windows a sheet of a size can show, about; those that there are, where all of them fit.

    >>> from convviz import Convolution
    >>> fitting(Convolution(np.zeros((9, 9)), np.ones((3, 3)))), fitting(Convolution(np.zeros(5000), [1, 1]))
    (49, 2223)
    """
    count, (width, height) = len(layer), size or PAGE
    taps = math.prod(layer.geometry.filter_shape)
    if count * taps * 2 > MOST_CELLS:
        return max(1, MOST_CELLS // (2 * taps))
    ends = bounds_of(layer)
    head, tile = _head(layer, ends), _tile(shown(layer, 0), ends)
    across, down = _extent(tile, count, head, _columns(layer, tile, head, (width, height)))
    points = 72 * min(width / across, height / down)
    return count if points >= SMALLEST_CELL else max(1, int(count * (points / SMALLEST_CELL) ** 2))


def _head(layer: Layer, ends: Bounds) -> Picture:
    """Input, filters and output, whole."""
    first = shown(layer, 0, whole=True)
    given = input_stack(first, ends, windows=False)
    result = output_stack(first, ends)
    result = replace(result, panels=[replace(panel, now=None) for panel in result.panels])
    if first.kernel is None:
        return _still(in_a_row([given, operation(layer), result]))
    return _still(in_a_row([given, "\N{ASTERISK OPERATOR}", _all_filters(layer, first, ends), "=", result]))


def _still(picture: Picture) -> Picture:
    """A picture in which nothing changes."""
    return replace(picture, panels=[replace(panel, live=False) for panel in picture.panels])


def _all_filters(layer: Layer, first: Shown, ends: Bounds) -> Stack:
    if not isinstance(layer, Filters) or len(layer.w) == 1:
        return filter_stack(first, ends)
    panels, labels = [], []
    for number, kernel in enumerate(layer.kernel):
        slices = kernel.reshape(lift(kernel.shape))
        for depth, matrix in enumerate(slices):
            name = f"filter-{number + 1}" + (f"-{depth + 1}" if len(slices) > 1 else "")
            panels.append(Panel(name, matrix, ends.filter))
            labels.append(f"filter {number + 1}" if depth == 0 else "")
    per_filter = len(panels) // len(layer.w)
    columns = per_filter if per_filter > 1 else math.ceil(math.sqrt(len(panels)))
    placed, texts = stacked(panels, labels, columns)
    letter = filter_symbol(first)[0]
    caption = f"{len(layer.w)} filters"
    return Stack(placed, texts, letter, caption, live=False, ramp=limit(layer.w))


def _tile(step: Shown, ends: Bounds) -> Picture:
    """A window in a row: its cells, what is done to them, and its total."""
    window = [
        replace(panel, channel=ends.channel(depth))
        for panel, depth in zip(
            _slices(step, step.step.window, "window", ends.input), depths_met(step), strict=True
        )
    ]
    parts: list[Panel | Label] = list(window)
    x = window[0].width
    middle = (window[-1].top + window[-1].height) / 2
    winner = step.step.winner
    if winner is not None:
        won = (*(0,) * (3 - len(winner)), *winner)
        parts[won[0]] = replace(window[won[0]], winner=(won[1], won[2]))
    if step.kernel is None:
        room = 1.0 + 0.2 * len(operation(step.layer))
        parts.append(Label(operation(step.layer), x + room / 2, middle, 0.36, tone="quiet"))
        x += room
    else:
        assert step.step.product is not None
        parts.append(Label(f"⊙ {filter_symbol(step)} =", x + 0.85, middle, 0.36, tone="quiet"))
        products = _slices(step, step.step.product, "product", ends.product)
        parts += [panel.at(panel.left + x + 1.7, panel.top) for panel in products]
        x += 1.7 + products[0].width
        added = max(map(len, biases(step.layer)))
        room = 1.0 + 0.23 * added
        sign = f"Σ{bias_of(step)}" if added else "Σ"
        parts.append(Label(sign, x + room / 2, middle, 0.36 if added else 0.5, tone="quiet"))
        x += room
    total = np.array([[step.step.total]])
    parts.append(Panel(f"total-{step.s + 1}", total, ends.output, x, middle - 0.5, type=TYPE))
    panels = [part.at(part.left, part.top + NAME) for part in parts if isinstance(part, Panel)]
    labels = [replace(part, y=part.y + NAME) for part in parts if isinstance(part, Label)]
    labels.append(Label(window_name(step), 0.0, 0.35, 0.38, bold=True, align="left"))
    return Picture(x + 1.0, NAME + 2 * middle, panels, labels)


def _slices(step: Shown, tensor: np.ndarray, name: str, bound: Measure) -> list[Panel]:
    slices = tensor.reshape(lift(tensor.shape))
    names = [f"{name}-{step.s + 1}" + (f"-{c + 1}" if len(slices) > 1 else "") for c in range(len(slices))]
    panels = [Panel(one, matrix, bound, type=TYPE) for one, matrix in zip(names, slices, strict=True)]
    return stacked(panels, [""] * len(panels))[0]


def _columns(layer: Layer, tile: Picture, head: Picture, page: tuple[float, float]) -> int:
    """How many tiles stand side by side, so that the cells are largest on a page, in inches.

    As many as the output is wide, or a part of them, are chosen where that makes the cells little
    smaller: then tiles below each other are cells below each other.
    """
    across, count = layer.output_shape[-1], len(layer)

    def cell(columns: int) -> float:
        width, height = _extent(tile, count, head, columns)
        return min(page[0] / width, page[1] / height, CELL)

    best = max(range(1, min(count, 64) + 1), key=cell)
    aligned = [columns for columns in range(1, min(count, 64) + 1) if across % columns == 0]
    fitting = [columns for columns in aligned if cell(columns) >= 0.9 * cell(best)]
    return max(fitting, default=best)


def _extent(tile: Picture, count: int, head: Picture, columns: int) -> tuple[float, float]:
    """The width and the height of a sheet."""
    rows = math.ceil(count / columns)
    width = 2 * MARGIN + columns * tile.width + (columns - 1) * BETWEEN
    height = head.height + rows * tile.height + (rows - 1) * BELOW + HEADING + MARGIN
    return max(width, head.width), height


def _together(head: Picture, tiles: Sequence[Picture], columns: int) -> Picture:
    width, height = _extent(tiles[0], len(tiles), head, columns)
    shift = (width - head.width) / 2
    panels = [panel.at(panel.left + shift, panel.top) for panel in head.panels]
    labels = [replace(label, x=label.x + shift) for label in head.labels]
    ramps = [replace(ramp, x=ramp.x + shift) for ramp in head.ramps]
    inner = columns * tiles[0].width + (columns - 1) * BETWEEN
    left, top = (width - inner) / 2, head.height + RAMP
    for place, tile in enumerate(tiles):
        row, column = divmod(place, columns)
        x, y = left + column * (tile.width + BETWEEN), top + row * (tile.height + BELOW)
        panels += [panel.at(panel.left + x, panel.top + y) for panel in tile.panels]
        labels += [replace(label, x=label.x + x, y=label.y + y) for label in tile.labels]
    return Picture(width, height, panels, labels, ramps=ramps)
