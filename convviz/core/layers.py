"""Layers without a filter, and layers one after the other.

Vocabulary: pooling keeps one number of every window, its largest or its mean; an activation is a function
of single cells, so that its windows are one cell. A stack is an input and the layers that it goes
through, each bound to what the one before it gives. What every layer has is `steps.py`. Imports
`convviz.core`, NumPy and the standard library only.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, reduce
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from convviz.core import arguments, arrays
from convviz.core.arguments import Padding, PerAxis
from convviz.core.arrays import read_only
from convviz.core.convolution import weighted_sums
from convviz.core.errors import ConvolutionError, shown
from convviz.core.fields import ReceptiveField, field_of
from convviz.core.steps import Layer, Step
from convviz.core.windows import Array, Ints, Pairs, Windows

#: What pooling can keep of a window.
POOLINGS = ("max", "mean")


@dataclass(frozen=True, eq=False, init=False)
class Pooling(Layer):
    """The largest of every window, or its mean, of an input of rank 1, 2 or 3.

    >>> x = [[1, 3, 5, 0], [2, 4, 6, 1]]
    >>> Pooling(x, size=2).output
    array([[4., 6.]])
    >>> Pooling(x, size=2, kind="mean").output
    array([[2.5, 3. ]])

    One number for the size means every axis, as everywhere; to pool each slice of an input of rank 3 on
    its own, leave the depth alone:

    >>> Pooling([[[1, 3], [2, 4]], [[5, 7], [6, 8]]], size=(1, 2, 2)).output.tolist()
    [[[4.0]], [[8.0]]]

    Padding never counts: it is never the largest, and a mean divides by the cells that are there.

    >>> Pooling([-2, -4, -6], size=2, padding=1).output, Pooling([2, 4, 6], 2, "mean", padding=1).output
    (array([-2., -4.]), array([2., 5.]))

    Args:
        x: The input, integers or floats, all finite, every axis at least 1; copied to float64.
        size: Cells of a window, an integer of at least 1 or one per axis.
        kind: `"max"` or `"mean"`.
        stride: Cells from one window to the next, likewise; None, the default, is the size.
        padding: As of a `Convolution`, but at most half the size on each side.
        dilation: Cells from one cell of a window to the next, at least 1.

    Raises:
        ConvolutionError: Anything above is not met, a window does not fit the padded input or holds padding
            alone, or a mean could overflow.

    The number of windows is that of a convolution with a filter of this size: Dumoulin and Visin, "A guide to
    convolution arithmetic for deep learning", 2016, chapter 3. The numbers are those of
    `torch.nn.functional.max_pool2d`, and of `avg_pool2d` with `count_include_pad=False`.
    """

    x: Array
    size: Ints
    kind: str
    stride: Ints
    padding: Pairs
    dilation: Ints
    geometry: Windows = field(init=False, repr=False)

    def __init__(
        self,
        x: ArrayLike,
        size: PerAxis,
        kind: str = "max",
        stride: PerAxis | None = None,
        padding: Padding = 0,
        dilation: PerAxis = 1,
    ) -> None:
        given = arrays.tensor("x", x)
        windows = arguments.windows_of_pooling(given.shape, size, stride, padding, dilation)
        vars(self).update(kind=arguments.checked_kind(kind, POOLINGS), size=windows.filter_shape)
        vars(self).update(stride=windows.stride, padding=windows.padding, dilation=windows.dilation)
        vars(self).update(x=arrays.finite_copy("x", given), geometry=windows)
        if self.kind == "mean":
            arrays.check_mean(self.x, math.prod(self.size))

    @cached_property
    def padded(self) -> Array:
        """The input with its padding, which is no number (NaN), read-only.

        >>> Pooling([1, 2, 3], size=2, padding=1).padded
        array([nan,  1.,  2.,  3., nan])
        """
        return read_only(np.pad(self.x, self.padding, constant_values=np.nan))

    @property
    def windows(self) -> Array:
        """All windows, a read-only view of `padded` of shape `(*output_shape, *size)`.

        >>> Pooling([1, 2, 3, 4, 5], size=2).windows
        array([[1., 2.],
               [3., 4.]])
        """
        return self.geometry.view(self.padded)

    @cached_property
    def output(self) -> Array:
        """The largest or the mean of all windows, read-only, of shape `output_shape`; computed once."""
        return read_only(_largest(self.windows) if self.kind == "max" else self._means())

    def _means(self) -> Array:
        sums = weighted_sums(self.geometry.view(np.pad(self.x, self.padding)), np.ones(self.size))
        cells: Any = self.geometry.input_cells
        means: Array = sums / reduce(np.multiply.outer, cells)
        return means

    def step(self, s: int) -> Step:
        """The window number `s`, from 0, with what it comes to and, of a largest, where that stands.

        >>> step = Pooling([[1, 3, 5, 0], [2, 4, 6, 1]], size=2).step(1)
        >>> step.origin, step.winner, step.total
        ((0, 2), (1, 0), 6.0)

        Cells of the window that are padding are NaN. The first of several that are as large wins.

        Raises:
            IndexError: There is no such window.
        """
        index = self._index(s)
        window = self.windows[index]
        winner = _place_of_largest(window) if self.kind == "max" else None
        return Step(index, self.geometry.origin(index), window, None, float(self.output[index]), winner)


def _largest(windows: Array) -> Array:
    """The largest of every window, tap by tap as `weighted_sums` does; NaN is none."""
    rank = windows.ndim // 2
    largest = np.full(windows.shape[:rank], -np.inf)
    for tap in np.ndindex(windows.shape[rank:]):
        np.fmax(largest, windows[(..., *tap)], out=largest)
    return largest


def _place_of_largest(window: Array) -> Ints:
    return tuple(int(i) for i in np.unravel_index(np.nanargmax(window), window.shape))


def _sigmoid(x: Array) -> Array:
    small = np.exp(-np.abs(x))  # at most 1, so that nothing overflows
    return np.where(x < 0, small, 1.0) / (1.0 + small)


#: The functions of an activation, by kind: an array of any shape in, one of the same shape out.
ACTIVATIONS: dict[str, Callable[[Array], Array]] = {
    "relu": lambda x: np.where(x > 0, x, 0.0),
    "leaky_relu": lambda x: np.where(x > 0, x, 0.01 * x),
    "sigmoid": _sigmoid,
    "tanh": np.tanh,
}


@dataclass(frozen=True, eq=False, init=False)
class Activation(Layer):
    """A function of every cell of an input of rank 1, 2 or 3.

    >>> Activation([-2, 0, 3]).output, Activation([-2, 0, 3], "leaky_relu").output
    (array([0., 0., 3.]), array([-0.02,  0.  ,  3.  ]))
    >>> Activation([0], "sigmoid").output, Activation([0], "tanh").output
    (array([0.5]), array([0.]))

    Args:
        x: The input, integers or floats, all finite, every axis at least 1; copied to float64.
        kind: `"relu"`, the larger of x and 0; `"leaky_relu"`, x where it is positive and 0.01 x elsewhere;
            `"sigmoid"`, 1 / (1 + exp(-x)); `"tanh"`, the hyperbolic tangent.

    Raises:
        ConvolutionError: Anything above is not met, or the input has more than `MAX_CELLS` cells.

    The output has the shape of the input, and a window is one cell. Nair and Hinton, "Rectified linear units
    improve restricted Boltzmann machines", 2010; Maas, Hannun and Ng, "Rectifier nonlinearities improve
    neural network acoustic models", 2013, for the slope of 0.01.
    """

    x: Array
    kind: str
    geometry: Windows = field(init=False, repr=False)

    def __init__(self, x: ArrayLike, kind: str = "relu") -> None:
        given = arrays.tensor("x", x)
        windows = arguments.windows(given.shape, (1,) * given.ndim, 1, 0, 1)
        arguments.check_size(windows)
        vars(self).update(kind=arguments.checked_kind(kind, ACTIVATIONS), geometry=windows)
        vars(self).update(x=arrays.finite_copy("x", given))

    @property
    def padded(self) -> Array:
        """The input: nothing is padded."""
        return self.x

    @property
    def windows(self) -> Array:
        """All cells as windows of one cell, a read-only view of shape `(*x.shape, 1, …)`."""
        return self.geometry.view(self.x)

    @cached_property
    def output(self) -> Array:
        """The function of every cell, read-only, of the shape of `x`; computed once."""
        return read_only(ACTIVATIONS[self.kind](self.x))

    def step(self, s: int) -> Step:
        """The cell number `s`, from 0, and what the function makes of it.

        >>> step = Activation([[1, -2], [3, -4]]).step(1)
        >>> step.index, step.window, step.total
        ((0, 1), array([[-2.]]), 0.0)

        Raises:
            IndexError: There is no such cell.
        """
        index = self._index(s)
        return Step(index, index, self.windows[index], None, float(self.output[index]))


#: What makes a layer of an array, such as `functools.partial(Pooling, size=2)`.
Maker: TypeAlias = Callable[[Array], Layer]


@dataclass(frozen=True, eq=False, init=False)
class Stack:
    """An input and the layers that it goes through, one after the other.

    >>> from functools import partial
    >>> from convviz import Convolution
    >>> maximum = partial(Pooling, size=2)
    >>> stack = Stack([1, 3, -1, 2, 3], partial(Convolution, w=[1, 0, -2]), Activation, maximum)
    >>> [layer.output.tolist() for layer in stack.layers]
    [[3.0, -1.0, -7.0], [3.0, 0.0, 0.0], [3.0]]
    >>> stack.output, len(stack)
    (array([3.]), 3)

    The output of several filters is an input with one axis more; over an input of rank 3 each filter gives
    slices of its own, and where that is one slice, the next layer gets these as its slices:

    >>> from convviz import Filters
    >>> rgb = [[[1, 2, 3]], [[4, 5, 6]], [[7, 8, 9]]]
    >>> mixed = Stack(rgb, partial(Filters, w=[[[[1]], [[1]], [[1]]], [[[1]], [[0]], [[0]]]]), Activation)
    >>> [layer.output.shape for layer in mixed.layers]
    [(2, 1, 1, 3), (2, 1, 3)]

    Args:
        x: The input, as of any layer.
        *layers: Callables from an array to a layer, in order.

    Raises:
        ConvolutionError: A layer refuses what it is given; the message starts with its place, `layers[1]`,
            and the shape of its input, and the error's `layer` is that place. Or something is no layer.
    """

    x: Array
    layers: tuple[Layer, ...]

    def __init__(self, x: ArrayLike, *layers: Maker) -> None:
        given = arrays.tensor("x", x)
        arguments.check_size(arguments.windows(given.shape, (1,) * given.ndim, 1, 0, 1))
        vars(self).update(x=arrays.finite_copy("x", given), layers=())
        for make in layers:
            vars(self).update(layers=(*self.layers, self._bound(make)))

    def _bound(self, make: Maker) -> Layer:
        """The next layer, over what there is so far."""
        place, given = len(self.layers), handed_on(self.output)
        try:
            layer = make(given) if callable(make) else None
        except ConvolutionError as error:
            message = f"layers[{place}], given shape {given.shape}: {error}"
            raise _placed(error, place, message, given.ndim) from None
        if isinstance(layer, Layer):
            return layer
        what = f"gave something {_type_name(layer)}" if callable(make) else f"is {_type_name(make)}"
        why = "give callables from an array to a layer, such as functools.partial(Pooling, size=2)"
        raise _placed(ConvolutionError(f"{what}; {why}"), place, f"layers[{place}] {what}; {why}")

    @property
    def output(self) -> Array:
        """What comes out of the last layer; the input where there is none.

        >>> Stack([-1, 2], Activation).output
        array([0., 2.])
        """
        return self.layers[-1].output if self.layers else self.x

    @property
    def output_shape(self) -> Ints:
        """The shape of `output`."""
        return self.output.shape

    def receptive_field(self, index: Sequence[int], layer: int = -1) -> ReceptiveField:
        """The cells of the input that one cell of a layer's output comes from.

        >>> from functools import partial
        >>> from convviz import Convolution
        >>> three = partial(Convolution, w=[[1, 1, 1]] * 3)
        >>> field = Stack([[0] * 9] * 8, three, three).receptive_field((1, 0))
        >>> field.start, field.size, field.stride
        ((1, 0), (5, 5), (1, 1))

        Args:
            index: The cell in that layer's output, from 0, as `step(s).index` has it.
            layer: The place of the layer, as in any sequence; the last where it is left out.

        Raises:
            IndexError: There is no such layer or no such cell.
        """
        layers = self.layers[: range(len(self))[layer] + 1]
        shape = layers[-1].output_shape
        cell = tuple(operator.index(i) for i in index)
        if len(cell) != len(shape) or not all(0 <= i < size for i, size in zip(cell, shape, strict=True)):
            raise IndexError(f"cell {shown(cell)} is none of an output of shape {shape}")
        return field_of(layers, cell)

    def __len__(self) -> int:
        """The number of layers."""
        return len(self.layers)

    def _repr_html_(self) -> str | None:
        """What a notebook shows: the stage with all layers, or None, for the text, where there is none."""
        write = Layer.notebook
        return None if write is None or not self.layers else write(self)


def _type_name(value: object) -> str:
    """What a value is, without the numbers that it may hold."""
    return f"of type {type(value).__name__}"


def handed_on(output: Array) -> Array:
    """An output as the next layer's input: of filters over slices, without a depth of one.

    >>> handed_on(np.zeros((4, 1, 2, 3))).shape, handed_on(np.zeros((1, 2, 3))).shape
    ((4, 2, 3), (1, 2, 3))
    """
    return output[:, 0] if output.ndim == 4 and output.shape[1] == 1 else output


def _placed(error: ConvolutionError, place: int, message: str, rank: int | None = None) -> ConvolutionError:
    """The same refusal, of the layer in this place, whose input has this rank."""
    placed = ConvolutionError(message, error.refusal, **error.facts)
    placed.layer, placed.rank, placed.reason = place, rank, error.reason
    return placed
