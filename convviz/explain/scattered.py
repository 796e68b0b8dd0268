"""What a transposed convolution is made of: which cells meet where, and the convolution that it belongs to.

Vocabulary as in `transposed`, which says all of this in words and formulas. Imports `convviz.core` and NumPy
only.
"""

from __future__ import annotations

import itertools
from typing import NamedTuple, TypeAlias, TypeGuard

import numpy as np

from convviz.core import Array, Convolution, Layer, weighted_sums

#: The place of a cell of the input, or of a weight, from 0.
Cell: TypeAlias = tuple[int, ...]


class Transposed(NamedTuple):
    """What a convolution is the transposed of: as the arguments of `Convolution.transposed`."""

    w: Array
    stride: tuple[int, ...]
    cut: tuple[tuple[int, int], ...]
    output_padding: tuple[int, ...]
    dilation: tuple[int, ...]


def is_scattered(layer: Layer) -> TypeGuard[Convolution]:
    """Whether a layer is told as one here: it was made as a transposed convolution, or zeros are inserted.

    >>> is_scattered(Convolution.transposed([1, 2], [1, 10])), is_scattered(Convolution([1, 2], [1, 10]))
    (True, False)
    """
    return isinstance(layer, Convolution) and (layer.is_transposed or max(layer.input_dilation) > 1)


def as_transposed(c: Convolution) -> Transposed | None:
    """What `Convolution.transposed` would be given for it; None where it could not give it.

    >>> c = Convolution.transposed([1, 2, 3], [1, 10, 100], stride=2, padding=1, output_padding=1)
    >>> given = as_transposed(c)
    >>> given.stride, given.cut, given.output_padding
    ((2,), ((1, 1),), (1,))

    The padding of the convolution says what is cut and what is added together; the same cut on both sides,
    where that is possible, is what is meant.
    """
    if max(c.stride) > 1 or c.padding_mode != "constant":
        return None
    cut, more = [], []
    axes = zip(c.padding, c.geometry.spans, c.input_dilation, c.dilation, strict=True)
    for (before, after), span, stride, gap in axes:
        first, last = span - 1 - before, span - 1 - after
        added = first - last if 0 <= first - last < max(stride, gap) else max(0, -last)
        if first < 0 or added >= max(stride, gap):
            return None
        cut.append((first, last + added))
        more.append(added)
    w = c.w if c.flip else np.flip(c.w)
    return Transposed(w, c.input_dilation, tuple(cut), tuple(more), c.dilation)


def terms(c: Convolution, s: int) -> list[tuple[Cell, Cell]]:
    """What is laid on cell `s` of the output, from 0: pairs of a cell of `x` and a cell of `w`.

    >>> terms(Convolution.transposed([1, 2, 3], [1, 10, 100], stride=2), 2)
    [((0,), (2,)), ((1,), (0,))]
    """
    g, step = c.geometry, c.step(s)
    axes = []
    for axis, source in enumerate(g.sources()):
        taps = range(g.filter_shape[axis])
        met = [(int(source[step.origin[axis] + g.dilation[axis] * tap]), tap) for tap in taps]
        axes.append([(cell, tap) for cell, tap in met if cell >= 0])
    pairs = (tuple(zip(*each, strict=True)) for each in itertools.product(*axes))
    last = [k - 1 for k in c.w.shape]
    return [(x, tuple(np.subtract(last, tap).tolist()) if c.flip else tap) for x, tap in pairs]


def meetings(c: Convolution) -> Array:
    """How many cells of the input reach every cell of the output: uneven where the output has a checkerboard.

    >>> meetings(Convolution.transposed([1, 1, 1], [1, 1, 1], stride=2))
    array([1., 1., 2., 1., 2., 1., 1.])
    """
    own = np.ones(c.x.shape)
    padded = np.pad(c.geometry.spread(own), c.padding)
    return weighted_sums(c.geometry.view(padded), np.ones(c.w.shape))


def adjoint(c: Convolution) -> tuple[Array, Array, Array] | None:
    """A `y` that counts from one, what the convolution makes of it, and the output without the bias."""
    given = as_transposed(c)
    if given is None:
        return None
    y = np.arange(1.0, c.output.size + 1).reshape(c.output_shape)
    try:
        forward = Convolution(y, given.w, given.stride, given.cut, given.dilation)
    except ValueError:
        return None
    return (y, forward.output, c.output - c.bias) if forward.output_shape == c.x.shape else None
