"""The mathematics of a convolution of rank 1, 2 or 3, one window at a time.

Vocabulary: `x` is the input and `w` the filter, both as given; `padded` is the input with its
padding and `kernel` the filter as applied. A window is the part of `padded` under the kernel, a tap
one cell of the kernel, a step one position of the window (numbered from 0 in C order, that of
`output.ravel()`), a span the cells from the first tap to the last along one axis,
`dilation * (size - 1) + 1`. Tensors of rank 3 are stored depth first. Imports NumPy and the
standard library only.
"""

from __future__ import annotations

import math
import operator
import reprlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike, NDArray

Array: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = tuple[int, ...]
Pairs: TypeAlias = tuple[tuple[int, int], ...]
PerAxis: TypeAlias = int | Sequence[int] | NDArray[np.integer[Any]]
Padding: TypeAlias = PerAxis | str | Sequence[str] | Sequence[Sequence[int]]

MAX_CELLS = 10**8
"""The most cells that a padded input may have."""

_BLOCK_CELLS = 16 * 1024  # 128 KiB: a block of the output stays in cache from tap to tap


class ConvolutionError(ValueError):
    """What was asked for is not a convolution; the message says what to change.

    >>> Convolution([1, 2, 3], [1, 1, 1, 1, 1])
    Traceback (most recent call last):
    ...
    convviz.core.convolution.ConvolutionError: filter of size 5 does not fit axis 0 of the padded input \
(size 3); use a smaller filter or pad by at least 1
    """


@dataclass(frozen=True, eq=False)
class Step:
    """One window of a convolution and what becomes of it.

    >>> step = Convolution([[1, 2, 2], [3, 1, 4], [2, 1, 3]], [[1, 0], [0, 1]]).step(1)
    >>> step.index, step.origin
    ((0, 1), (0, 1))
    >>> step.window
    array([[2., 2.],
           [1., 4.]])
    >>> step.product
    array([[2., 0.],
           [0., 4.]])
    >>> step.total
    6.0

    `index` is the zero-based place in the output, `origin` that of the window's first cell in the
    padded input. `window` and `product` have the filter's shape, are in input order and read-only.
    `total` is the cell of the output: the sum of `product`, plus the bias.
    """

    index: Ints
    origin: Ints
    window: Array
    product: Array
    total: float


