"""The scene of several filters over one input: the sheets and tables of all of them.

Vocabulary: the *maps* of a filter are the slices of its output: one, or as many as it has windows in depth.
All maps stand one behind the other, those of filter 1 first, as if they were depths of one output; so do
their products in a sheet, and the weights of a slice of all filters. Imports heatmaps, explain and core.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz import explain
from convviz.core import Filters
from convviz.explain.several import weights_text
from convviz.player import heatmaps
from convviz.player.scenes import parts

KIND = "filters"


def title(f: Filters) -> str:
    """What is convolved.

    >>> title(Filters([1, 3, -1, 2, 3], [[1, 0, 2], [0, 1, 0]]))
    'Convolution of a vector of 5 by 2 filters of 3'
    """
    w, groups = explain.size_text(f.w.shape[1:]), f" in {f.groups} groups" if f.groups > 1 else ""
    return f"Convolution of {parts.given(f)} by {len(f.w)} filters of {w}{groups}"


def scene(f: Filters, coloured: bool) -> dict[str, Any]:
    """`filters` and `groups` count them; `biases` has one for each filter."""
    one, shared = f.filters[0], parts.shared(f, coloured)
    geometry = parts.geometry(one.geometry)
    kernel, (_, rows, columns) = geometry["shapes"]["filter"], geometry["shapes"]["output"]
    maps = f.output.reshape(-1, rows, columns)
    return {
        **shared,
        "filters": len(f.w),
        "groups": f.groups,
        **geometry,
        "shapes": {"input": parts.lift(f.padded.shape), "filter": kernel, "output": list(maps.shape)},
        "unvisited": parts.geometry(f.geometry)["unvisited"],
        "biases": list(f.bias),
        "flip": f.flip,
        "labels": _labels(f),
        "figures": {
            "input": heatmaps.slices(f.padded, shared["channels"]),
            "filter": heatmaps.slices(_stacked(f)),
            "product": heatmaps.sheets(_products(f)),
            "output": heatmaps.slices(maps),
        },
    }


def _stacked(f: Filters) -> NDArray[np.float64]:
    """For each slice of the filters a matrix: the rows of the first filter, then those of the second.

    >>> _stacked(Filters([1, 2, 3], [[1, 2], [3, 4]])).tolist()
    [[[1.0, 2.0], [3.0, 4.0]]]
    """
    lifted = f.kernel.reshape(len(f.w), *parts.lift(f.w.shape[1:]))
    _, depth, rows, columns = lifted.shape
    return lifted.transpose(1, 0, 2, 3).reshape(depth, len(f.w) * rows, columns)


def _products(f: Filters) -> NDArray[np.float64]:
    """The products of all filters, one behind the other on the first of three axes."""
    kernel = parts.lift(f.w.shape[1:])
    of_each = [one.products.reshape(*parts.lift(one.output_shape), *kernel) for one in f.filters]
    return np.concatenate(of_each)


def _labels(f: Filters) -> dict[str, Any]:
    """As of a convolution; sizes are those of one filter and its output, of which there are several."""
    one, count = f.filters[0], len(f.w)
    of_one = parts.labels(one)
    return {
        **of_one,
        "output": "Y",  # also of vectors: there are several
        "inputSize": explain.size_text(f.x.shape),
        "filters": f"{count} filters of {of_one['filterSize']}",
        "outputSize": f"{of_one['outputSize']} each",
        "weights": f"Weights and biases: {weights_text(f)}.",
    }
