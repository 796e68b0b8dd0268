"""What every layer gives: an output, one step at a time.

Vocabulary: a layer is an input and what is done to every window of it. A step is one position of the
window, numbered from 0 in C order, that of `output.ravel()`. Which cells the windows read is
`windows.py`. Imports `convviz.core.errors` and `windows`, NumPy and the standard library only.
"""

from __future__ import annotations

import math
import operator
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from convviz.core.errors import shown
from convviz.core.windows import Array, Ints, Windows


@dataclass(frozen=True, eq=False)
class Step:
    """One window of a layer and what becomes of it.

    >>> from convviz import Convolution, Pooling
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

    `index` is the zero-based position in the output, `origin` that of the window's first cell in the
    padded input. `window` and `product` have the filter's shape, are in input order and read-only.
    `total` is the cell of the output: the sum of `product`, plus the bias.

    A layer without a filter has no `product`. Where the output is the largest of the window, `winner` is
    the place of that cell in the window, from 0: the first in C order where several are as large.

    >>> step = Pooling([1, 3, 3, 2], size=4).step(0)
    >>> step.product, step.winner, step.total
    (None, (1,), 3.0)
    """

    index: Ints
    origin: Ints
    window: Array
    product: Array | None
    total: float
    winner: Ints | None = None


class Layer(ABC):
    """An input, the windows over it, and the output that they make.

    >>> from convviz import Activation
    >>> relu = Activation([[1, -2, 3], [-4, 5, -6]])
    >>> relu.output_shape, len(relu), relu.step(1).index
    ((2, 3), 6, (0, 1))

    `x` is the input, float64 and read-only; `padded` the same with its padding, which the windows lie on;
    `geometry` says which of its cells every window reads.
    """

    x: Array
    geometry: Windows

    #: Writes a layer or a stack as HTML for a notebook; None in the core, which knows no page.
    #: `convviz` sets it.
    notebook: ClassVar[Callable[[Any], str | None] | None] = None

    @property
    @abstractmethod
    def padded(self) -> Array:
        """The input as the windows meet it, read-only."""

    @property
    @abstractmethod
    def output(self) -> Array:
        """What all windows come to, read-only, of shape `output_shape`; computed once."""

    @abstractmethod
    def step(self, s: int) -> Step:
        """The window number `s`, from 0, and what becomes of it."""

    @property
    def rank(self) -> int:
        """The number of axes of the input: 1, 2 or 3."""
        return self.x.ndim

    @property
    def output_shape(self) -> Ints:
        """The number of windows along each axis.

        >>> from convviz import Convolution
        >>> Convolution([1, 2, 3, 4, 5, 6, 7], [1, 1, 1], stride=2, padding=1).output_shape
        (4,)
        """
        return self.geometry.output_shape

    def __len__(self) -> int:
        """The number of steps, which is the number of cells of the output."""
        return math.prod(self.output_shape)

    @property
    def visited(self) -> tuple[NDArray[np.bool_], ...]:
        """Per axis, which cells of `padded` some window reads; a stride or a gap may leave cells out.

        >>> from convviz import Convolution
        >>> Convolution([1, 2, 3, 4, 5, 6], [1, 1, 1], stride=2).visited
        (array([ True,  True,  True,  True,  True, False]),)

        A cell of the padded input is read when it is on every one of its axes.
        """
        return self.geometry.visited

    def partial_output(self, s: int) -> Array:
        """The output as it is after step `s`: a new array, NaN where no window has been yet.

        >>> from convviz import Convolution
        >>> Convolution([1, 3, -1, 2, 3], [1, 0, 2]).partial_output(1)
        array([-1.,  7., nan])

        Raises:
            IndexError: There is no such window.
        """
        self._index(s)
        partial = self.output.copy()
        partial.ravel()[operator.index(s) + 1 :] = np.nan
        return partial

    def _repr_html_(self) -> str | None:
        """What a notebook shows: the stage, a figure, or None, for the text, where neither is installed."""
        write = Layer.notebook
        return None if write is None else write(self)

    def _index(self, s: int) -> Ints:
        """The index in the output of step `s`."""
        if not 0 <= operator.index(s) < len(self):
            raise IndexError(f"step {shown(s)} is out of range; the steps are 0 to {len(self) - 1}")
        return tuple(int(i) for i in np.unravel_index(s, self.output_shape))
