"""The output of a layer, checked against an implementation that shares no code with the core.

Vocabulary: a *reference* is that implementation; of a convolution it takes the input, the filter and the
parameters, and nothing that the core computed from them. Those of the other layers are in `references.py`.
Imports `convviz.core`, NumPy and the standard library, and SciPy where it is installed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz.core import Activation, Array, Convolution, Filters, Layer, Pooling
from convviz.explain.references import PYTHON, Reference, activated, pooled, scattered
from convviz.explain.scattered import is_scattered

_MOST_PRODUCTS = 8_000_000  # of SciPy, which adds up about 100 million a second
_BLOCK = 100_000  # products that are made at once for `math.fsum`


@dataclass(frozen=True)
class Check:
    """How far the output of a layer is from what a reference makes of it.

    `reference` names the other implementation with its version, `compared` says in a sentence what was
    compared, `cells` counts the cells of the output, `difference` is the largest absolute difference, and
    `tolerance` what the rounding of float64 may explain, both in the units of the output.
    """

    reference: str
    compared: str
    cells: int
    difference: float
    tolerance: float

    @property
    def agrees(self) -> bool:
        """Whether rounding explains the difference."""
        return self.difference <= self.tolerance


def check(layer: Layer) -> Check:
    """The output compared with a reference, cell by cell.

    >>> from convviz import Pooling
    >>> done = check(Convolution([1, 3, -1, 2, 3], [1, 0, 2]))
    >>> done.agrees, done.cells, done.difference
    (True, 3, 0.0)
    >>> check(Pooling([[1, 3], [2, 4]], 2, "mean")).agrees
    True

    The reference of a convolution is SciPy, to which a dilation is a filter with zeros between its taps,
    and a stride the windows that are kept of all; several filters are compared one by one. Where SciPy is
    not installed, or these zeros and windows would keep it busy for long, `math.fsum` adds up every
    window, exactly until the last rounding. Where zeros are inserted, every cell of the input is laid on
    the output instead. Pooling is compared with SciPy's filters or Python's `max` and `math.fsum`, an
    activation with `math`. An output that has another shape than the reference, or holds a NaN, does not
    agree.

    With k taps, each of the two totals is off by at most (k + 1) · u · (sum|w| · max|x| + |bias|), u being
    half the distance from 1 to the next float64: N. J. Higham, "Accuracy and Stability of Numerical
    Algorithms", 2nd edition, 2002, section 3.1. The tolerance is the sum of both, rounded up. A mean is
    such a sum with weights of 1/k; a largest cell is exact; an activation may be off by four such
    distances.
    """
    reference = _reference(layer)
    return Check(
        reference=f"{reference.name}, {reference.version}",
        compared=_sentence(layer, reference),
        cells=layer.output.size,
        difference=_difference(layer.output, reference.output),
        tolerance=_tolerance(layer),
    )


def _reference(layer: Layer) -> Reference:
    if isinstance(layer, Filters):
        return _one_by_one(layer)
    if isinstance(layer, Pooling):
        return pooled(layer, _scipy())
    if isinstance(layer, Activation):
        return activated(layer)
    assert isinstance(layer, Convolution)
    if is_scattered(layer) and layer.padding_mode == "constant":
        return scattered(layer)
    return _of_one(layer)


def _of_one(c: Convolution) -> Reference:
    """What SciPy, or `math.fsum`, makes of the input, spread where zeros are inserted, and the filter."""
    scipy = _scipy() if _dense_products(c) <= _MOST_PRODUCTS else None
    return _by_scipy(c, scipy) if scipy else _by_fsum(c)


def _one_by_one(f: Filters) -> Reference:
    """The same for every filter, over the slices of its group."""
    slices, filters = len(f.x) // f.groups, len(f.w) // f.groups
    found = []
    for number, (w, bias) in enumerate(zip(f.w, f.bias, strict=True)):
        start = number // filters * slices if f.groups > 1 else 0
        x = f.x[start : start + slices] if f.groups > 1 else f.x
        settings = (f.stride, f.padding, f.dilation, f.flip, bias, f.padding_mode)
        found.append(_of_one(Convolution(x, w, *settings)))
    return found[0]._replace(output=np.stack([one.output for one in found]))


def _difference(output: Array, expected: Array) -> float:
    if output.shape != expected.shape:
        return math.inf
    return float(np.abs(output - expected).max())


def _tolerance(layer: Layer) -> float:
    """What rounding may explain, in the units of the output."""
    if isinstance(layer, Pooling):
        taps = math.prod(layer.size)
        return _rounding(taps, float(np.abs(layer.x).max())) if layer.kind == "mean" else 0.0
    if isinstance(layer, Activation):
        exact = layer.kind in ("relu", "leaky_relu")
        return 0.0 if exact else 4 * float(np.finfo(np.float64).eps) + _SMALLEST
    assert isinstance(layer, Convolution | Filters)
    weights = layer.w.reshape(-1, math.prod(layer.geometry.filter_shape))
    heaviest = float(np.abs(weights).sum(axis=1).max())
    largest = heaviest * float(np.abs(layer.x).max()) + float(np.abs(layer.bias).max())
    return _rounding(weights.shape[1], largest)


_SMALLEST = float(np.finfo(np.float64).smallest_subnormal)


def _rounding(taps: int, largest: float) -> float:
    return (taps + 2) * float(np.finfo(np.float64).eps) * largest + taps * _SMALLEST


def _sentence(layer: Layer, reference: Reference) -> str:
    """What was compared with what."""
    name, way = reference.name, reference.way
    if isinstance(layer, Pooling | Activation):
        return f"Every cell of the output was compared with what {name} {way} the same input."
    assert isinstance(layer, Convolution | Filters)
    dense = name.startswith("scipy")
    ways = {
        "filter by filter": isinstance(layer, Filters),
        "each over the slices of its group": isinstance(layer, Filters) and layer.groups > 1,
        "padded by numpy.pad": "down" not in way and any(map(any, layer.padding)),
        "with zeros between the taps for the dilation": dense and max(layer.dilation) > 1,
        "keeping only the windows of the stride": dense and max(layer.stride) > 1,
        "with the bias added": bool(np.any(layer.bias)),
    }
    what = f"Every cell of the output was compared with what {name} {way} the same input and filter"
    what += "s" if isinstance(layer, Filters) and len(layer.w) > 1 else ""
    return f"{', '.join([what, *(way for way, applies in ways.items() if applies)])}."


def _scipy() -> ModuleType | None:
    """SciPy, if it is installed; only a check needs it, and importing it takes most of a second."""
    try:
        import scipy.ndimage
        import scipy.signal  # type: ignore[import-not-found, import-untyped, unused-ignore]
    except ImportError:
        return None
    module: ModuleType = scipy
    return module


def _by_scipy(c: Convolution, scipy: ModuleType) -> Reference:
    name = "convolve" if c.flip else "correlate"
    spread = np.zeros(_spans(c))
    spread[_every(c.dilation)] = c.w
    dense = getattr(scipy.signal, name)(_padded(c), spread, mode="valid", method="direct")
    output = dense[_every(c.stride)] + c.bias
    return Reference(f"scipy.signal.{name}", f"SciPy {scipy.__version__}", "computes from", output)


def _by_fsum(c: Convolution) -> Reference:
    padded, shape = _padded(c), _shape(c, c.stride)
    starts, taps = _places(shape, c.stride, padded.shape), _places(c.w.shape, c.dilation, padded.shape)
    weights = (np.flip(c.w) if c.flip else c.w).ravel()
    totals: list[float] = []
    for block in np.array_split(starts, starts.size * taps.size // _BLOCK + 1):
        products = padded.ravel()[np.add.outer(block, taps)] * weights
        totals += [math.fsum([*row, c.bias]) for row in products.tolist()]
    way = "adds up, without rounding on the way, from"
    return Reference("math.fsum", PYTHON, way, np.array(totals).reshape(shape))


def _places(sizes: Sequence[int], steps: Sequence[int], shape: Sequence[int]) -> NDArray[np.intp]:
    """Where in an array of this shape, laid out in a row, the cells are that are so many steps apart."""
    indices = [step * index for step, index in zip(steps, np.indices(sizes), strict=True)]
    places: NDArray[np.intp] = np.ravel_multi_index(tuple(indices), tuple(shape)).ravel()
    return places


def _padded(c: Convolution) -> Array:
    mode: Any = c.padding_mode
    spread = np.zeros([s * (n - 1) + 1 for n, s in zip(c.x.shape, c.input_dilation, strict=True)])
    spread[_every(c.input_dilation)] = c.x
    return np.pad(spread, c.padding, mode=mode)


def _spans(c: Convolution) -> list[int]:
    return [d * (k - 1) + 1 for k, d in zip(c.w.shape, c.dilation, strict=True)]


def _shape(c: Convolution, stride: Sequence[int]) -> list[int]:
    """How many windows begin on each axis, by counting where they begin."""
    axes = zip(c.x.shape, c.input_dilation, c.padding, strict=True)
    sizes = [s * (n - 1) + 1 + sum(pair) for n, s, pair in axes]
    return [len(range(0, n - span + 1, s)) for n, span, s in zip(sizes, _spans(c), stride, strict=True)]


def _dense_products(c: Convolution) -> int:
    """The products of a convolution without stride by a filter with zeros between its taps."""
    return math.prod(_shape(c, (1,) * c.rank)) * math.prod(_spans(c))


def _every(steps: Sequence[int]) -> tuple[slice, ...]:
    return tuple(slice(None, None, step) for step in steps)
