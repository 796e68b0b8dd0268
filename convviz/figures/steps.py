"""One step of any layer as the arrays that a picture shows: input, filter, products and output in slices.

Imports `convviz.core`, `convviz.explain` and NumPy only.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from convviz import explain
from convviz.core import Activation, Array, Convolution, Filters, Layer, Pooling, Step
from convviz.explain.activation import NAMES
from convviz.explain.colours import channel_names, limit
from convviz.explain.numbers import written
from convviz.explain.scattered import is_scattered
from convviz.figures.picture import Mask, Measure

#: The products of more windows and taps than this are not all looked at for the end of their colour scale.
_MOST_PRODUCTS = 2_000_000
#: Frames that a film may have.
MOST_FRAMES = 400
#: Of more numbers than this some are taken to find the longest.
_MOST_WRITTEN = 4000


@dataclass(frozen=True)
class Origin:
    """Where a layer's input comes from, and what the slices of the padded input and of the output are called.

    Of no names, slices are numbered by their depth.
    """

    word: str = "input"
    slices: tuple[str, ...] = ()
    maps: tuple[str, ...] = ()


#: Of an input that was typed.
TYPED = Origin()


@dataclass(frozen=True)
class Bounds:
    """What all steps have in common: the colours and the longest number of each kind of panel, and names.

    `channels` are the names of the padded input's slices where these are a picture in colour.
    """

    input: Measure
    filter: Measure
    product: Measure
    output: Measure
    channels: tuple[str, ...] = ()
    origin: Origin = TYPED

    def channel(self, depth: int) -> str:
        """The name of a slice of the padded input, if it is one of a picture in colour."""
        return self.channels[depth] if self.channels else ""

    def slice_name(self, depth: int) -> str:
        """What a slice of the padded input is called, in colour with the end of its colours."""
        if channel := self.channel(depth):
            return f"{channel}, full at {written(self.input.end)}"
        names = self.origin.slices
        return (names[depth] if names else "") or f"depth {depth + 1}"


@dataclass(frozen=True)
class Shown:
    """A step of a layer: what to draw. Tensors have three axes; None where there is none."""

    layer: Layer
    s: int
    one: Layer  # the layer itself; of several filters the one that slides
    step: Step
    kernel: Array | None
    slices: int  # of the output, each a matrix
    first_slice: int  # of the input, that the window meets
    output: Array
    place: tuple[int, int, int]  # in the output: slice, row, column


def bounds_of(layer: Layer, coloured: bool = False, origin: Origin = TYPED) -> Bounds:
    """What the panels of each kind share."""
    measures = measured(layer.padded), measured(getattr(layer, "w", np.zeros(1)))
    channels = tuple(channel_names(layer.geometry)) if coloured else ()
    return Bounds(*measures, _products(layer), measured(layer.output), channels, origin)


def measured(values: Array) -> Measure:
    """The end of the colours of some values, and the most characters that one of them is written with."""
    some = values.ravel()[:: max(1, values.size // _MOST_WRITTEN)]
    distinct = np.unique(some[~np.isnan(some)]).tolist()
    return Measure(limit(values), max((len(written(value)) for value in distinct), default=1))


def _products(layer: Layer) -> Measure:
    if not isinstance(layer, Convolution | Filters):
        return Measure(1.0, 1)
    ones = layer.filters if isinstance(layer, Filters) else (layer,)
    if len(layer) * math.prod(layer.geometry.filter_shape) > _MOST_PRODUCTS:
        x, w = measured(layer.x), measured(layer.w)
        return Measure(x.end * w.end, x.longest + w.longest)
    each = [measured(one.products) for one in ones]
    return Measure(max(one.end for one in each), max(one.longest for one in each))


def shown(layer: Layer, s: int, whole: bool = False) -> Shown:
    """A step, with the output as far as it is computed then, or the whole of it."""
    step = layer.step(s)
    output = layer.output if whole else layer.partial_output(s)
    one, first = layer, step.origin[0] if layer.rank == 3 else 0
    kernel: Array | None = None
    if isinstance(layer, Filters):
        number = step.index[0]
        one, kernel = layer.filters[number], layer.filters[number].kernel
    elif isinstance(layer, Convolution):
        kernel = layer.kernel
    flat = output.reshape(-1, *lift(output.shape)[-2:])
    columns = flat.shape[2]
    q, rest = divmod(s, flat[0].size)
    return Shown(
        layer=layer,
        s=s,
        one=one,
        step=step,
        kernel=None if kernel is None else kernel.reshape(lift(kernel.shape)),
        slices=len(flat),
        first_slice=first,
        output=flat,
        place=(q, rest // columns, rest % columns),
    )


def lift(shape: tuple[int, ...]) -> tuple[int, ...]:
    """Three sizes, with ones in front where there are fewer."""
    return (1,) * (3 - len(shape)) + tuple(shape)


def kinds_of_cells(layer: Layer, depth: int) -> tuple[Mask, Mask, Mask]:
    """Which cells of a slice of the padded input are padding, inserted zeros, and read by no window."""
    g = layer.geometry
    missing = 3 - g.rank
    one = (np.ones(1, dtype=bool),) * missing
    inside = [np.zeros(size, dtype=bool) for size in g.padded_shape]
    for axis, (before, _) in enumerate(g.padding):
        inside[axis][before : before + g.spread_shape[axis]] = True
    own, visited = (*one, *g.from_input), (*one, *g.visited)
    within = (*one, *inside)
    padding = ~np.logical_and.outer(within[1], within[2]) | ~within[0][depth]
    inserted = ~padding & ~(np.logical_and.outer(own[1], own[2]) & own[0][depth])
    unread = ~(np.logical_and.outer(visited[1], visited[2]) & visited[0][depth])
    return padding, inserted, unread & ~padding & ~inserted


def input_symbol(layer: Layer) -> str:
    """What the input is called."""
    return "x" if layer.rank == 1 else "X"


def output_symbol(layer: Layer) -> str:
    """What the output is called: a vector has a small letter."""
    return "y" if len(layer.output_shape) == 1 else "Y"


def filter_symbol(shown: Shown) -> str:
    """What the filter is called: its number where there are several, a tilde where it is flipped."""
    letter = "w" if shown.layer.rank == 1 else "W"
    tilde = "\N{COMBINING TILDE}" if getattr(shown.layer, "flip", False) else ""
    if not isinstance(shown.layer, Filters) or len(shown.layer.w) == 1:
        return letter + tilde
    number = str(shown.step.index[0] + 1).translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"))
    return letter + tilde + number


def window_name(shown: Shown) -> str:
    """The window with its position, such as `X₂(1, 2)`."""
    one = shown.one
    if isinstance(one, Activation):
        return f"{input_symbol(one)}({explain.place(one, shown.s).partition('(')[2]}"
    return explain.position(one, shown.s % len(one))


def operation(layer: Layer) -> str:
    """What a layer without a filter does, in a word."""
    if isinstance(layer, Pooling):
        return layer.kind
    assert isinstance(layer, Activation)
    return NAMES[layer.kind]


def biases(layer: Layer) -> list[str]:
    """What is added to the sums of each filter, as it is written behind them; nothing where it is 0.

    >>> biases(Filters([1, 2, 3], [[1, 0], [0, 1], [1, 1]], bias=[0.5, 0, -2]))
    [' + 0.5', '', ' + (−2)']
    """
    given = np.atleast_1d(getattr(layer, "bias", 0.0)).tolist()
    texts = [written(bias) if bias >= 0 else f"({written(bias)})" for bias in given]
    return [f" + {text}" if bias else "" for bias, text in zip(given, texts, strict=True)]


def bias_of(shown: Shown) -> str:
    """What is added to the sum of this window."""
    found = biases(shown.layer)
    return found[shown.step.index[0] if isinstance(shown.layer, Filters) else 0]


def sum_line(shown: Shown) -> str:
    """What becomes of the window, in a line."""
    layer, text = shown.layer, explain.step_text(shown.layer, shown.s)
    if not isinstance(layer, Convolution | Filters):
        return text
    if is_scattered(layer):
        return f"{output_symbol(layer)}({window_name(shown).partition('(')[2]} = {text}"
    bias = f" + {text.rpartition(' + ')[2].partition(' ')[0]}" if bias_of(shown) else ""  # the last term
    return f"Sum({window_name(shown)} ⊙ {filter_symbol(shown)}){bias} = {text}"


def output_labels(layer: Layer, slices: int, maps: tuple[str, ...] = ()) -> list[str]:
    """What the slices of the output are called; nothing where there is one."""
    if slices == 1:
        return [""]
    if not isinstance(layer, Filters):
        return list(maps) or [f"depth {q + 1}" for q in range(slices)]
    if layer.rank < 3 or layer.output_shape[1] == 1:
        return [f"filter {f + 1}" for f in range(slices)]
    depth = layer.output_shape[1]
    return [f"filter {q // depth + 1}, depth {q % depth + 1}" for q in range(slices)]
