"""What the scenes of several kinds of layers have in common. Imports heatmaps, explain and core."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz import explain
from convviz.core import Convolution, Layer, Windows, reading_order
from convviz.explain import transposed
from convviz.explain.colours import channel_names
from convviz.explain.scattered import is_scattered
from convviz.player import heatmaps


def lift(sizes: Sequence[int]) -> list[int]:
    """Sizes on three axes, with ones in front where there are fewer.

    >>> lift((4, 5))
    [1, 4, 5]
    """
    return [1] * (3 - len(sizes)) + list(sizes)


def given(layer: Layer) -> str:
    """The input of a layer, in words.

    >>> given(Convolution([1, 3, -1], [1, 2])), given(Convolution([[1, 2, 3], [3, 1, 4]], [[1]]))
    ('a vector of 3', 'a 2 × 3 input')
    """
    size = explain.size_text(layer.x.shape)
    return f"a vector of {size}" if layer.rank == 1 else f"a {size} input"


def geometry(windows: Windows) -> dict[str, Any]:
    """Which cells every window reads, on three axes."""
    missing = 3 - len(windows.filter_shape)
    return {
        "shapes": {
            "input": lift(windows.padded_shape),
            "filter": lift(windows.filter_shape),
            "output": lift(windows.output_shape),
        },
        "stride": lift(windows.stride),
        "dilation": lift(windows.dilation),
        "span": lift(windows.spans),
        "padding": [[0, 0]] * missing + [list(pair) for pair in windows.padding],
        "spread": lift(windows.input_dilation),
        "unvisited": [[]] * missing + [_gaps(axis) for axis in windows.visited],
    }


def _gaps(visited: NDArray[np.bool_]) -> list[list[int]]:
    """The runs of cells that are not visited, each from its first cell to the one behind its last.

    >>> _gaps(np.array([True, False, False, True, False]))
    [[1, 3], [4, 5]]
    """
    edges = np.flatnonzero(np.diff(visited, prepend=True, append=True))
    return edges.reshape(-1, 2).tolist()


def elision() -> dict[str, int]:
    """Which terms of a long sum are shown: of more than `most`, `ends` at either end."""
    return {"most": explain.MOST_TERMS, "ends": explain.END_TERMS}


def channels(layer: Layer, coloured: bool) -> list[str]:
    """What the slices of a padded picture in colour are called; those of padding have no name."""
    return channel_names(layer.geometry) if coloured else []


def shared(layer: Layer, coloured: bool) -> dict[str, Any]:
    """What the scene of every kind of layer has, but for its geometry, labels and figures."""
    return {
        "rank": layer.rank,
        "steps": len(layer),
        "elision": elision(),
        "channels": channels(layer, coloured),
        "alternatives": alternatives(layer),
    }


def alternatives(layer: Layer) -> list[dict[str, Any]]:
    """What common mistakes give instead of the output: each a `name` and `values`, shaped as the output."""
    return [
        {"name": name, "values": heatmaps.narrowest(values.reshape(lift(values.shape)))}
        for name, values in explain.alternatives(layer)
    ]


def notes(convolution: Convolution) -> Iterator[tuple[str, str]]:
    """What is to be said about padding, reach and cells left out, each with the mark of its cells, if any."""
    tells = (
        (transposed.padding_text if is_scattered(convolution) else explain.padding_text, "padding"),
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
    amount = explain.amounts_text(gaps)
    return f"Zeros are inserted between the cells of the input: {amount} between neighbours."


def setting(convolution: Convolution) -> str:
    """The parameters that the size of the output depends on, as far as they are not the default ones.

    >>> setting(Convolution([1, 2, 3, 4], [1, 1], stride=2, dilation=2, padding=1))
    ', stride 2, dilation 2, padded with zeros: length 1 before, 1 after'
    >>> setting(Convolution([[1, 2], [3, 4]], [[1]], stride=(2, 1)))
    ', stride 2 × 1'
    """
    parts = [
        f"{name} {explain.amounts_text(values)}"
        for name, values in (("stride", convolution.stride), ("dilation", convolution.dilation))
        if max(values) > 1
    ]
    padding = explain.padding_text(convolution).removesuffix(".")
    parts += [padding[0].lower() + padding[1:]] if padding else []
    return "".join(f", {part}" for part in parts)


def output_labels(layer: Layer) -> dict[str, Any]:
    """How large the output is, and why."""
    shape = explain.visible_shape(layer.output_shape)
    return {
        "outputShape": reading_order(shape),
        "outputSize": explain.size_text(shape),
        "size": str(explain.size_law(layer)),
    }


def labels(convolution: Convolution) -> dict[str, Any]:
    """What the panels of a convolution are called, how large they are, and what is said of it."""
    vector, told = convolution.rank == 1, list(notes(convolution))
    return {
        "input": "x" if vector else "X",
        "filter": ("w" if vector else "W") + ("\u0303" if convolution.flip else ""),  # a tilde, as in Explain
        "output": "y" if vector else "Y",
        "window": explain.window_symbol(convolution),
        "inputSize": explain.size_text(convolution.x.shape),
        "filterSize": explain.size_text(convolution.w.shape),
        **output_labels(convolution),
        "setting": setting(convolution),
        "kind": explain.kind(convolution),
        "notes": [text for text, _ in told],
        "marks": [mark for _, mark in told],
    }
