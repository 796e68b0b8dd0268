"""The mathematics of a convolution of rank 1, 2 or 3, one window at a time.

Vocabulary: `x` is the input and `w` the filter, both as given; `padded` is the input with its
padding and `kernel` the filter as applied. A window is the part of `padded` under the kernel, a tap
one cell of the kernel, a step one position of the window (numbered from 0 in C order, that of
`output.ravel()`). Which cells a window reads is `windows.py`, what is accepted `arguments.py`, what every
layer gives `steps.py`. Tensors of rank 3 are stored depth first. Imports NumPy and the standard library
only.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from convviz.core import arguments, arrays
from convviz.core.arguments import Padding, PerAxis
from convviz.core.arrays import read_only
from convviz.core.steps import Layer, Step
from convviz.core.windows import Array, Ints, Pairs, Windows

_BLOCK_CELLS = 16 * 1024  # 128 KiB: a block of the output stays in cache from tap to tap


@dataclass(frozen=True, eq=False, init=False)
class Convolution(Layer):
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

    Which cells of the padded input every window reads, whatever their numbers, is its `geometry`:

    >>> Convolution([1, 2, 3, 4, 5], [1, 1], dilation=2).geometry.spans
    (3,)

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
        input_dilation: Cells from one cell of the input to the next, at least 1; zeros are inserted between
            them, before the padding. Sizes above are then those of the input so spread. `transposed`
            says what this is for.
        is_transposed: Whether it is told and shown as a transposed convolution, which `transposed` makes;
            then it has a stride of 1, a constant boundary, and the padding that one can have.

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
    input_dilation: Ints
    geometry: Windows = field(init=False, repr=False)
    is_transposed: bool = field(default=False, repr=False, kw_only=True)

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
        input_dilation: PerAxis = 1,
        *,
        is_transposed: bool = False,
    ) -> None:
        given_x, given_w = arrays.tensors(x, w)
        settings = (stride, padding, dilation, input_dilation)
        windows = arguments.windows(given_x.shape, given_w.shape, *settings)
        mode = arguments.checked_mode(padding_mode, windows)
        arguments.check_size(windows)
        arguments.check_fit(windows)
        if arguments.checked_flag("is_transposed", is_transposed):
            arguments.check_transposed(windows, mode)
        vars(self).update(geometry=windows, stride=windows.stride, dilation=windows.dilation)
        vars(self).update(flip=arguments.checked_flag("flip", flip), bias=arguments.checked_bias(bias))
        vars(self).update(is_transposed=bool(is_transposed))
        vars(self).update(padding=windows.padding, padding_mode=mode)
        vars(self).update(input_dilation=windows.input_dilation)
        vars(self).update(x=arrays.finite_copy("x", given_x), w=arrays.finite_copy("w", given_w))
        arrays.check_overflow(self.x, self.w, self.bias)

    @classmethod
    def transposed(
        cls,
        x: ArrayLike,
        w: ArrayLike,
        stride: PerAxis = 1,
        padding: PerAxis | Sequence[Sequence[int]] = 0,
        output_padding: PerAxis = 0,
        dilation: PerAxis = 1,
        bias: float = 0.0,
    ) -> Convolution:
        """The transposed convolution: what a convolution with these settings does, backwards in size.

        >>> up = Convolution.transposed([1, 2, 3], [1, 10], stride=2)
        >>> up.output
        array([ 1., 10.,  2., 20.,  3., 30.])

        Every cell of `x`, times `w`, is laid on the output, `stride` cells apart, and what meets is added.
        The same numbers come from a convolution with a stride of 1 and the filter flipped, over the input
        with `stride - 1` zeros inserted between its cells (`input_dilation`) and the padding that is left:

        >>> up.padded, up.kernel
        (array([0., 1., 0., 2., 0., 3., 0.]), array([10.,  1.]))

        It remembers what it is, so that it is told and shown as a transposed convolution at any stride:

        >>> up.is_transposed, Convolution([1, 2, 3], [1, 10]).is_transposed
        (True, False)

        Args:
            x: The input, as of any convolution.
            w: The filter, as the convolution that is transposed has it.
            stride: Cells of the output from one cell of the input to the next, at least 1.
            padding: Cells that are cut off the output, an integer, one per axis or one `(before, after)` pair
                per axis, at most `dilation * (k - 1)`.
            output_padding: Cells that are added after, below the stride or the dilation: of the sizes that
                the convolution makes the same, which one is meant.
            dilation: Cells from one tap to the next, at least 1.
            bias: A number added to every cell.

        Raises:
            ConvolutionError: Anything above is not met, or nothing is left of the output.

        It is the adjoint of `Convolution(y, w, stride, padding, dilation)`: the sum of `conv(y) * x` is that
        of `y * transposed(x)`. An axis of n cells and a filter of k give
        `(n - 1) * stride - 2 * padding + dilation * (k - 1) + output_padding + 1` cells, as
        `torch.nn.functional.conv_transpose1d` and so on do: Dumoulin and Visin, "A guide to convolution
        arithmetic for deep learning", 2016, relationship 14, with a dilation.
        """
        given_x, given_w = arrays.tensors(x, w)
        settings = (stride, padding, output_padding, dilation)
        windows = arguments.windows_of_transposed(given_x.shape, given_w.shape, *settings)
        spread, pads, gaps = windows.input_dilation, windows.padding, windows.dilation
        shared: dict[str, Any] = {"bias": bias, "input_dilation": spread, "is_transposed": True}
        return cls(given_x, given_w, 1, pads, gaps, flip=True, **shared)

    @cached_property
    def padded(self) -> Array:
        """The input with its padding, and with zeros between its cells by `input_dilation`, read-only.

        >>> Convolution([1, 2, 3], [1], padding=((1, 2),), padding_mode="edge").padded
        array([1., 1., 2., 3., 3., 3.])
        """
        mode: Any = self.padding_mode
        return read_only(np.pad(self.geometry.spread(self.x), self.padding, mode=mode))

    @cached_property
    def kernel(self) -> Array:
        """The filter as applied, read-only: reversed on every axis when `flip`.

        >>> Convolution([[1, 2], [3, 4]], [[5, 6]], flip=True).kernel
        array([[6., 5.]])
        """
        return np.flip(self.w) if self.flip else self.w

    @cached_property
    def windows(self) -> Array:
        """All windows, a read-only view of `padded` of shape `(*output_shape, *w.shape)`.

        >>> Convolution([1, 2, 3, 4, 5], [1, 1], dilation=2).windows
        array([[1., 3.],
               [2., 4.],
               [3., 5.]])
        """
        return self.geometry.view(self.padded)

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
        """
        is_few = is_quickly_exact(self.w, len(self))
        sums = exact_sums if is_few and may_cancel(spread(self.x), self.w) else weighted_sums
        return read_only(sums(self.windows, self.kernel, self.bias))

    def step(self, s: int) -> Step:
        """The window number `s`, from 0, with its product and its total.

        >>> step = Convolution([1, 3, -1, 2, 3], [1, 0, 2], stride=2).step(1)
        >>> step.origin, step.window, step.total
        ((2,), array([-1.,  2.,  3.]), 5.0)

        Raises:
            IndexError: There is no such window.
        """
        index = self._index(s)
        window = self.windows[index]
        total = float(self.output[index])
        return Step(index, self.geometry.origin(index), window, read_only(window * self.kernel), total)


