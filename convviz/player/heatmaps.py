"""Arrays as Plotly heatmaps.

Vocabulary: a *panel* is one of the four pictures of a step (input, filter, product, output); a *slice*
is one depth of it, a matrix; a *sheet* is a matrix that holds the products of all windows, each a
tile of the filter's size at the place of its output cell. A rank-1 array is drawn as one row.

Every function is pure: an array in, a figure out, as the dict of data and layout that Plotly.js takes. To
make `plotly.graph_objects.Figure`s of them took a third of an edit's time on the server; a test holds that
they would be valid. Imports NumPy and the colours of `convviz.explain`. Numbers in the
cells, the window and whatever hides a cell that is not computed yet are drawn on top by the player.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from convviz.explain.colours import CHANNELS, GREY, NEGATIVE, POSITIVE, STRONGEST, limit

#: `data`, a list of one trace, and `layout`; the trace's `z` is an array.
Figure: TypeAlias = dict[str, Any]


def _scale(negative: tuple[int, int, int], positive: tuple[int, int, int]) -> list[tuple[float, str]]:
    """Two colours that fade to nothing at zero: the page shows through, light or dark."""
    low, high = (",".join(map(str, colour)) for colour in (negative, positive))
    return [
        (0.0, f"rgba({low},{STRONGEST})"),
        (0.5, f"rgba({low},0)"),
        (0.5, f"rgba({high},0)"),
        (1.0, f"rgba({high},{STRONGEST})"),
    ]


COLORSCALE = _scale(NEGATIVE, POSITIVE)
CHANNEL_SCALES = {name: _scale(GREY, colour) for name, colour in CHANNELS.items()}

_AXIS = {"visible": False, "fixedrange": True}
_INTEGERS = (np.int8, np.int16, np.int32)


def narrowest(values: NDArray[np.float64]) -> NDArray[np.generic]:
    """The same numbers in the smallest type that holds every one of them exactly.

    >>> narrowest(np.array([1.0, -3.0])).dtype, narrowest(np.array([0.25])).dtype
    (dtype('int8'), dtype('float32'))
    >>> narrowest(np.array([0.1])).dtype, narrowest(np.array([1.0, np.nan])).dtype
    (dtype('float64'), dtype('float32'))
    """
    with np.errstate(over="ignore", invalid="ignore"):
        if np.rint(values.flat[0]) == values.flat[0]:
            for integer in _INTEGERS:
                if ((narrow := values.astype(integer)) == values).all():
                    return narrow
        single = values.astype(np.float32)
        # Not `array_equal`, which takes ten times as long where NaN is to be equal.
        return single if ((single == values) | np.isnan(values)).all() else values


def heatmap(
    values: NDArray[np.float64], bound: float, colorscale: list[tuple[float, str]] = COLORSCALE
) -> Figure:
    """A vector or matrix as a heatmap that fills its frame, row 1 on top.

    >>> figure = heatmap(np.array([[1.0, -2.0, 0.0]]), bound=2.0)
    >>> figure["data"][0]["zmin"], figure["data"][0]["zmax"]
    (-2.0, 2.0)

    `bound` is the end of the colour scale in the units of `values`; zero is transparent. There are
    no margins, axes or hover: one cell is one equal rectangle of the frame.
    """
    rows, columns = np.atleast_2d(values).shape
    return {
        "data": [
            {
                "type": "heatmap",
                "z": narrowest(np.atleast_2d(values)),
                "zmin": -bound,
                "zmax": bound,
                "colorscale": colorscale,
                "showscale": False,
                "hoverinfo": "skip",
            }
        ],
        "layout": {
            "template": {},
            "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "xaxis": {**_AXIS, "range": [-0.5, columns - 0.5]},
            "yaxis": {**_AXIS, "range": [rows - 0.5, -0.5]},
        },
    }


def slices(values: NDArray[np.float64], channels: Sequence[str] = ()) -> list[Figure]:
    """One heatmap per depth slice, up to one common limit; one heatmap below rank 3.

    `channels` names the slices of a picture in colour, which are drawn in it.

    >>> len(slices(np.zeros((4, 2, 3)))), len(slices(np.zeros((2, 3)))), len(slices(np.zeros(3)))
    (4, 1, 1)
    """
    matrices = values if values.ndim == 3 else [values]
    bound = limit(values)
    scales = [CHANNEL_SCALES.get(name, COLORSCALE) for name in channels] or [COLORSCALE] * len(matrices)
    return [heatmap(matrix, bound, scale) for matrix, scale in zip(matrices, scales, strict=True)]


def sheets(products: NDArray[np.float64]) -> list[Figure]:
    """The products of all windows, one heatmap per depth slice of the filter.

    >>> from convviz.core import Convolution
    >>> c = Convolution([[1, 2, 2], [3, 1, 4], [2, 1, 3]], [[1, 0], [0, 1]])
    >>> sheets(c.products)[0]["data"][0]["z"].tolist()
    [[1, 0, 2, 0], [0, 1, 0, 4], [3, 0, 1, 0], [0, 1, 0, 3]]

    `products` has the axes of the output and then those of the filter. With an output of `o` and a filter of
    `k` cells per axis a sheet has `o * k` rows and columns; at rank 3 the output's depths follow each other
    downwards. The tile of output cell `(q, i, j)` starts at row `(q * o_rows + i) * k_rows`, column
    `j * k_columns`.
    """
    lifted = _rank_three(products)
    depth, rows, columns, _, k_rows, k_columns = lifted.shape
    tiles = lifted.transpose(3, 0, 1, 4, 2, 5)
    bound = limit(products)
    return [heatmap(sheet.reshape(depth * rows * k_rows, columns * k_columns), bound) for sheet in tiles]


def _rank_three(products: NDArray[np.float64]) -> NDArray[np.float64]:
    rank = products.ndim // 2
    lead = (1,) * (3 - rank)
    return products.reshape(lead + products.shape[:rank] + lead + products.shape[rank:])
