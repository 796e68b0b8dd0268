"""Arrays as they are given: what is accepted as an input or a filter, and what could overflow.

Nothing is copied or converted before sizes and types are known to be right. Imports `convviz.core.errors`,
`windows`, NumPy and the standard library only.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from convviz.core.errors import ConvolutionError, shown
from convviz.core.windows import Array, Ints


def read_only(array: Array) -> Array:
    """The array itself, which nobody can change through this name any more."""
    array.setflags(write=False)
    return array


def tensors(x: ArrayLike, w: ArrayLike) -> tuple[NDArray[Any], NDArray[Any]]:
    """The input and the filter as arrays of numbers of one rank, not converted or copied yet."""
    given_x, given_w = tensor("x", x), tensor("w", w)
    if given_x.ndim != given_w.ndim:
        raise ConvolutionError(
            f"w has rank {given_w.ndim} and x has rank {given_x.ndim}; give both the same rank, 1, 2 or 3"
        )
    return given_x, given_w


def tensors_of_filters(x: ArrayLike, w: ArrayLike) -> tuple[NDArray[Any], NDArray[Any]]:
    """The input and the filters as `tensors`: w has one axis more, the first, which counts the filters."""
    given_x, given_w = tensor("x", x), tensor("w", w, ranks=(2, 3, 4))
    if given_x.ndim + 1 != given_w.ndim:
        raise ConvolutionError(
            f"w has rank {given_w.ndim} and x has rank {given_x.ndim}; give w one axis more than x, the "
            f"first, which counts the filters: rank {given_x.ndim + 1}"
        )
    return given_x, given_w


def tensor(name: str, value: ArrayLike, ranks: Ints = (1, 2, 3)) -> NDArray[Any]:
    """The value as an array of numbers of one of these ranks, not converted or copied yet."""
    try:
        array = np.asarray(value)
    except ValueError:
        raise ConvolutionError(f"{name} is {shown(value)}; make its rows equally long") from None
    if _holds_long_integers(value, array):
        raise ConvolutionError(
            f"{name} holds an integer of more than 64 bits ({shown(value)}); write it as a float, as 1e20 is"
        )
    if array.dtype.kind not in "iuf" or _holds_bool(value):
        kind = array.dtype.name if array.dtype.kind not in "iuf" else "bool"
        raise ConvolutionError(
            f"{name} holds {kind} ({shown(value)}); convert it to integers or floats first"
        )
    if array.ndim not in ranks:
        *others, last = ranks
        wanted = f"{', '.join(map(str, others))} or {last}"
        raise ConvolutionError(f"{name} has rank {array.ndim} (shape {array.shape}); give it rank {wanted}")
    if array.size == 0:
        raise ConvolutionError(
            f"axis {array.shape.index(0)} of {name} has size 0; give every axis at least one cell"
        )
    return array


_MOST_LOOKED_AT = 10_000


def _holds_long_integers(value: object, array: NDArray[Any]) -> bool:
    """Whether lists hold integers that are too long for NumPy's, which makes objects of them."""
    is_list = array.dtype == object and not isinstance(value, np.ndarray)
    return is_list and all(type(cell) in (int, float) for cell in array.ravel()[:_MOST_LOOKED_AT])


def _holds_bool(value: object) -> bool:
    """Whether a bool hides among numbers in nested lists, where NumPy reads it as 0 or 1."""
    if isinstance(value, list | tuple):
        return any(map(_holds_bool, value))
    return isinstance(value, bool) or getattr(value, "dtype", None) == np.bool_


def finite_copy(name: str, array: NDArray[Any]) -> Array:
    """A read-only float64 copy."""
    with np.errstate(over="ignore"):  # a wider float becomes inf, named below
        copy = np.array(array, dtype=np.float64, order="C")
    finite = np.isfinite(copy)
    if not finite.all():
        cell = np.unravel_index(int(finite.argmin()), copy.shape)
        place = ", ".join(map(str, cell))
        raise ConvolutionError(
            f"{name}[{place}] is {copy[cell]}; every value must be finite, replace it by a number"
        )
    return read_only(copy)


def check_overflow(x: Array, w: Array, bias: float) -> None:
    """No total, and no sum on the way to one, may leave the range of float64."""
    with np.errstate(over="ignore"):
        weight, largest = np.abs(w).sum(), np.abs(x).max()
        bound = weight * largest + abs(bias)
    if not math.isfinite(bound):
        raise ConvolutionError(
            f"a total could overflow: sum|w| = {weight:g}, max|x| = {largest:g}, bias = {bias:g}; "
            f"keep sum|w| * max|x| + |bias| below {np.finfo(np.float64).max:g}, scale one down"
        )


def check_mean(x: Array, cells: int) -> None:
    """No sum on the way to a mean may leave the range of float64."""
    largest = float(np.abs(x).max())
    if not math.isfinite(cells * largest):
        raise ConvolutionError(
            f"a mean could overflow: {cells} cells a window, max|x| = {largest:g}; keep their product below "
            f"{np.finfo(np.float64).max:g}, scale x down"
        )