@dataclass(frozen=True, eq=False, init=False)
class Convolution:
    """A filter that slides over an input of the same rank, 1, 2 or 3.

    >>> Convolution([1, 3, -1, 2, 3], [1, 0, 2]).output
    array([-1.,  7.,  5.])

    As in deep learning the filter is not flipped; `flip=True` is the convolution of mathematics:

    >>> Convolution([1, 3, -1, 2, 3], [1, 0, 2], flip=True).output
    array([1., 8., 1.])

    Every axis has its stride, dilation and padding; one number stands for all of them:

    >>> x = [[1, 2, 2], [3, 1, 4], [2, 1, 3]]
    >>> Convolution(x, [[1, 0], [0, 1]], stride=(2, 1), padding=((1, 0), (0, 0)), bias=10).output
    array([[12., 12.],
           [14., 14.]])

    A filter of rank 3 may be shallower than the input; it then slides in depth, the first axis:

    >>> Convolution([[[1, 2]], [[3, 4]], [[5, 6]]], [[[1]], [[1]]]).output_shape
    (2, 1, 2)

    Args:
        x: The input, integers or floats, all finite, every axis at least 1; copied to float64.
        w: The filter, likewise, of the same rank.
        stride: Cells from one window to the next, an int >= 1 or one per axis.
        padding: Cells added at the edges: an int >= 0, one per axis, one `(before, after)` pair per
            axis, `"valid"` (none), `"same"` (`ceil(n / stride)` windows, an odd cell goes after) or
            `"full"` (every window that meets the input), or one such word per axis.
        dilation: Cells from one tap to the next, an int >= 1 or one per axis.
        flip: Whether to reverse the filter on every axis.
        bias: A number added to every total.
        padding_mode: What the padding holds, as in `numpy.pad`: `"constant"` (zeros), `"edge"`,
            `"reflect"`, `"symmetric"` or `"wrap"`.

    Raises:
        ConvolutionError: Anything above is not met, the filter does not fit the padded input, the
            padded input has more than `MAX_CELLS` cells, or a total could overflow.

    With padding p, dilation d and stride s an axis of n cells and a filter of k give
    `(n + p_before + p_after - d * (k - 1) - 1) // s + 1` windows: Dumoulin and Visin, "A guide to
    convolution arithmetic for deep learning", 2016, relationship 15 with unequal padding.
    """

    x: Array
    w: Array
    stride: Ints
    padding: Pairs
    dilation: Ints
    flip: bool
    bias: float
    padding_mode: str

    def __init__(
        self,
        x: ArrayLike,
        w: ArrayLike,
        stride: PerAxis = 1,
        padding: Padding = 0,
        dilation: PerAxis = 1,
        flip: bool = False,
        bias: float = 0.0,
        padding_mode: str = "constant",
    ) -> None:
        given_x, given_w = _numbers("x", x), _numbers("w", w)
        rank = _common_rank(given_x, given_w)
        strides = _per_axis("stride", stride, rank)
        dilations = _per_axis("dilation", dilation, rank)
        spans = _spans(given_w.shape, dilations)
        pairs = _resolved_padding(padding, given_x.shape, spans, strides)
        mode = _checked_mode(padding_mode, pairs, given_x.shape)
        _check_size(_padded_shape(given_x.shape, pairs))
        _check_fit(given_x.shape, pairs, given_w.shape, dilations)
        vars(self).update(stride=strides, padding=pairs, dilation=dilations, padding_mode=mode)
        vars(self).update(flip=_checked_flip(flip), bias=_checked_bias(bias))
        vars(self).update(x=_finite_copy("x", given_x), w=_finite_copy("w", given_w))
        _check_overflow(self.x, self.w, self.bias)

    @property
    def rank(self) -> int:
        """The number of axes: 1, 2 or 3."""
        return self.x.ndim

    @cached_property
    def padded(self) -> Array:
        """The input with its padding, read-only.

        >>> Convolution([1, 2, 3], [1], padding=((1, 2),), padding_mode="edge").padded
        array([1., 1., 2., 3., 3., 3.])
        """
        mode: Any = self.padding_mode
        return _read_only(np.pad(self.x, self.padding, mode=mode))

    @cached_property
    def kernel(self) -> Array:
        """The filter as applied, read-only: reversed on every axis when `flip`.

        >>> Convolution([[1, 2], [3, 4]], [[5, 6]], flip=True).kernel
        array([[6., 5.]])
        """
        return np.flip(self.w) if self.flip else self.w

    @cached_property
    def output_shape(self) -> Ints:
        """The number of windows along each axis.

        >>> Convolution([1, 2, 3, 4, 5, 6, 7], [1, 1, 1], stride=2, padding=1).output_shape
        (4,)
        """
        padded = _padded_shape(self.x.shape, self.padding)
        spans = _spans(self.w.shape, self.dilation)
        return tuple((n - span) // s + 1 for n, span, s in zip(padded, spans, self.stride, strict=True))

    def __len__(self) -> int:
        """The number of steps, which is the number of cells of the output."""
        return math.prod(self.output_shape)

    @property
    def visited(self) -> tuple[NDArray[np.bool_], ...]:
        """Per axis, which cells of `padded` some window reads; a stride or a gap may leave cells out.

        >>> Convolution([1, 2, 3, 4, 5, 6], [1, 1, 1], stride=2).visited
        (array([ True,  True,  True,  True,  True, False]),)

        A cell of the padded input is read when it is on every one of its axes.
        """
        return tuple(map(self._visited_on, range(self.rank)))

    def _visited_on(self, axis: int) -> NDArray[np.bool_]:
        size = self.padded.shape[axis]
        # A larger step than the axis is never taken; it need not fit NumPy's integers.
        starts = np.arange(self.output_shape[axis]) * min(self.stride[axis], size)
        taps = np.arange(self.w.shape[axis]) * min(self.dilation[axis], size)
        visited = np.zeros(size, dtype=np.bool_)
        visited[np.add.outer(starts, taps)] = True
        return visited

    @property
    def windows(self) -> Array:
        """All windows, a read-only view of `padded` of shape `(*output_shape, *w.shape)`.

        >>> Convolution([1, 2, 3, 4, 5], [1, 1], dilation=2).windows
        array([[1., 3.],
               [2., 4.],
               [3., 5.]])
        """
        dense = sliding_window_view(self.padded, _spans(self.w.shape, self.dilation))
        return dense[tuple(slice(None, None, gap) for gap in (*self.stride, *self.dilation))]

    @property
    def products(self) -> Array:
        """Every window times the kernel, a new array of shape `(*output_shape, *w.shape)`.

        >>> Convolution([1, 3, -1, 2, 3], [1, 0, 2]).products
        array([[ 1.,  0., -2.],
               [ 3., -0.,  4.],
               [-1.,  0.,  6.]])
        """
        return self.windows * self.kernel

    @cached_property
    def output(self) -> Array:
        """The totals of all windows, read-only, of shape `output_shape`; computed once.

        >>> Convolution([[1, 2, 2], [3, 1, 4], [2, 1, 3]], [[1, 0], [0, 1]]).output
        array([[2., 6.],
               [4., 4.]])

        Tap by tap: the cells that one tap meets are a shifted view of the padded input, which is
        added to the output by its weight, in place; so the memory needed beside the output is small
        and does not grow with the taps.
        """
        output, windows, taps = np.empty(self.output_shape), self.windows, list(range(self.rank))
        for rows in _blocks(self.output_shape):
            block = output[rows]
            # Transposed and in Fortran order, einsum's inner loop is along the cells, not the taps.
            operands: Any = (windows[rows].T, [*taps, ...], self.kernel.T, taps, [...])
            np.einsum(*operands, out=block.T, order="F")
            block += self.bias
        return _read_only(output)

    def step(self, s: int) -> Step:
        """The window number `s`, from 0, with its product and its total.

        >>> step = Convolution([1, 3, -1, 2, 3], [1, 0, 2], stride=2).step(1)
        >>> step.origin, step.window, step.total
        ((2,), array([-1.,  2.,  3.]), 5.0)

        Raises:
            IndexError: There is no such window.
        """
        index = self._index(s)
        origin = tuple(i * stride for i, stride in zip(index, self.stride, strict=True))
        window = self.windows[index]
        total = float(self.output[index])
        return Step(index, origin, window, _read_only(window * self.kernel), total)

    def partial_output(self, s: int) -> Array:
        """The output as it is after step `s`: a new array, NaN where no window has been yet.

        >>> Convolution([1, 3, -1, 2, 3], [1, 0, 2]).partial_output(1)
        array([-1.,  7., nan])

        Raises:
            IndexError: There is no such window.
        """
        self._index(s)
        partial = self.output.copy()
        partial.ravel()[operator.index(s) + 1 :] = np.nan
        return partial

    def _index(self, s: int) -> Ints:
        """The place in the output of step `s`."""
        if not 0 <= operator.index(s) < len(self):
            raise IndexError(f"step {_show(s)} is out of range; the steps are 0 to {len(self) - 1}")
        return tuple(int(i) for i in np.unravel_index(s, self.output_shape))


def _read_only(array: Array) -> Array:
    array.setflags(write=False)
    return array


def _show(value: object) -> str:
    """A value as a message shows it, cut short where it is long."""
    try:
        return reprlib.repr(value)
    except ValueError:  # Python refuses to write integers of more than 4300 digits
        return "a number of thousands of digits"


def _blocks(shape: Ints) -> Iterator[slice]:
    """Slices of the first axis, each of about `_BLOCK_CELLS` cells."""
    rows = max(1, _BLOCK_CELLS // math.prod(shape[1:]))
    return (slice(start, min(start + rows, shape[0])) for start in range(0, shape[0], rows))


def _spans(sizes: Ints, dilation: Ints) -> Ints:
    return tuple(d * (k - 1) + 1 for k, d in zip(sizes, dilation, strict=True))


def _padded_shape(sizes: Ints, padding: Pairs) -> Ints:
    return tuple(n + before + after for n, (before, after) in zip(sizes, padding, strict=True))


def _numbers(name: str, value: ArrayLike) -> NDArray[Any]:
    """The value as an array of numbers of rank 1, 2 or 3, not converted or copied yet."""
    try:
        array = np.asarray(value)
    except ValueError:
        raise ConvolutionError(f"{name} is {_show(value)}; make its rows equally long") from None
    if array.dtype.kind not in "iuf" or _holds_bool(value):
        kind = array.dtype.name if array.dtype.kind not in "iuf" else "bool"
        raise ConvolutionError(
            f"{name} holds {kind} ({_show(value)}); convert it to integers or floats first"
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


def _common_rank(x: NDArray[Any], w: NDArray[Any]) -> int:
    if x.ndim != w.ndim:
        raise ConvolutionError(
            f"w has rank {w.ndim} and x has rank {x.ndim}; give both the same rank, 1, 2 or 3"
        )
    return x.ndim


def _finite_copy(name: str, array: NDArray[Any]) -> Array:
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
    return _read_only(copy)


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
            f"{name} is {_show(value)}; give an integer of at least 1, or one per axis, such as {(1,) * rank}"
        )
    return entries


def _same(size: int, span: int, stride: int) -> tuple[int, int]:
    """Padding for `ceil(size / stride)` windows, as ONNX's SAME_UPPER."""
    total = max((-(-size // stride) - 1) * stride + span - size, 0)
    return total // 2, total - total // 2


_PADDING_WORDS: dict[str, Callable[[int, int, int], tuple[int, int]]] = {
    "valid": lambda size, span, stride: (0, 0),
    "same": _same,
    "full": lambda size, span, stride: (span - 1, span - 1),
}


def _resolved_padding(padding: object, sizes: Ints, spans: Ints, strides: Ints) -> Pairs:
    """One `(before, after)` pair per axis, from any of the ways to say it."""
    rank = len(sizes)
    entries = _entries(padding, rank)
    if len(entries) == rank:
        if all(isinstance(entry, str) and entry in _PADDING_WORDS for entry in entries):
            rules = (_PADDING_WORDS[word] for word in entries)
            return tuple(rule(*axis) for rule, *axis in zip(rules, sizes, spans, strides, strict=True))
        if all(_is_int(entry, 0) for entry in entries):
            return tuple((entry, entry) for entry in entries)
        if all(_is_pair(entry) for entry in entries):
            return entries
    raise ConvolutionError(
        f"padding is {_show(padding)}; give an integer of at least 0, one per axis, such as "
        f"{(1,) * rank}, one (before, after) pair per axis, such as {((1, 2),) * rank}, "
        "or 'valid', 'same' or 'full', or one of these words per axis"
    )


def _is_pair(entry: object) -> bool:
    return isinstance(entry, tuple) and len(entry) == 2 and all(_is_int(cells, 0) for cells in entry)


_MODE_LIMITS: dict[str, Callable[[int], float]] = {
    "constant": lambda size: math.inf,
    "edge": lambda size: math.inf,
    "reflect": lambda size: size - 1,
    "symmetric": lambda size: size,
    "wrap": lambda size: size,
}


def _checked_mode(mode: object, padding: Pairs, sizes: Ints) -> str:
    """The padding mode, if it knows enough cells to fill the padding with."""
    if not isinstance(mode, str) or mode not in _MODE_LIMITS:
        words = ", ".join(map(repr, _MODE_LIMITS))
        raise ConvolutionError(f"padding_mode is {_show(mode)}; give one of {words}")
    for axis, (size, pair) in enumerate(zip(sizes, padding, strict=True)):
        if max(pair) > _MODE_LIMITS[mode](size):
            raise ConvolutionError(
                f"padding {_show(pair)} on axis {axis} is too much for padding_mode {mode!r}: "
                f"at most {_MODE_LIMITS[mode](size)} for an axis of size {size}; "
                "pad less or use 'constant' or 'edge'"
            )
    return mode


def _check_size(padded: Ints) -> None:
    if math.prod(padded) > MAX_CELLS:
        raise ConvolutionError(
            f"the padded input of shape {_show(padded)} has {_show(math.prod(padded))} cells; "
            f"at most {MAX_CELLS} are allowed, use a smaller input or pad less"
        )


def _check_fit(sizes: Ints, padding: Pairs, kernel: Ints, dilation: Ints) -> None:
    padded, spans = _padded_shape(sizes, padding), _spans(kernel, dilation)
    for axis, (size, span) in enumerate(zip(padded, spans, strict=True)):
        if span > size:
            dilated = f" ({_show(span)} with dilation {_show(dilation[axis])})"
            raise ConvolutionError(
                f"filter of size {kernel[axis]}{dilated if dilation[axis] > 1 else ''} "
                f"does not fit axis {axis} of the padded input (size {size}); use a smaller filter "
                f"or pad by at least {_show((span - sizes[axis] + 1) // 2)}"
            )


def _checked_flip(flip: object) -> bool:
    if not isinstance(flip, bool | np.bool_):
        raise ConvolutionError(f"flip is {_show(flip)}; give True or False")
    return bool(flip)


def _checked_bias(bias: object) -> float:
    """The bias as a finite float."""
    number = isinstance(bias, int | float | np.integer | np.floating) and not isinstance(bias, bool)
    try:
        value = float(bias) if number else math.nan  # type: ignore[arg-type]
    except OverflowError:
        value = math.inf
    if not math.isfinite(value):
        raise ConvolutionError(f"bias is {_show(bias)}; give one finite number")
    return value


def _check_overflow(x: Array, w: Array, bias: float) -> None:
    """No total, and no sum on the way to one, may leave the range of float64."""
    with np.errstate(over="ignore"):
        weight, largest = np.abs(w).sum(), np.abs(x).max()
        bound = weight * largest + abs(bias)
    if not math.isfinite(bound):
        raise ConvolutionError(
            f"a total could overflow: sum|w| = {weight:g}, max|x| = {largest:g}, bias = {bias:g}; "
            f"keep sum|w| * max|x| + |bias| below {np.finfo(np.float64).max:g}, scale one down"
        )
