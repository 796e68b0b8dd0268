"""The scene: all that the browser needs to show any window of a convolution.

Vocabulary: a *scene* is computed once per edit, by NumPy; the player in the browser only indexes it. It is
the figures of `heatmaps`, whose arrays carry every value once, and shapes, positions and labels.
Shapes and the like always have three entries, in array order (depth, rows, columns), with ones in front
where the rank is lower. How it travels is `frame.py`. Imports heatmaps, explain and core.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz import explain
from convviz.core import Convolution
from convviz.player import heatmaps


def scene(convolution: Convolution, coloured: bool = False) -> dict[str, Any]:
    """What the player shows; the three slices of a `coloured` input are called red, green and blue.

    >>> s = scene(Convolution([1, 3, -1, 2, 3], [1, 0, 2]))
    >>> s["rank"], s["steps"], s["shapes"]["output"], s["labels"]["window"]
    (1, 3, [1, 1, 3], 'x₃')

    `figures` holds the Plotly figures of each panel, one per depth slice: the padded input, the filter
    as applied, the sheets of products and the output; their `z` is an array, all else JSON data.
    `unvisited` holds, per axis, the runs `[start, end]` of cells of the padded input that no window
    reads. `span` counts the cells from the first tap to the last, `spread` those from one cell of the
    input to the next, between which zeros were inserted. `elision` says which terms of a long sum are
    shown: of more than `most`, `ends` at either end. `alternatives` are what common mistakes
    give instead of the output, each a `name` and `values`, an array like the output's.
    """
    return {
        "rank": convolution.rank,
        "steps": len(convolution),
        **_geometry(convolution),
        "bias": convolution.bias,
        "flip": convolution.flip,
        "elision": {"most": explain.MOST_TERMS, "ends": explain.END_TERMS},
        "labels": _labels(convolution),
        "channels": (channels := _channels(convolution) if coloured else []),
        "figures": _figures(convolution, channels),
        "alternatives": [
            {"name": name, "values": heatmaps.narrowest(values.reshape(_lift(values.shape)))}
            for name, values in explain.alternatives(convolution)
        ],
    }


def _geometry(convolution: Convolution) -> dict[str, Any]:
    """Which cells every window reads, on three axes."""
    windows, missing = convolution.geometry, 3 - convolution.rank
    return {
        "shapes": {
            "input": _lift(windows.padded_shape),
            "filter": _lift(windows.filter_shape),
            "output": _lift(windows.output_shape),
        },
        "stride": _lift(windows.stride),
        "dilation": _lift(windows.dilation),
        "span": _lift(windows.spans),
        "padding": [[0, 0]] * missing + [list(pair) for pair in windows.padding],
        "spread": _lift(windows.input_dilation),
        "unvisited": [[]] * missing + [_gaps(axis) for axis in windows.visited],
    }


def _channels(convolution: Convolution) -> list[str]:
    """What the slices of a padded picture in colour are called; those of padding have no name."""
    own = iter(heatmaps.CHANNELS)
    return [next(own) if is_own else "" for is_own in convolution.geometry.from_input[0]]


def _figures(convolution: Convolution, channels: Sequence[str]) -> dict[str, list[heatmaps.Figure]]:
    """The figures of each panel, one per slice."""
    return {
        "input": heatmaps.slices(convolution.padded, channels),
        "filter": heatmaps.slices(convolution.kernel),
        "product": heatmaps.sheets(convolution),
        "output": heatmaps.slices(convolution.output),
    }


def _gaps(visited: NDArray[np.bool_]) -> list[list[int]]:
    """The runs of cells that are not visited, each from its first cell to the one behind its last.

    >>> _gaps(np.array([True, False, False, True, False]))
    [[1, 3], [4, 5]]
    """
    edges = np.flatnonzero(np.diff(visited, prepend=True, append=True))
    return edges.reshape(-1, 2).tolist()


def _lift(sizes: Sequence[int]) -> list[int]:
    return [1] * (3 - len(sizes)) + list(sizes)


def _labels(convolution: Convolution) -> dict[str, Any]:
    vector, notes = convolution.rank == 1, list(_notes(convolution))
    return {
        "input": "x" if vector else "X",
        "filter": ("w" if vector else "W") + ("\u0303" if convolution.flip else ""),  # a tilde, as in Explain
        "output": "y" if vector else "Y",
        "window": explain.window_symbol(convolution),
        "inputSize": explain.size_text(convolution.x.shape),
        "filterSize": explain.size_text(convolution.w.shape),
        "outputShape": list(_visible_shape(convolution.output_shape)),
        "outputSize": explain.size_text(_visible_shape(convolution.output_shape)),
        "size": str(explain.size_law(convolution)),
        "setting": _setting(convolution),
        "kind": explain.kind(convolution),
        "notes": [text for text, _ in notes],
        "marks": [mark for _, mark in notes],
    }


def _notes(convolution: Convolution) -> Iterator[tuple[str, str]]:
    """What is to be said about padding, reach and cells left out, each with the mark of its cells, if any."""
    tells = (
        (explain.padding_text, "padding"),
        (_inserted, "inserted"),
        (explain.span_text, ""),
        (explain.unvisited_text, "unvisited"),
    )
    return ((text, mark) for tell, mark in tells if (text := tell(convolution)))


def _inserted(convolution: Convolution) -> str:
    """What stands between the cells of the input.

    >>> _inserted(Convolution.transposed([1, 2, 3], [1, 1], stride=3))
    'Zeros are inserted between the cells of the input: 2 between neighbours.'
    """
    gaps = [spread - 1 for spread in convolution.input_dilation]
    if not any(gaps):
        return ""
    amount = gaps[0] if len(set(gaps)) == 1 else explain.size_text(gaps)
    return f"Zeros are inserted between the cells of the input: {amount} between neighbours."


def _setting(convolution: Convolution) -> str:
    """The parameters that the size of the output depends on, as far as they are not the default ones.

    >>> _setting(Convolution([1, 2, 3, 4], [1, 1], stride=2, dilation=2, padding=1))
    ', stride 2, dilation 2, padded with zeros: length 1 before, 1 after'
    >>> _setting(Convolution([[1, 2], [3, 4]], [[1]], stride=(2, 1)))
    ', stride 2 × 1'
    """
    parts = [
        f"{name} {values[0] if len(set(values)) == 1 else explain.size_text(values)}"
        for name, values in (("stride", convolution.stride), ("dilation", convolution.dilation))
        if max(values) > 1
    ]
    padding = explain.padding_text(convolution).removesuffix(".")
    parts += [padding[0].lower() + padding[1:]] if padding else []
    return "".join(f", {part}" for part in parts)


def _visible_shape(shape: Sequence[int]) -> Sequence[int]:
    """The shape without a depth of one, which the notation drops."""
    return shape[1:] if len(shape) == 3 and shape[0] == 1 else shape
