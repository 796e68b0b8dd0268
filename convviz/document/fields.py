"""Where in the input the cells of the shown layer come from: their receptive fields, for the player to light.

Vocabulary: a *run* is neighbouring cells of an axis, from its first cell to the one behind its last. A
*stretch* is neighbouring cells along an axis whose fields are alike, each a *move* behind the one before: a
signal of thousands of samples has a few. Imports explain and core.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz import explain
from convviz.core import ReceptiveField, Stack, axis_names, masks_of
from convviz.document.document import Document
from convviz.document.limits import MAX_ENTRY
from convviz.explain.colours import CHANNELS, limit

#: The most cells of an axis of the small picture of the input.
_MOST_DRAWN = 64
#: The most runs of a field along an axis: one with more gaps is told as one run, from end to end.
_MOST_RUNS = 8
#: The largest value of the small picture, in the units that it travels in.
_FULL = 127


def fields(document: Document) -> dict[str, Any] | None:
    """The fields of all cells of the shown layer's output and input, and a picture of the first input.

    >>> from convviz.document import examples
    >>> sobel = Document.of(examples.find("sobel"))
    >>> told = fields(sobel.with_layers([*sobel.layers, *sobel.layers]).showing(1))
    >>> told["shape"], told["output"]["size"], told["output"]["stride"]
    ([1, 8, 8], '5 × 5', '1')
    >>> told["output"]["axes"][1]
    [[[4, 1, 'rows {1} to {5}', [[0, 5]]]]]

    `axes` are those of slices, rows and columns, each with n lists of stretches, list i mod n for cell
    i: how many cells, the move from the field of one to that of the next, and the text and the runs of the
    first, where the numbers in braces move too. A text is empty on axes that the input has not, and where it
    has one slice. `input` is None for the first layer; all is None where there is one layer alone, whose
    windows are seen in the input itself. The size of a field is that in rows and columns: its slices are
    outlined, and named in the text.
    """
    if len(document.layers) < 2:
        return None
    x, stack, shown = document.x, document.stack, document.shown
    return {
        "shape": [1] * (3 - x.ndim) + list(x.shape),
        "picture": _picture(x),
        "channels": list(CHANNELS) if document.coloured and x.ndim == 3 and len(x) == 3 else [],
        "input": _of_layer(stack, shown - 1) if shown else None,
        "output": _of_layer(stack, shown),
    }


def _of_layer(stack: Stack, place: int) -> dict[str, Any]:
    """The fields of all cells of a layer's output."""
    x, shape = stack.x, stack.layers[place].output_shape
    middle = stack.receptive_field([size // 2 for size in shape], place)
    missing = 3 - x.ndim
    strides = [1.0] * (3 - len(middle.stride)) + list(middle.stride)
    names = axis_names(3)[:missing] + axis_names(x.ndim)
    masks = masks_of(x.shape, stack.layers[: place + 1])
    told = [axis >= missing and (axis > 0 or len(x) > 1) for axis in range(3)]
    return {
        "axes": [_phases(*axis) for axis in zip(names, masks, strides, told, strict=True)],
        "size": explain.size_text(middle.size[-2:]),
        "stride": _stride_text(middle),
    }


def _phases(name: str, masks: Sequence[int], stride: float, told: bool) -> list[list[list[Any]]]:
    """The fields of the cells along an axis; where they move by a third of a cell, three lists in turn."""
    phases = min(len(masks), Fraction(stride).limit_denominator(MAX_ENTRY).denominator)
    return [_stretches(name, masks[phase::phases], told) for phase in range(phases)]


def _stretches(name: str, masks: Sequence[int], told: bool) -> list[list[Any]]:
    """The fields of cells that follow each other.

    >>> _stretches("rows", [0b11, 0b111, 0b11100, 0b1110000], True)
    [[1, 0, 'rows {1} to {2}', [[0, 2]]], [3, 2, 'rows {1} to {3}', [[0, 3]]]]
    """
    stretches, before, last = list[list[Any]](), -1, 0
    for mask in masks:
        first = max(0, (mask & -mask).bit_length() - 1)
        alike, move = mask >> first == before, first - last
        if alike and stretches[-1][:2] in ([1, 0], [stretches[-1][0], move]):
            stretches[-1][:2] = [stretches[-1][0] + 1, move]
        else:
            text, runs = _told(name, mask)
            stretches.append([1, 0, text if told else "", runs])
        before, last = mask >> first, first
    return stretches


def _told(name: str, mask: int) -> tuple[str, list[list[int]]]:
    """A field along an axis as a text and as runs."""
    if not mask:
        return f"none of the {name}", []
    if (mask & ~(mask << 1)).bit_count() > _MOST_RUNS:
        first, behind = (mask & -mask).bit_length() - 1, mask.bit_length()
        text = explain.some_text(name, mask.bit_count(), _number(first + 1), _number(behind))
        return text, [[first, behind]]
    runs = _runs(mask)
    cells = [cell for first, behind in runs for cell in range(first, behind)]
    return explain.cells_text(name, cells, _number), runs


def _number(one: int) -> str:
    """A number that moves from cell to cell."""
    return f"{{{one}}}"


def _runs(mask: int) -> list[list[int]]:
    """The runs of the cells whose bits are set.

    >>> _runs(0b1101110)
    [[1, 4], [5, 7]]
    """
    runs, at = list[list[int]](), 0
    while mask:
        skip = (mask & -mask).bit_length() - 1
        mask >>= skip
        count = (~mask & (mask + 1)).bit_length() - 1
        mask >>= count
        runs.append([at + skip, at + skip + count])
        at += skip + count
    return runs


def _stride_text(field: ReceptiveField) -> str:
    """How far the field of the next cell is from this one: in depth only where it moves nowhere else.

    >>> [_stride_text(ReceptiveField((), (), (), stride=moved)) for moved in ((1, 2, 0.5), (1, 0, 0))]
    ['2 × 0.5', '1']
    """
    inside = [step for step in field.stride[-2:] if step]
    moves = [explain.written(step) for step in inside or field.stride[:1] if step]
    return moves[0] if len(set(moves)) == 1 else " × ".join(moves) or "0"


def _picture(x: NDArray[np.float64]) -> list[NDArray[np.int8]]:
    """The slices of the input in few cells and few values: enough for a picture as large as a thumb."""
    slices = x.reshape((1,) * (3 - x.ndim) + x.shape)
    rows, columns = map(_drawn, slices.shape[1:])
    few = slices[:, rows][:, :, columns] / limit(x)
    return list(np.round(few * _FULL).astype(np.int8))


def _drawn(size: int) -> NDArray[np.intp]:
    """Which cells of an axis are drawn, evenly apart."""
    count = min(size, _MOST_DRAWN)
    return (2 * np.arange(count) + 1) * size // (2 * count)
