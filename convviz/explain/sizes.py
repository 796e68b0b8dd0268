"""The size of an output as a law with its numbers in: as simple as the layer allows.

Vocabulary: `n` is the size of an axis of the input, `p` its padding on a side, and `p′` that on the other
where some axis has another there; `k` is the size of the filter or the window, `d` the dilation, `s` the
stride. Of a transposed convolution `p` is what is cut off a side and `o` the output padding. A letter that
changes nothing is left out. Imports `convviz.core`.
"""

from __future__ import annotations

from dataclasses import dataclass

from convviz.core import Activation, Convolution, Filters, Layer
from convviz.explain.numbers import MINUS
from convviz.explain.scattered import Transposed, as_transposed, is_scattered
from convviz.explain.words import both_sides, by_formula


@dataclass(frozen=True)
class SizeLaw:
    """The `law` in letters, and for each axis its names and the law with `numbers` in it."""

    law: str
    axes: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        """In one line; the names of the axes stand where there is more than one axis."""
        parts = [text if names == "length" else f"{text} ({names})" for names, text in self.axes]
        return f"{self.law} = {', '.join(parts)}"


def size_law(layer: Layer) -> SizeLaw:
    """The size of the output of any layer per axis; of several filters, that of each.

    >>> print(size_law(Convolution([[1, 2, 2], [3, 1, 4], [2, 1, 3]], [[1, 0], [0, 1]])))
    n − k + 1 = 3 − 2 + 1 = 2 (rows and columns)
    >>> print(size_law(Convolution([1, 3, -1, 2, 3], [1, 0, 2], stride=2, padding=1)))
    ⌊(n + 2p − k) / s⌋ + 1 = ⌊(5 + 2·1 − 3) / 2⌋ + 1 = 3
    >>> print(size_law(Convolution([1, 3, -1, 2, 3], [1, 0], padding="same")))
    n + p + p′ − k + 1 = 5 + 0 + 1 − 2 + 1 = 5
    >>> print(size_law(Activation([[1, 2, 3], [4, 5, 6]])))
    n = 2 (rows), 3 (columns)
    >>> print(size_law(Convolution.transposed([1, 2, 3], [1, 10], stride=2)))
    (n − 1)·s + k = (3 − 1)·2 + 2 = 6

    Source: floor((n + 2p - d(k - 1) - 1) / s) + 1, and for a transposed convolution what `transposed` says.
    """
    if isinstance(layer, Activation):
        return SizeLaw("n", tuple(by_formula(layer, lambda one, axis: str(one.x.shape[axis]))))
    if isinstance(layer, Filters):
        return size_law(layer.filters[0])
    if is_scattered(layer):
        given = as_transposed(layer)
        if given is not None:
            return _transposed_law(layer, given)
    return _window_law(layer)


def _window_law(layer: Layer) -> SizeLaw:
    """The law of windows that slide over an input."""
    g = layer.geometry
    used = any(map(any, g.padding)), max(g.dilation) > 1, max(g.stride) > 1
    letters, pads = both_sides(g.padding, "+")

    def with_numbers(_: Layer, axis: int) -> str:
        n, k = g.spread_shape[axis], g.filter_shape[axis]
        text = _written(used, n, k, pads[axis], f"{g.dilation[axis]}·", g.stride[axis])
        return f"{text} = {g.output_shape[axis]}"

    return SizeLaw(_written(used, "n", "k", letters, "d", "s"), tuple(by_formula(layer, with_numbers)))


def _written(used: tuple[bool, ...], n: object, k: object, p: str, d: str, s: object) -> str:
    has_padding, has_dilation, has_stride = used
    padded = f"{n} + {p}" if has_padding else f"{n}"
    if not has_stride:
        return f"{padded} {MINUS} {d}({k} {MINUS} 1)" if has_dilation else f"{padded} {MINUS} {k} + 1"
    room = f"{padded} {MINUS} {d}({k} {MINUS} 1) {MINUS} 1" if has_dilation else f"{padded} {MINUS} {k}"
    return f"⌊({room}) / {s}⌋ + 1"


def _transposed_law(c: Convolution, given: Transposed) -> SizeLaw:
    """The law of a transposed convolution, whose padding cuts off."""
    used = max(given.dilation) > 1, any(map(any, given.cut)), max(given.output_padding) > 0
    letters, cut = both_sides(given.cut, MINUS)

    def with_numbers(_: Layer, axis: int) -> str:
        sizes = (c.x.shape[axis], given.stride[axis], c.w.shape[axis])
        text = _grown(used, *sizes, f"{given.dilation[axis]}·", cut[axis], given.output_padding[axis])
        return f"{text} = {c.output_shape[axis]}"

    return SizeLaw(_grown(used, "n", "s", "k", "d", letters, "o"), tuple(by_formula(c, with_numbers)))


def _grown(used: tuple[bool, ...], n: object, s: object, k: object, d: str, p: str, o: object) -> str:
    has_dilation, has_cut, has_more = used
    reach = f"{d}({k} {MINUS} 1) + 1" if has_dilation else f"{k}"
    cut = f" {MINUS} {p}" if has_cut else ""
    more = f" + {o}" if has_more else ""
    return f"({n} {MINUS} 1)·{s} + {reach}{cut}{more}"
