"""Other implementations of the layers around a convolution, which share no code with the core.

Vocabulary: a *reference* takes what the caller gave the layer, its input and settings, and nothing that
the core computed from them. Imports `convviz.core` for the types alone, NumPy and the standard library,
and SciPy where the caller has it.
"""

from __future__ import annotations

import math
import platform
from collections.abc import Iterator, Sequence
from itertools import product
from types import ModuleType
from typing import NamedTuple

import numpy as np

from convviz.core import Activation, Array, Convolution, Pooling

PYTHON = f"Python {platform.python_version()}"


class Reference(NamedTuple):
    """What another implementation makes of a layer: its name, its version, what it does, and its output."""

    name: str
    version: str
    way: str
    output: Array


def scattered(c: Convolution) -> Reference:
    """A convolution with inserted zeros, the other way round: every cell of the input is laid down."""
    axes = range(c.rank)
    taps = np.flip(c.w) if not c.flip else c.w
    spans = [c.dilation[a] * (c.w.shape[a] - 1) + 1 for a in axes]
    laid = np.zeros([c.input_dilation[a] * (c.x.shape[a] - 1) + spans[a] for a in axes])
    for tap in np.ndindex(*c.w.shape):
        starts = [tap[a] * c.dilation[a] for a in axes]
        cells = [starts[a] + c.input_dilation[a] * np.arange(c.x.shape[a]) for a in axes]
        np.add.at(laid, np.ix_(*cells), c.x * taps[tap])
    return Reference("numpy.add.at", _numpy(), "lays the filter down at every cell of", _cut(laid, c, spans))


def _cut(laid: Array, c: Convolution, spans: Sequence[int]) -> Array:
    """What the padding leaves of all that was laid, or adds to it; then the windows of the stride."""
    for axis, (before, after) in enumerate(c.padding):
        first, last = before - (spans[axis] - 1), after - (spans[axis] - 1)
        width = [(0, 0)] * c.rank
        width[axis] = (max(first, 0), max(last, 0))
        laid = np.pad(laid, width)
        keep: list[slice] = [slice(None)] * c.rank
        keep[axis] = slice(max(-first, 0), laid.shape[axis] - max(-last, 0), c.stride[axis])
        laid = laid[tuple(keep)]
    return laid + c.bias


def pooled(p: Pooling, scipy: ModuleType | None) -> Reference:
    """Pooling by SciPy's filters, or window by window with Python's own functions."""
    if scipy is None:
        return _pooled_by_python(p)
    return _largest_by_scipy(p, scipy) if p.kind == "max" else _mean_by_scipy(p, scipy)


def _largest_by_scipy(p: Pooling, scipy: ModuleType) -> Reference:
    """A sliding maximum at every cell; of these, those in the middle of a window."""
    spans = [d * (k - 1) + 1 for k, d in zip(p.size, p.dilation, strict=True)]
    cells = np.zeros(spans, dtype=bool)
    cells[tuple(slice(None, None, d) for d in p.dilation)] = True
    padded = np.pad(p.x, p.padding, constant_values=-np.inf)
    every = scipy.ndimage.maximum_filter(padded, footprint=cells, mode="constant", cval=-np.inf)
    sizes = zip(padded.shape, spans, p.stride, strict=True)
    middles = tuple(slice(span // 2, n - span + span // 2 + 1, stride) for n, span, stride in sizes)
    way = "finds to be the largest around each window’s middle in"
    return Reference("scipy.ndimage.maximum_filter", f"SciPy {scipy.__version__}", way, every[middles])


def _mean_by_scipy(p: Pooling, scipy: ModuleType) -> Reference:
    """The sum of the cells by the number of cells, both as a correlation with ones."""
    ones = np.zeros([d * (k - 1) + 1 for k, d in zip(p.size, p.dilation, strict=True)])
    ones[tuple(slice(None, None, d) for d in p.dilation)] = 1
    every = tuple(slice(None, None, stride) for stride in p.stride)
    sums, cells = (
        scipy.signal.correlate(np.pad(tensor, p.padding), ones, mode="valid", method="direct")[every]
        for tensor in (p.x, np.ones(p.x.shape))
    )
    way = "adds up and divides by the number of cells, both with weights of 1, from"
    return Reference("scipy.signal.correlate", f"SciPy {scipy.__version__}", way, sums / np.rint(cells))


def _pooled_by_python(p: Pooling) -> Reference:
    totals = [max(cells) if p.kind == "max" else math.fsum(cells) / len(cells) for cells in _windows(p)]
    shape = [len(starts) for starts in _starts(p)]
    name = "max" if p.kind == "max" else "math.fsum"
    way = "makes, window by window, of"
    return Reference(name, PYTHON, way, np.array(totals).reshape(shape))


def _starts(p: Pooling) -> list[range]:
    """Where the windows begin on each axis, in cells of the input."""
    axes = zip(p.x.shape, p.size, p.stride, p.padding, p.dilation, strict=True)
    return [range(-a, n + b - d * (k - 1), s) for n, k, s, (a, b), d in axes]


def _windows(p: Pooling) -> Iterator[list[float]]:
    """The cells of the input that each window holds."""
    for start in product(*_starts(p)):
        axes = zip(start, p.size, p.dilation, p.x.shape, strict=True)
        cells = [[i for i in range(first, first + d * k, d) if 0 <= i < n] for first, k, d, n in axes]
        yield [float(p.x[cell]) for cell in product(*cells)]


def activated(a: Activation) -> Reference:
    """Cell by cell with Python's own functions."""
    functions = {"relu": _relu, "leaky_relu": _leaky, "sigmoid": _sigmoid, "tanh": math.tanh}
    values = [functions[a.kind](value) for value in a.x.ravel().tolist()]
    name = {"sigmoid": "math.exp", "tanh": "math.tanh"}.get(a.kind, "max")
    return Reference(name, PYTHON, "makes, cell by cell, of", np.array(values).reshape(a.x.shape))


def _relu(value: float) -> float:
    return max(0.0, value)


def _leaky(value: float) -> float:
    return max(0.01 * value, value)


def _sigmoid(value: float) -> float:
    return 1 / (1 + math.exp(-value)) if value > -700 else math.exp(value)


def _numpy() -> str:
    return f"NumPy {np.__version__}"
