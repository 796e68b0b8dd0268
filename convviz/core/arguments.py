"""What a convolution is made of, and every refusal of what is not accepted.

Vocabulary: *given* is a value as the caller wrote it; an *entry* is what it says of one axis. The
functions give back what was accepted, in one form, or raise a `ConvolutionError` with the thing, what
was given, the limit and the way out. Nothing is allocated before the sizes are known to be within
limits. Imports `convviz.core.windows`, NumPy and the standard library only.
"""

from __future__ import annotations

import math
import reprlib
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from convviz.core.windows import Array, Ints, Pairs, Windows

PerAxis: TypeAlias = int | Sequence[int] | NDArray[np.integer[Any]]
Padding: TypeAlias = PerAxis | str | Sequence[str] | Sequence[Sequence[int]]

MAX_CELLS = 10**8
"""The most cells that a padded input may have."""


class ConvolutionError(ValueError):
    """What was asked for is not a convolution; the message says what to change.

    >>> from convviz import Convolution
    >>> Convolution([1, 2, 3], [1, 1, 1, 1, 1])
    Traceback (most recent call last):
    ...
    convviz.core.arguments.ConvolutionError: filter of size 5 does not fit axis 0 of the padded input \
(size 3); use a smaller filter or pad by at least 1

    For those who say it in other words: `refusal` names the refusals that depend on sizes ("fit", "mode" and
    "cells"; "" for all others), and `facts` has what their messages mention, by name.
    """

    def __init__(self, message: str, refusal: str = "", **facts: Any) -> None:
        super().__init__(message)
        self.refusal, self.facts = refusal, facts


def shown(value: object) -> str:
    """A value as a message shows it, cut short where it is long.

    >>> shown([1, 2, 3, 4, 5, 6, 7, 8])
    '[1, 2, 3, 4, 5, 6, ...]'
    """
    try:
        return reprlib.repr(value)
    except ValueError:  # Python refuses to write integers of more than 4300 digits
        return "a number of thousands of digits"


def read_only(array: Array) -> Array:
    """The array itself, which nobody can change through this name any more."""
    array.setflags(write=False)
    return array


def tensors(x: ArrayLike, w: ArrayLike) -> tuple[NDArray[Any], NDArray[Any]]:
    """The input and the filter as arrays of numbers of one rank, not converted or copied yet."""
    given_x, given_w = _numbers("x", x), _numbers("w", w)
    if given_x.ndim != given_w.ndim:
        raise ConvolutionError(
            f"w has rank {given_w.ndim} and x has rank {given_x.ndim}; give both the same rank, 1, 2 or 3"
        )
    return given_x, given_w


def _numbers(name: str, value: ArrayLike) -> NDArray[Any]:
    """The value as an array of numbers of rank 1, 2 or 3, not converted or copied yet."""
    try:
        array = np.asarray(value)
    except ValueError:
        raise ConvolutionError(f"{name} is {shown(value)}; make its rows equally long") from None
    if array.dtype.kind not in "iuf" or _holds_bool(value):
        kind = array.dtype.name if array.dtype.kind not in "iuf" else "bool"
        raise ConvolutionError(
            f"{name} holds {kind} ({shown(value)}); convert it to integers or floats first"
        )
    if array.ndim not in (1, 2, 3):
        raise ConvolutionError(f"{name} has rank {array.ndim} (shape {array.shape}); give it rank 1, 2 or 3")
    if array.size == 0:
        raise ConvolutionError(
            f"axis {array.shape.index(0)} of {name} has size 0; give every axis at least one cell"
        )
    return array


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


def _plain(value: object) -> object:
    """Arrays, lists and NumPy ints as nested tuples and ints; anything else as it is."""
    if isinstance(value, np.ndarray | np.integer):
        value = value.tolist()
    return tuple(map(_plain, value)) if isinstance(value, list | tuple) else value


