"""The scene: all that the browser needs to show any window of a convolution.

Vocabulary: a *scene* is computed once per edit, by NumPy; the player in the browser only indexes it. It is
the figures of `heatmaps`, whose arrays carry every value once, and shapes, positions and labels.
Shapes and the like always have three entries, in array order (depth, rows, columns), with ones in front
where the rank is lower. A *frame* is how it travels: a header of JSON and a body of bytes. Imports
panels, explain and core.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from convviz import explain
from convviz.core import Convolution
from convviz.player import heatmaps


def scene(convolution: Convolution) -> dict[str, Any]:
    """What the player shows.

    >>> s = scene(Convolution([1, 3, -1, 2, 3], [1, 0, 2]))
    >>> s["rank"], s["steps"], s["shapes"]["output"], s["labels"]["window"]
    (1, 3, [1, 1, 3], 'x₃')

    `figures` holds the Plotly figures of each panel, one per depth slice: the padded input, the filter
    as applied, the sheets of products and the output; their `z` is an array, all else JSON data.
    `unvisited` holds, per axis, the runs `[start, end]` of cells of the padded input that no window
    reads.
    """
    return {
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
        "unvisited": [[]] * (3 - convolution.rank) + [_gaps(axis) for axis in convolution.visited],
        "bias": convolution.bias,
        "flip": convolution.flip,
        "labels": _labels(convolution),
        "figures": {
            name: [_with_array(figure) for figure in figures]
            for name, figures in {
                "input": heatmaps.slices(convolution.padded),
                "filter": heatmaps.slices(convolution.kernel),
                "product": heatmaps.sheets(convolution),
                "output": heatmaps.slices(convolution.output),
            }.items()
        },
    }


def pack(scene: Mapping[str, Any]) -> bytes:
    """A scene as one frame, its arrays in the body in the byte order of the browser.

    The header is the scene, with a place in the body for each array: `dtype` and `shape` as Plotly
    writes them, `at` and `bytes`. Every array starts at a multiple of eight. Where the values repeat, an
    array of 64-bit numbers travels as indices into a `palette`, another array.
    """
    body = bytearray()

    def stored(array: NDArray[np.generic]) -> dict[str, Any]:
        data = array.astype(array.dtype.newbyteorder("<"), copy=False).tobytes()
        body.extend(bytes(-len(body) % 8))
        body.extend(data)
        shape = ", ".join(map(str, array.shape))
        return {"dtype": array.dtype.str[1:], "shape": shape, "at": len(body) - len(data), "bytes": len(data)}

    def moved(array: NDArray[np.generic]) -> dict[str, Any]:
        found = _palette(array)
        return stored(array) if found is None else {**stored(found[1]), "palette": stored(found[0])}

    header = json.dumps(scene, default=moved)  # fills the body
    return _joined(header, bytes(body))


def _palette(array: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]] | None:
    """The distinct values and an index for each cell, where that takes at most a quarter of the room."""
    if array.dtype != np.float64 or array.size < 1024 or np.unique(array.ravel()[:1024]).size > 768:
        return None
    values, indices = np.unique(array, return_inverse=True)
    if values.size > min(2**16, array.size // 8):
        return None
    return values, indices.astype(np.uint8 if values.size <= 2**8 else np.uint16)


def frame(header: Mapping[str, Any], body: bytes) -> bytes:
    r"""A header of JSON data and a body as one piece: four bytes that hold the header's length, both.

    >>> frame({"step": 1}, b"...")
    b'\x0c\x00\x00\x00{"step": 1} ...'

    The header is filled up with spaces, so that the body starts at a multiple of eight.
    """
    return _joined(json.dumps(header), body)


def _joined(header: str, body: bytes) -> bytes:
    text = header.encode()
    text += b" " * (-(4 + len(text)) % 8)
    return len(text).to_bytes(4, "little") + text + body


def _with_array(figure: go.Figure) -> dict[str, Any]:
    plain: dict[str, Any] = figure.to_plotly_json()
    plain["data"][0]["z"] = figure.data[0].z
    return plain


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
    vector = convolution.rank == 1
    return {
        "input": "x" if vector else "X",
        "filter": ("w" if vector else "W") + ("\u0303" if convolution.flip else ""),  # a tilde, as in Explain
        "output": "y" if vector else "Y",
        "window": explain.window_symbol(convolution),
        "inputSize": explain.size_text(convolution.x.shape),
        "filterSize": explain.size_text(convolution.w.shape),
        "outputShape": list(_visible_shape(convolution.output_shape)),
        "outputSize": explain.size_text(_visible_shape(convolution.output_shape)),
        "size": explain.size_formulas(convolution),
        "setting": _setting(convolution),
        "kind": explain.kind(convolution),
        "notes": [
            text
            for tell in (explain.padding_text, explain.span_text, explain.unvisited_text)
            if (text := tell(convolution))
        ],
    }


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
