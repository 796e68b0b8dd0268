"""A layer in words: sizes, positions, padding and reach, as plain text.

Vocabulary: `n` is the size of an axis of the input, `p` its padding, `k` the filter's size there, `d`
the dilation, `s` the stride. What a person reads counts from one and orders sizes as rows x columns x
depth; arrays are depth first. Imports `convviz.core` and NumPy only.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np

from convviz.core import Convolution, Layer, axis_names, reading_order
from convviz.explain.numbers import MINUS

#: What the two sides of an axis are called, by the name of the axis.
SIDES = {
    "length": ("before", "after"),
    "rows": ("above", "below"),
    "columns": ("left", "right"),
    "depth": ("in front", "behind"),
}
_MODES = {
    "constant": "with zeros",
    "edge": "with the nearest edge’s values",
    "reflect": "as in a mirror on the edge cell (reflect)",
    "symmetric": "as in a mirror beside the edge cell (symmetric)",
    "wrap": "from the opposite side (wrap)",
}
_L = TypeVar("_L", bound=Layer)
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def size_text(shape: Sequence[int]) -> str:
    """A shape as people read it: rows x columns, and the depth by name, as arrays have it first.

    >>> size_text((3, 8, 9)), size_text((8, 9)), size_text((5,))
    ('8 × 9 × 3 deep', '8 × 9', '5')
    """
    return _in_reading_order(shape, "deep")


def amounts_text(values: Sequence[int]) -> str:
    """Values per axis, such as strides, as people read them: once where the axes agree.

    >>> amounts_text((2, 2)), amounts_text((1, 2)), amounts_text((1, 2, 2))
    ('2', '1 × 2', '2 × 2 × 1 in depth')
    """
    return _in_reading_order(values[:1] if len(set(values)) == 1 else values, "in depth")


def _in_reading_order(per_axis: Sequence[int], depth: str) -> str:
    text = " × ".join(f"{size:,}" for size in reading_order(per_axis))
    return f"{text} {depth}" if len(per_axis) == 3 else text


def visible_shape(shape: Sequence[int]) -> Sequence[int]:
    """The shape without a depth of one, which the notation drops."""
    return shape[1:] if len(shape) == 3 and shape[0] == 1 else shape


def output_text(shape: Sequence[int], rank: int) -> str:
    """The size of what a layer of this rank gives the next one, without a depth of one.

    >>> output_text((2, 1, 4, 5), 3), output_text((1, 4, 5), 3), output_text((2, 4), 1)
    ('4 × 5 × 2 deep', '4 × 5', '2 × 4')
    >>> output_text((2, 3, 4, 5), 3)  # filters that slide in depth
    '2 of 4 × 5 × 3 deep'
    """
    if len(shape) == 4 and shape[1] > 1:
        return f"{shape[0]} of {size_text(shape[1:])}"
    is_flat = rank == 3 and shape[-3] == 1
    return size_text((*shape[:-3], *shape[-2:]) if is_flat else shape)


def windows_instead(shape: Sequence[int], former: Sequence[int]) -> str:
    """How many windows there are instead of how many.

    >>> windows_instead((2, 2), (3, 4)), windows_instead((1, 1), (3, 4))
    ('2 × 2 windows instead of 3 × 4', '1 window instead of 3 × 4')
    >>> windows_instead((2, 3, 4), (1, 3, 5))
    '24 windows (3 × 4 × 2 deep) instead of 3 × 5'
    """
    return f"{_many(shape, ' windows')} instead of {_many(former)}"


def _many(shape: Sequence[int], things: str = "") -> str:
    seen = visible_shape(shape)
    size, count = size_text(seen), math.prod(seen)
    if count == 1:
        return f"1{things.removesuffix('s')}"
    return f"{count:,}{things} ({size})" if len(seen) == 3 else f"{size}{things}"


def window_symbol(layer: Layer) -> str:
    """The name of a window without its position: the input's letter with the filter's size.

    >>> window_symbol(Convolution([1, 3, -1, 2, 3], [1, 0, 2]))
    'x₃'
    >>> window_symbol(Convolution([[1, 2, 3], [4, 5, 6]], [[1, 2, 3], [4, 5, 6]]))
    'X₂ₓ₃'

    The depth of the filter is not part of the name (source: the notation X_k(i, j, q), with a
    filter of k x k x r).
    """
    letter = "x" if layer.rank == 1 else "X"
    sizes = list(dict.fromkeys(layer.geometry.filter_shape[-2:]))
    return letter + "ₓ".join(str(size).translate(_SUBSCRIPTS) for size in sizes)


def named_axes(layer: Layer) -> list[int]:
    """The axes that a position names, in reading order: the depth is dropped where there is one window."""
    axes = reading_order(range(layer.rank))
    return axes[:2] if layer.rank == 3 and layer.output_shape[0] == 1 else axes


def position_text(layer: Layer, index: Sequence[int]) -> str:
    """The index of a window as people read it, from one and without its symbol.

    >>> position_text(Convolution([[1, 2, 2], [3, 1, 4], [2, 1, 3]], [[1, 0], [0, 1]]), (0, 1))
    '1, 2'
    """
    return ", ".join(str(index[axis] + 1) for axis in named_axes(layer))


def position(layer: Layer, s: int) -> str:
    """A window as it is called: its symbol and its position.

    >>> position(Convolution([[1, 2, 2], [3, 1, 4], [2, 1, 3]], [[1, 0], [0, 1]]), 1)
    'X₂(1, 2)'
    """
    return f"{window_symbol(layer)}({position_text(layer, layer.step(s).index)})"


def by_formula(layer: _L, write: Callable[[_L, int], str]) -> list[tuple[str, str]]:
    """What `write` makes of each axis, with the names of the axes; those of the same text share an entry."""
    formulas: dict[str, list[str]] = {}
    for axis in reading_order(range(layer.rank)):
        formulas.setdefault(write(layer, axis), []).append(axis_names(layer.rank)[axis])
    return [(listed(names), formula) for formula, names in formulas.items()]


def both_sides(pairs: Sequence[tuple[int, int]], sign: str) -> tuple[str, list[str]]:
    """The padding of both sides in the law of sizes: in letters, and for each axis with its numbers.

    >>> both_sides([(1, 1), (0, 0)], "+"), both_sides([(1, 2)], "-")
    (('2p', ['2·1', '2·0']), ('p - p′', ['1 - 2']))
    """
    if is_even(pairs):
        return "2p", [f"2·{before}" for before, _ in pairs]
    return f"p {sign} p′", [f"{before} {sign} {after}" for before, after in pairs]


def is_even(pairs: Sequence[tuple[int, int]]) -> bool:
    """Whether every axis has as many cells before as after."""
    return all(before == after for before, after in pairs)


def listed(names: Sequence[str]) -> str:
    """Names in a sentence: `rows`, `rows and columns`, `rows, columns and depth`."""
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def kind(convolution: Convolution) -> str:
    """Which of the two operations called convolution this is, in one sentence.

    >>> kind(Convolution([1, 2], [1]))
    'Cross-correlation: the filter is used as it is, which deep learning calls convolution.'
    """
    if convolution.flip:
        return "Convolution in the mathematical sense: the filter is flipped on every axis."
    return "Cross-correlation: the filter is used as it is, which deep learning calls convolution."


def padding_text(convolution: Convolution) -> str:
    """Where and with what the input is padded, in one sentence; empty where it is not.

    >>> padding_text(Convolution([[1, 2, 3]] * 3, [[1, 1]] * 2, padding="same"))
    'Padded with zeros: rows 0 above, 1 below; columns 0 left, 1 right.'
    >>> padding_text(Convolution([1, 2, 3], [1]))
    ''
    """
    where = padding_where(convolution)
    return f"Padded {_MODES[convolution.padding_mode]}: {where}." if where else ""


def padding_where(layer: Layer) -> str:
    """How many cells there are on which side; empty where there are none.

    >>> padding_where(Convolution([[[1, 2]]], [[[1]]], padding=((1, 0), (0, 0), (1, 2))))
    'columns 1 left, 2 right; depth 1 in front, 0 behind'
    """
    names = axis_names(layer.rank)
    parts = [
        f"{name} {before} {sides[0]}, {after} {sides[1]}"
        for name, (before, after) in zip(names, layer.geometry.padding, strict=True)
        for sides in (SIDES[name],)
        if before or after
    ]
    ordered = parts[1:] + parts[:1] if parts and "depth" in parts[0] else parts
    return "; ".join(ordered)


def unvisited(layer: Layer) -> int:
    """How many cells of the input no window reads; padding and inserted zeros do not count.

    >>> unvisited(Convolution([[1, 2, 3]] * 4, [[1, 1]] * 2, stride=2))
    4
    """
    axes = zip(layer.visited, layer.geometry.from_input, strict=True)
    inside = [int((visited & own).sum()) for visited, own in axes]
    return layer.x.size - math.prod(inside)


def unvisited_text(layer: Layer) -> str:
    """How many cells of the input are left out, in one sentence; empty where none is.

    >>> unvisited_text(Convolution([1, 2, 3, 4, 5, 6], [1, 1, 1], stride=2))
    'Of the 6 cells of the input, 1 is read by no window.'
    """
    count = unvisited(layer)
    if not count:
        return ""
    return f"Of the {layer.x.size:,} cells of the input, {count:,} {are(count)} read by no window."


def span_text(convolution: Convolution) -> str:
    """How far a dilated filter reaches, in one sentence; empty where it has no gaps.

    >>> span_text(Convolution([1, 2, 3, 4, 5], [1, 1, 1], dilation=2))
    'The 3 weights span 2·(3 − 1) + 1 = 5 cells.'
    """
    spans: dict[str, list[str]] = {}
    for axis in reading_order(range(convolution.rank)):
        size, gap = convolution.w.shape[axis], convolution.dilation[axis]
        if gap > 1 and size > 1:
            formula = f"{gap}·({size} {MINUS} 1) + 1 = {convolution.geometry.spans[axis]}"
            spans.setdefault(formula, []).append(axis_names(convolution.rank)[axis])
    if not spans:
        return ""
    formulas = [
        formula if names == ["length"] else f"{formula} {listed(names)}" for formula, names in spans.items()
    ]
    unit = " cells" if convolution.rank == 1 else ""
    return f"The {convolution.w.size} weights span {', '.join(formulas)}{unit}."


def is_own_reverse(convolution: Convolution) -> bool:
    """Whether the filter is the same when it is flipped."""
    return np.array_equal(convolution.w, np.flip(convolution.w))


def windows_that(do: str, count: int, layer: Layer) -> str:
    """So many windows as a subject, with what they do."""
    if count == len(layer):
        return f"every window {do}s"
    return f"{count:,} of the {len(layer):,} windows {do}{'s' * (count == 1)}"


def are(count: int) -> str:
    """The verb after so many things."""
    return "is" if count == 1 else "are"