def weighted_sums(windows: Array, weights: Array, bias: float = 0.0, out: Array | None = None) -> Array:
    """Every window times the weights, added up, plus the bias: `out`, or a new array, shaped as the output.

    >>> c = Convolution([1, 3, -1, 2, 3], [1, 0, 2])
    >>> weighted_sums(c.windows, np.array([1.0, 1.0, 1.0]))
    array([3., 4., 4.])

    `windows` has the axes of the output and then those of `weights`, as `Convolution.windows`. Tap by
    tap: the cells that one tap meets are a shifted view of the padded input, which is added to the sums
    by its weight, in place; so the memory needed beside the sums is small and does not grow with the
    taps.
    """
    taps = list(range(weights.ndim))
    sums = np.empty(windows.shape[: weights.ndim]) if out is None else out
    for rows in _blocks(sums.shape):
        block = sums[rows]
        # Transposed and in Fortran order, einsum's inner loop is along the cells, not the taps.
        operands: Any = (windows[rows].T, [*taps, ...], weights.T, taps, [...])
        np.einsum(*operands, out=block.T, order="F")
        block += bias
    return sums


#: Of how many products at most the sums are exact: as many as take some tens of milliseconds.
_MOST_EXACT = 100_000
#: How many times larger than the smallest a number is that may make it vanish in a sum.
_SPREAD = 2.0**30


def exact_sums(windows: Array, weights: Array, bias: float = 0.0) -> Array:
    """The same as `weighted_sums`, in any order of adding: the products are added exactly and rounded once.

    >>> c = Convolution([1e16, 1, -1e16, 3], [1, 1, 1])
    >>> exact_sums(c.windows, c.kernel)
    array([ 1.e+00, -1.e+16])
    """
    rank = weights.ndim
    products = (windows * weights).reshape(-1, weights.size).tolist()
    sums = [math.fsum([*row, bias]) for row in products]
    return np.array(sums).reshape(windows.shape[:rank])


def is_quickly_exact(weights: Array, windows: int) -> bool:
    """Whether so many windows under these weights have few enough products for `exact_sums`."""
    return windows * weights.size <= _MOST_EXACT


def may_cancel(spread_of_x: float, weights: Array) -> bool:
    """Whether the order of adding could change a total that is seen.

    >>> may_cancel(spread(np.array([1e16, 1.0, -1e16])), np.ones(3))
    True

    Numbers of so different sizes, such as 1e16 and 1, lose the small ones while they are added.
    """
    return spread_of_x * spread(weights) >= _SPREAD


def spread(values: Array) -> float:
    """How many times larger the largest number is than the smallest; zeros do not count.

    >>> spread(np.array([0.0, 2.0, -8.0]))
    4.0
    """
    sizes = np.abs(values[values != 0])
    return float(sizes.max()) / float(sizes.min()) if sizes.size else 1.0


def _blocks(shape: Ints) -> Iterator[slice]:
    """Slices of the first axis, each of about `_BLOCK_CELLS` cells."""
    rows = max(1, _BLOCK_CELLS // math.prod(shape[1:]))
    return (slice(start, min(start + rows, shape[0])) for start in range(0, shape[0], rows))
