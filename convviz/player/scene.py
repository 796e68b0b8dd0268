"""The scene: all that the browser needs to show any window of a convolution.

Vocabulary: a *scene* is computed once per edit, by NumPy; the player in the browser only indexes it. It is
plain JSON data: the figures of `convviz.panels`, whose typed arrays carry every value once, and shapes,
positions and labels. Shapes and the like always have three entries, in array order (depth, rows,
columns), with ones in front where the rank is lower. Imports panels, explain and core.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Sequence
from typing import Any

from convviz import explain, panels
from convviz.core import Convolution, ConvolutionError

#: How many products (windows times filter cells) the stage shows.
MAX_PRODUCTS = 600_000


def scene(convolution: Convolution) -> dict[str, Any]:
    """What the player shows, as JSON data.

    >>> s = scene(Convolution([1, 3, -1, 2, 3], [1, 0, 2]))
    >>> s["rank"], s["steps"], s["shapes"]["output"], s["labels"]["window"]
    (1, 3, [1, 1, 3], 'x₃')

    `figures` holds the Plotly figures of each panel, one per depth slice: the padded input, the filter
    as applied, the sheets of products and the output. `digest` is equal for equal scenes. Raises
    `ConvolutionError` for more than `MAX_PRODUCTS` products.
    """
    _check_size(convolution)
    content = {
        "rank": convolution.rank,
        "steps": len(convolution),
        "shapes": {
            "input": _lift(convolution.padded.shape),
            "filter": _lift(convolution.kernel.shape),
            "output": _lift(convolution.output_shape),
        },
        "stride": _lift(convolution.stride),
        "dilation": _lift(convolution.dilation),
        "padding": [[0, 0]] * (3 - convolution.rank) + [list(pair) for pair in convolution.padding],
        "bias": convolution.bias,
        "flip": convolution.flip,
        "labels": _labels(convolution),
        "figures": {
            name: [figure.to_plotly_json() for figure in figures]
            for name, figures in {
                "input": panels.slices(convolution.padded),
                "filter": panels.slices(convolution.kernel),
                "product": panels.sheets(convolution),
                "output": panels.slices(convolution.output),
            }.items()
        },
    }
    return {
        **content,
        "digest": hashlib.blake2b(json.dumps(content).encode(), digest_size=12).hexdigest(),
    }


def _check_size(convolution: Convolution) -> None:
    windows, taps = len(convolution), math.prod(convolution.w.shape)
    if windows * taps > MAX_PRODUCTS:
        raise ConvolutionError(
            f"{windows:,} windows of {taps:,} cells make {windows * taps:,} products; the stage shows up "
            f"to {MAX_PRODUCTS:,}; use a smaller input, a smaller filter or a larger stride"
        )


def _lift(sizes: Sequence[int]) -> list[int]:
    return [1] * (3 - len(sizes)) + list(sizes)


def _labels(convolution: Convolution) -> dict[str, Any]:
    vector = convolution.rank == 1
    return {
        "input": "x" if vector else "X",
        "filter": "w" if vector else "W",
        "output": "y" if vector else "Y",
        "window": explain.window_symbol(convolution),
        "inputSize": explain.size_text(convolution.x.shape),
        "filterSize": explain.size_text(convolution.w.shape),
        "outputSize": explain.size_text(_visible_shape(convolution.output_shape)),
        "size": explain.size_formulas(convolution),
        "kind": explain.kind(convolution),
    }


def _visible_shape(shape: Sequence[int]) -> Sequence[int]:
    """The shape without a depth of one, which the notation drops."""
    return shape[1:] if len(shape) == 3 and shape[0] == 1 else shape
