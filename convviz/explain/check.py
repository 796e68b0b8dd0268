"""The output of a convolution, checked against an implementation that shares no code with the core.

Vocabulary: a *reference* is that implementation; of a convolution it takes the input, the filter and the
parameters, and nothing that the core computed from them. Imports `convviz.core`, NumPy and the standard
library, and SciPy where it is installed.
"""

from __future__ import annotations

import math
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz.core import Array, Convolution

_MOST_PRODUCTS = 8_000_000  # of SciPy, which adds up about 100 million a second
_BLOCK = 100_000  # products that are made at once for `math.fsum`


@dataclass(frozen=True)
class Check:
    """How far the output of a convolution is from what a reference makes of it.

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


def check(convolution: Convolution) -> Check:
    """The output compared with a reference, cell by cell.

    >>> done = check(Convolution([1, 3, -1, 2, 3], [1, 0, 2]))
    >>> done.agrees, done.cells, done.difference
    (True, 3, 0.0)

    The reference is SciPy, to which a dilation is a filter with zeros between its taps, and a stride the
    windows that are kept of all. Where SciPy is not installed, or these zeros and windows would keep it
    busy for long, `math.fsum` adds up every window, exactly until the last rounding. An output that has
    another shape than the reference, or holds a NaN, does not agree.

    With k taps, each of the two totals is off by at most (k + 1) · u · (sum|w| · max|x| + |bias|), u being
    half the distance from 1 to the next float64: N. J. Higham, "Accuracy and Stability of Numerical
    Algorithms", 2nd edition, 2002, section 3.1. The tolerance is the sum of both, rounded up.
    """
    scipy = _scipy() if _dense_products(convolution) <= _MOST_PRODUCTS else None
    name, version, expected = _by_scipy(convolution, scipy) if scipy else _by_fsum(convolution)
    return Check(
        reference=f"{name}, {version}",
        compared=_compared(convolution, name),
        cells=convolution.output.size,
        difference=_difference(convolution.output, expected),
        tolerance=_tolerance(convolution),
    )


def _difference(output: Array, expected: Array) -> float:
    if output.shape != expected.shape:
        return math.inf
    return float(np.abs(output - expected).max())


def _tolerance(c: Convolution) -> float:
    limits = np.finfo(np.float64)
    largest = float(np.abs(c.w).sum() * np.abs(c.x).max() + abs(c.bias))
    underflow = c.w.size * float(limits.smallest_subnormal)
    return (c.w.size + 2) * float(limits.eps) * largest + underflow


def _compared(c: Convolution, name: str) -> str:
    dense = name.startswith("scipy")
    ways = {
        "padded by numpy.pad": any(map(any, c.padding)),
        "with zeros between the taps for the dilation": dense and max(c.dilation) > 1,
        "keeping only the windows of the stride": dense and max(c.stride) > 1,
        "with the bias added": c.bias != 0,
    }
    how = "computes" if dense else "adds up, without rounding on the way,"
    what = f"Every cell of the output was compared with what {name} {how} from the same input and filter"
    return f"{', '.join([what, *(way for way, applies in ways.items() if applies)])}."


def _scipy() -> ModuleType | None:
    """SciPy, if it is installed; only a check needs it, and importing it takes most of a second."""
    try:
        import scipy.signal  # type: ignore[import-not-found, import-untyped, unused-ignore]
    except ImportError:
        return None
    module: ModuleType = scipy
    return module


def _by_scipy(c: Convolution, scipy: ModuleType) -> tuple[str, str, Array]:
    name = "convolve" if c.flip else "correlate"
    spread = np.zeros(_spans(c))
    spread[_every(c.dilation)] = c.w
    dense = getattr(scipy.signal, name)(_padded(c), spread, mode="valid", method="direct")
    return f"scipy.signal.{name}", f"SciPy {scipy.__version__}", dense[_every(c.stride)] + c.bias


def _by_fsum(c: Convolution) -> tuple[str, str, Array]:
    padded, shape = _padded(c), _shape(c, c.stride)
    starts, taps = _places(shape, c.stride, padded.shape), _places(c.w.shape, c.dilation, padded.shape)
    weights = (np.flip(c.w) if c.flip else c.w).ravel()
    totals: list[float] = []
    for block in np.array_split(starts, starts.size * taps.size // _BLOCK + 1):
        products = padded.ravel()[np.add.outer(block, taps)] * weights
        totals += [math.fsum([*row, c.bias]) for row in products.tolist()]
    return "math.fsum", f"Python {platform.python_version()}", np.array(totals).reshape(shape)


def _places(sizes: Sequence[int], steps: Sequence[int], shape: Sequence[int]) -> NDArray[np.intp]:
    """Where in an array of this shape, laid out in a row, the cells are that are so many steps apart."""
    indices = [step * index for step, index in zip(steps, np.indices(sizes), strict=True)]
    places: NDArray[np.intp] = np.ravel_multi_index(tuple(indices), tuple(shape)).ravel()
    return places


def _padded(c: Convolution) -> Array:
    mode: Any = c.padding_mode
    return np.pad(c.x, c.padding, mode=mode)


def _spans(c: Convolution) -> list[int]:
    return [d * (k - 1) + 1 for k, d in zip(c.w.shape, c.dilation, strict=True)]


def _shape(c: Convolution, stride: Sequence[int]) -> list[int]:
    """How many windows begin on each axis, by counting where they begin."""
    sizes = [n + sum(pair) for n, pair in zip(c.x.shape, c.padding, strict=True)]
    return [len(range(0, n - span + 1, s)) for n, span, s in zip(sizes, _spans(c), stride, strict=True)]


def _dense_products(c: Convolution) -> int:
    """The products of a convolution without stride by a filter with zeros between its taps."""
    return math.prod(_shape(c, (1,) * c.rank)) * math.prod(_spans(c))


def _every(steps: Sequence[int]) -> tuple[slice, ...]:
    return tuple(slice(None, None, step) for step in steps)
