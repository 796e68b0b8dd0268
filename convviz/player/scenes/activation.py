"""The scene of an activation: the input, the curve of its function, the output.

Imports heatmaps, explain and core.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from convviz import explain
from convviz.core import ACTIVATIONS, Activation
from convviz.explain.colours import limit
from convviz.player import heatmaps
from convviz.player.scenes import parts

KIND = "activation"
#: Points of a curve on either side of zero.
_POINTS = 60
#: What each function is called, and what it is.
_LAWS = {
    "relu": ("ReLU", "max(0, x)"),
    "leaky_relu": ("Leaky ReLU", "x if x > 0, else 0.01·x"),
    "sigmoid": ("σ", "1 / (1 + e⁻ˣ)"),
    "tanh": ("tanh", "(eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)"),
}
#: How far a curve goes at least on either side, so that its shape is seen.
_LEAST = {"relu": 1.0, "leaky_relu": 1.0, "sigmoid": 4.0, "tanh": 3.0}


def title(activation: Activation) -> str:
    """What is done to which input.

    >>> title(Activation([[1, -2, 3], [-4, 5, -6]]))
    'ReLU of every cell of a 2 × 3 input'
    """
    return f"{_LAWS[activation.kind][0]} of every cell of {parts.given(activation)}"


def scene(activation: Activation, coloured: bool) -> dict[str, Any]:
    """`function` is which one it is; `curve` its `name`, its `law`, and points of its graph, `x` and `y`."""
    shared = parts.shared(activation, coloured)
    return {
        **shared,
        "function": activation.kind,
        **parts.geometry(activation.geometry),
        "labels": _labels(activation),
        "figures": {
            "input": heatmaps.slices(activation.x, shared["channels"]),
            "filter": [],
            "product": [],
            "output": heatmaps.slices(activation.output),
        },
        "curve": _curve(activation),
    }


def _curve(activation: Activation) -> dict[str, Any]:
    """The graph of the function as far as the input goes on either side.

    >>> curve = _curve(Activation([-3, 1]))
    >>> curve["x"][[0, 60, 120]], curve["y"][[0, 60, 120]]
    (array([-3.,  0.,  3.]), array([0., 0., 3.]))
    """
    name, law = _LAWS[activation.kind]
    end = max(limit(activation.x), _LEAST[activation.kind])
    x = np.linspace(-end, end, 2 * _POINTS + 1)
    return {"name": name, "law": law, "x": x, "y": ACTIVATIONS[activation.kind](x)}


def _labels(activation: Activation) -> dict[str, Any]:
    vector = activation.rank == 1
    return {
        "input": "x" if vector else "X",
        "filter": "",
        "output": "y" if vector else "Y",
        "window": "x" if vector else "X",
        "inputSize": explain.size_text(activation.x.shape),
        "filterSize": "",
        **parts.output_labels(activation),
        "setting": "",
        "kind": explain.kind(activation),
        "notes": [],
        "marks": [],
    }
