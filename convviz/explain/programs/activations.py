"""Activations as programs. Imports `convviz.core` only."""

from __future__ import annotations

from convviz.core import Activation
from convviz.explain.programs.common import ARRAY, Snippet, inputs, snippet

_CELLS = {
    "relu": "max({}, 0)",
    "leaky_relu": "{} if {} > 0 else 0.01 * {}",
    "sigmoid": "1 / (1 + math.exp(-{}))",
    "tanh": "math.tanh({})",
}
_NUMPY = {
    "relu": "np.maximum(x, 0)",
    "leaky_relu": "np.where(x > 0, x, 0.01 * x)",
    "sigmoid": "1 / (1 + np.exp(-x))",
    "tanh": "np.tanh(x)",
}
_TORCH = {
    "relu": "F.relu(x)",
    "leaky_relu": "F.leaky_relu(x, negative_slope=0.01)",
    "sigmoid": "torch.sigmoid(x)",
    "tanh": "torch.tanh(x)",
}
_TENSORFLOW = {
    "relu": "tf.nn.relu(x)",
    "leaky_relu": "tf.nn.leaky_relu(x, alpha=0.01)",
    "sigmoid": "tf.math.sigmoid(x)",
    "tanh": "tf.math.tanh(x)",
}
_LETTERS = ("value", "row", "plane")


def snippets(a: Activation) -> list[Snippet]:
    """The programs for an activation."""
    return [write(a) for write in (in_python, in_numpy, in_scipy, in_pytorch, in_tensorflow)]


def in_python(a: Activation) -> Snippet:
    """The program without any library."""
    cell = _CELLS[a.kind].replace("{}", "value")
    for depth in range(a.rank):
        over = "x" if depth == a.rank - 1 else _LETTERS[depth + 1]
        cell = f"[{cell} for {_LETTERS[depth]} in {over}]"
    notes = ["Cell by cell, whatever the rank: an activation knows no neighbours."]
    imports = "import math" if "math." in cell else ""
    return snippet("Python", a, notes, imports, inputs(a, "{}", "{}.tolist()"), [f"y = {cell}"])


def in_numpy(a: Activation) -> Snippet:
    """The program for NumPy."""
    notes = ["NumPy has functions of cells, and no layers; this is one line of them."]
    if a.kind == "sigmoid":
        notes.append(
            "For numbers below −709 np.exp overflows with a warning; the result is right all the same."
        )
    return snippet("NumPy", a, notes, "", inputs(a, *ARRAY), [f"y = {_NUMPY[a.kind]}"])


def in_scipy(a: Activation) -> Snippet:
    """The program for SciPy, which has the sigmoid alone."""
    if a.kind != "sigmoid":
        notes = ["SciPy has the sigmoid (scipy.special.expit) and no other activation; NumPy does this one."]
        return snippet("SciPy", a, notes, "", inputs(a, *ARRAY), [f"y = {_NUMPY[a.kind]}"])
    notes = ["expit is the sigmoid, and does not overflow."]
    return snippet("SciPy", a, notes, "from scipy.special import expit", inputs(a, *ARRAY), ["y = expit(x)"])


def in_pytorch(a: Activation) -> Snippet:
    """The program for PyTorch."""
    notes = ["Any shape goes in, with batch and channels or without."]
    if a.kind == "leaky_relu":
        notes.append("A slope of 0.01 is PyTorch’s own; other libraries have others.")
    imports = "import torch\nimport torch.nn.functional as F" if "F." in _TORCH[a.kind] else "import torch"
    given = inputs(a, "torch.tensor({}, dtype=torch.float64)", "torch.from_numpy({})")
    return snippet("PyTorch", a, notes, imports, given, [f"y = {_TORCH[a.kind]}"])


def in_tensorflow(a: Activation) -> Snippet:
    """The program for TensorFlow."""
    notes = ["Any shape goes in, with batch and channels or without."]
    if a.kind == "leaky_relu":
        notes.append("TensorFlow’s own slope is 0.2, so 0.01 has to be said.")
    given = inputs(a, "tf.constant({}, dtype=tf.float64)", "tf.constant({})")
    return snippet("TensorFlow", a, notes, "import tensorflow as tf", given, [f"y = {_TENSORFLOW[a.kind]}"])
