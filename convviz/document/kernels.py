"""The filters that have a name, at every rank and size, in the cross-correlation convention.

Vocabulary: the *middle* of an axis is its middle cell, or the two of an even size; a filter that is the outer
product of one vector per axis is *separable*. All values are whole numbers or exact fractions. What they are
taken from:

- averages, differences, Gaussian and Sobel: OpenCV's `blur`, `getDerivKernels` and the binomial weights that
  `getGaussianKernel` has for small sizes. All are polynomials: (1 + t)^(k-1) smooths, and each factor
  (1 + t) that becomes (t - 1) takes a difference, so that larger sizes smooth more.
- Laplacian: up to size 3 the stencil of `scipy.ndimage.laplace` (OpenCV's aperture 1), from there on the sum
  of second Sobel differences, as `cv2.Laplacian`.
- sharpen: identity minus Laplacian up to size 3 (Gonzalez and Woods, *Digital Image Processing*, 3.6), from
  there on the unsharp mask, twice the identity minus the Gaussian.
- emboss: as image editors have it at 3 x 3, identity plus a slope along the diagonal; larger sizes go on with
  that slope.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Tensor: TypeAlias = NDArray[np.float64]
Shape: TypeAlias = tuple[int, ...]

#: Up to 2 to the power of this, every whole number is a float64.
_EXACT = 52


def named_filters(shape: Shape) -> dict[str, Tensor]:
    """The filters of this shape that have a name; none is there twice.

    >>> list(named_filters((2,)))
    ['Moving average', 'Difference']
    >>> named_filters((3, 3))["Sobel x"].tolist()
    [[-1.0, 0.0, 1.0], [-2.0, 0.0, 2.0], [-1.0, 0.0, 1.0]]

    One that the shape does not allow is left out: an even size has no middle cell, a size of 1 no difference.
    """
    made: dict[str, Tensor] = {}
    for row in _ROWS:
        if len(shape) in row.ranks and row.allows(shape):
            tensor = row.make(shape)
            if not any(np.array_equal(tensor, other) for other in made.values()):
                made[row.name] = tensor
    return made


@dataclass(frozen=True)
class _Named:
    """A filter: its name, the ranks that have it, which shapes allow it, and how it is made."""

    name: str
    ranks: Sequence[int]
    allows: Callable[[Shape], bool]
    make: Callable[[Shape], Tensor]


# Vectors.


def _polynomial(size: int, differences: int = 0) -> Tensor:
    """(1 + t)^(size - 1 - differences) · (t - 1)^differences, the lowest power first."""
    vector = np.array([math.comb(size - 1 - differences, n) for n in range(size - differences)], dtype=float)
    for _ in range(differences):
        vector = np.convolve(vector, [-1, 1])
    return vector


def _middle(size: int) -> Tensor:
    """One in the middle cell, or in the two of an even size; zero elsewhere."""
    vector = np.zeros(size)
    vector[(size - 1) // 2 : size // 2 + 1] = 1
    return vector


def _separable(vectors: Sequence[Tensor]) -> Tensor:
    return np.asarray(reduce(np.multiply.outer, vectors), dtype=np.float64)


def _along(axis: int, vector: Tensor, shape: Shape, others: Callable[[int], Tensor]) -> Tensor:
    """A vector along one axis, and along each other one what `others` makes of its size."""
    return _separable([vector if at == axis % len(shape) else others(size) for at, size in enumerate(shape)])


# Filters.


def _identity(shape: Shape) -> Tensor:
    return _separable([_middle(size) for size in shape])


def _average(shape: Shape) -> Tensor:
    return np.full(shape, 1 / math.prod(shape))


def _gaussian(shape: Shape) -> Tensor:
    return _separable([_polynomial(size) / 2 ** (size - 1) for size in shape])


def _difference(axis: int) -> Callable[[Shape], Tensor]:
    """What comes after along an axis minus what came before."""
    return lambda shape: _along(axis, _polynomial(shape[axis], differences=1), shape, _middle)


def _sobel(axis: int) -> Callable[[Shape], Tensor]:
    """A difference along one axis of a slice, smoothed along the other; the same in every slice."""

    def make(shape: Shape) -> Tensor:
        plane = shape[-2:]
        one = _along(axis, _polynomial(plane[axis], differences=1), plane, _polynomial)
        return np.broadcast_to(one, shape).copy()

    return make


def _laplacian(shape: Shape) -> Tensor:
    others = _middle if max(shape) <= 3 else _polynomial
    axes = [axis for axis, size in enumerate(shape) if size > 1]
    return sum(
        (_along(axis, _polynomial(shape[axis], differences=2), shape, others) for axis in axes),
        np.zeros(shape),
    )


def _sharpen(shape: Shape) -> Tensor:
    if max(shape) <= 3:
        return _identity(shape) - _laplacian(shape)
    return 2 * _identity(shape) - _gaussian(shape)


def _emboss(shape: Shape) -> Tensor:
    row, column = np.indices(shape)
    slope: Tensor = row + column - float(shape[0] // 2 + shape[1] // 2)
    return _identity(shape) + slope


# What a shape must have.


def _any(shape: Shape) -> bool:
    return True


def _odd(shape: Shape) -> bool:
    """Whether there is a middle cell."""
    return all(size % 2 for size in shape)


def _exact(shape: Shape) -> bool:
    """Whether the weights of a polynomial are exact."""
    return sum(size - 1 for size in shape) <= _EXACT


def _odd_and_exact(shape: Shape) -> bool:
    return _odd(shape) and _exact(shape) and max(shape) > 1


def _differs(axis: int) -> Callable[[Shape], bool]:
    return lambda shape: shape[axis] > 1 and _exact(shape)


def _sobel_fits(shape: Shape) -> bool:
    plane = shape[-2:]
    return _odd(plane) and _exact(plane) and min(plane) > 1


_ROWS = (
    _Named("Identity", (1, 2, 3), _odd, _identity),
    _Named("Moving average", (1,), _any, _average),
    _Named("Box", (2, 3), _any, _average),
    _Named("Gaussian", (1, 2, 3), _exact, _gaussian),
    _Named("Sharpen", (1, 2, 3), _odd_and_exact, _sharpen),
    _Named("Laplacian", (1, 2, 3), _odd_and_exact, _laplacian),
    _Named("Difference", (1,), _differs(-1), _difference(-1)),
    _Named("Difference of columns", (2, 3), _differs(-1), _difference(-1)),
    _Named("Difference of rows", (2, 3), _differs(-2), _difference(-2)),
    _Named("Difference of slices", (3,), _differs(0), _difference(0)),
    _Named("Sobel x", (2,), _sobel_fits, _sobel(-1)),
    _Named("Sobel y", (2,), _sobel_fits, _sobel(-2)),
    _Named("Sobel x in every slice", (3,), _sobel_fits, _sobel(-1)),
    _Named("Sobel y in every slice", (3,), _sobel_fits, _sobel(-2)),
    _Named("Emboss", (2,), _odd, _emboss),
)