def _is_int(value: object, least: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= least


def _entries(value: object, rank: int) -> tuple[Any, ...]:
    """One entry per axis, as plain tuples and ints, or as many as were given."""
    plain = _plain(value)
    return plain if isinstance(plain, tuple) else (plain,) * rank


def _per_axis(name: str, value: object, rank: int) -> Ints:
    entries = _entries(value, rank)
    if len(entries) != rank or not all(_is_int(entry, 1) for entry in entries):
        raise ConvolutionError(
            f"{name} is {shown(value)}; give an integer of at least 1, or one per axis, such as {(1,) * rank}"
        )
    return entries


def _same(size: int, span: int, stride: int) -> tuple[int, int]:
    """Padding for `ceil(size / stride)` windows, as ONNX's SAME_UPPER."""
    total = max((-(-size // stride) - 1) * stride + span - size, 0)
    return total // 2, total - total // 2


#: What the words for padding come to: functions of the size, the span and the stride of an axis.
PADDING_WORDS: dict[str, Callable[[int, int, int], tuple[int, int]]] = {
    "valid": lambda size, span, stride: (0, 0),
    "same": _same,
    "full": lambda size, span, stride: (span - 1, span - 1),
}


def windows(
    input_shape: Ints, filter_shape: Ints, stride: object, padding: object, dilation: object
) -> Windows:
    """The windows that these settings mean, from any of the ways to say them."""
    rank = len(input_shape)
    strides, dilations = _per_axis("stride", stride, rank), _per_axis("dilation", dilation, rank)
    unpadded = Windows(input_shape, filter_shape, strides, ((0, 0),) * rank, dilations)
    return Windows(input_shape, filter_shape, strides, _pairs(padding, unpadded), dilations)


def _pairs(padding: object, windows: Windows) -> Pairs:
    """One `(before, after)` pair per axis."""
    rank, entries = windows.rank, _entries(padding, windows.rank)
    if len(entries) == rank:
        if all(isinstance(entry, str) and entry in PADDING_WORDS for entry in entries):
            axes = zip(entries, windows.input_shape, windows.spans, windows.stride, strict=True)
            return tuple(PADDING_WORDS[word](*axis) for word, *axis in axes)
        if all(_is_int(entry, 0) for entry in entries):
            return tuple((entry, entry) for entry in entries)
        if all(_is_pair(entry) for entry in entries):
            return entries
    raise ConvolutionError(
        f"padding is {shown(padding)}; give an integer of at least 0, one per axis, such as "
        f"{(1,) * rank}, one (before, after) pair per axis, such as {((1, 2),) * rank}, "
        "or 'valid', 'same' or 'full', or one of these words per axis"
    )


def _is_pair(entry: object) -> bool:
    return isinstance(entry, tuple) and len(entry) == 2 and all(_is_int(cells, 0) for cells in entry)


#: How many cells each padding mode can fill on a side, by the size of the axis.
MODE_LIMITS: dict[str, Callable[[int], float]] = {
    "constant": lambda size: math.inf,
    "edge": lambda size: math.inf,
    "reflect": lambda size: size - 1,
    "symmetric": lambda size: size,
    "wrap": lambda size: size,
}


def checked_mode(mode: object, windows: Windows) -> str:
    """The padding mode, if it knows enough cells to fill the padding with."""
    if not isinstance(mode, str) or mode not in MODE_LIMITS:
        words = ", ".join(map(repr, MODE_LIMITS))
        raise ConvolutionError(f"padding_mode is {shown(mode)}; give one of {words}")
    for axis, (size, pair) in enumerate(zip(windows.input_shape, windows.padding, strict=True)):
        most = MODE_LIMITS[mode](size)
        if max(pair) > most:
            raise ConvolutionError(
                f"padding {shown(pair)} on axis {axis} is too much for padding_mode {mode!r}: "
                f"at most {most} for an axis of size {size}; pad less or use 'constant' or 'edge'",
                refusal="mode",
                **{"axis": axis, "size": size, "mode": mode, "most": most, "asked": max(pair)},
            )
    return mode


def check_size(windows: Windows) -> None:
    """Refuses a padded input of more than `MAX_CELLS` cells."""
    cells = math.prod(windows.padded_shape)
    if cells > MAX_CELLS:
        raise ConvolutionError(
            f"the padded input of shape {shown(windows.padded_shape)} has {shown(cells)} cells; "
            f"at most {MAX_CELLS} are allowed, use a smaller input or pad less",
            refusal="cells",
            **{"shape": windows.padded_shape, "cells": cells},
        )


def check_fit(windows: Windows) -> None:
    """Refuses a filter that is larger than the padded input."""
    for axis, (size, span) in enumerate(zip(windows.padded_shape, windows.spans, strict=True)):
        if span > size:
            taps, dilation = windows.filter_shape[axis], windows.dilation[axis]
            enough = (span - windows.input_shape[axis] + 1) // 2
            dilated = f" ({shown(span)} with dilation {shown(dilation)})" if dilation > 1 else ""
            raise ConvolutionError(
                f"filter of size {taps}{dilated} does not fit axis {axis} of the padded input (size {size}); "
                f"use a smaller filter or pad by at least {shown(enough)}",
                refusal="fit",
                **{"axis": axis, "size": size, "taps": taps, "dilation": dilation, "span": span},
                enough=enough,
            )


def checked_flip(flip: object) -> bool:
    """Whether to flip the filter, as a bool."""
    if not isinstance(flip, bool | np.bool_):
        raise ConvolutionError(f"flip is {shown(flip)}; give True or False")
    return bool(flip)


def checked_bias(bias: object) -> float:
    """The bias as a finite float."""
    number = isinstance(bias, int | float | np.integer | np.floating) and not isinstance(bias, bool)
    try:
        value = float(bias) if number else math.nan  # type: ignore[arg-type]
    except OverflowError:
        value = math.inf
    if not math.isfinite(value):
        raise ConvolutionError(f"bias is {shown(bias)}; give one finite number")
    return value


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
