"""The scene of a pooling: what every window holds, and which of its cells is kept.

Imports heatmaps, explain and core.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz import explain
from convviz.core import Pooling
from convviz.explain.pooling import padding_text
from convviz.player import heatmaps
from convviz.player.scenes import parts

KIND = "pooling"
_TITLES = {"max": "Largest", "mean": "Mean"}


def title(pooling: Pooling) -> str:
    """What is pooled.

    >>> title(Pooling([[1, 2, 2], [3, 1, 4], [2, 1, 3]], (2, 3)))
    'Largest of every window of 2 × 3 of a 3 × 3 input'
    """
    size = explain.size_text(pooling.size)
    return f"{_TITLES[pooling.kind]} of every window of {size} of {parts.given(pooling)}"


def scene(pooling: Pooling, coloured: bool) -> dict[str, Any]:
    """`function` is what is kept of a window; its sheets of products hold the windows themselves.

    Of a largest, `winners` holds for each window which of its taps is kept, from 0. Padding is NaN.
    """
    shared = parts.shared(pooling, coloured)
    return {
        **shared,
        "function": pooling.kind,
        **parts.geometry(pooling.geometry),
        "labels": _labels(pooling),
        "figures": {
            "input": heatmaps.slices(pooling.padded, shared["channels"]),
            "filter": [],
            "product": heatmaps.sheets(pooling.windows),
            "output": heatmaps.slices(pooling.output),
        },
        "winners": _winners(pooling) if pooling.kind == "max" else None,
    }


def _winners(pooling: Pooling) -> NDArray[np.generic]:
    """Which tap of every window is its largest, the first of several."""
    windows = pooling.windows.reshape(len(pooling), -1)
    return heatmaps.narrowest(np.nanargmax(windows, axis=1).astype(float))


def _labels(pooling: Pooling) -> dict[str, Any]:
    vector, told = pooling.rank == 1, list(_notes(pooling))
    size = explain.size_text(pooling.size)
    return {
        "input": "x" if vector else "X",
        "filter": "",
        "output": "y" if vector else "Y",
        "window": explain.window_symbol(pooling),
        "inputSize": explain.size_text(pooling.x.shape),
        "filterSize": size,
        **parts.output_labels(pooling),
        "setting": _setting(pooling),
        "kind": explain.kind(pooling),
        "notes": [text for text, _ in told],
        "marks": [mark for _, mark in told],
    }


def _notes(pooling: Pooling) -> Iterator[tuple[str, str]]:
    """What is to be said about padding, gaps and cells left out, each with the mark of its cells, if any."""
    if padded := padding_text(pooling):
        yield padded, "padding"
    if max(pooling.dilation) > 1:
        yield (
            f"Dilation {explain.amounts_text(pooling.dilation)}: so far apart are the cells of a window.",
            "",
        )
    if left := explain.unvisited_text(pooling):
        yield left, "unvisited"


def _setting(pooling: Pooling) -> str:
    """The parameters that the size of the output depends on.

    >>> _setting(Pooling([1, 2, 3, 4], 2, padding=1))
    ', stride 2, padding: length 1 before, 1 after'
    """
    said = [("stride", pooling.stride)]
    said += [("dilation", pooling.dilation)] if max(pooling.dilation) > 1 else []
    texts = [f"{name} {explain.amounts_text(values)}" for name, values in said]
    padded = explain.padding_where(pooling)
    texts += [f"padding: {padded}"] if padded else []
    return "".join(f", {text}" for text in texts)
