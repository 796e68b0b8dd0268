"""What each setting of a convolution does, in this convolution and in one of its windows, in sentences.

A setting that is the default says nothing. Imports `convviz.core` and NumPy only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from convviz.core import Convolution, Layer, axis_names, reading_order
from convviz.explain.numbers import exactly, written
from convviz.explain.words import (
    are,
    is_own_reverse,
    listed,
    padding_text,
    span_text,
    unvisited_text,
    windows_instead,
    windows_that,
)


def settings(convolution: Convolution, s: int) -> list[str]:
    """What each parameter that is not the default does, in this convolution and in window `s` (from 0).

    >>> for sentence in settings(Convolution([1, 2, 3, 4, 5, 6], [1, 1, 1], stride=2, bias=1), 0):
    ...     print(sentence)
    Stride 2: the window moves 2 cells at a time, which makes 2 windows instead of 4. Of the 6 cells of the \
input, 1 is read by no window.
    Bias 1: added once to every total, not once per product.
    """
    tells = (_padding_here(convolution, s), stride(convolution), dilation(convolution))
    return [text for text in (*tells, flip(convolution), bias(convolution)) if text]


def padding_windows(layer: Layer) -> int:
    """How many windows contain padding.

    >>> padding_windows(Convolution([1, 2, 3, 4, 5, 6], [1, 1, 1], padding=1))
    2
    """
    free, g = 1, layer.geometry
    for axis, (before, _) in enumerate(g.padding):
        starts = np.arange(g.output_shape[axis]) * g.stride[axis] - before
        room = layer.x.shape[axis] - g.spans[axis]
        free *= int(((starts >= 0) & (starts <= room)).sum())
    return len(layer) - free


def padding_cells(convolution: Convolution, s: int) -> int:
    """How many cells of the window number `s` (from 0) are padding.

    >>> padding_cells(Convolution([[1, 2], [3, 4]], [[1, 1], [1, 1]], padding=1), 0)
    3
    """
    origin = convolution.step(s).origin
    inside = 1
    for axis, (before, _) in enumerate(convolution.padding):
        cells = origin[axis] - before + np.arange(convolution.w.shape[axis]) * convolution.dilation[axis]
        inside *= int(((cells >= 0) & (cells < convolution.x.shape[axis])).sum())
    return int(convolution.w.size) - inside


def _padding_here(convolution: Convolution, s: int) -> str:
    where = padding_text(convolution)
    if not where:
        return ""
    size, cells = int(convolution.w.size), padding_cells(convolution, s)
    if cells in (0, size):
        here = "all of its cells are" if cells else "no cell is"
    else:
        here = f"{cells} of the {size} cells {are(cells)}"
    some = windows_that("contain", padding_windows(convolution), convolution)
    return f"{where} {some[0].upper()}{some[1:]} padding; in this one {here} padding."


def _per_axis(layer: Layer, values: Sequence[int], one: Callable[[int], str], several: str) -> str:
    """`2: …` where all axes (at rank 3: rows and columns) have it, or `2 for rows, 3 for columns: …`."""
    names: dict[int, list[str]] = {}
    for axis in reading_order(range(layer.rank)):
        names.setdefault(values[axis], []).append(axis_names(layer.rank)[axis])
    names.pop(1, None)
    if layer.rank == 1:
        return f"{values[0]}: {one(values[0])}"
    amounts = ", ".join(f"{value} for {listed(axes)}" for value, axes in names.items())
    return f"{amounts}: {one(next(iter(names))) if len(names) == 1 else several}"


def moves(layer: Layer) -> str:
    """How the window moves: `Stride 2 for rows: the window moves 2 cells at a time`."""
    amounts = _per_axis(
        layer,
        layer.geometry.stride,
        lambda stride: f"the window moves {stride} cells at a time",
        "so many cells the window moves at a time",
    )
    return f"Stride {amounts}"


def stride(layer: Layer) -> str:
    """What the stride does; nothing of a stride of 1."""
    if max(layer.geometry.stride) == 1:
        return ""
    dense = layer.geometry.dense.output_shape
    if dense == layer.output_shape:
        where = "" if layer.rank == 1 else "in that direction "
        return f"{moves(layer)}; {where}there is room for one position only, so it changes nothing."
    sizes = windows_instead(layer.output_shape, dense)
    return f"{moves(layer)}, which makes {sizes}. {unvisited_text(layer)}".strip()


def dilation(convolution: Convolution) -> str:
    """What the dilation does; nothing of a dilation of 1."""
    if max(convolution.dilation) == 1:
        return ""
    apart = _per_axis(
        convolution,
        convolution.dilation,
        lambda dilation: f"neighbouring weights meet cells that are {dilation} apart",
        "neighbouring weights meet cells that are so far apart",
    )
    reach = span_text(convolution) or "There is only one weight in that direction, so it changes nothing."
    return f"Dilation {apart}. {reach}"


def flip(convolution: Convolution) -> str:
    """What flipping the filter does; nothing of a filter that is not flipped."""
    if not convolution.flip:
        return ""
    if is_own_reverse(convolution):
        return "Flipped: this filter is its own reverse, so nothing changes."
    first, last = (written(float(convolution.kernel.flat[place])) for place in (0, -1))
    return (
        f"Flipped: the first cell of the window meets the last weight, {first}, "
        f"and its last cell the first weight, {last}."
    )


def bias(convolution: Convolution) -> str:
    """What the bias does; nothing of no bias."""
    if not convolution.bias:
        return ""
    return f"Bias {exactly(convolution.bias)}: added once to every total, not once per product."
