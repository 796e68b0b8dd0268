"""The scene of a plain convolution: one filter over the input. Imports heatmaps, explain and core."""

from __future__ import annotations

from typing import Any

from convviz import explain
from convviz.core import Convolution
from convviz.player import heatmaps
from convviz.player.scenes import parts

KIND = "convolution"


def title(convolution: Convolution) -> str:
    """What is convolved.

    >>> title(Convolution([[1, 2, 2], [3, 1, 4], [2, 1, 3]], [[1, 0], [0, 1]]))
    'Convolution of a 3 × 3 input by a 2 × 2 filter'
    """
    x, w = (explain.size_text(tensor.shape) for tensor in (convolution.x, convolution.w))
    if convolution.rank == 1:
        return f"Convolution of a vector of {convolution.x.size} by a filter of {convolution.w.size}"
    return f"Convolution of a {x} input by a {w} filter"


def scene(convolution: Convolution, coloured: bool) -> dict[str, Any]:
    """`bias` is a number, `flip` whether the filter is shown reversed."""
    shared = parts.shared(convolution, coloured)
    return {
        **shared,
        **parts.geometry(convolution.geometry),
        "bias": convolution.bias,
        "flip": convolution.flip,
        "labels": parts.labels(convolution),
        "figures": {
            "input": heatmaps.slices(convolution.padded, shared["channels"]),
            "filter": heatmaps.slices(convolution.kernel),
            "product": heatmaps.sheets(convolution.products),
            "output": heatmaps.slices(convolution.output),
        },
    }
